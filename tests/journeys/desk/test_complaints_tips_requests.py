"""Complaints, tips and requests at the desk, by hand: who hears, who answers, who has no part; and what a leak becomes."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event, State
from gongxin.cases.queries import spoken as read
from gongxin.security.queries import incidents
from tests.builders import cases, spoken, staff

pytestmark = pytest.mark.usefixtures("hall")
FOUND = {
    "event": "found",
    "text": "确属逾期",
    "fault": "late",
    "article": "《信用修复管理办法》",
    "remedy": "已答复并道歉",
    "no_part": "yes",
}


def post(client: Client, route: str, case: UUID, **said: str) -> int:
    return client.post(reverse(f"desk:{route}", args=[case]), said).status_code


def text(client: Client, route: str, *address: object) -> str:
    answer = client.get(reverse(f"desk:{route}", args=address))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_complaint_about_an_agency_goes_its_whole_way() -> None:
    case = spoken.complaint(now=timezone.now()).case
    officer, reviewer = staff.signed_in(Role.CENTRE_OFFICER), staff.signed_in(Role.AGENCY_REVIEWER)
    assert "被投诉的单位" in text(officer, "case", case)
    assert post(officer, "case_answer", case, **FOUND) == 409  # not heard yet
    assert post(reviewer, "case_state", case, event="state", text="x") == 404
    assert post(officer, "case_answer", case, event="hear", text="请说明") == 302
    assert "投诉（对部门）" in text(reviewer, "cases")
    assert post(reviewer, "case_state", case, event="state", text="材料不齐") == 302
    assert post(officer, "case_answer", case, **{**FOUND, "article": ""}) == 409
    assert post(officer, "case_answer", case, **{**FOUND, "no_part": ""}) == 409
    assert post(officer, "case_answer", case, **FOUND) == 302
    assert cases.case(case).state is State.FOUNDED


def test_the_register_of_liability_names_bodies_and_no_account() -> None:
    case = spoken.complaint(now=timezone.now()).case
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    post(officer, "case_answer", case, event="hear", text="请说明")
    post(officer, "case_answer", case, **{**FOUND, "remedy": "联系人张三，电话13912345678"})
    reviewer, other = (
        staff.signed_in(Role.AGENCY_REVIEWER),
        staff.signed_in(Role.AGENCY_REVIEWER, "emergency"),
    )
    page = text(reviewer, "liability")
    assert "逾期" in page
    main = page.split("<main")[1]
    assert "13912345678" not in main
    assert "centre_officer" not in main
    assert not re.search(r"office\.|samr\.", main)
    assert "逾期" not in text(other, "liability").split("<main")[1]
    public = Client().get("/punctuality").text
    assert "投诉和责任" in public
    assert "centre_officer" not in public


def test_a_complaint_about_the_platform_is_for_a_head_who_had_no_part() -> None:
    case = spoken.complaint(agency="credit_centre", now=timezone.now()).case
    officer, head = staff.signed_in(Role.CENTRE_OFFICER), staff.signed_in(Role.CENTRE_SUPERVISOR)
    assert post(officer, "case_head", case, **FOUND) == 404
    assert post(officer, "case_answer", case, **FOUND) == 404
    assert "案件待办理" in text(head, "home")
    assert post(head, "case_head", case, event="dismiss", text="没有这回事", no_part="yes") == 302
    assert cases.case(case).state is State.UNFOUNDED


def test_a_leak_becomes_an_incident_and_both_name_each_other() -> None:
    case = spoken.complaint(matter="leak", now=timezone.now()).case
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert "登记安全事件" in text(officer, "case", case)
    assert "立即登记安全事件" in text(officer, "home")
    assert post(officer, "case_answer", case, event="incident") == 409  # by its own act alone
    assert post(officer, "case_incident", case, grade="", text="x") == 409
    assert post(officer, "case_incident", case, grade="ordinary", text="信息外泄") == 302
    assert post(officer, "case_incident", case, grade="ordinary", text="再一次") == 409
    with acting_for(EVERY_AGENCY):
        (incident,) = incidents.incidents()
    assert "立即登记安全事件" not in text(officer, "home")
    entered = cases.case(case).standing.last(Event.INCIDENT)
    assert entered is not None
    assert entered.told["incident"] == str(incident.id)
    assert incident.entries[1].note.touched == (str(case),)
    due = read.leak_due(cases.case(case), timezone.now())
    assert due is not None
    assert not due.is_overdue
    security = staff.signed_in(Role.SECURITY_ADMINISTRATOR)
    assert security.get(reverse("desk:incident", args=[incident.id])).status_code == 200
    other = spoken.complaint(now=timezone.now()).case
    assert post(officer, "case_incident", other, grade="ordinary", text="x") == 409


def test_a_tip_is_handed_to_whoever_is_in_charge() -> None:
    taken = spoken.tip(now=timezone.now())
    officer, reviewer = staff.signed_in(Role.CENTRE_OFFICER), staff.signed_in(Role.AGENCY_REVIEWER)
    page = text(officer, "case", taken.case)
    assert spoken.TARGET in page
    assert '<option value="samr">' in page
    assert reviewer.get(reverse("desk:case", args=[taken.case])).status_code == 404
    assert post(officer, "tip_pass", taken.case, event="hand_on", agency="nobody") == 409
    assert post(officer, "tip_pass", taken.case, event="hand_on", agency="samr") == 302
    assert "举报" in text(reviewer, "cases")
    assert taken.code is not None
    there = read.by_receipt(taken.code, timezone.localdate())[-1].id
    assert post(reviewer, "tip_answer", there, event="answer", finding="x", text="y") == 409
    said = {"event": "answer", "finding": "dealt_with", "text": "已立案"}
    assert post(reviewer, "tip_answer", there, **said) == 302
    assert post(officer, "tip_pass", there, event="close", text="办结") == 302
    assert cases.case(there).state is State.CLOSED


def test_at_the_counter_a_request_is_entered_with_nothing_of_the_person() -> None:
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    form = text(officer, "request_new")
    assert 'name="id' not in form
    refused = officer.post(reverse("desk:request_new"), {"wanted": "access", "text": "执业信息"})
    assert refused.status_code == 409  # nobody was seen
    said = {"wanted": "access", "text": "执业信息，13912345678", "seen": "yes"}
    answer = officer.post(reverse("desk:request_new"), said)
    assert answer.status_code == 200
    assert re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}", answer.content.decode())
    assert "13912345678" not in text(officer, "cases")
    address = re.search(r"/desk/cases/([0-9a-f-]{36})", answer.content.decode())
    assert address is not None
    case = UUID(address.group(1))
    assert post(officer, "case_answer", case, event="deny", text="不属于可以查阅的范围") == 409
    denied = {"event": "deny", "text": "没有您的信息", "article": "个人信息保护法第四十五条"}
    assert post(officer, "case_answer", case, **denied) == 302
    assert cases.case(case).state is State.DENIED
