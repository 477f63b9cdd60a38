"""The database has the last word on cases: every rule of their tables attacked by plain SQL."""

import pytest

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from tests.builders import cases, city
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

CASE, EVENT = "cases_case", "cases_caseevent"
RENEWED = {
    CASE: {"id": "gen_random_uuid()"},
    EVENT: {"number": "99", "event": "'forward'", "party": "'platform'"},
}
TWO = "ARRAY[gen_random_uuid(), gen_random_uuid()]"
CASES = [
    Case("case_agency_is_named", CASE, {"agency_key": "''"}),
    Case("case_kind_is_known", CASE, {"kind": "'complaint'"}),
    Case("case_is_about_records", CASE, {"records": "'{}'::uuid[]"}),
    Case("case_is_about_records", CASE, {"records": "'{}'::uuid[]", "kind": "'repair'"}),
    Case("case_is_about_records", CASE, {"records": TWO}),
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
]  # fmt: skip


def test_every_rule_of_the_cases_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    cases.objection(city.published_penalty())
    with acting_for(EVERY_AGENCY):
        attack_room("cases", renewed=RENEWED, cases=CASES)
