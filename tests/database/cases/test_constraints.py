"""The database has the last word on cases: every rule of their tables attacked by plain SQL."""

import json
import re

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.saying import FAULTS
from tests.builders import cases, city, spoken
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

CASE, EVENT, WORDS, RECEIPT = "cases_case", "cases_caseevent", "cases_words", "cases_receipt"
RENEWED = {
    CASE: {"id": "gen_random_uuid()"},
    EVENT: {"number": "99", "event": "'forward'", "party": "'platform'"},
    WORDS: {"key": "'target'"},
    RECEIPT: {"case_id": "(SELECT id FROM cases_case WHERE kind = 'objection')"},
}
FOUND = {"event": "'found'"}


def says(**told: str) -> dict[str, str]:
    return {"told": f"'{json.dumps(told)}'::jsonb"}


WHY = {"text": "x", "article": "x", "remedy": "x", "fault": "late"}
TWO = "ARRAY[gen_random_uuid(), gen_random_uuid()]"
LIABILITY = "case_liability_says_what_by_what_and_what_is_done"
CASES = [
    Case("case_agency_is_named", CASE, {"agency_key": "''"}),
    Case("case_kind_is_known", CASE, {"kind": "'score'"}),
    Case("case_is_about_records", CASE, {"records": "'{}'::uuid[]"}),
    Case("case_is_about_records", CASE, {"records": "'{}'::uuid[]", "kind": "'repair'"}),
    Case("case_is_about_records", CASE, {"records": TWO}),
    Case("case_is_about_records", CASE, {"kind": "'complaint'"}),
    Case("case_is_about_records", CASE, {"kind": "'tip'", "subject_id": "NULL"}),
    Case("case_is_about_records", CASE, {"kind": "'request'"}),
    Case("case_about_records_is_a_bodys", CASE, {"subject_id": "NULL"}),
    Case("case_tip_is_about_nobody", CASE, {"kind": "'tip'", "records": "'{}'::uuid[]"}),
    Case("case_as_it_was_opened", CASE, {"id": "id"}, overruled_by="cases_case_pkey"),
    Case("case_event_agency_is_named", EVENT, {"agency_key": "''"}),
    Case("case_event_is_of_its_case", EVENT, {"agency_key": "'emergency'"}),
    Case("case_event_is_known", EVENT, {"event": "'settle'"}),
    Case("case_event_party_is_known", EVENT, {"party": "'court'"}),
    Case("case_event_is_somebodys", EVENT, {"by": "''"}),
    Case("case_event_is_somebodys", EVENT, {"number": "0"}),
    Case("case_event_number_once", EVENT, {"number": "number", "event": "event", "party": "party"}),
    Case("case_first_event_brings_it", EVENT, {"event": "'report'"}),
    Case("case_first_event_brings_it", EVENT, {"number": "1"}),
    Case("case_subject_decides_nothing", EVENT, {"party": "'subject'"}),
    Case("case_subject_decides_nothing", EVENT, {"event": "'appeal'"}),
    *(
        Case("case_refusal_gives_reasons", EVENT, {"event": f"'{event}'", **says(**told)})
        for event in ("refuse", "deny", "give_part")
        for told in ({}, {"text": "x"}, {"article": "x"}, {"text": " ", "article": "x"}, {"text": "x", "article": " "})
    ),
    *(
        Case("case_complaint_is_answered_with_reasons", EVENT, {"event": f"'{event}'", **says(**{**WHY, "text": text})})
        for event in ("found", "dismiss") for text in ("", " ")
    ),
    *(
        Case(LIABILITY, EVENT, {**FOUND, **says(**{**WHY, key: wrong})})
        for key, wrong in (("fault", "x"), ("fault", ""), ("article", " "), ("remedy", ""))
    ),
    Case("case_words_once", WORDS, {"key": "key"}),
    Case("case_words_agency_is_named", WORDS, {"agency_key": "''"}),
    Case("case_words_are_of_their_case", WORDS, {"agency_key": "'emergency'"}),
    Case("case_words_are_of_their_step", WORDS, {"number": "77"}),
    Case("case_words_are_of_the_list", WORDS, {"key": "'name'"}),
    Case("case_words_are_committed_to", WORDS, {"salt": "'\\x00'::bytea"}),
    Case("case_words_are_committed_to", WORDS, {"digest": "'\\x00'::bytea"}),
    Case("case_receipt_once", RECEIPT, {"case_id": "case_id", "agency_key": "agency_key"}),
    Case("case_receipt_agency_is_named", RECEIPT, {"agency_key": "''"}),
    Case("case_receipt_is_of_its_case", RECEIPT, {"agency_key": "'emergency'"}),
    Case("case_receipt_is_a_digest", RECEIPT, {"digest": "'\\x00'::bytea"}),
]  # fmt: skip


def test_every_rule_of_the_cases_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    cases.objection(city.published_penalty())
    spoken.complaint()
    with acting_for(EVERY_AGENCY):
        attack_room("cases", renewed=RENEWED, cases=CASES)


def test_the_list_of_faults_is_the_one_that_the_database_knows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [LIABILITY]
        )
        (rule,) = cursor.fetchone()
    listed = set(re.findall(r"'([a-z_]+)'::text", rule)) - {"found", "fault", "article", "remedy"}
    assert listed == FAULTS.keys()
