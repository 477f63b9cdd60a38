"""A search says what it is for, finds what the role may see, leaves what was asked and shown, and never looks for a person."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures import queries
from gongxin.disclosures.queries import Sought, StaffLook
from gongxin.jobs.sample_city import codes as numbers
from tests.builders import city, desk_oversight, files, staff
from tests.builders.codes import unified_code

OWN, FOREIGN = 4110, 4210


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        for agency, serial in (("samr", OWN), ("emergency", FOREIGN)):
            desk_oversight.admitted(agency, serial)
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


def look_for(browser: Client, text: str, **given: str) -> tuple[int, str]:
    asked = {"text": text, "purpose": "objection", "reason": "异议2026-17", **given}
    answer = browser.post("/desk/search", asked)
    return answer.status_code, answer.content.decode()


def looks(account: str) -> list[StaffLook]:
    with acting_for(EVERY_AGENCY):
        return queries.staff_looks(Sought(account=account), page=1)[0]


def document_of(serial: int) -> str:
    return f"构罚〔2026〕{serial}号"


def test_a_clerk_finds_the_unreleased_record_of_the_own_agency_and_no_other() -> None:
    browser = staff.signed_in(Role.AGENCY_CLERK, "samr")
    status, page = look_for(browser, document_of(OWN))
    assert status == 200
    assert document_of(OWN) in page
    assert "未放行" in page
    # Brackets and blanks of another writing are the same number.
    assert document_of(OWN) in look_for(browser, f"构罚[2026] {OWN}号")[1]
    for foreign in (document_of(FOREIGN), f"构罚（2026）{FOREIGN}号"):
        assert "没有找到" in look_for(browser, foreign)[1]


def test_the_centre_and_the_auditor_find_every_agencys() -> None:
    for role in (Role.CENTRE_OFFICER, Role.AUDITOR):
        browser = staff.signed_in(role)
        for serial in (OWN, FOREIGN):
            assert "/desk/records/" in look_for(browser, document_of(serial))[1]


def test_a_search_leaves_what_it_was_for_what_was_asked_and_what_was_shown() -> None:
    browser = staff.signed_in(Role.AGENCY_CLERK, "samr")
    look_for(browser, unified_code(OWN), reason="来函17号，手机13800138000")
    (look,) = looks("samr.agency_clerk.1")
    assert (look.action, look.purpose, look.asked) == ("search.run", "objection", unified_code(OWN))
    assert look.reason is not None
    assert "13800138000" not in look.reason
    assert "来函17号" in look.reason
    (shown,) = look.shown
    assert browser.get(f"/desk/organisations/{shown}").status_code == 200
    latest = looks("samr.agency_clerk.1")[0]
    assert (latest.action, latest.purpose, latest.reason) == (
        "subject.read",
        "objection",
        look.reason,
    )
    # A look that follows a search is for what the search was for; its own page says so to the looker.
    assert "办理异议" in browser.get("/desk/looks/mine").content.decode()


@pytest.mark.parametrize(
    "text",
    [
        numbers.resident_number(7),
        f"构造市样例甲 {numbers.resident_number(8)}",
        "13800138000",
        "138 0013 8000",
        "１３８００１３８０００",
        numbers.bank_card(3),
        "构造一局 zhangsan@example.com",
    ],
)
def test_a_number_of_a_person_is_turned_away_before_anything_is_searched(text: str) -> None:
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    for given in ({"text": text}, {"text": "构造市样例", "code": text}):
        status, page = look_for(
            browser, given["text"], **{k: v for k, v in given.items() if k != "text"}
        )
        assert status == 422
        assert "没有检索" in page
        assert text not in page
        look = looks("office.centre_officer.1")[0]
        assert (look.action, look.shown, look.asked) == ("search.run", (), "〔已遮盖〕")


@pytest.mark.parametrize(
    "missing", [{"purpose": ""}, {"purpose": "curiosity"}, {"reason": "查"}, {"text": " "}]
)
def test_without_purpose_or_reason_nothing_is_searched(missing: dict[str, str]) -> None:
    browser = staff.signed_in(Role.AUDITOR)
    asked = {"text": unified_code(OWN), **missing}
    status, page = look_for(browser, asked.pop("text"), **asked)
    assert (status, "/desk/organisations/" in page) == (422, False)


def test_nothing_that_was_typed_stands_in_an_address() -> None:
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    assert (
        browser.get("/desk/search", {"text": unified_code(OWN), "purpose": "audit"}).status_code
        == 200
    )
    assert looks("office.centre_officer.1") == []  # a GET searches nothing
    assert 'method="post"' in browser.get("/desk/search").content.decode()


def test_an_id_finds_its_record_and_its_batch_behind_the_wall_alone() -> None:
    receipt = desk_oversight.admitted("emergency", FOREIGN + 1)
    record = desk_oversight.record_of(receipt)
    centre, clerk = staff.signed_in(Role.CENTRE_OFFICER), staff.signed_in(Role.AGENCY_CLERK, "samr")
    for identity in (record, receipt.batch):
        assert str(record) in look_for(centre, str(identity))[1]
        assert "没有找到" in look_for(clerk, str(identity))[1]


def test_a_canary_is_met_like_an_organisation_and_a_look_at_it_is_an_alarm() -> None:
    desk_oversight.canary("samr")
    clerk = staff.signed_in(Role.AGENCY_CLERK, "samr")
    security = staff.signed_in(Role.SECURITY_ADMINISTRATOR)
    page = look_for(clerk, "构造市隐鹤")[1]
    assert "构造市隐鹤samr有限公司" in page
    shown = UUID(page.split("/desk/organisations/")[1][:36])
    assert (
        "samr.agency_clerk.1" not in security.get("/desk/alarms").content.decode()
    )  # a list is no look
    opened = clerk.get(f"/desk/organisations/{shown}")
    assert opened.status_code == 200
    told = opened.content.decode()
    assert "警示" not in told
    assert "异常" not in told
    for role in (Role.SECURITY_ADMINISTRATOR, Role.AUDITOR):
        assert "samr.agency_clerk.1" in staff.signed_in(role).get("/desk/alarms").content.decode()
        assert "查明异常查阅" in staff.signed_in(role).get("/desk/").content.decode()
    assert "查明异常查阅" not in clerk.get("/desk/").content.decode()


def test_asking_for_a_canary_by_its_very_code_is_a_look() -> None:
    desk_oversight.canary("samr")
    clerk = staff.signed_in(Role.AGENCY_REVIEWER, "samr")
    look_for(clerk, unified_code(desk_oversight.CANARY))
    page = staff.signed_in(Role.AUDITOR).get("/desk/alarms").content.decode()
    assert "samr.agency_reviewer.1" in page


def test_the_public_never_meets_a_canary(client: Client) -> None:
    desk_oversight.canary("samr")
    for text in ("构造市隐鹤", unified_code(desk_oversight.CANARY)):
        assert "隐鹤samr" not in client.post("/search", {"q": text}, follow=True).content.decode()
    assert (
        files.body_name(OWN)
        in client.post("/search", {"q": files.body_name(OWN)}, follow=True).content.decode()
    )
