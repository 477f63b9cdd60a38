"""The database has the last word on agencies and accounts: every rule of its tables attacked by plain SQL."""

from datetime import timedelta

import pytest

from gongxin.agencies.actions import motions
from gongxin.agencies.models import Account, Grant, SecondFactor, SignInFailure
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.reviews import Circle
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from tests.builders import city, desk_access, machines, staff
from tests.builders.attacks import Case, attack_room
from tests.builders.machine_attacks import KEY_CASES, KEY_RENEWED

pytestmark = pytest.mark.django_db

AGENCY, NAME = "agencies_agency", "agencies_agencyname"
ACCOUNT, GRANT, MOTION = "agencies_account", "agencies_grant", "agencies_motion"
FACTOR, SIGN_IN, FAILURE = "agencies_secondfactor", "agencies_signin", "agencies_signinfailure"
INVITATION, TRAINING = "agencies_invitation", "agencies_training"
REVIEW, LINE = "agencies_review", "agencies_reviewline"
NEW_ID = {"id": "gen_random_uuid()"}
OTHER_ACCOUNT = "(SELECT max(id) FROM agencies_account)"
RENEWED = {
    AGENCY: {"key": "'another'", "uscc": "'x'"},
    NAME: {"norm": "'另一名称'"},
    ACCOUNT: {"username": "'another'"},
    GRANT: {"account_id": OTHER_ACCOUNT},
    MOTION: {**NEW_ID, "about": "'another'"},
    FACTOR: {"account_id": OTHER_ACCOUNT},
    SIGN_IN: NEW_ID,
    FAILURE: {},
    INVITATION: {**NEW_ID, "account_id": OTHER_ACCOUNT, "link_hash": "NULL", "link_by": "NULL"},
    TRAINING: {"attended_date": "attended_date - 1"},
    REVIEW: {**NEW_ID, "quarter_date": "date '2020-01-01'"},
    LINE: {"account_id": OTHER_ACCOUNT},
    **KEY_RENEWED,
}
DAY = "date '2020-01-02'"
HASH = "sha256('x')"
OPEN = {"state": "'open'", "decided_by": "NULL", "decided_at": "NULL"}
CASES = [
    Case("agency_kind_is_known", AGENCY, {"kind": "'bank'"}),
    Case("agency_standing_is_known", AGENCY, {"standing": "'excellent'"}),
    Case("agency_name_kind_is_known", NAME, {"kind": "'nickname'"}),
    Case("agency_name_period_is_ordered", NAME, {"valid_from": DAY, "valid_until": DAY}),
    Case("agency_name_period_is_ordered", NAME, {"valid_from": DAY, "valid_until": f"{DAY} - 1"}),
    Case("account_role_is_known", ACCOUNT, {"role": "'director'"}),
    Case("account_of_an_agency_role_has_its_agency", ACCOUNT, {"role": "'agency_clerk'", "agency_id": "NULL"}),
    Case("account_of_an_agency_role_has_its_agency", ACCOUNT, {"role": "'agency_reviewer'", "agency_id": "NULL"}),
    Case("account_person_is_named_or_unknown", ACCOUNT, {"person": "''"}),
    Case("account_person_is_no_official_number", ACCOUNT, {"person": "'11010519491231002X'"}),
    Case("account_person_is_no_official_number", ACCOUNT, {"person": "'110105491231002'"}),
    Case("account_person_is_no_official_number", ACCOUNT, {"person": "'13800138000'"}),
    Case("account_of_an_administrator_names_its_person", ACCOUNT, {"role": "'auditor'", "person": "NULL"}),
    Case("account_of_an_administrator_names_its_person", ACCOUNT, {"role": "'system_administrator'", "person": "NULL"}),
    Case("account_person_has_one", ACCOUNT, {"person": "'TAKEN-1'"}),
    Case("account_closed_when_by_whom_and_why", ACCOUNT, {"is_active": "false"}),
    Case("account_closed_when_by_whom_and_why", ACCOUNT, {"closed_by": "'x'"}),
    Case("account_closed_when_by_whom_and_why", ACCOUNT,
         {"is_active": "false", "closed_at": "now()", "closed_by": "'x'", "closed_reason": "''"}),
    Case("account_is_closed_by_another", ACCOUNT,
         {"is_active": "false", "closed_at": "now()", "closed_by": "'another'", "closed_reason": "'x'"}),
    Case("grant_role_is_known", GRANT, {"role": "'director'"}, "grant_of_an_agency_role_has_its_agency"),
    Case("grant_lends_no_administrators_role", GRANT, {"role": "'auditor'", "agency_id": "NULL"}),
    Case("grant_is_by_another", GRANT, {"granted_by": "''"}),
    Case("grant_of_an_agency_role_has_its_agency", GRANT, {"agency_id": "NULL"}),
    Case("grant_of_an_agency_role_has_its_agency", GRANT, {"role": "'centre_officer'"}),
    Case("grant_open_is_one", GRANT, {"account_id": "account_id"}),
    Case("grant_ended_when_and_by_whom", GRANT, {"ended_at": "now()"}),
    Case("grant_ended_when_and_by_whom", GRANT, {"ended_by": "'x'"}),
    Case("motion_kind_is_known", MOTION, {"kind": "'record.invent'"}),
    Case("motion_state_is_known", MOTION, {"state": "'forgotten'", "decided_by": "'x'", "decided_at": "now()"}),
    Case("motion_agency_is_named", MOTION, {"agency_key": "''"}),
    Case("motion_says_why", MOTION, {"reason": "''"}),
    Case("motion_says_why", MOTION, {"about": "''"}),
    Case("motion_is_bound_to_what_was_seen", MOTION, {"seen_hash": "'x'"}),
    Case("motion_decided_when_and_by_whom", MOTION, {**OPEN, "decided_by": "'x'"}),
    Case("motion_decided_when_and_by_whom", MOTION, {**OPEN, "decided_at": "now()"}),
    Case("motion_decided_when_and_by_whom", MOTION, {**OPEN, "state": "'refused'"}),
    Case("motion_is_approved_by_another", MOTION,
         {"state": "'approved'", "decided_by": "proposed_by", "decided_at": "now()"}),
    Case("motion_open_is_one", MOTION, {**OPEN, "kind": "'account.grant'", "about": "'account:x'"}),
    Case("second_factor_has_a_secret", FACTOR, {"secret": "''"}),
    Case("second_factor_step_counts", FACTOR, {"last_step": "-1"}),
    Case("sign_in_is_seen_after_it_started", SIGN_IN, {"seen_at": "started_at - interval '1 second'"}),
    Case("sign_in_ended_when_and_by_whom", SIGN_IN, {"ended_at": "now()"}),
    Case("sign_in_ended_when_and_by_whom", SIGN_IN, {"ended_by": "'x'"}),
    Case("sign_in_failure_step_is_known", FAILURE, {"step": "'captcha'"}),
    Case("invitation_open_is_one", INVITATION, {"account_id": "account_id"}),
    Case("agencies_invitation_link_hash_key", INVITATION, {"link_hash": "link_hash", "link_by": "link_by"}),
    Case("invitation_ends_after_it_was_made", INVITATION, {"ends_at": "made_at"}),
    Case("invitation_link_is_a_digest_by_somebody", INVITATION, {"link_hash": HASH}),
    Case("invitation_link_is_a_digest_by_somebody", INVITATION, {"link_hash": "'x'", "link_by": "'a'"}),
    Case("invitation_link_is_a_digest_by_somebody", INVITATION, {"link_by": "'a'"}),
    Case("invitation_code_is_a_digest_by_somebody", INVITATION, {"code_by": "NULL"}),
    Case("invitation_code_is_a_digest_by_somebody", INVITATION, {"code_hash": "NULL"}),
    Case("invitation_code_is_a_digest_by_somebody", INVITATION, {"code_hash": "'x'"}),
    Case("invitation_halves_are_two_peoples", INVITATION, {"link_hash": HASH, "link_by": "code_by"}),
    Case("invitation_ended_when_and_how", INVITATION, {"ended_at": "now()"}),
    Case("invitation_ended_when_and_how", INVITATION, {"ended_how": "'used'"}),
    Case("invitation_ended_when_and_how", INVITATION, {"ended_at": "now()", "ended_how": "'lost'"}),
    Case("training_once_a_day", TRAINING, {"attended_date": "attended_date"}),
    Case("training_course_is_known", TRAINING, {"course": "'rhetoric'"}),
    Case("training_agency_is_named", TRAINING, {"agency_key": "''"}),
    Case("training_holds_for_a_time", TRAINING, {"valid_until": "attended_date - 1"}),
    Case("training_struck_when_and_by_whom", TRAINING, {"struck_by": "'x'"}),
    Case("training_struck_when_and_by_whom", TRAINING, {"struck_at": "now()"}),
    Case("review_once_a_quarter", REVIEW, {"quarter_date": "quarter_date"}),
    Case("review_circle_is_known", REVIEW, {"circle": "'friends'", "agency_key": "'*'"}),
    Case("review_agency_is_named", REVIEW, {"agency_key": "''"}),
    Case("review_of_clerks_is_an_agencys", REVIEW, {"agency_key": "'*'"}),
    Case("review_of_clerks_is_an_agencys", REVIEW, {"circle": "'office'"}),
    Case("review_begins_a_quarter", REVIEW, {"quarter_date": "date '2020-02-01'"}),
    Case("review_begins_a_quarter", REVIEW, {"quarter_date": "date '2020-01-02'"}),
    Case("review_is_bound_to_what_was_seen", REVIEW, {"seen_hash": "'x'"}),
    Case("review_line_once_an_account", LINE, {"account_id": "account_id"}),
    Case("review_line_verdict_is_known", LINE, {"verdict": "'praise'"}),
    Case("review_line_says_why", LINE, {"reason": "''"}),
    Case("review_line_agency_is_named", LINE, {"agency_key": "''"}),
    *KEY_CASES,
]  # fmt: skip


