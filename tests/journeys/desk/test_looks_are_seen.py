"""Everybody sees their own looks, the auditor everybody's; counts stand beside the median of the role, in order of days and names."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.desk.views.looks import harmless
from gongxin.disclosures import actions, queries
from gongxin.disclosures.actions import Look
from gongxin.disclosures.queries import Sought
from tests.builders import city, staff

DAY = datetime(2026, 5, 20, 4, 0, tzinfo=city.NOW.tzinfo)


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


def keep(
    account: str, times: int = 1, *, at: datetime = DAY, agency: str = "samr", **given: str
) -> None:
    action, shown = given.get("action", "subject.read"), [given.get("shown", "x")]
    look = Look("agency_clerk", agency, action, "reporting", shown, given.get("asked"))
    with acting_for(agency):
        for _ in range(times):
            actions.record_read(look=look, jurisdiction="xingning", by=account, now=at)


def test_one_s_own_looks_are_seen_and_nobody_else_s() -> None:
    clerk = staff.signed_in(Role.AGENCY_CLERK, "samr")
    keep("samr.agency_clerk.1", shown="mine-1")
    keep("samr.other", shown="theirs-1")
    keep("emergency.clerk", agency="emergency", shown="theirs-2")
    page = clerk.get("/desk/looks/mine").content.decode()
    assert ("mine-1" in page, "theirs-1" in page, "theirs-2" in page) == (True, False, False)
    # A filter of the address does not widen it.
    page = clerk.get("/desk/looks/mine?account=samr.other").content.decode()
    assert "theirs-1" not in page


def test_another_agency_s_looks_stay_behind_the_wall_without_any_view() -> None:
    keep("samr.other")
    keep("emergency.clerk", agency="emergency")
    with acting_for("samr"):
        looks, count = queries.staff_looks(Sought(), page=1)
    assert ({one.agency_key for one in looks}, count) == ({"samr"}, 1)


def test_the_auditor_filters_by_account_action_day_and_id() -> None:
    keep("samr.one", action="search.run", asked="构造市", shown="id-1")
    keep("samr.two", at=DAY + timedelta(days=1), shown="id-2")
    auditor = staff.signed_in(Role.AUDITOR)
    for query, seen in (
        ("account=samr.one", {"id-1"}),
        ("action=subject.read", {"id-2"}),
        ("first=2026-05-21&last=2026-05-21", {"id-2"}),
        ("last=2026-05-20", {"id-1"}),
        ("shown=id-2", {"id-2"}),
        ("account=nobody", set()),
        ("first=nonsense&page=zero", {"id-1", "id-2"}),
    ):
        page = auditor.get(f"/desk/looks?{query}").content.decode()
        assert {one for one in ("id-1", "id-2") if f"<span>{one}</span>" in page} == seen, query


def test_pages_hold_fifty_and_lead_on() -> None:
    keep("samr.one", 51)
    auditor = staff.signed_in(Role.AUDITOR)
    first = auditor.get("/desk/looks?account=samr.one").content.decode()
    last = auditor.get("/desk/looks?account=samr.one&page=2").content.decode()
    assert (first.count("<span>x</span>"), last.count("<span>x</span>")) == (50, 1)
    assert "第 1 页，共 2 页" in first


def test_the_file_to_take_away_holds_no_formula() -> None:
    keep("samr.one", asked='=HYPERLINK("http://x")', shown="id-1")
    answer = staff.signed_in(Role.AUDITOR).get("/desk/looks/export.csv?account=samr.one")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["account"], row["asked"]) for row in rows] == [
        ("samr.one", '\'=HYPERLINK("http://x")')
    ]
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_begins_as_a_formula_does(first: str) -> None:
    assert harmless(f"{first}1") == f"'{first}1"


def test_counts_stand_beside_the_median_of_the_role() -> None:
    # By hand: 1, 2 and 30 looks on a day: the median is 2, and 30 is at least 20 and more than 3 × 2.
    for account, times in (("samr.a", 30), ("samr.b", 1), ("samr.c", 2)):
        keep(account, times)
    keep("samr.a", 25, at=DAY + timedelta(days=1))  # alone on its day: it is the median itself
    with acting_for(EVERY_AGENCY):
        counted = queries.look_counts(date(2026, 5, 1), date(2026, 5, 31), zone="Asia/Shanghai")
    assert [(c.day.day, c.account, c.looks, c.median, c.stands_out) for c in counted] == [
        (21, "samr.a", 25, 25.0, False),
        (20, "samr.a", 30, 2.0, True),
        (20, "samr.b", 1, 2.0, False),
        (20, "samr.c", 2, 2.0, False),
    ]


def test_a_day_is_the_city_s_own() -> None:
    keep(
        "samr.a", at=datetime(2026, 5, 19, 17, 0, tzinfo=city.NOW.tzinfo)
    )  # 01:00 of the 20th in the city
    with acting_for(EVERY_AGENCY):
        (one,) = queries.look_counts(date(2026, 5, 20), date(2026, 5, 20), zone="Asia/Shanghai")
    assert one.day == date(2026, 5, 20)
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"
