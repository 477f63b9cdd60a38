"""What is owed: every change that hurts a copy, for every recipient of what it hurt, and for nobody else."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.exchange import redeeming
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.queries import recall_lists, recalls
from gongxin.exchange.recalls import Class, Outcome, Recipient, State
from gongxin.records import actions as records
from tests.builders import city, holders

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> UUID:
    city.city_hall()
    return city.published_penalty(1)


def of(name: str, kind: str = "partner") -> list[tuple[Class, tuple[int, ...]]]:
    found = recalls.of_recipient(Recipient(kind, name))
    return [(one.severity, one.bad_versions) for one in found]


def withdraw(record: UUID, now: datetime | None = None) -> None:
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=now or timezone.now())


def test_a_withdrawal_recalls_every_copy_and_nobody_elses(record: UUID) -> None:
    for name in ("bank-a", "bank-b", "bank-c"):
        holders.partner(name)
    other = city.published_penalty(2)
    holders.give("bank-a", [(record, 1)])
    holders.give("bank-a", [(record, 1)])  # asked twice, told once
    holders.give("bank-b", [(record, 1)], channel=Channel.FEED)
    holders.give("bank-c", [(other, 1)])
    holders.give("emergency", [(record, 1)], kind=RecipientKind.AGENCY)
    assert of("bank-a") == []
    withdraw(record)
    gone = [(Class.GONE, (1,))]
    assert of("bank-a") == of("bank-b") == of("emergency", "agency") == gone
    assert of("bank-c") == []


def test_a_mark_is_owed_to_those_who_were_given_the_record_before_it(record: UUID) -> None:
    for name in ("bank-a", "bank-b"):
        holders.partner(name)
    holders.give("bank-a", [(record, 1)])
    long_ago = timezone.now() - timedelta(hours=1)
    records.place_mark(record=record, kind="disputed", basis="1", by="samr.clerk", now=long_ago)
    # Whoever was given it an hour after the mark read the mark.
    assert of("bank-a") == []
    records.place_mark(
        record=record, kind="under_review", basis="1", by="samr.clerk", now=timezone.now()
    )
    records.lift_mark(
        record=record, kind="under_review", basis="2", by="samr.clerk", now=timezone.now()
    )
    assert of("bank-a") == [(Class.MARKED, (1,)), (Class.MARKED, (1,))]
    assert of("bank-b") == []


def test_the_holder_of_a_check_asks_what_became_of_it(record: UUID) -> None:
    check = holders.give("", [(record, 1)], kind=RecipientKind.ANONYMOUS)
    now = timezone.now()
    assert redeeming.corrections(uuid4(), now=now) is None
    before = redeeming.corrections(check, now=now)
    assert before is not None
    assert before["corrections"] == []
    records.place_mark(record=record, kind="disputed", basis="1", by="samr.clerk", now=now)
    marked = redeeming.corrections(check, now=timezone.now())
    assert marked is not None
    (one,) = marked["corrections"]
    assert (one["class"], one["no_longer_stand"], one["now"]["number"]) == ("C", [], 1)
    assert [mark["kind"] for mark in one["now"]["document"]["marks"]] == ["disputed"]
    withdraw(record)
    gone = redeeming.corrections(check, now=timezone.now())
    assert gone is not None
    (one,) = gone["corrections"]
    assert (one["class"], one["no_longer_stand"], one["now"]) == ("A", [1], None)
    # Nothing of a withdrawn fact but that it is gone.
    assert set(one) == {"record", "class", "no_longer_stand", "changed_at", "now"}


def test_nobody_can_be_reached_by_a_check_and_it_stands_on_no_list(record: UUID) -> None:
    holders.give("", [(record, 1)], kind=RecipientKind.ANONYMOUS)
    withdraw(record, timezone.now() - timedelta(days=40))
    now = timezone.now()
    assert recall_lists.call_sheet(now) == []
    assert recall_lists.named(now) == []
    found = recalls.map_of(record, now)
    assert (found.told, found.redeemable) == (0, 1)


def test_a_map_counts_institutions_and_says_when_the_next_step_is(record: UUID) -> None:
    for name in ("bank-a", "bank-b", "bank-c"):
        holders.partner(name, signs=False)
        holders.give(name, [(record, 1)])
    # A Monday; the next working day is the Tuesday.
    monday = datetime.fromisoformat("2026-11-16T10:00:00+08:00")
    withdraw(record, monday)
    a, b, _c = (recalls.of_recipient(Recipient("partner", f"bank-{x}"))[0] for x in "abc")
    for one, outcome in ((a, Outcome.DELETED), (b, Outcome.USED_IN_DECISION)):
        acts.confirm_in_writing(
            recall=one.id, outcome=outcome, paper="复函 1 号", by="centre.supervisor", now=monday
        )
    on_monday = recalls.map_of(record, monday + timedelta(hours=1))
    assert (on_monday.told, on_monday.confirmed, on_monday.late) == (3, 2, 0)
    assert str(on_monday.next_step) == "2026-11-18"  # Tuesday was the last day to act
    assert on_monday.used_in_decision
    on_wednesday = recalls.map_of(record, monday + timedelta(days=2))
    assert (on_wednesday.confirmed, on_wednesday.late) == (2, 1)
    assert on_wednesday.lines[0].state is State.CALL_SHEET
    assert str(on_wednesday.next_step) == "2026-11-20"  # Thursday is the third working day
    on_friday = recalls.map_of(record, monday + timedelta(days=4))
    assert on_friday.lines[0].state is State.LISTED
    assert [one.name.zh for one in recall_lists.named(monday + timedelta(days=4))] == [
        "构造银行bank-c"
    ]


def test_the_map_of_a_subject_is_of_its_records_alone(record: UUID) -> None:
    holders.partner("bank-a")
    other = city.published_penalty(2)
    holders.give("bank-a", [(record, 1)])
    holders.give("bank-a", [(other, 1)])
    withdraw(record)
    subject = recalls.of_recipient(Recipient("partner", "bank-a"))[0].subject_id
    assert subject is not None
    assert recalls.map_of_subject(subject, timezone.now()).told == 1
    assert recalls.map_of_subject(subject + 1_000, timezone.now()).told == 0
