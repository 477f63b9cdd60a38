"""At the desk: who must be telephoned, what was said, a recipient's paper; and on a record's page who was told of it."""

import pytest
from django.test import Client
from django.utils import timezone

from gongxin.agencies.roles import Role
from gongxin.exchange.models import RecallEvent
from gongxin.exchange.queries import recalls
from gongxin.exchange.recalls import State
from tests.builders import city, desk_recalls, staff
from tests.builders.desk_recalls import name, owed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    city.city_hall()
    desk_recalls.in_every_state("samr")


def text(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def address(state: State, prefix: str = "") -> str:
    return f"{prefix}/desk/recalls/{owed(name(state)).id}"


@pytest.mark.parametrize("role", [Role.CENTRE_OFFICER, Role.CENTRE_SUPERVISOR, Role.AUDITOR])
def test_the_call_sheet_has_those_alone_who_did_not_act_in_time(role: Role) -> None:
    browser = staff.signed_in(role)
    for prefix, word in (("", "须电话催办"), ("/en", "Constructed Bank")):
        sheet = text(browser, f"{prefix}/desk/recalls")
        assert word in sheet
        on_it = {state for state in desk_recalls.STATES if str(owed(name(state)).id) in sheet}
        assert on_it == {State.CALL_SHEET, State.LISTED}
        for state in desk_recalls.STATES:
            text(browser, address(state, prefix))


def test_an_agency_meets_no_recall() -> None:
    browser = staff.signed_in(Role.AGENCY_CLERK)
    text(browser, "/desk/recalls", 404)
    text(browser, address(State.LISTED), 404)


def test_a_call_is_entered_and_ends_nothing() -> None:
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    assert "电话催办逾期的召回" in text(browser, "/desk/")
    answer = browser.post(
        address(State.LISTED), {"result": "promised", "note": "明天办，电话 13800138000"}
    )
    assert answer.status_code == 302
    page = text(browser, address(State.LISTED))
    assert "对方答应办理" in page
    assert "13800138000" not in page
    assert "逾期，已公开点名" in page
    assert "对方答应办理" in text(browser, "/desk/recalls")
    for wrong in ({}, {"result": "acknowledged"}):
        assert browser.post(address(State.LISTED), wrong).status_code == 409


def test_a_supervisor_enters_a_paper_and_an_officer_does_not() -> None:
    said = {"outcome": "deleted", "paper": "复函〔2026〕7 号"}
    confirm = f"{address(State.LISTED)}/confirm"
    for role in (Role.CENTRE_OFFICER, Role.AUDITOR):
        browser = staff.signed_in(role)
        assert browser.post(confirm, said).status_code == 404
        assert "凭书面答复确认" not in text(browser, address(State.LISTED))
    browser = staff.signed_in(Role.CENTRE_SUPERVISOR)
    assert "凭书面答复确认" in text(browser, address(State.LISTED))
    for wrong in ({"outcome": "set_equal", "paper": "x"}, {"outcome": "deleted", "paper": " "}):
        assert browser.post(confirm, wrong).status_code == 409
    assert browser.post(confirm, said).status_code == 302
    assert browser.post(confirm, said).status_code == 404  # it is settled
    page = text(browser, address(State.LISTED))
    assert "复函〔2026〕7 号" in page
    assert name(State.LISTED) not in text(Client(), "/recalls")


def test_the_page_of_a_record_says_who_was_told() -> None:
    browser = staff.signed_in(Role.AUDITOR)
    record = owed(name(State.ACKNOWLEDGED)).record
    page = text(browser, f"/desk/records/{record}/activity")
    assert "应告知 4 个单位，已确认 1，逾期 0" in page
    assert "有单位说曾据以作出决定" in page
    english = text(browser, f"/en/desk/records/{record}/activity")
    for state in ("waiting", "retrying", "delivered", "acknowledged"):
        assert f"Constructed Bank bank-{state}" in english


def test_the_public_reads_who_is_late_and_never_about_whom() -> None:
    page = text(Client(), "/recalls")
    found = recalls.with_standing([owed(name(State.LISTED))], timezone.now())[0]
    assert "构造银行bank-listed" in page
    for state in set(desk_recalls.STATES) - {State.LISTED}:
        assert f"构造银行{name(state)}" not in page
    for secret in (str(found.recall.record), str(found.recall.id), "构造市第", "构市监罚"):
        assert secret not in page
    assert RecallEvent.objects.exists()
