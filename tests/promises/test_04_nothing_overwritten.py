"""4. Nothing overwritten. "Corrections are new versions. Two clocks: when it was true, when we knew. Looking back in time
is for the subject, the auditor and an appeal alone: it must never show the public or a partner a fact that was repaired
or withdrawn."

That no table of facts can be changed: test_04_no_table_can_be_changed.py. Here: versions and the acts that make them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import connection, transaction

from gongxin.records import actions, lifecycle
from gongxin.records import queries as records
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import Version
from gongxin.refusal import Refusal
from tests.builders import city


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(Exception, match=r"follows nothing|records_version_pkey|record_"), transaction.atomic():  # fmt: skip
        yield


def append(record: UUID, number: int, state: str) -> None:
    """A version written past the acts. An erased one says nothing, or the table refuses it for that."""
    said = {"payload", "subject_id"}
    columns = ", ".join(
        f.column for f in Version._meta.concrete_fields
        if f.column and f.column not in {"record", "number", "state", "reason", "batch"} | said
    )  # fmt: skip
    content = "'{}', NULL" if state == "erased" else "payload, subject_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_version (record, number, state, reason, batch, payload, subject_id, {columns})"
            f" SELECT record, %s, %s, 'x', gen_random_uuid(), {content}, {columns} FROM records_version"
            " WHERE record = %s AND number = 1",
            [number, state, record],
        )


@pytest.mark.usefixtures("hall")
def test_version_numbers_follow_one_another_and_nothing_follows_an_erased_version() -> None:
    receipt = city.penalise(1)
    (record,) = records.records_of_batch(receipt.batch).values()
    for number in (0, 3, 7):
        with refused():
            append(record, number, "admitted")
    with refused():
        append(record, 1, "admitted")
    append(record, 2, "withdrawn")
    append(record, 3, "erased")
    for state in State:
        with refused():
            append(record, 4, state.value)
    numbers = Version.objects.filter(record=record).order_by("number").values_list("number", flat=True)  # fmt: skip
    assert list(numbers) == [1, 2, 3]


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("end", [actions.withdraw, actions.repair])
def test_an_act_leaves_the_version_before_it_as_it_was(end: object) -> None:
    assert callable(end)
    receipt = city.penalise(2)
    (record,) = records.records_of_batch(receipt.batch).values()
    before = Version.objects.filter(record=record).values().get()
    end(record=record, reason="x", by="samr.clerk", now=city.NOW)
    assert Version.objects.filter(record=record, number=1).values().get() == before
    after = Version.objects.get(record=record, number=2)
    # What was true stays as it was said; what we knew, and since when, is new.
    assert (after.payload, after.valid, after.decided_date) == (before["payload"], before["valid"], before["decided_date"])  # fmt: skip
    assert after.recorded_at >= before["recorded_at"]
    assert bytes(after.salt) != bytes(before["salt"])


@pytest.mark.usefixtures("hall")
def test_the_acts_go_no_other_way_than_the_table_of_the_lifecycle() -> None:
    """Every path of two acts through the database, against the table alone."""
    acts = {Event.WITHDRAW: actions.withdraw, Event.REPAIR: actions.repair}
    serial = 0
    for first, do_first in acts.items():
        for second, do_second in acts.items():
            serial += 1
            receipt = city.penalise(serial, 行政处罚决定书文号=f"构市监罚〔2026〕7{serial}号")
            (record,) = records.records_of_batch(receipt.batch).values()
            do_first(record=record, reason="x", by="samr.clerk", now=city.NOW)
            state = lifecycle.TRANSITIONS[State.ADMITTED, first]
            if (state, second) in lifecycle.TRANSITIONS:
                number = do_second(record=record, reason="x", by="samr.clerk", now=city.NOW)
                assert number == 3
            else:
                with pytest.raises(Refusal, match="transition_refused"):
                    do_second(record=record, reason="x", by="samr.clerk", now=city.NOW)
                assert Version.objects.filter(record=record).count() == 2


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("reason", ["", "  ", "\u3000\n"])
def test_no_act_is_done_without_a_reason(reason: str) -> None:
    receipt = city.penalise(3)
    (record,) = records.records_of_batch(receipt.batch).values()
    for end in (actions.withdraw, actions.repair):
        with pytest.raises(Refusal, match=r"record\.reason_missing"):
            end(record=record, reason=reason, by="samr.clerk", now=city.NOW)
    with pytest.raises(Refusal, match=r"record\.reason_missing"):
        actions.place_mark(
            record=record, kind="disputed", basis=reason, by="samr.clerk", now=city.NOW
        )
    assert Version.objects.filter(record=record).count() == 1
