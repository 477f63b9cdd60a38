"""Complaints, tips and requests by hand: what each comes to, who may have a part in it, and what stays of the words."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.actions import speaking
from gongxin.cases.kinds import Event, Kind, Party, State
from gongxin.cases.queries import spoken
from gongxin.cases.receipts import ReceiptRefused, printed
from gongxin.cases.saying import FilingRefused, SayingRefused
from gongxin.cases.standing import StepRefused
from tests.builders import cases, city
from tests.builders import spoken as said

pytestmark = pytest.mark.django_db
MON = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def words(case: UUID) -> list[tuple[str, str]]:
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT key, text FROM cases_words WHERE case_id = %s ORDER BY id", [case])
        return list(cursor.fetchall())


def test_a_complaint_about_an_agency_is_heard_and_decided_by_the_centre() -> None:
    taken = said.complaint()
    case = taken.case
    assert cases.case(case).agency_key == "samr"
    assert cases.case(case).kind is Kind.COMPLAINT
    with pytest.raises(StepRefused):
        cases.step(case, Event.FOUND, Party.PLATFORM)  # nobody has asked the agency yet
    cases.step(case, Event.HEAR, Party.PLATFORM)
    assert cases.case(case).standing.turn is Party.PROVIDER
    cases.step(case, Event.STATE, Party.PROVIDER)
    cases.step(case, Event.FOUND, Party.PLATFORM)
    assert cases.case(case).state is State.FOUNDED
    (record,) = said.liabilities()
    assert (record.body, record.fault.key, record.on) == ("samr", "late", MON)
    assert record.article == cases.SAYS["article"]


def test_a_complaint_about_the_platform_is_a_heads_alone() -> None:
    case = said.complaint(agency="credit_centre").case
    assert cases.case(case).kind is Kind.OWN_COMPLAINT
    for event in (Event.FOUND, Event.DISMISS, Event.ASK):
        with pytest.raises(StepRefused):
            cases.step(case, event, Party.PLATFORM)
    cases.step(case, Event.DISMISS, Party.HEAD)
    said.receipt_appeal(case)
    with pytest.raises(StepRefused):  # who decided does not review
        cases.step(case, Event.FOUND, Party.REVIEWER, by=cases.BY[Party.HEAD])


def test_whoever_acted_in_the_case_that_is_complained_of_has_no_part() -> None:
    objection = cases.objection(city.published_penalty())
    cases.forwarded(objection)  # by the officer
    case = said.complaint(agency="credit_centre", serial=1, about=objection).case
    with pytest.raises(StepRefused, match="took part"):
        cases.step(case, Event.DISMISS, Party.HEAD, by=cases.OFFICER)
    cases.step(case, Event.DISMISS, Party.HEAD, by="centre.second")
    city.register(2)
    with pytest.raises(FilingRefused):
        said.complaint(agency="samr", serial=2, about=objection)


def test_the_answer_is_due_in_twenty_working_days_and_overdue_without_any_job() -> None:
    case = said.complaint().case
    due = queries.due_of(cases.case(case).standing, cases.at(MON))
    assert due is not None
    assert due.working.due == date(2026, 6, 30)  # the Dragon Boat Festival is on the 19th
    late = cases.at(date(2026, 7, 1))
    overdue = queries.due_of(cases.case(case).standing, late)
    assert overdue is not None
    assert overdue.is_overdue
    (line,) = [one for one in spoken.spoken_figures(late).by_kind if one.kind is Kind.COMPLAINT]
    assert (line.received, line.in_time, line.late, line.overdue) == (1, 0, 0, 1)


def test_a_leak_is_owed_at_once() -> None:
    case = said.complaint(matter="leak").case
    same = spoken.leak_due(cases.case(case), cases.at(MON))
    assert same is not None
    assert same.working.due == MON
    assert not same.is_overdue
    next_day = spoken.leak_due(cases.case(case), cases.at(MON + timedelta(days=1)))
    assert next_day is not None
    assert next_day.is_overdue
    (line,) = [
        one
        for one in spoken.spoken_figures(cases.at(MON + timedelta(days=1))).by_kind
        if one.kind is Kind.COMPLAINT
    ]
    assert line.overdue == 1


def test_a_tip_is_handed_on_behind_the_wall_of_whoever_is_in_charge() -> None:
    taken = said.tip()
    assert taken.code is not None
    with acting_for("samr"):
        assert queries.cases() == []
    said.handed(taken, "samr")
    with acting_for("samr"):
        (there,) = queries.cases()
    with acting_for("emergency"):
        assert queries.cases() == []
    assert there.state is State.HANDED
    assert there.events[0].told["target"] == said.TARGET
    assert there.subject_id is None
    cases.step(there.id, Event.RETURN, Party.PROVIDER)
    cases.step(there.id, Event.HAND_ON, Party.PLATFORM, agency="emergency")
    with acting_for("emergency"):
        (last,) = queries.cases()
    cases.step(last.id, Event.ANSWER, Party.PROVIDER, by="emergency.reviewer", finding="dealt_with")
    cases.step(last.id, Event.CLOSE, Party.PLATFORM)
    followed = spoken.by_receipt(printed(taken.code).lower(), MON)
    assert [one.state for one in followed] == [State.PASSED, State.PASSED, State.CLOSED]
    (line,) = [one for one in spoken.spoken_figures(city.NOW).by_kind if one.kind is Kind.TIP]
    assert (line.received, line.answered) == (1, 1)


def test_a_tip_is_about_organisations_alone() -> None:
    with pytest.raises(FilingRefused):
        speaking.file_tip(target="张三", was_covered=False, text="x", by="receipt", now=city.NOW)
    with pytest.raises(SayingRefused):
        speaking.file_tip(
            target=said.TARGET, was_covered=False, text=" ", by="receipt", now=city.NOW
        )


def test_what_was_told_ends_and_the_digest_stays() -> None:
    taken = said.tip()
    assert taken.code is not None
    cases.step(taken.case, Event.CLOSE, Party.PLATFORM)
    told = [("target", said.TARGET), ("text", said.TOLD), ("text", cases.SAYS["text"])]
    assert words(taken.case) == told
    over = date(2026, 12, 1)
    # No job has run, and still nobody reads it.
    assert spoken.by_receipt(taken.code, over - timedelta(days=1))
    assert spoken.by_receipt(taken.code, over) == []
    assert speaking.empty_words(today=over - timedelta(days=1), by="system", now=city.NOW) == 0
    assert speaking.empty_words(today=over, by="system", now=city.NOW) == 1
    assert words(taken.case) == [(key, "") for key, _ in told]
    assert speaking.empty_words(today=over, by="system", now=city.NOW) == 0
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(salt = decode(repeat('00', 16), 'hex')), count(DISTINCT digest) FROM cases_words"
        )
        assert cursor.fetchone() == (True, 3)
        cursor.execute("SELECT told::text FROM cases_caseevent")
        assert all(said.TARGET not in row and said.TOLD not in row for (row,) in cursor.fetchall())


def test_a_request_is_answered_with_reasons_and_reviewed_by_another() -> None:
    taken = said.request()
    case, code = taken.case, taken.code
    assert code is not None
    with pytest.raises(StepRefused, match="identity"):
        cases.step(case, Event.GIVE, Party.PLATFORM)
    cases.step(case, Event.SEE, Party.PLATFORM)
    with pytest.raises(SayingRefused):
        cases.step(case, Event.DENY, Party.PLATFORM, article=" ")
    with pytest.raises(SayingRefused):
        cases.step(case, Event.DENY, Party.PLATFORM, text=" ")
    cases.step(case, Event.DENY, Party.PLATFORM)
    said.receipt_step(code, Event.APPEAL)
    with pytest.raises(StepRefused):
        cases.step(case, Event.CONFIRM, Party.REVIEWER, by=cases.OFFICER)
    cases.step(case, Event.GIVE, Party.REVIEWER)
    assert cases.case(case).state is State.GIVEN
    with pytest.raises(ReceiptRefused):
        said.receipt_step("ABCDE-FGHJK-MNPQR", Event.DROP)


def test_what_a_request_lacks_is_told_within_seven_working_days_and_stops_the_clock() -> None:
    case = said.request().case
    with pytest.raises(StepRefused, match="had to be told"):
        cases.step(case, Event.ASK, Party.PLATFORM, now=cases.at(date(2026, 6, 11)))
    cases.step(case, Event.ASK, Party.PLATFORM, now=cases.at(date(2026, 6, 10)))
    due = queries.due_of(cases.case(case).standing, cases.at(date(2026, 8, 1)))
    assert due is not None
    assert not due.is_overdue
    cases.step(case, Event.SEE, Party.PLATFORM, now=cases.at(date(2026, 6, 12)))
    assert cases.case(case).state is State.ANSWERING


def test_at_the_counter_that_somebody_was_seen_is_all_that_is_kept() -> None:
    with acting_for(EVERY_AGENCY):
        taken = speaking.receive_request(
            wanted="copy", text="执业登记信息", seen="yes", by=cases.OFFICER, now=city.NOW
        )
    assert taken.code is not None
    found = cases.case(taken.case)
    assert [(one.event, one.by) for one in found.events] == [
        (Event.FILE, speaking.COUNTER),
        (Event.SEE, cases.OFFICER),
    ]
    assert found.events[1].told == {"seen": "yes"}
    cases.step(taken.case, Event.GIVE, Party.PLATFORM)
    assert cases.case(taken.case).state is State.GIVEN