def test_every_rule_of_the_agencies_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    _one_row_in_each_table()
    with acting_for(EVERY_AGENCY):
        attack_room("agencies", renewed=RENEWED, cases=CASES)


def _one_row_in_each_table() -> None:
    clerk = Account.objects.get(username="samr.clerk")
    Account.objects.filter(username="samr.reviewer").update(person="TAKEN-1")
    Grant.objects.create(
        account=clerk,
        agency=clerk.agency,
        role=clerk.role,
        granted_by="x",
        granted_at=city.NOW,
        until_date=city.TODAY,
    )
    SecondFactor.objects.create(account=clerk, secret="x")
    SignInFailure.objects.create(account=clerk, step="code", at=city.NOW)
    staff.browser_of("samr.clerk", now=city.NOW)
    name = desk_access.opened(now=city.NOW)
    desk_access.halves(name, now=city.NOW)
    desk_access.trained(name, city.TODAY, now=city.NOW)
    desk_access.signed(Circle.CLERKS, "samr", today=city.TODAY, now=city.NOW)
    machines.issued_key()
    with acting_for(EVERY_AGENCY):
        draft = Draft(MotionKind.ACCOUNT_GRANT, "samr", "account:x", {}, "x")
        motions.propose(draft=draft, by="office.system", now=city.NOW + timedelta(minutes=1))
    staff.account_of(Role.AGENCY_CLERK, "emergency")  # the last account has nothing of all this


def test_an_account_is_told_apart_by_no_more_than_its_name_role_agency_and_staff_number() -> None:
    """Nothing of the person behind it: no name, mail, phone, official number."""
    assert {field.name for field in Account._meta.concrete_fields} == {
        "id", "password", "last_login", "username", "agency", "role", "person", "is_active", "created_at",
        "closed_at", "closed_by", "closed_reason",
    }  # fmt: skip
