"""The database has the last word on agencies and accounts: every rule of its tables attacked by plain SQL."""

import pytest

from gongxin.agencies.actions import motions, sign_ins
from gongxin.agencies.models import Account, Grant, SecondFactor
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from tests.builders import city
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

AGENCY, NAME = "agencies_agency", "agencies_agencyname"
ACCOUNT, GRANT = "agencies_account", "agencies_grant"
MOTION, FACTOR, SIGN_IN = "agencies_motion", "agencies_secondfactor", "agencies_signin"
RENEWED = {
    AGENCY: {"key": "'another'", "uscc": "'x'"},
    NAME: {"norm": "'另一名称'"},
    ACCOUNT: {"username": "'another'", "person": "NULL"},
    GRANT: {},
    MOTION: {"id": "gen_random_uuid()", "about": "'another'"},
    FACTOR: {"account_id": "(SELECT id FROM agencies_account WHERE username = 'samr.reviewer')"},
    SIGN_IN: {"id": "gen_random_uuid()"},
}
DAY = "date '2020-01-02'"
DECIDED = {"state": "'approved'", "decided_by": "'x'", "decided_at": "now()"}
CASES = [
    Case("agency_kind_is_known", AGENCY, {"kind": "'bank'"}),
    Case("agency_standing_is_known", AGENCY, {"standing": "'excellent'"}),
    Case("agency_name_kind_is_known", NAME, {"kind": "'nickname'"}),
    Case("agency_name_period_is_ordered", NAME, {"valid_from": DAY, "valid_until": DAY}),
    Case("agency_name_period_is_ordered", NAME, {"valid_from": DAY, "valid_until": f"{DAY} - 1"}),
    Case("account_role_is_known", ACCOUNT, {"role": "'director'"}),
    Case("account_of_an_agency_role_has_its_agency", ACCOUNT, {"role": "'agency_clerk'", "agency_id": "NULL"}),
    Case("account_of_an_agency_role_has_its_agency", ACCOUNT, {"role": "'agency_reviewer'", "agency_id": "NULL"}),
    Case("grant_role_is_known", GRANT, {"role": "'director'"}),
    Case("account_person_is_named_or_unknown", ACCOUNT, {"person": "''"}),
    Case("agencies_account_person_key", ACCOUNT, {"person": "'GX-0001'"}),
    Case("grant_lends_no_administrators_role", GRANT, {"role": "'auditor'"}),
    Case("grant_lends_no_administrators_role", GRANT, {"role": "'system_administrator'"}),
    Case("grant_lends_no_administrators_role", GRANT, {"role": "'security_administrator'"}),
    Case("grant_is_by_another", GRANT, {"granted_by": "''"}),
    Case("motion_kind_is_known", MOTION, {"kind": "'person.score'"}),
    Case("motion_state_is_known", MOTION, {**DECIDED, "state": "'lost'"}),
    Case("motion_agency_is_named", MOTION, {"agency_key": "''"}),
    Case("motion_says_why", MOTION, {"reason": "''"}),
    Case("motion_says_why", MOTION, {"about": "''"}),
    Case("motion_is_bound_to_what_was_seen", MOTION, {"seen_hash": "''::bytea"}),
    Case("motion_decided_when_and_by_whom", MOTION, {"decided_by": "'x'"}),
    Case("motion_decided_when_and_by_whom", MOTION, {"state": "'refused'"}),
    Case("motion_is_approved_by_another", MOTION, {**DECIDED, "decided_by": "proposed_by"}),
    Case("second_factor_has_a_secret", FACTOR, {"secret": "''"}),
    Case("second_factor_step_counts", FACTOR, {"last_step": "-1"}),
    Case("sign_in_is_seen_after_it_started", SIGN_IN, {"seen_at": "started_at - interval '1 second'"}),
    Case("sign_in_ended_when_and_by_whom", SIGN_IN, {"ended_at": "now()"}),
    Case("sign_in_ended_when_and_by_whom", SIGN_IN, {"ended_by": "'x'"}),
    Case("grant_ended_when_and_by_whom", GRANT, {"ended_at": "now()"}),
    Case("grant_ended_when_and_by_whom", GRANT, {"ended_by": "'x'"}),
]  # fmt: skip


def test_every_rule_of_the_agencies_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    clerk = Account.objects.get(username="samr.clerk")
    Account.objects.filter(pk=clerk.pk).update(person="GX-0001")
    Grant.objects.create(
        account=clerk, agency=clerk.agency, role=clerk.role, granted_by="x", granted_at=city.NOW
    )
    SecondFactor.objects.create(account=clerk, secret="x")
    sign_ins.begin(username="samr.clerk", device="x", by="samr.clerk", now=city.NOW)
    withdrawal = Draft(MotionKind.RECORD_WITHDRAW, "samr", "x", {"record": "x"}, "决定被撤销")
    with acting_for(EVERY_AGENCY):
        motions.propose(draft=withdrawal, by="samr.clerk", now=city.NOW)
        attack_room("agencies", renewed=RENEWED, cases=CASES)


def test_an_account_is_told_apart_by_no_more_than_its_name_role_and_agency() -> None:
    """Of the person behind it the number that the agency gave, so that one person has one account; nothing else."""
    assert {field.name for field in Account._meta.concrete_fields} == {
        "id", "password", "last_login", "username", "agency", "role", "person", "is_active", "created_at",
    }  # fmt: skip
