"""Another calendar moves the due day of an open case at once, and the day from which its record is hidden with it."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.cases import queries
from gongxin.cases.actions import recounting
from gongxin.catalogue import actions as catalogue
from gongxin.jurisdiction import digest_of
from gongxin.records import masks
from tests.builders import cases, city
from tests.builders import catalogue as law_of

pytestmark = pytest.mark.django_db

TUESDAY = date(2026, 6, 2)


def proclaim_holiday(day: date) -> None:
    """A day that was a working day is none."""
    law = law_of.law()
    years = tuple(
        replace(one, holidays=one.holidays | {day}) if one.year == day.year else one
        for one in law.calendar
    )
    changed = replace(law, calendar=years, digest="")
    catalogue.put_in_force(
        law=replace(changed, digest=digest_of(changed)), by="system", now=city.NOW
    )


def test_the_mask_of_an_open_case_follows_a_new_calendar_and_only_once() -> None:
    city.city_hall()
    record = city.published_penalty()
    case = cases.objection(record)
    assert masks.masks_of(record) == {f"case:{case}": date(2026, 6, 3)}
    proclaim_holiday(TUESDAY)
    due = queries.due_of(cases.case(case).standing, city.NOW)
    assert due is not None
    assert due.working.due == date(2026, 6, 3)
    assert recounting.follow_calendar(by="system", now=city.NOW) == 1
    assert masks.masks_of(record) == {f"case:{case}": date(2026, 6, 4)}
    assert recounting.follow_calendar(by="system", now=city.NOW) == 0


def test_where_no_calendar_reaches_it_hides_from_the_first_day_that_nobody_can_judge() -> None:
    city.city_hall()
    last = max(one.year for one in law_of.law().calendar)
    eve = date(last, 12, 31)
    record = city.published_penalty()
    case = cases.forwarded(cases.objection(record, now=cases.at(eve)), now=cases.at(eve))
    assert masks.masks_of(record) == {f"case:{case}": date(last + 1, 1, 1)}
