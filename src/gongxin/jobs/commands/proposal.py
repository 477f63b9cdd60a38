"""`gongxin proposal`: proposes an edition of the law, shows what was said of it, decides. A door: the rules are the room's."""

import argparse
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from gongxin.cases.actions import recounting
from gongxin.catalogue import actions, proposing, queries
from gongxin.catalogue.difference import difference
from gongxin.catalogue.proposals import Event
from gongxin.catalogue.proposing import ProposalCard
from gongxin.jobs.arguments import text
from gongxin.jobs.outcome import DONE, answer, answer_json, say

NAME: Final = "proposal"
HELP_ZH: Final = "目录新版：提出、征求意见、审批"
HELP_EN: Final = "a new edition of the law: propose, read the comments, decide"


def configure(parser: argparse.ArgumentParser) -> None:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="一个 JSON 文档 · one JSON document")
    acts = parser.add_subparsers(dest="act", metavar="make|list|show|decide", required=True)
    making = acts.add_parser(
        "make", parents=[shared], help="提出目录文件为新版 · propose the folder"
    )
    making.add_argument("--reason", type=text, required=True)
    making.add_argument("--by", type=text, required=True)
    acts.add_parser("list", parents=[shared], help="全部提案 · all proposals")
    showing = acts.add_parser("show", parents=[shared], help="一个提案及意见 · one, with comments")
    showing.add_argument("proposal", type=UUID)
    deciding = acts.add_parser("decide", parents=[shared], help="作出结论 · decide")
    deciding.add_argument("proposal", type=UUID)
    deciding.add_argument("event", choices=[event.value for event in Event])
    deciding.add_argument("--seen", required=True, help="show 所示 content · as shown")
    deciding.add_argument("--answer", type=text, required=True, help="对意见的答复 · the answer")
    deciding.add_argument("--by", type=text, required=True)


def run(args: argparse.Namespace) -> int:
    acts = {"make": _make, "list": _list, "show": _show, "decide": _decide}
    return acts[args.act](args)


def _make(args: argparse.Namespace) -> int:
    now = timezone.now()
    made = actions.propose(
        law=queries.folder_law(settings.GONGXIN_JURISDICTION),
        reason=args.reason,
        today=timezone.localdate(now),
        by=args.by,
        now=now,
    )
    found = proposing.proposal(made)
    if args.json:
        answer_json(as_document(found))
    else:
        answer(str(made))
    until = found.comment_until or "—"
    say(f"已提出，征求意见至 {until}", f"proposed; comments until {until}")
    return DONE


def _list(args: argparse.Namespace) -> int:
    found = proposing.proposals()
    if args.json:
        answer_json([as_document(one) for one in found])
        return DONE
    for one in found:
        answer(f"{one.id}  {one.state.value:<10} {one.comment_until or '—'}  {one.reason}")
    return DONE


def _show(args: argparse.Namespace) -> int:
    found = proposing.proposal(args.proposal)
    changes = difference(queries.edition(found.base), queries.edition(found.edition))
    if args.json:
        answer_json(as_document(found) | {"changes": [vars(change) for change in changes]})
        return DONE
    answer(f"{found.state.value}  {found.reason}")
    for change in changes:
        answer(f"{change.what} {change.place}: {change.before or '—'} → {change.after or '—'}")
    for remark in found.comments:
        answer(f"# {remark.text}")
    answer(f"content {found.content}")
    return DONE


def _decide(args: argparse.Namespace) -> int:
    now = timezone.now()
    state = actions.decide_proposal(
        proposal=args.proposal,
        event=Event(args.event),
        seen=args.seen,
        answer=args.answer,
        today=timezone.localdate(now),
        by=args.by,
        now=now,
    )
    recounting.follow_calendar(by=args.by, now=now)
    if args.json:
        answer_json(as_document(proposing.proposal(args.proposal)))
    say(f"结论：{state.value}", f"decided: {state.value}")
    return DONE


def as_document(found: ProposalCard) -> dict[str, object]:
    """A proposal with its comments. `content` is what a decision is bound to."""
    return {
        "proposal": str(found.id),
        "state": found.state.value,
        "edition": found.edition,
        "base": found.base,
        "reason": found.reason,
        "proposed_by": found.proposed_by,
        "proposed_at": found.proposed_at.isoformat(),
        "comment_until": found.comment_until,
        "comments": [{"text": one.text, "at": one.at.isoformat()} for one in found.comments],
        "decided_by": found.decided_by,
        "answer": found.answer,
        "content": found.content,
    }
