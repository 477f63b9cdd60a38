"""Any sequence of releasing, correcting, withdrawing, repairing and the steps of a case: what is owed is what a pencil says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event, Party
from gongxin.intake import actions as intake
from gongxin.intake import correcting, queries
from gongxin.notices.actions import delivery
from gongxin.notices.delivery import OPEN
from gongxin.notices.kinds import Kind, Seen
from gongxin.notices.queries import lists
from gongxin.records import actions as records
from gongxin.records.actions import Agreed
from gongxin.refusal import Refusal
from tests.builders import cases, city, notices

# The repair of a fact of 2 April may be asked for from 2 July on; the acts of a case are of this Monday.
DAY: Final = cases.at(date(2026, 7, 6))
# Whose step is told: by hand, from the list of the law's duties to tell.
TOLD: Final = {
    "ask": True, "complete": False, "forward": True, "reject": True, "appeal": False, "confirm": True,
    "uphold": True, "grant": True, "refuse": True, "drop": False,
}  # fmt: skip
STEPS: Final = {
    "ask": (Event.ASK, Party.PLATFORM),
    "forward": (Event.FORWARD, Party.PLATFORM),
    "reject": (Event.REJECT, Party.PROVIDER),
    "uphold": (Event.UPHOLD, Party.PROVIDER),
    "confirm": (Event.CONFIRM, Party.REVIEWER),
    "grant": (Event.GRANT, Party.PROVIDER),
    "refuse": (Event.REFUSE, Party.PROVIDER),
}
OWN: Final = {"complete": Event.COMPLETE, "appeal": Event.APPEAL, "drop": Event.DROP}
ACTS: Final = (
    "release", "correct", "withdraw", "repair", "objection", "ask_repair", "hand_over", *STEPS, *OWN
)  # fmt: skip


@dataclass
class Pencil:
    """What happened to one record, written down beside the acts, and what must be owed for it."""

    owed: Counter[Kind] = field(default_factory=Counter)
    is_released: bool = False
    stands: bool = True
    case: UUID | None = None
    told: set[str] = field(default_factory=set)

    def note(self, act: str) -> None:
        if act in {
            "release",
            "correct",
        }:  # what two people corrected is shown, whether or not the batch was
            self.owed[Kind.LISTED] += not self.is_released
            self.is_released = True
        elif act in {"withdraw", "repair"}:
            self.owed[Kind.LEFT] += self.is_released and self.stands
        elif TOLD.get(act):
            self.owed[Kind.CASE] += 1
        if act in {"withdraw", "repair", "uphold", "grant"}:  # it leaves once
            self.stands = False


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1)
        yield


@settings(max_examples=25)
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=12))
def test_what_is_owed_is_what_the_acts_say(acts: list[str]) -> None:
    with city.undone():
        receipt = city.penalise(1, 处罚决定日期="2026-04-02", 处罚有效期="2027-04-02")
        (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
        record, pencil = UUID(row["record"]), Pencil()
        for act in ["release", *acts] if len(acts) % 3 else acts:
            try:
                _do(act, record, receipt.batch, pencil)
            except Refusal:
                continue  # what was refused did not happen
            pencil.note(act)
        # Still on that Monday by the masks: nothing is late, so nothing is hidden by silence.
        found = notices.to(now=timezone.now() + timedelta(seconds=1))
        kinds = Counter(one.key.kind for one in found if one.key.kind is not Kind.MASKED)
        assert kinds == +pencil.owed
        assert len({one.key for one in found}) == len(found)
        assert {str(one.key) for one in found if one.standing.state not in OPEN} == pencil.told
        with acting_for(EVERY_AGENCY):
            states = lists.states(timezone.now() + timedelta(seconds=1))
        assert states == {
            str(one.key): one.standing.state.value for one in found if one.standing.state in OPEN
        }


def _do(act: str, record: UUID, batch: UUID, pencil: Pencil) -> None:
    if act == "release":
        city.release(queries.receipt(batch, scope=EVERY_AGENCY))
    elif act == "correct":
        _correct()
    elif act == "withdraw":
        records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=DAY)
    elif act == "repair":
        records.repair(record=record, reason="准予修复", by="samr.clerk", now=DAY)
    elif act == "objection":
        pencil.case = cases.objection(record, now=DAY)
    elif act == "ask_repair":
        pencil.case = cases.repair(record, now=DAY)
    elif act == "hand_over":
        _hand_over(pencil)
    elif pencil.case is None:
        raise Refusal("没有案件", "there is no case")
    elif act in OWN:
        cases.own_step(pencil.case, OWN[act], now=DAY)
    else:
        event, party = STEPS[act]
        cases.step(pencil.case, event, party, now=DAY)


def _correct() -> None:
    second = city.penalise(
        1,
        处罚决定日期="2026-04-02",
        处罚有效期="2027-04-02",
        处罚内容="罚款3000元",
        **{"罚款金额(万元)": "0.3"},
    )
    with acting_for(EVERY_AGENCY):
        found = correcting.proposed(second.batch, None)
        intake.accept_corrections(
            batch=second.batch, row=None, digest=found.digest,
            agreed=Agreed("samr.clerk", "金额写错", found.digest), by="samr.reviewer", now=DAY,
        )  # fmt: skip


def _hand_over(pencil: Pencil) -> None:
    """The oldest that nobody told yet."""
    moment = timezone.now() + timedelta(seconds=1)
    waiting = [one for one in notices.to(now=moment) if one.standing.state in OPEN]
    if not waiting:
        raise Refusal("没有通知", "there is no notice")
    with acting_for(EVERY_AGENCY):
        delivery.hand_over(key=waiting[0].key, seen=Seen.LICENCE, by="x", now=moment)
    pencil.told.add(str(waiting[0].key))
