"""An incident is entered, told of, corrected by a new entry and closed by another person; no agency meets any of it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.journal import queries as journal
from gongxin.security.incidents import Incident
from gongxin.security.queries import incidents
from tests.builders import city, desk_oversight, staff

FIRST = {
    "kind": "leak",
    "grade": "ordinary",
    "found_at": "2026-05-30T09:00",
    "text": "误发导出文件，联系人电话13800138000",
}


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


def opened(browser: Client, **given: str) -> str:
    answer = browser.post("/desk/incidents/new", {**FIRST, **given})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def kept(address: str) -> Incident:
    with acting_for(EVERY_AGENCY):
        found = incidents.incident(UUID(address.rsplit("/", 1)[-1]))
    assert found is not None
    return found


def test_the_whole_way_of_an_incident() -> None:
    one, head = (
        staff.signed_in(Role.SECURITY_ADMINISTRATOR),
        staff.signed_in(Role.CENTRE_SUPERVISOR),
    )
    address = opened(one)
    assert "13800138000" not in one.get(address).content.decode()  # covered before it was kept
    told = {
        "kind": "told",
        "text": "已书面报告",
        "told": "authority",
        "told_at": "2026-05-30T11:30",
    }
    touched = {
        "kind": "touched",
        "text": "涉及企业",
        "organisations": "12",
        "records": "30",
        "touched": "samr",
        "grade": "large",
    }
    wrong = {"kind": "corrected", "text": "实为 13 家", "corrects": "3", "organisations": "13"}
    for entry in (told, touched, wrong, {"kind": "measure", "text": "已收回并删除"}):
        assert one.post(address, entry).status_code == 302
    assert one.post(f"{address}/close", {"text": "自己结案"}).status_code == 409
    assert "处置未结的安全事件" in head.get("/desk/").content.decode()
    assert head.post(f"{address}/close", {"text": "已核查"}).status_code == 302
    found = kept(address)
    assert [one.note.kind.value for one in found.entries] == [
        "opened",
        "told",
        "touched",
        "corrected",
        "measure",
        "closed",
    ]
    assert (found.state, found.grade.value, found.entries[-1].by) == (
        "closed",
        "large",
        "office.centre_supervisor.1",
    )
    page = head.get(address).content.decode()
    assert "已由第 4 条更正" in page
    assert "主管部门" in page
    assert (
        one.post(address, {"kind": "measure", "text": "补一条"}).status_code == 404
    )  # closed: nothing to be added
    assert head.post(f"{address}/close", {"text": "再结一次"}).status_code == 404


def test_a_second_security_administrator_may_close_too() -> None:
    address = opened(staff.signed_in(Role.SECURITY_ADMINISTRATOR))
    other = staff.signed_in(Role.SECURITY_ADMINISTRATOR, number=2)
    assert (
        other.post(f"{address}/close", {"text": "结案"}).status_code == 409
    )  # nothing was done yet
    other.post(address, {"kind": "measure", "text": "已处置"})
    assert other.post(f"{address}/close", {"text": "结案"}).status_code == 302


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "gossip"},
        {"grade": ""},
        {"text": "  "},
        {"found_at": "2999-01-01T00:00"},
        {"happened_at": "2026-05-31T00:00"},
        {"found_at": "not a moment"},
    ],
)
def test_what_is_not_entered(given: dict[str, str]) -> None:
    browser = staff.signed_in(Role.SECURITY_ADMINISTRATOR)
    assert browser.post("/desk/incidents/new", {**FIRST, **given}).status_code == 409
    with acting_for(EVERY_AGENCY):
        assert incidents.incidents() == []


def test_the_journal_commits_to_entries_and_says_nothing_of_them() -> None:
    address = opened(staff.signed_in(Role.SECURITY_ADMINISTRATOR))
    (leaf,) = journal.entries_of("incident.opened", 5)
    assert leaf.body["incident"] == address.rsplit("/", 1)[-1]
    assert set(leaf.body) == {"incident", "content"}


def test_no_agency_meets_an_incident_even_without_any_view() -> None:
    made = desk_oversight.incident()
    for scope in ("samr", "emergency", ""):
        with acting_for(scope):
            assert incidents.incident(made) is None
            assert incidents.incidents() == []
    with acting_for(EVERY_AGENCY):
        assert incidents.incident(made) is not None


@pytest.mark.parametrize("statement", ["UPDATE {} SET text = 'x'", "DELETE FROM {}"])
def test_nothing_entered_is_changed(statement: str) -> None:
    desk_oversight.incident()
    with (
        acting_for(EVERY_AGENCY),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("security_incidententry"))
