"""9. Provable. "Each change is committed to an append-only Merkle log holding salted commitments, no personal data."

Forgeries with all rights of the database: tests/database/records/test_provable.py. Here: whatever officers do, in whatever
order, what stands in the tables is what the journal was told, the feed has no gap, and the public sees what it may.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from gongxin.catalogue import queries as catalogue
from gongxin.intake.queries import Receipt
from gongxin.records import actions, erasing
from gongxin.records import queries as records
from gongxin.records.audit import audit_records
from gongxin.records.models import Change, Version
from gongxin.refusal import Refusal
from tests.builders import city

pytestmark = pytest.mark.usefixtures("hall")

# After each act on a record: how the model, which knows nothing of the program, sees it.
ENDS = {"withdraw": actions.withdraw, "repair": actions.repair}
MAY_END = {("admitted", "withdraw"), ("admitted", "repair"), ("repaired", "withdraw")}
PAST = {"withdraw": "withdrawn", "repair": "repaired"}
YEARS_LATER = date(2031, 5, 7)  # five years and a day after the builders' decisions
MARK = {"place": actions.place_mark, "lift": actions.lift_mark}


class Officers(RuleBasedStateMachine):
    """Admit, release, withdraw, repair, erase, mark, lift, send again: in any order."""

    recorded = Bundle("recorded")

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.files = 0
        self.last: Receipt
        self.state: dict[UUID, str] = {}
        self.marked: set[UUID] = set()
        self.batch: dict[UUID, UUID] = {}
        self.released: set[UUID] = set()
        self.told: set[UUID] = set()  # records that anybody outside ever heard of
        self.news = 0

    def teardown(self) -> None:
        """The whole life in one transaction, audited at its end and undone."""
        try:
            assert list(audit_records()) == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(target=recorded, count=st.integers(1, 3))
    def admit(self, count: int) -> Any:
        self.files += 1
        receipt = city.penalise(
            *range(1, count + 1), 行政处罚决定书文号=f"构市监罚〔2026〕{self.files}号", 违法事实=f"事实{self.files}"
        )  # fmt: skip
        found = records.records_of_batch(receipt.batch)
        assert len(found) == receipt.admitted == count
        for record in found.values():
            self.state[record] = "admitted"
            self.batch[record] = receipt.batch
        self.last = receipt
        return multiple(*found.values())

    @rule()
    def send_again(self) -> None:
        """The last file once more: nothing enters, whatever has become of its records."""
        if self.files:
            before = Version.objects.count()
            receipt = city.penalise(
                *range(1, self.last.rows + 1),
                行政处罚决定书文号=f"构市监罚〔2026〕{self.files}号", 违法事实=f"事实{self.files}",
            )  # fmt: skip
            assert (receipt.admitted, Version.objects.count()) == (0, before)

    @rule()
    def release(self) -> None:
        if not self.files:
            return
        batch = self.last.batch
        stands = [r for r, b in self.batch.items() if b == batch and self.state[r] == "admitted"]
        try:
            shown = city.release(self.last)
        except Refusal:
            assert batch in self.released or not stands
        else:
            assert shown == len(stands)
            self.released.add(batch)
            self.told |= set(stands)
            self.news += shown

    @rule(record=recorded, how=st.sampled_from(sorted(ENDS)))
    def end(self, record: UUID, how: str) -> None:
        may = (self.state[record], how) in MAY_END
        try:
            ENDS[how](record=record, reason="x", by="samr.clerk", now=city.NOW)
        except Refusal:
            assert not may
        else:
            assert may
            self.state[record] = PAST[how]
            self.news += record in self.told

    @rule(record=recorded)
    def erase(self, record: UUID) -> None:
        """Its retention is over, whatever became of it before."""
        erased = erasing.erase_chunk(
            records=[record],
            item=catalogue.item_version("penalty", 1),
            reason=erasing.RETENTION,
            today=YEARS_LATER,
            by="system",
            now=city.NOW,
        )
        assert erased == (self.state[record] != "erased")
        self.state[record] = "erased"
        self.news += erased and record in self.told

    @rule(record=recorded, how=st.sampled_from(sorted(MARK)))
    def mark(self, record: UUID, how: str) -> None:
        may = (record in self.marked) is (how == "lift")
        try:
            MARK[how](record=record, kind="disputed", basis="case", by="samr.clerk", now=city.NOW)
        except Refusal:
            assert not may
        else:
            assert may
            self.marked ^= {record}
            self.news += record in self.told

    @invariant()
    def the_feed_has_no_gap(self) -> None:
        sequences = list(Change.objects.order_by("sequence").values_list("sequence", flat=True))
        assert sequences == list(range(1, self.news + 1))

    @invariant()
    def the_public_sees_what_stands_and_was_released_and_how_it_is_marked(self) -> None:
        public = {r.record: r for serial in (1, 2, 3) for r in city.public(serial)}
        stands = {r for r, s in self.state.items() if s == "admitted" and self.batch[r] in self.released}  # fmt: skip
        assert set(public) == stands
        assert {r for r, p in public.items() if p.marks} == stands & self.marked


def test_whatever_officers_do_it_can_be_proved() -> None:
    run_state_machine_as_test(
        Officers,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
