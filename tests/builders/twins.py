"""Decisions that were reported twice, and people who propose and approve their merging: by the real acts."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake.queries import Receipt
from gongxin.records import actions, twins
from gongxin.records.drafts import merge_draft, unmerge_draft
from gongxin.records.twins import Pair
from tests.builders import city, matching

FIRST = "构市监罚〔2026〕1号"
PROPOSER, APPROVER = "office.centre_officer.1", "office.centre_supervisor.1"


def reported_twice(
    serial: int = 1,
    *,
    agency: str = "samr",
    second: Mapping[str, str] | None = None,
    released: bool = True,
) -> tuple[Receipt, Receipt]:
    """One decision on a registered body, sent in two files; the second written in another way."""
    other = {"行政处罚决定书文号": f"构市监罚字[2026]第0{serial}号", **(second or {})}
    sent = []
    for changes in ({}, other):
        sent.append(matching.send(matching.row_of(serial, agency=agency, **changes), agency=agency))
        if released:
            city.release(sent[-1])
    return sent[0], sent[1]


def looked() -> list[Pair]:
    """Pairs that wait after everything was looked at."""
    with acting_for(EVERY_AGENCY):
        while actions.look_for_twins(by="system", now=city.NOW) is not None:
            pass
        return twins.waiting()


def newest() -> Pair:
    """The pair that was found last, whatever its state; within the scope of the caller."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM records_twin")
        (identity,) = cursor.fetchone()
    found = twins.pair(identity)
    assert found is not None
    return found


def propose(draft: Draft, *, by: str = PROPOSER) -> tuple[UUID, bytes]:
    with acting_for(EVERY_AGENCY):
        motion = motions.propose(draft=draft, by=by, now=city.NOW)
        found = agencies.motion(motion)
        assert found is not None
        return motion, found.seen_hash


def merged(pair: Pair, gives_way: UUID) -> int:
    """Two people merge a pair."""
    motion, seen = propose(merge_draft(pair, gives_way=gives_way, reason="同一决定报了两次"))
    with acting_for(EVERY_AGENCY):
        return actions.merge(motion=motion, seen_hash=seen, by=APPROVER, now=city.NOW)


def unmerged(pair: Pair) -> int:
    """Two people part it again."""
    motion, seen = propose(unmerge_draft(pair, reason="是两个决定"))
    with acting_for(EVERY_AGENCY):
        return actions.unmerge(motion=motion, seen_hash=seen, by=APPROVER, now=city.NOW)


def pair_of(identity: int) -> Pair:
    with acting_for(EVERY_AGENCY):
        found = twins.pair(identity)
    assert found is not None
    return found
