"""3. On time. "Whether a record is public is computed when it is read, from dates and class. No nightly job can be late.
Where the calendar or rule is missing the system refuses; it never guesses."

Every day below was worked out by hand from the texts; nothing is computed from gongxin. The pure rule is attacked in
tests/unit/catalogue/test_publication.py and compared with the SQL in tests/database/catalogue/test_read_model_agrees.py;
here whole records stand in the database and only the reader's day moves. No job runs: there is none.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

DAY = timedelta(days=1)
KINDS = {"general": "罚款", "serious": "吊销许可证件", "minor": "警告", "unknown": "其他"}
LAW_DAY = date(2028, 3, 1)  # all files are sent on this day: old facts come late too

# class, deciding authority, day of the decision → last day shown; None: never shown at all.
BY_HAND: list[tuple[str, str, str, str | None]] = [
    # Order 36 on both days: general 12 months, serious 36, unknown 3, minor never
    ("general", "ecology", "2026-04-01", "2027-03-31"),
    ("general", "ecology", "2026-04-02", "2027-04-01"),
    ("serious", "ecology", "2026-04-01", "2029-03-31"),
    ("unknown", "ecology", "2026-05-20", "2026-08-19"),
    ("minor", "ecology", "2026-05-20", None),
    ("general", "ecology", "2026-12-31", "2027-12-30"),
    ("serious", "ecology", "2026-10-31", "2029-10-30"),
    ("general", "ecology", "2027-02-28", "2028-02-27"),
    # the market regulator's own three years are a further limit, never a longer one
    ("general", "samr", "2026-05-20", "2027-05-19"),
    ("serious", "samr", "2026-05-20", "2029-05-19"),
    ("minor", "samr", "2026-05-20", None),
    # ends of months: the month has no such day, so its last one ends it
    ("unknown", "samr", "2026-05-31", "2026-08-30"),
    ("unknown", "samr", "2026-08-31", "2026-11-29"),
    ("unknown", "ecology", "2026-11-30", "2027-02-27"),
    ("unknown", "ecology", "2027-11-30", "2028-02-28"),  # to 29 February 2028
    # decided on 29 February
    ("general", "ecology", "2028-02-29", "2029-02-27"),
    ("serious", "samr", "2028-02-29", "2031-02-27"),
    ("unknown", "ecology", "2028-02-29", "2028-05-28"),
    # decided under Order 58 (to 2026-03-31): Order 36 governs from 2026-04-01 on, the earlier end counts
    ("general", "ecology", "2026-03-31", "2027-03-30"),
    ("serious", "ecology", "2026-03-31", "2029-03-30"),
    ("general", "ecology", "2025-04-02", "2026-04-01"),  # one day under Order 36
    ("general", "ecology", "2025-04-01", "2026-03-31"),  # Order 36's year ends as it enters into force
    ("general", "ecology", "2025-03-31", "2026-03-31"),
    ("general", "ecology", "2024-02-29", "2026-03-31"),
    ("general", "ecology", "2023-05-01", "2026-03-31"),
    ("serious", "ecology", "2023-05-01", "2026-04-30"),
    ("serious", "ecology", "2024-02-29", "2027-02-27"),
    ("minor", "ecology", "2025-06-01", None),
    ("unknown", "ecology", "2025-11-30", "2026-02-27"),
    ("unknown", "ecology", "2024-01-31", "2024-04-29"),
    ("unknown", "ecology", "2023-11-30", "2024-02-28"),
    # before Order 58 the rule of the decision's day is missing: not shown on any day
    ("serious", "ecology", "2023-04-30", None),
    ("general", "ecology", "2022-06-30", None),
    # … but the market regulator had one since 2021-09-01, three years
    ("general", "samr", "2021-08-31", None),
    ("general", "samr", "2021-09-01", "2024-08-31"),
    ("serious", "samr", "2022-06-30", "2025-06-29"),
    ("general", "samr", "2023-06-15", "2026-03-31"),
    ("general", "samr", "2026-01-31", "2027-01-30"),
    ("serious", "samr", "2023-12-31", "2026-12-30"),
    ("minor", "samr", "2021-10-01", None),
    ("unknown", "samr", "2019-01-31", "2019-04-29"),
    ("unknown", "ecology", "2018-01-01", "2018-03-31"),
]  # fmt: skip


def city() -> Any:
    # Not at the head of the file: pytest reads it before Django is set up.
    return import_module("tests.builders.city")


@pytest.fixture(scope="module")
def numbers(_standing: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Every case as a released record; their document numbers in the order of the table."""
    agencies = import_module("gongxin.agencies.queries")
    with django_db_blocker.unblock(), city().undone():
        numbers = [f"构罚〔{c[2][:4]}〕{n + 1}号" for n, c in enumerate(BY_HAND)]
        for agency in ("samr", "ecology"):
            card = agencies.agency_by_key(agency)
            names = dict.fromkeys(("处罚机关", "数据来源单位"), f"构造市{card.name_zh}")
            rows = [
                row(n, case, numbers[n], card.uscc) | names
                for n, case in enumerate(BY_HAND)
                if case[1] == agency
            ]
            receipt = city().send(table(rows), item="penalty", agency=agency, today=LAW_DAY)
            told = import_module("gongxin.intake.queries").findings(receipt.batch, scope="*")
            assert receipt.admitted == len(rows), (receipt.gates, told)
            city().release(receipt)
        yield numbers


