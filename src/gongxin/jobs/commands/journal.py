"""`gongxin journal`: verifies the log, proves an entry, signs a checkpoint, shows the key."""

import argparse
import base64
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongxin.jobs.outcome import DONE, REFUSED, answer, answer_json, say
from gongxin.journal import actions, queries, signing
from gongxin.journal.verification import Finding, FirstBad, Verified
from gongxin.security.actions import copies

NAME: Final = "journal"
HELP_ZH: Final = "核对日志、出具证明、签署和交存检查点、显示验证公钥"
HELP_EN: Final = (
    "verify the log, prove an entry, sign a checkpoint, give it away, show the verifier key"
)

# What entries commit to in other rooms is checked by those rooms: each name is a function
# `() -> Iterator[Finding]`, called after the log itself was found whole.
AUDITS: Final[tuple[str, ...]] = ("gongxin.records.audit.audit_records",)


def configure(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", metavar="PART", required=True)
    for name, run_part, help_text in (
        ("verify", _verify, "核对全部条目 · re-derive the whole log"),
        ("prove", _prove, "证明一个条目 · prove one entry, to be checked offline"),
        ("checkpoint", _checkpoint, "签署检查点 · sign the log as it stands"),
        ("give", _give, "把检查点交给外部存证方并登记 · give a checkpoint to somebody outside"),
        ("key", _key, "显示验证公钥 · show the verifier key"),
    ):
        part = parts.add_parser(name, help=help_text)
        part.add_argument("--json", action="store_true", help="JSON")
        part.set_defaults(run_part=run_part)
        if name == "give":
            part.add_argument("holder", help="存证方代号，小写字母 · whom, a word in lower case")
        if name == "prove":
            part.add_argument("index", type=int, metavar="INDEX", help="序号，从 0 起 · from 0")
        if name == "verify":
            part.add_argument(
                "--enter", action="store_true", help="登记核对结果 · enter it in the register"
            )
            part.add_argument(
                "--held",
                type=Path,
                metavar="FILE",
                help="他处保存的检查点 · a checkpoint that somebody kept",
            )


def run(args: argparse.Namespace) -> int:
    run_part: Callable[[argparse.Namespace], int] = args.run_part
    return run_part(args)


def _verify(args: argparse.Namespace) -> int:
    state = queries.verify_chain()
    findings: list[Finding] = [state] if isinstance(state, FirstBad) else list(_further(args))
    if args.enter:
        enter(state, findings)
    if args.json:
        answer_json(_as_document(state, findings))
    else:
        for finding in findings:
            say(finding.zh, finding.en)
        if isinstance(state, Verified):
            say(
                f"日志 {state.size} 条、检查点 {state.checkpoints} 个，链条完整",
                f"the chain is whole: {state.size} entries, {state.checkpoints} checkpoints",
            )
            answer(base64.b64encode(state.root).decode())
    return REFUSED if findings else DONE


def verify_chain_and_enter() -> int:
    """The whole log derived anew and entered in the register; how many findings. What it commits to is another matter.

    For the worker's day: a log has few entries, while reading every record would keep batches waiting.
    """
    state = queries.verify_chain()
    findings: list[Finding] = [state] if isinstance(state, FirstBad) else []
    enter(state, findings)
    return len(findings)


def enter(state: Verified | FirstBad, findings: list[Finding]) -> None:
    size = state.size if isinstance(state, Verified) else queries.size()
    copies.register_verification(size=size, findings=len(findings), by="system", now=timezone.now())


def _further(args: argparse.Namespace) -> Iterator[Finding]:
    if args.held:
        rewritten = queries.verify_held(args.held.read_text("utf-8"))
        if rewritten is not None:
            yield rewritten
    yield from _audited()


def _audited() -> Iterator[Finding]:
    for dotted in AUDITS:
        module, _, name = dotted.rpartition(".")
        audit: Callable[[], Iterator[Finding]] = getattr(importlib.import_module(module), name)
        yield from audit()


def _as_document(state: Verified | FirstBad, findings: list[Finding]) -> dict[str, object]:
    document: dict[str, object] = {
        "verified": not findings,
        "findings": [
            {"index": found.index, "code": found.code, "zh": found.zh, "en": found.en}
            for found in findings
        ],
    }
    if isinstance(state, Verified):
        document |= {
            "size": state.size,
            "root": base64.b64encode(state.root).decode(),
            "checkpoints": state.checkpoints,
        }
    return document


def _prove(args: argparse.Namespace) -> int:
    proof = queries.signed_proof(args.index)
    if args.json:
        answer_json(
            {
                "index": proof.inclusion.index,
                "size": proof.inclusion.size,
                "leaf": base64.b64encode(proof.leaf).decode(),
                "leaf_hash": base64.b64encode(proof.inclusion.leaf_hash).decode(),
                "proof": [base64.b64encode(hash_).decode() for hash_ in proof.inclusion.proof],
                "checkpoint": proof.checkpoint,
                "verifier": queries.verifier().text(),
            }
        )
    else:
        answer(proof.text().removesuffix("\n"))
    return DONE


def _checkpoint(args: argparse.Namespace) -> int:
    text = actions.checkpoint(by="system", now=timezone.now())
    if args.json:
        answer_json({"checkpoint": text, "verifier": queries.verifier().text()})
    else:
        answer(text.removesuffix("\n"))
    return DONE


def _give(args: argparse.Namespace) -> int:
    """Print the signed checkpoint for its holder, and enter that it was given."""
    now = timezone.now()
    text = actions.checkpoint(by="system", now=now)
    latest = queries.latest_checkpoint()
    assert latest is not None, "one was signed just now"
    copies.register_handover(size=latest.size, holder=args.holder, by="system", now=now)
    if args.json:
        answer_json({"checkpoint": text, "holder": args.holder, "size": latest.size})
    else:
        answer(text.removesuffix("\n"))
    return DONE


def _key(args: argparse.Namespace) -> int:
    if queries.latest_checkpoint() is None:  # nothing signed yet: the first to ask makes it
        signing.ensure_key(settings.GONGXIN_KEYS / signing.KEY_FILE)
    text = queries.verifier().text()
    if args.json:
        answer_json({"verifier": text})
    else:
        answer(text)
    return DONE
