"""Reported, corrected, undone, withdrawn, in any order: what the public reads is what a clerk with a pencil would say."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions as intake
from gongxin.intake import correcting, queries
from gongxin.intake.queries import Receipt
from gongxin.records import actions as records
from gongxin.records.actions import Agreed
from gongxin.records.audit import audit_records
from tests.builders import city
from tests.builders.desk_upload import record_of

TEXTS = {"A": "罚款2000元", "B": "罚款3000元"}
ACTS = ("report A", "report B", "accept", "undo", "withdraw")


@dataclass
class Pencil:
    """The truth, kept by hand: what stands, who brought it, and what may never come back."""

    said: str | None = None  # what stands
    brought_by: int | None = None  # the batch it stands from; None after a correction
    gone_for_ever: bool = False
    batches: list[str] = field(default_factory=list)  # what each batch was taken as
    waiting: dict[int, str] = field(
        default_factory=dict
    )  # batches held as corrections, what they say
    undone: set[int] = field(default_factory=set)

    def report(self, text: str) -> None:
        number = len(self.batches)
        if self.gone_for_ever:
            taken = "held"
        elif self.said is None:
            taken, self.said, self.brought_by = "admitted", text, number
        elif self.said == text:
            taken = "duplicate"
        else:
            taken = "held"
            self.waiting[number] = text
        self.batches.append(taken)

    def acceptable(self) -> int | None:
        """The latest batch whose correction makes a difference now."""
        fits = [n for n, text in self.waiting.items() if self.said not in {None, text}]
        return max(fits, default=None)

    def accept(self, number: int) -> None:
        self.said, self.brought_by = self.waiting.pop(number), None

    def undoable(self) -> int | None:
        fits = [n for n, taken in enumerate(self.batches) if taken == "admitted"]
        return max((n for n in fits if n not in self.undone), default=None)

    def undo(self, number: int) -> None:
        self.undone.add(number)
        if self.brought_by == number:
            self.said = self.brought_by = None

    def withdraw(self) -> None:
        self.said, self.gone_for_ever = None, True


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1)
        yield


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(ACTS), min_size=2, max_size=7).map(lambda acts: ["report A", *acts])
)
def test_what_is_read_is_what_the_acts_say(acts: list[str]) -> None:
    with city.undone():
        truth, sent = Pencil(), list[Receipt]()
        for act in acts:
            _do(act, truth, sent)
            shown = [{f.code: f.value for f in one.fields}["CF_NR"] for one in city.public(1)]
            assert shown == ([truth.said] if truth.said else []), (acts, act)
        assert list(audit_records()) == []


def _do(act: str, truth: Pencil, sent: list[Receipt]) -> None:
    if act.startswith("report"):
        text = TEXTS[act[-1]]
        truth.report(text)
        receipt = city.penalise(1, 处罚内容=text)
        counts = {
            "admitted": receipt.admitted,
            "duplicate": receipt.duplicates,
            "held": receipt.held,
        }
        assert counts[truth.batches[-1]] == 1
        if receipt.admitted:
            city.release(receipt)
        sent.append(queries.receipt(receipt.batch, scope=EVERY_AGENCY))
    elif act == "accept" and (number := truth.acceptable()) is not None:
        truth.accept(number)
        _accept(sent[number])
    elif act == "undo" and (number := truth.undoable()) is not None:
        truth.undo(number)
        _undo(sent[number])
    elif act == "withdraw" and truth.said is not None:
        truth.withdraw()
        first = next(r for r, taken in zip(sent, truth.batches, strict=True) if taken == "admitted")
        records.withdraw(record=record_of(first), reason="x", by="samr.clerk", now=city.NOW)


def _accept(receipt: Receipt) -> None:
    with acting_for(EVERY_AGENCY):
        seen = correcting.proposed(receipt.batch)
        assert seen.rows == 1
        intake.accept_corrections(
            batch=receipt.batch,
            row=None,
            digest=seen.digest,
            agreed=Agreed("samr.clerk", "更正", seen.digest),
            by="samr.reviewer",
            now=city.NOW,
        )


def _undo(receipt: Receipt) -> None:
    with acting_for(EVERY_AGENCY):
        intake.undo_released(
            batch=receipt.batch,
            seen_hash=receipt.digest,
            reason="报错了文件",
            proposed_by="samr.clerk",
            by="samr.reviewer",
            now=city.NOW,
        )
