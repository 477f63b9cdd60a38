"""Are the deadlines and the calendar that govern those of the edition in force, also after another was loaded?"""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.catalogue import queries
from gongxin.catalogue.refusals import CatalogueRefused
from gongxin.deadlines import DeadlineAbsent, DeadlineUnknown, Started, due
from tests.database.catalogue.test_loading import changed, put, the_law

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def test_a_clock_is_computed_from_the_edition_in_force() -> None:
    put(the_law())
    rule = queries.deadline("objection.decision", TODAY)
    working = due(rule, [Started(date(2026, 2, 13))], queries.dated_calendar())
    assert working.due == date(2026, 2, 24)
    assert working.steps[2].holiday is not None
    assert working.steps[2].holiday.zh == "春节"
    assert queries.clocks() == the_law().clocks


def test_another_calendar_governs_from_the_next_question_on_with_no_job_run() -> None:
    law = the_law()
    put(law)
    rule = queries.deadline("objection.check", TODAY)
    before = due(rule, [Started(date(2026, 11, 26))], queries.dated_calendar())
    years = tuple(
        replace(year, holidays=year.holidays | {date(2026, 11, 27)}, names=())
        if year.year == 2026
        else year
        for year in law.calendar
    )
    assert put(changed(law, calendar=years))
    after = due(rule, [Started(date(2026, 11, 26))], queries.dated_calendar())
    assert (before.due, after.due) == (date(2026, 11, 27), date(2026, 11, 30))
    assert before.calendar_version != after.calendar_version
    assert before.rule_version == after.rule_version


def test_what_is_absent_or_unknown_gives_no_clock() -> None:
    put(the_law())
    with pytest.raises(DeadlineAbsent):
        queries.deadline("repair.bar_after_false_commitment", TODAY)
    with pytest.raises(DeadlineUnknown):
        queries.deadline("objection.decision", date(2017, 12, 31))


def test_a_law_with_a_laxer_deadline_than_was_found_is_not_put_in_force() -> None:
    law = the_law()
    rules = tuple(
        replace(one, count=10) if one.key == "objection.check" else one for one in law.clocks.rules
    )
    with pytest.raises(CatalogueRefused, match="stricter"):
        put(changed(law, clocks=replace(law.clocks, rules=rules)))
