"""The database has the last word on agencies and accounts: every rule of its tables attacked by plain SQL."""

import pytest

from gongxin.agencies.models import Account, Grant
from tests.builders import city
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

AGENCY, NAME = "agencies_agency", "agencies_agencyname"
ACCOUNT, GRANT = "agencies_account", "agencies_grant"
RENEWED = {
    AGENCY: {"key": "'another'", "uscc": "'x'"},
    NAME: {"norm": "'另一名称'"},
    ACCOUNT: {"username": "'another'"},
    GRANT: {},
}
DAY = "date '2020-01-02'"
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
    Case("grant_ended_when_and_by_whom", GRANT, {"ended_at": "now()"}),
    Case("grant_ended_when_and_by_whom", GRANT, {"ended_by": "'x'"}),
]  # fmt: skip


def test_every_rule_of_the_agencies_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    clerk = Account.objects.get(username="samr.clerk")
    Grant.objects.create(
        account=clerk, agency=clerk.agency, role=clerk.role, granted_by="x", granted_at=city.NOW
    )
    attack_room("agencies", renewed=RENEWED, cases=CASES)


def test_an_account_is_told_apart_by_no_more_than_its_name_role_and_agency() -> None:
    """Nothing of the person behind it: no name, mail, phone, number."""
    assert {field.name for field in Account._meta.concrete_fields} == {
        "id", "password", "last_login", "username", "agency", "role", "is_active", "created_at",
    }  # fmt: skip