def row(n: int, case: tuple[str, str, str, str | None], number: str, code: str) -> dict[str, str]:
    files = import_module("tests.builders.files")
    made: dict[str, str] = files.penalty(
        n % 12 + 1,
        authority_code=code,
        行政处罚决定书文号=number,
        处罚类别=KINDS[case[0]],
        处罚决定日期=case[2],
        处罚有效期="2099-12-31",
        暂扣或吊销证照名称及编号="构造许可证1号" if case[0] == "serious" else "",
    )
    return made


def table(rows: list[dict[str, str]]) -> bytes:
    files = import_module("tests.builders.files")
    content: bytes = files.table(rows)
    return content


@pytest.fixture
def _open(numbers: list[str], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city().undone():
        yield


def shown(number: str, serial: int, day: date) -> bool:
    return number in {record.document_number for record in city().public(serial, day)}


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize("case", range(len(BY_HAND)), ids=lambda n: "-".join(map(str, BY_HAND[n])))
def test_a_record_is_shown_from_its_decision_to_its_last_day_and_no_day_more(
    case: int, numbers: list[str]
) -> None:
    severity, _, decided_text, last_text = BY_HAND[case]
    number, serial = numbers[case], case % 12 + 1
    decided = date.fromisoformat(decided_text)
    assert class_of(number) == severity
    if last_text is None:
        for months in range(48):
            assert not shown(number, serial, decided + 31 * months * DAY)
        return
    last = date.fromisoformat(last_text)
    edges = (decided - DAY, decided, decided + DAY, last - DAY, last, last + DAY, last + 400 * DAY)
    assert [shown(number, serial, day) for day in edges] == [False, True, True, True, True, False, False]  # fmt: skip


def class_of(number: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT severity FROM records_version WHERE payload->>'CF_WSH' = %s", [number]
        )
        (severity,) = cursor.fetchone()
    return str(severity)


@pytest.mark.usefixtures("_open")
def test_the_day_begins_at_midnight_in_shanghai(
    client: Client, monkeypatch: pytest.MonkeyPatch, numbers: list[str]
) -> None:
    """Last day 2027-03-31; 16:00 UTC is midnight in the city."""
    codes = import_module("tests.builders.codes")

    def seen(instant: datetime) -> tuple[bool, bool]:
        monkeypatch.setattr(timezone, "now", lambda: instant)
        cache.clear()
        subject = import_module("gongxin.subjects.queries").organisation_by_code(
            codes.unified_code(1)
        )
        answer = client.post(
            "/api/v1/check", {"code": codes.unified_code(1)}, content_type="application/json"
        ).json()
        page = client.get(f"/o/{subject.public_id}").text
        return numbers[0] in str(answer["records"]), numbers[0] in page

    assert seen(datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)) == (False, False)
    assert seen(datetime(2026, 3, 31, 16, 0, 0, tzinfo=UTC)) == (True, True)
    assert seen(datetime(2027, 3, 31, 15, 59, 59, 999999, tzinfo=UTC)) == (True, True)
    assert seen(datetime(2027, 3, 31, 16, 0, 0, tzinfo=UTC)) == (False, False)


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    "missing",
    [
        "rule_key = 'cn.order36'",  # today's
        "rule_key = 'cn.order58'",  # that of the decision's day, and no other
        "true",
    ],
)
def test_without_a_rule_of_either_day_nothing_is_shown(missing: str, numbers: list[str]) -> None:
    case = BY_HAND.index(("serious", "ecology", "2026-03-31", "2029-03-30"))
    number, serial, day = numbers[case], case % 12 + 1, date(2026, 6, 1)
    assert shown(number, serial, day)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM catalogue_publicationrule WHERE {missing}")
    assert not shown(number, serial, day)


@pytest.mark.usefixtures("_open")
def test_a_decision_of_the_future_is_not_taken() -> None:
    tomorrow = (city().TODAY + DAY).isoformat()
    before = city().public(12)
    assert city().penalise(12, 处罚决定日期=tomorrow, 处罚有效期="2099-12-31").rejected == 1
    assert city().public(12) == before


@pytest.mark.usefixtures("_open")
def test_a_licence_is_shown_to_its_last_valid_day() -> None:
    city().license_(11, 有效期至="2028-02-29")
    days = (date(2026, 5, 5), date(2026, 5, 6), date(2028, 2, 29), date(2028, 3, 1))
    found = [any(r.item == "licence" for r in city().public(11, day)) for day in days]
    assert found == [False, True, True, False]
