"""8. Clocks show their working: "an answer not given in time falls in the subject's favour", with the worker stopped.

Nothing runs here but the requests: on the day after the due day the record is gone from page, API and check, although
nobody did anything; and the answer, when it comes, brings it back in the same transaction.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongxin.cases.kinds import Event, Party
from gongxin.records.queries import public_record, records_of_batch
from gongxin.search import checks
from tests.builders import cases, city
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")

OLD: Final = {"处罚决定日期": "2026-01-06", "处罚有效期": "2027-01-06"}  # may be repaired by June
Begin = Callable[[UUID], UUID]

# What is asked for on Monday 1 June 2026, who is silent, and the last day by hand on the proclaimed calendar.
SILENCES: Final[list[tuple[str, Begin, date]]] = [
    ("objection, platform: 1", cases.objection, date(2026, 6, 2)),
    ("objection, provider: 2", lambda r: cases.forwarded(cases.objection(r)), date(2026, 6, 3)),
    ("objection, review: 5", lambda r: cases.appealed(cases.objection(r)), date(2026, 6, 8)),
    ("not us, platform: 1", cases.not_us, date(2026, 6, 2)),
    ("not us, provider: 2", lambda r: cases.forwarded(cases.not_us(r)), date(2026, 6, 3)),
    ("repair, provider: 3", lambda r: cases.forwarded(cases.repair(r)), date(2026, 6, 4)),
    ("revocation, platform: 1", cases.revocation, date(2026, 6, 2)),
]


def is_read(record: UUID, day: date, monkeypatch: pytest.MonkeyPatch) -> set[bool]:
    """Whether each way to the public shows the record on this day."""
    now = cases.at(day)
    monkeypatch.setattr(timezone, "now", lambda: now)
    shown = public_record(record, day) is not None
    page = Client().get(f"/r/{record}").status_code == 200
    found = checks.check(
        code=unified_code(1), purpose="tendering", jurisdiction="xingning", today=day, now=now
    )
    return {shown, page, str(record) in {str(one.record) for one in found.records}}


@pytest.mark.parametrize(("who", "begin", "last"), SILENCES, ids=[one[0] for one in SILENCES])
def test_silence_hides_the_record_with_nothing_running(
    who: str, begin: Begin, last: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    del who
    receipt = city.penalise(1, **OLD)
    city.release(receipt)
    (record,) = records_of_batch(receipt.batch).values()
    begin(record)
    for day in cases.days(city.TODAY, (last - city.TODAY).days + 1):
        assert is_read(record, day, monkeypatch) == {True}, day
    for day in cases.days(last + timedelta(days=1), 40):
        assert public_record(record, day) is None, day
    assert is_read(record, last + timedelta(days=1), monkeypatch) == {False}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_a_late_answer_brings_it_back_in_its_own_transaction() -> None:
    receipt = city.penalise(1, **OLD)
    city.release(receipt)
    (record,) = records_of_batch(receipt.batch).values()
    case = cases.forwarded(cases.objection(record))
    late = date(2026, 6, 10)
    assert public_record(record, late) is None
    cases.step(case, Event.REJECT, Party.PROVIDER, now=cases.at(late))
    assert public_record(record, late) is not None
