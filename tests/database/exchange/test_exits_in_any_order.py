"""Entries, exits, exits that fall, corrections, masks and files sent again, in any order: a copy that follows the lines holds what the public may read."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange.queries import lines
from gongxin.intake import actions as intake
from gongxin.intake import correcting
from gongxin.intake.entering import left_of
from gongxin.intake.queries import Receipt
from gongxin.records import actions as records
from gongxin.records import masks
from gongxin.records.actions import Agreed, ReleaseRefused
from gongxin.records.history import history
from gongxin.records.queries import readable_among, records_of_batch
from tests.builders import catalogue, city, files
from tests.builders.codes import unified_code

ENTRY, EXIT = "abnormal_operation", "abnormal_operation_exit"
ACTS = ("enter 1", "enter 2", "release", "exit 1", "exit 2", "fall", "undo exit", "undo entry",
        "correct 1", "withdraw 1", "hide 1", "show 1", "again")  # fmt: skip
HOLDER = "case:x"


@dataclass
class World:
    """What was sent, in order, for the acts that go on with it."""

    entries: dict[str, UUID] = field(default_factory=dict)
    waiting: list[Receipt] = field(default_factory=list)
    entry_batches: list[Receipt] = field(default_factory=list)
    exit_batches: list[Receipt] = field(default_factory=list)
    exits: list[UUID] = field(default_factory=list)
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    numbers: int = 0


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1)
        yield


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(ACTS), min_size=2, max_size=8))
@example(["exit 1", "enter 1", "release", "fall"])
@example(["enter 1", "release", "hide 1", "exit 1", "show 1", "fall"])
@example(["enter 1", "release", "exit 1", "correct 1", "undo exit", "again"])
@example(["enter 1", "release", "exit 1", "exit 1", "fall", "undo exit"])
@example(["release", "hide 1", "correct 1", "show 1"])
@example(["hide 1", "release", "show 1"])
def test_a_copy_that_follows_the_lines_holds_what_the_public_reads(acts: list[str]) -> None:
    with city.undone():
        world = World()
        start = lines.head()
        for act in ["enter 1", *acts]:
            _do(act, world)
            assert _copy(start) == _public(world), (acts, act)


def _public(world: World) -> set[tuple[UUID, int]]:
    return readable_among(list(world.entries.values()), city.TODAY)


def _copy(start: int) -> set[tuple[UUID, int]]:
    """What somebody holds who did as each line says."""
    copy: dict[UUID, tuple[int, bytes]] = {}
    for line in lines.lines_after(start, 1000):
        if line.leaves is not None:
            assert line.record is not None
            assert copy.pop(line.record)[1] == line.leaves
        if line.enters is not None:
            assert line.record is not None
            assert line.number is not None
            assert line.record not in copy
            copy[line.record] = (line.number, line.enters)
    return {(record, number) for record, (number, _) in copy.items()}


def _do(act: str, world: World) -> None:
    word, _, which = act.partition(" ")
    entry = world.entries.get(which)
    if word == "enter":
        _enter(world, which)
    elif word == "release" and world.waiting:
        with suppress(ReleaseRefused):  # nothing of it stands any more
            city.release(world.waiting.pop())
    elif act.startswith("exit"):
        world.numbers += 1
        receipt = _send(world, EXIT, which, YC_YCWH=f"构市监异移〔2026〕{world.numbers}号", YC_YCRQ=f"2026-05-{10 + world.numbers:02}")  # fmt: skip
        world.exit_batches.append(receipt)
        world.exits += _admitted(receipt)
    elif word == "fall" and world.exits:
        _withdrawn(world.exits.pop())
    elif act == "undo exit" and world.exit_batches:
        _undo(world.exit_batches.pop())
    elif act == "undo entry" and world.entry_batches:
        receipt = world.entry_batches.pop()
        if receipt not in world.waiting:
            _undo(receipt)
    elif word == "correct" and entry:
        _correct(world, which)
    elif word == "withdraw" and entry:
        _withdrawn(entry)
    elif word in {"hide", "show"} and entry and _is_live(entry):
        _mask(entry, hide=word == "hide")
    elif word == "again" and world.sent:
        code, content = world.sent[0]
        _taken(world, city.send(content, item=code))


def _enter(world: World, which: str) -> None:
    receipt = _send(world, ENTRY, which)
    _taken(world, receipt)
    for record in _admitted(receipt):
        world.entries[which] = record


def _taken(world: World, receipt: Receipt) -> None:
    if receipt.item == ENTRY and receipt.admitted:
        world.waiting.append(receipt)
        world.entry_batches.append(receipt)


def _send(world: World, code: str, which: str, **changes: str) -> Receipt:
    item = catalogue.items()[code]
    if code == ENTRY:
        changes = {"YC_LRRQ": "2026-03-02", **changes}
    row = catalogue.row(
        item,
        XDR_MC=files.body_name(1),
        XDR_SHXYM=unified_code(1),
        YC_LRWH=f"构市监异列〔2026〕{which}号",
        **changes,
    )
    content = catalogue.table(item, [row])
    world.sent.append((code, content))
    return city.send(content, item=code)


def _admitted(receipt: Receipt) -> list[UUID]:
    if not receipt.admitted:
        return []
    return list(records_of_batch(receipt.batch).values())


def _is_live(record: UUID) -> bool:
    return history(record).versions[-1].state == "admitted"


def _withdrawn(record: UUID) -> None:
    if _is_live(record):
        records.withdraw(record=record, reason="被撤销", by="samr.reviewer", now=city.NOW)


def _undo(receipt: Receipt) -> None:
    with acting_for(EVERY_AGENCY):
        if left_of(receipt.batch).standing:
            records.undo_batch(batch=receipt.batch, reason="报错", by="samr.reviewer", now=city.NOW)


def _mask(record: UUID, *, hide: bool) -> None:
    if hide is (HOLDER in masks.masks_of(record)):
        return
    if hide:
        records.mask(record=record, holder=HOLDER, from_date=city.TODAY, by="x", now=city.NOW)
    else:
        records.unmask(record=record, holder=HOLDER, by="x", now=city.NOW)


def _correct(world: World, which: str) -> None:
    """The same decision with another reason, accepted by a second person where it is taken for a correction."""
    receipt = _send(world, ENTRY, which, YC_LRYY=OTHER_REASON)
    _taken(world, receipt)
    with acting_for(EVERY_AGENCY):
        seen = correcting.proposed(receipt.batch)
        if seen.rows:
            intake.accept_corrections(
                batch=receipt.batch,
                row=None,
                digest=seen.digest,
                agreed=Agreed("samr.clerk", "更正", seen.digest),
                by="samr.reviewer",
                now=city.NOW,
            )


_REASONS = catalogue.items()[ENTRY].field("YC_LRYY").code_list
assert _REASONS is not None
OTHER_REASON = _REASONS.values[-1].code
