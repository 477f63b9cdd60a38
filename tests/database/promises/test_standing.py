"""Punctuality, what is missing, the late records behind a figure, and the counts of the centre: expected values by hand."""

from datetime import date

import pytest

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions as intake
from gongxin.intake import quality
from gongxin.intake.queries import Receipt
from gongxin.jobs.accounts import clerk_of
from gongxin.promises.duties import Standing, Tally
from gongxin.promises.queries import arrivals, questions, statistics
from gongxin.promises.queries.standing import OfAgency, OfDuty, of_agencies, public_standing
from gongxin.promises.queries.statistics import Filters
from tests.builders import city, desk_duties, files
from tests.builders.desk_duties import numbered

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 20)
MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def of(agency: str, item: str = "penalty", today: date = TODAY) -> OfDuty:
    with acting_for(agency):
        (found,) = of_agencies(today, agency)
    return next(one for one in found.duties if one.duty.item == item)


def three_in_april() -> None:
    """Decided on Tuesday 7 April; seven working days end on Thursday the 16th. In time, four days late, two days late."""
    decided = date(2026, 4, 7)
    for serial, arrived in ((1, date(2026, 4, 16)), (2, date(2026, 4, 22)), (3, date(2026, 4, 18))):
        desk_duties.report(numbered("samr", 2026, serial), decided=decided, arrived=arrived)


def test_a_month_is_told_by_what_was_decided_in_it() -> None:
    three_in_april()
    months = {month.month: month.tally for month in of("samr").months}
    assert months[APRIL] == Tally(arrived=3, on_time=1, late=2)
    assert months[MARCH] == Tally()
    assert of("samr").tally.share == 1 / 3


def test_a_late_figure_leads_to_its_records_the_latest_first() -> None:
    three_in_april()
    with acting_for("samr"):
        found = arrivals.late_records("samr", "penalty", APRIL, MAY)
    assert [(one.document, one.days_late) for one in found] == [
        ("构市监罚〔2026〕2号", 4),
        ("构市监罚〔2026〕3号", 2),
    ]
    assert {one.limit for one in found} == {7}


def test_another_agency_cannot_follow_the_figure() -> None:
    """The view's check removed: the agency asks for another's records, and the wall of the batches leaves nothing."""
    three_in_april()
    with acting_for("emergency"):
        assert arrivals.late_records("samr", "penalty", APRIL, MAY) == []
        assert statistics.counts(Filters(date(2020, 1, 1), MAY), "agency") == []
        assert quality.quality(date(2020, 1, 1)) == {}


def test_what_no_calendar_can_judge_is_counted_apart() -> None:
    desk_duties.report(
        numbered("samr", 2026, 1), decided=date(2026, 12, 28), arrived=date(2027, 1, 4)
    )
    assert of("samr", today=date(2027, 2, 1)).tally == Tally(arrived=1, unknown=1)
    assert of("samr", today=date(2027, 2, 1)).tally.share is None


def standings(found: OfDuty) -> dict[date, Standing]:
    return {period.month: period.standing for period in found.periods}


def test_a_month_with_nothing_is_missing_only_after_its_last_day_could_be_reported() -> None:
    # April ended on a Thursday, 1 to 5 May are off, Saturday the 9th is worked: seven end on Wednesday 13 May.
    assert standings(of("samr", today=date(2026, 5, 13)))[APRIL] is Standing.WAITING
    assert standings(of("samr", today=date(2026, 5, 14)))[APRIL] is Standing.MISSING
    assert standings(of("samr", today=date(2026, 5, 14)))[MAY] is Standing.WAITING


def test_a_signed_sheet_that_says_none_answers_for_the_month() -> None:
    desk_duties.file_sheet("samr", APRIL)
    assert standings(of("samr"))[APRIL] is Standing.MISSING
    desk_duties.decide_sheet("samr", APRIL)
    assert standings(of("samr"))[APRIL] is Standing.ZERO


def test_a_yearly_item_is_judged_by_the_year() -> None:
    found = of("samr", "annual_report")
    assert standings(found) == {
        date(2025, 12, 1): Standing.MISSING,
        date(2026, 12, 1): Standing.WAITING,
    }


def test_a_period_that_ends_where_the_calendar_ends_cannot_be_computed() -> None:
    assert standings(of("samr", today=date(2027, 3, 1)))[date(2026, 12, 1)] is Standing.UNKNOWN


def test_the_public_reads_counts_of_every_agency_in_the_order_of_keys() -> None:
    three_in_april()
    found: list[OfAgency] = public_standing(TODAY)
    assert [one.agency for one in found] == sorted(one.agency for one in found)
    assert next(one for one in found if one.agency == "samr").tally.arrived == 3


def test_correctness_is_rows_admitted_of_rows_sent_without_the_repeated() -> None:
    city.register(1)
    city.penalise(1)
    city.penalise(1, 处罚决定日期="不详", 行政处罚决定书文号="构市监罚〔2026〕9号")
    with acting_for("samr"):
        found = quality.quality(date(2020, 1, 1), "samr")
    (one,) = found.values()
    assert (one.sent, one.admitted, one.duplicates) == (3, 2, 0)
    assert one.share == 2 / 3


def test_the_counts_of_every_facet_add_up_to_the_same_whole() -> None:
    three_in_april()
    with acting_for(EVERY_AGENCY):
        wide = Filters(date(2026, 4, 1), date(2026, 5, 1))
        assert statistics.counts(wide, "item") == [("penalty", 3)]
        assert statistics.counts(wide, "month") == [("2026-04", 3)]
        for facet in statistics.FACETS:
            assert sum(n for _, n in statistics.counts(wide, facet)) == 3
        narrow = Filters(wide.since, wide.until, item="licence")
        assert statistics.counts(narrow, "agency") == []


def undo(receipt: Receipt) -> None:
    with acting_for(EVERY_AGENCY):
        intake.undo(
            batch=receipt.batch,
            reason="报错了文件",
            actor=agencies.actor(clerk_of("samr")),
            by=clerk_of("samr"),
            now=city.NOW,
        )


def test_what_was_undone_with_its_batch_did_not_arrive_and_does_when_it_is_reported_again() -> None:
    city.register(1, 2)

    def reported() -> Receipt:
        rows = [
            files.penalty(
                serial,
                authority_code=city.samr_code(),
                行政处罚决定书文号=number,
                处罚决定日期="2026-04-07",
            )
            for serial, number in zip((1, 2), numbered("samr", 2026, 1, 3), strict=True)
        ]
        return city.send(files.table(rows), item="penalty")

    undo(reported())
    assert {month.month: month.tally for month in of("samr").months}[APRIL] == Tally()
    assert arrivals.arrived_of("samr", APRIL, MAY) == {}
    desk_duties.ask(TODAY)
    with acting_for("samr"):
        assert questions.questions() == [], "no number stands on either side of the second"
    assert reported().admitted == 2
    tally = {month.month: month.tally for month in of("samr").months}[APRIL]
    assert (tally.arrived, tally.late) == (2, 2), "it arrived when it was reported again"
    assert arrivals.arrived_of("samr", APRIL, MAY) == {"penalty": 2}
    assert arrivals.arrived_of("emergency", APRIL, MAY) == {}
    desk_duties.ask(TODAY)
    with acting_for("samr"):
        assert [q.number.serial for q in questions.questions()] == [2]
