"""The database has the last word on security: every rule of its tables attacked by plain SQL."""

from uuid import uuid4

import pytest
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.security.actions import copies
from gongxin.security.copies import Fault, Made, Tried
from tests.builders import city, desk_oversight
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

INCIDENT, ENTRY = "security_incident", "security_incidententry"
CANARY, ANSWER = "security_canary", "security_alarmanswer"
BACKUP, DRILL = "security_backup", "security_drill"
VERIFICATION, HANDOVER = "security_verification", "security_handover"
# A copy of the first row made an entry of its own: a measure, behind all others.
LATER = {"number": "1000", "kind": "'measure'", "grade": "NULL"}
RENEWED = {
    INCIDENT: {"id": "gen_random_uuid()"},
    ENTRY: LATER,
    CANARY: {
        "id": "gen_random_uuid()",
        "public_id": "gen_random_uuid()",
        "code": "'91999999MA00000000'",
    },
    ANSWER: {"read": "gen_random_uuid()"},
    BACKUP: {"id": "gen_random_uuid()"},
    DRILL: {"id": "gen_random_uuid()"},
    VERIFICATION: {},
    HANDOVER: {"holder": "'archive.two'"},
}
CASES = [
    Case("entry_number_once", ENTRY, {"number": "2"}),
    Case("incident_kind_is_known", INCIDENT, {"kind": "'theft'"}),
    Case("incident_happens_before_it_is_found", INCIDENT, {"happened_at": "found_at + interval '1 second'"}),
    Case("incident_is_found_before_it_is_entered", INCIDENT, {"found_at": "opened_at + interval '1 second'"}),
    Case("incident_is_of_no_agency", INCIDENT, {"agency_key": "'samr'"}),
    Case("incident_opened_by_whom", INCIDENT, {"opened_by": "''"}),
    Case("entry_closes_once", ENTRY, {"incident_id": "(SELECT incident_id FROM security_incidententry WHERE kind = 'closed' LIMIT 1)", "kind": "'closed'", "by": "'somebody.else'"}),
    Case("entry_kind_is_known", ENTRY, {"kind": "'guess'"}),
    Case("entry_grade_is_known", ENTRY, {"grade": "'huge'"}),
    Case("entry_first_opens_with_a_grade", ENTRY, {"kind": "'opened'", "grade": "'large'"}),
    Case("entry_first_opens_with_a_grade", ENTRY, {"number": "1", "kind": "'measure'"}),
    Case("entry_says_something", ENTRY, {"text": "''"}),
    Case("entry_tells_whom_and_when", ENTRY, {"kind": "'told'", "told_at": "now()"}),
    Case("entry_tells_whom_and_when", ENTRY, {"kind": "'told'", "told": "'authority'"}),
    Case("entry_tells_whom_and_when", ENTRY, {"kind": "'told'", "told": "'friends'", "told_at": "now()"}),
    Case("entry_tells_whom_and_when", ENTRY, {"told": "'authority'", "told_at": "now()"}),
    Case("entry_corrects_an_earlier_one", ENTRY, {"kind": "'corrected'"}),
    Case("entry_corrects_an_earlier_one", ENTRY, {"kind": "'corrected'", "corrects": "1000"}),
    Case("entry_corrects_an_earlier_one", ENTRY, {"corrects": "1"}),
    Case("entry_closes_by_another", ENTRY, {"incident_id": "(SELECT incident_id FROM security_incidententry GROUP BY 1 HAVING bool_and(kind <> 'closed') LIMIT 1)", "kind": "'closed'", "by": "opened_by"}),
    Case("entry_is_of_no_agency", ENTRY, {"agency_key": "'samr'"}),
    Case("entry_is_somebodys", ENTRY, {"by": "''"}),
    Case("entry_is_somebodys", ENTRY, {"opened_by": "''"}),
    Case("canary_is_named", CANARY, {"name": "''"}),
    Case("canary_is_named", CANARY, {"norm": "''"}),
    Case("canary_is_named", CANARY, {"placed_by": "''"}),
    Case("canary_is_of_no_division", CANARY, {"code": "'91330200MA00000000'"}),
    Case("canary_ended_when_and_by_whom", CANARY, {"ended_at": "now()"}),
    Case("canary_ended_when_and_by_whom", CANARY, {"ended_by": "'office.security'"}),
    Case("alarm_answer_says_something", ANSWER, {"text": "''"}),
    Case("alarm_answer_says_something", ANSWER, {"by": "''"}),
    Case("alarm_answer_is_of_no_agency", ANSWER, {"agency_key": "'samr'"}),
    Case("backup_holds_something", BACKUP, {"size": "0"}),
    Case("backup_holds_something", BACKUP, {"tables": "0"}),
    Case("backup_holds_something", BACKUP, {"rows": "-1"}),
    Case("backup_digest_is_one", BACKUP, {"digest": "'abc'"}),
    Case("backup_made_where_and_by_whom", BACKUP, {"place": "''"}),
    Case("backup_made_where_and_by_whom", BACKUP, {"by": "''"}),
    Case("drill_faults_are_known", DRILL, {"faults": "ARRAY['mood']"}),
    Case("drill_counts_what_was_there", DRILL, {"rows": "-1"}),
    Case("drill_counts_what_was_there", DRILL, {"by": "''"}),
    Case("verification_read_something", VERIFICATION, {"size": "-1"}),
    Case("verification_read_something", VERIFICATION, {"by": "''"}),
    Case("handover_names_a_holder", HANDOVER, {"holder": "'Archive Office'"}),
    Case("handover_of_something", HANDOVER, {"size": "-1"}),
    Case("handover_of_something", HANDOVER, {"by": "''"}),
]  # fmt: skip


def test_every_rule_of_security_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    now = timezone.now()
    desk_oversight.incidents_by_state("samr")
    desk_oversight.alarms_by_state("samr")
    made = Made(uuid4(), "gongxin-1", 10, 3, 5, 7, "0" * 64)
    backup = copies.register_backup(made=made, by="system", now=now)
    tried = Tried(backup, 1, 3, 5, 7, (Fault.COUNTS,))
    copies.register_drill(tried=tried, by="system", now=now)
    copies.register_verification(size=7, findings=0, by="system", now=now)
    copies.register_handover(size=7, holder="archive", by="system", now=now)
    with acting_for(EVERY_AGENCY):
        attack_room("security", renewed=RENEWED, cases=CASES)
