"""The database has the last word on sheets, questions and answers: every rule of their tables attacked by plain SQL."""

from datetime import date

import pytest

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.promises.questions import Kind
from gongxin.promises.sheets import Line
from tests.builders import city, desk_duties
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

SHEET, LINE, SHEET_VERDICT = "promises_sheet", "promises_sheetline", "promises_sheetverdict"
QUESTION, ANSWER = "promises_question", "promises_answer"
ANSWER_VERDICT, ARRIVAL = "promises_answerverdict", "promises_arrival"
NEW = {"id": "gen_random_uuid()"}
# A copy of a verdict or an arrival is of the paper that has none yet.
UNSIGNED = "(SELECT s.id FROM promises_sheet AS s WHERE s.number = 2)"
UNANSWERED = "(SELECT a.id FROM promises_answer AS a WHERE a.kind = 'void')"
UNARRIVED = "(SELECT q.id FROM promises_question AS q WHERE q.serial = 4)"
RENEWED = {
    SHEET: {**NEW, "number": "99"},
    LINE: {"item": "'another'"},
    SHEET_VERDICT: {"sheet_id": UNSIGNED},
    QUESTION: {**NEW, "serial": "999"},
    ANSWER: {**NEW, "number": "99"},
    ANSWER_VERDICT: {"answer_id": UNANSWERED},
    ARRIVAL: {"question_id": UNARRIVED},
}
NOBODY = "'samr.nobody'"
CASES = [
    Case("sheet_agency_is_named", SHEET, {"agency_key": "''"}),
    Case("sheet_month_is_a_month", SHEET, {"month": "date '2026-04-02'"}),
    Case("sheet_number_from_one", SHEET, {"number": "0"}),
    Case("sheet_is_somebodys", SHEET, {"filed_by": "''"}),
    Case("sheet_is_somebodys", SHEET, {"digest": "'\\x00'::bytea"}),
    Case("sheet_as_it_was_filed", SHEET, {"id": "id"}, overruled_by="promises_sheet_pkey"),
    Case("sheet_line_agency_is_named", LINE, {"agency_key": "''"}),
    Case("sheet_line_adds_up", LINE, {"generated": "reported + unreported + 1"}),
    Case("sheet_line_publishes_no_more_than_there_was", LINE, {"self_published": "generated + 1"}),
    Case("sheet_line_unreported_has_its_basis", LINE, {"generated": "1", "reported": "0", "unreported": "1", "basis": "''"}),
    Case("sheet_line_unreported_has_its_basis", LINE, {"generated": "0", "reported": "0", "unreported": "0", "basis": "'x'"}),
    Case("sheet_verdict_is_known", SHEET_VERDICT, {"verdict": "'lost'"}),
    Case("sheet_verdict_is_a_second_persons", SHEET_VERDICT, {"decided_by": "filed_by"}),
    Case("sheet_verdict_is_a_second_persons", SHEET_VERDICT, {"decided_by": "''"}),
    Case("sheet_returned_says_why", SHEET_VERDICT, {"verdict": "'returned'", "reason": "''"}),
    Case("sheet_verdict_is_of_what_was_filed", SHEET_VERDICT, {"filed_by": NOBODY}),
    Case("sheet_verdict_is_of_what_was_filed", SHEET_VERDICT, {"agency_key": "'emergency'"}),
    Case("question_agency_is_named", QUESTION, {"agency_key": "''"}),
    Case("question_is_about_a_number", QUESTION, {"serial": "0"}),
    Case("question_is_about_a_number", QUESTION, {"year": "1900"}),
    Case("question_is_somebodys", QUESTION, {"asked_by": "''"}),
    Case("answer_agency_is_named", ANSWER, {"agency_key": "''"}),
    Case("answer_is_of_the_closed_list", ANSWER, {"kind": "'later'"}),
    Case("answer_not_publishable_names_the_law", ANSWER, {"kind": "'not_publishable'", "basis": "''"}),
    Case("answer_of_another_body_names_it", ANSWER, {"kind": "'another_body'", "note": "''"}),
    Case("answer_is_somebodys", ANSWER, {"answered_by": "''"}),
    Case("answer_is_somebodys", ANSWER, {"number": "0"}),
    Case("answer_as_it_was_given", ANSWER, {"id": "id"}, overruled_by="promises_answer_pkey"),
    Case("answer_verdict_is_known", ANSWER_VERDICT, {"verdict": "'lost'"}),
    Case("answer_verdict_is_a_second_persons", ANSWER_VERDICT, {"decided_by": "answered_by"}),
    Case("answer_verdict_is_a_second_persons", ANSWER_VERDICT, {"decided_by": "''"}),
    Case("answer_returned_says_why", ANSWER_VERDICT, {"verdict": "'returned'", "reason": "''"}),
    Case("answer_verdict_is_of_what_was_answered", ANSWER_VERDICT, {"answered_by": NOBODY}),
    Case("answer_verdict_is_of_what_was_answered", ANSWER_VERDICT, {"agency_key": "'emergency'"}),
    Case("arrival_agency_is_named", ARRIVAL, {"agency_key": "''"}),
]  # fmt: skip


def test_every_rule_of_the_duties_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    month = date(2026, 4, 1)
    desk_duties.file_sheet("samr", month)
    desk_duties.decide_sheet("samr", month)
    desk_duties.file_sheet("samr", month, Line("penalty", 3, 3, 3, 0))
    day = date(2026, 3, 2)
    desk_duties.report(desk_duties.numbered("samr", 2026, 1, 3, 5, 7), decided=day, arrived=day)
    desk_duties.ask(date(2026, 5, 20))
    for serial, kind in ((2, Kind.PUBLISH_NOW), (4, Kind.VOID)):
        desk_duties.answer(desk_duties.question_about("samr", serial), kind)
    desk_duties.sign_answer(desk_duties.question_about("samr", 2))
    desk_duties.report(desk_duties.numbered("samr", 2026, 6), decided=day, arrived=day)
    desk_duties.ask(date(2026, 5, 21))
    with acting_for(EVERY_AGENCY):
        attack_room("promises", renewed=RENEWED, cases=CASES)
