"""Cases at the desk, by hand: the officer forwards, the provider's reviewer decides, somebody else reviews, each sees what is due."""

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gongxin.agencies.roles import Role
from gongxin.cases.kinds import Event, State
from gongxin.records import queries as records
from tests.builders import cases, city, desk_cases, staff

pytestmark = pytest.mark.usefixtures("hall")


def post(client: Client, route: str, case: UUID, **said: str) -> int:
    return client.post(reverse(f"desk:{route}", args=[case]), said).status_code


def text(client: Client, route: str, *address: object) -> str:
    answer = client.get(reverse(f"desk:{route}", args=address))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_objection_goes_its_whole_way() -> None:
    record = city.published_penalty()
    case = cases.objection(record)
    officer, reviewer = staff.signed_in(Role.CENTRE_OFFICER), staff.signed_in(Role.AGENCY_REVIEWER)
    assert "到期" in text(officer, "case", case)
    assert post(officer, "case_decide", case, event="reject", text="x") == 404
    assert post(officer, "case_check", case, event="reject", text="x") == 409
    assert post(officer, "case_check", case, event="forward") == 302
    assert post(reviewer, "case_decide", case, event="reject", text=" ") == 409
    assert (
        post(reviewer, "case_decide", case, event="reject", text="与决定书一致，电话13912345678")
        == 302
    )
    assert "13912345678" not in text(reviewer, "case", case)
    cases.own_step(case, Event.APPEAL, now=timezone.now())
    assert post(officer, "case_review", case, event="confirm", text="维持") == 409  # took part
    other = staff.signed_in(Role.CENTRE_SUPERVISOR)
    assert post(other, "case_review", case, event="uphold", text="罚款数额确有错误") == 302
    assert cases.case(case).state is State.UPHELD
    assert records.public_record(record, timezone.localdate()) is None


def test_an_agency_meets_its_own_cases_alone() -> None:
    case = cases.objection(city.published_penalty())
    other = staff.signed_in(Role.AGENCY_REVIEWER, "emergency")
    assert other.get(reverse("desk:case", args=[case])).status_code == 404
    assert "构市监罚" not in text(other, "cases")
    assert "构市监罚〔2026〕1号" in text(staff.signed_in(Role.AGENCY_REVIEWER), "cases") + text(
        staff.signed_in(Role.CENTRE_OFFICER), "cases"
    )


def test_a_revocation_is_told_by_one_and_carried_out_by_another() -> None:
    record = city.published_penalty()
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    assert "告知决定被撤销" in text(reviewer, "case_report_revocation", record)
    told = reviewer.post(
        reverse("desk:case_report_revocation", args=[record]),
        {"document": "（2026）行复第7号", "authority": "构造市人民政府", "cause": "revoked"},
    )
    assert told.status_code == 302
    case = UUID(told["Location"].rstrip("/").rsplit("/", 1)[-1])
    assert post(reviewer, "case_carry_out", case, event="carry_out") == 404
    assert (
        post(staff.signed_in(Role.CENTRE_OFFICER), "case_carry_out", case, event="carry_out") == 302
    )
    assert records.public_record(record, timezone.localdate()) is None


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_page_of_a_case_opens_for_the_auditor_in_every_state(language: str) -> None:
    auditor = staff.signed_in(Role.AUDITOR)
    for state, address in desk_cases.all_in_states("samr").items():
        answer = auditor.get(f"{language}/desk/cases/{address['case']}")
        assert answer.status_code == 200, state
        assert b"<button" not in answer.content.split(b"<main")[1], "an auditor changes nothing"
    for show in ("mine", "open", "closed", "x"):
        assert auditor.get(f"{language}/desk/cases?show={show}").status_code == 200


def test_what_waits_is_told_on_the_first_page() -> None:
    cases.objection(city.published_penalty())
    assert "案件待办理" in text(staff.signed_in(Role.CENTRE_OFFICER), "home")
    assert "案件待办理" not in text(staff.signed_in(Role.AGENCY_REVIEWER), "home")


def test_the_queue_asks_as_often_for_many_cases_as_for_one(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    address = reverse("desk:cases") + "?show=open"
    cases.objection(city.published_penalty(1))
    with CaptureQueriesContext(connection) as one:
        officer.get(address)
    for serial in (2, 3, 4):
        cases.objection(city.published_penalty(serial), serial=serial)
    with django_assert_max_num_queries(len(one)):
        page = officer.get(address).content.decode()
    assert all(f"构市监罚〔2026〕{serial}号" in page for serial in (1, 2, 3, 4))
