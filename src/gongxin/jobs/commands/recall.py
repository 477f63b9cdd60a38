"""`gongxin recall`: sends what is due to those who hold copies, and says how recalls stand. The worker does the first at each round."""

import argparse
from dataclasses import asdict
from typing import Final

from django.utils import timezone

from gongxin.exchange import sending
from gongxin.exchange.queries import recall_lists
from gongxin.jobs.outcome import DONE, answer, answer_json

NAME: Final = "recall"
HELP_ZH: Final = "把应发的召回发给持有副本的单位，查看召回的情况"
HELP_EN: Final = "send recalls that are due to those who hold copies; say how recalls stand"


def configure(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    for name, told in (
        ("send", "发送到期的召回 · send what is due"),
        ("status", "汇总和公开名单 · figures and who is named in public"),
    ):
        acts.add_parser(name, help=told).add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    return _send(args) if args.act == "send" else _status(args)


def _send(args: argparse.Namespace) -> int:
    sent = sending.send_due(by="system", now=timezone.now())
    if args.json:
        answer_json(asdict(sent))
    elif sent.busy:
        answer("另一个进程正在发送 · another process is sending")
    else:
        answer(
            f"送达 {sent.delivered}，未送达 {sent.failed} · delivered {sent.delivered}, failed {sent.failed}"
        )
    return DONE


def _status(args: argparse.Namespace) -> int:
    now = timezone.now()
    figures, named = asdict(recall_lists.figures(now)), recall_lists.named(now)
    if args.json:
        lines = [
            {"zh": one.name.zh, "en": one.name.en, "recalls": one.recalls, "since": one.oldest_at.isoformat()}
            for one in named
        ]  # fmt: skip
        answer_json({**figures, "named": lines})
        return DONE
    for name, count in figures.items():
        answer(f"{name}\t{count}")
    for one in named:
        answer(f"{one.name.zh}\t{one.recalls}\t{one.oldest_at:%Y-%m-%d}")
    return DONE
