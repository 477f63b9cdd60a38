"""An edition goes from the folder into force by two people's hands, at the desk; registers of the law are read there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.catalogue import proposing, queries
from gongxin.jurisdiction import Jurisdiction, digest_of
from tests.builders import catalogue as law_of
from tests.builders import city, staff

LATER = datetime(2026, 8, 1, 2, 0, tzinfo=UTC)  # after the period of comments


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Jurisdiction:
    """Somebody changed the folder of the law: penalties are to be reported sooner."""
    law = law_of.law()
    items = tuple(
        replace(item, update_working_days=3) if item.code == "penalty" else item
        for item in law.items
    )
    changed = replace(law, items=items, digest="")
    changed = replace(changed, digest=digest_of(changed))
    monkeypatch.setattr(queries, "folder_law", lambda _key: changed)
    monkeypatch.setattr(timezone, "now", lambda: city.NOW)
    return changed


def proposed(folder: Jurisdiction) -> UUID:
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    page = officer.get("/desk/law/proposals").content.decode()
    assert "update_working_days" in page
    assert folder.digest in page
    answer = officer.post(
        "/desk/law/proposals/new", {"seen": folder.digest, "reason": "缩短报送期限"}
    )
    assert answer.status_code == 302
    return UUID(str(answer.headers["Location"]).rsplit("/", 1)[-1])


def test_an_edition_is_proposed_commented_on_and_approved_by_another(
    folder: Jurisdiction, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(folder)
    address = f"/desk/law/proposals/{made}"
    clerk = staff.signed_in(Role.AGENCY_CLERK)
    said = clerk.post(f"{address}/comment", {"text": "三天来不及，电话13800138000"})
    assert said.status_code == 302
    (remark,) = proposing.proposal(made).comments
    assert "13800138000" not in remark.text
    head = staff.signed_in(Role.CENTRE_SUPERVISOR)
    assert 'value="approve"' not in head.get(address).content.decode()  # comments are still taken
    seen = proposing.proposal(made).content
    decision = {"event": "approve", "seen": seen, "answer": "予以采纳"}
    assert head.post(f"{address}/decide", decision).status_code == 409
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    head, officer = staff.signed_in(Role.CENTRE_SUPERVISOR), staff.signed_in(Role.CENTRE_OFFICER)
    assert "审批目录新版" in head.get("/desk/").content.decode()
    assert "审批目录新版" not in officer.get("/desk/").content.decode()  # its own proposal
    assert officer.post(f"{address}/decide", decision).status_code == 409  # nobody decides alone
    assert head.post(f"{address}/decide", {**decision, "seen": "0" * 64}).status_code == 409
    assert 'value="approve"' in head.get(address).content.decode()
    assert head.post(f"{address}/decide", decision).status_code == 302
    assert queries.digest_in_force("xingning") == folder.digest
    assert (
        head.post(f"{address}/decide", decision).status_code == 404
    )  # decided: nothing stands open
    compared = head.get("/desk/law/editions").content.decode()
    assert "items[penalty/" in compared


def test_what_was_seen_is_what_is_proposed(folder: Jurisdiction) -> None:
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    stale = officer.post("/desk/law/proposals/new", {"seen": "0" * 64, "reason": "缩短报送期限"})
    assert (stale.status_code, proposing.proposals()) == (409, [])
    assert folder.digest != "0" * 64


def test_who_proposed_may_withdraw_and_nobody_else(folder: Jurisdiction) -> None:
    made = proposed(folder)
    address, seen = f"/desk/law/proposals/{made}", proposing.proposal(made).content
    withdrawal = {"event": "withdraw", "seen": seen, "answer": "另行提出"}
    assert (
        staff.signed_in(Role.CENTRE_SUPERVISOR).post(f"{address}/decide", withdrawal).status_code
        == 409
    )
    own = staff.signed_in(Role.CENTRE_OFFICER)
    assert 'value="withdraw"' in own.get(address).content.decode()
    assert own.post(f"{address}/decide", withdrawal).status_code == 302
    assert proposing.proposal(made).state.value == "withdrawn"


@pytest.mark.parametrize("role", [Role.AGENCY_CLERK, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
def test_only_the_centre_makes_law(folder: Jurisdiction, role: Role) -> None:
    browser = staff.signed_in(role)
    assert folder.digest not in browser.get("/desk/law/proposals").content.decode()
    posted = browser.post("/desk/law/proposals/new", {"seen": folder.digest, "reason": "x"})
    assert posted.status_code == 404


def test_an_authority_is_told_with_its_names_over_time() -> None:
    page = staff.signed_in(Role.AGENCY_CLERK).get("/desk/authorities/samr").content.decode()
    assert "2019年3月1日" in page  # its present name begins
    assert "2019年2月28日" in page  # and the former ones ended the day before
    assert "行政处罚" in page
    assert staff.signed_in(Role.AGENCY_CLERK).get("/desk/authorities/no-such").status_code == 404


def test_divisions_are_found_by_code_or_name() -> None:
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    (some, *_) = queries.divisions()
    one = some.divisions[0]
    for text in (one.code, one.name):
        page = browser.get("/desk/divisions", {"set": some.key, "q": text}).content.decode()
        assert one.code in page
    assert "没有。" in browser.get("/desk/divisions", {"q": "没有这个地方"}).content.decode()


@pytest.mark.parametrize(
    ("today", "waits"),
    [(date(2026, 10, 31), False), (date(2026, 11, 1), True), (date(2027, 1, 4), True)],
)
def test_the_head_is_reminded_60_days_before_the_calendar_ends(
    today: date, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        timezone, "now", lambda: datetime(today.year, today.month, today.day, 2, tzinfo=UTC)
    )
    head = staff.signed_in(Role.CENTRE_SUPERVISOR)
    assert ("补充下一年的工作日历" in head.get("/desk/").content.decode()) is waits
    assert head.get("/desk/calendar").status_code == 200


def test_the_calendar_shows_holidays_and_weekends_worked_in_exchange() -> None:
    page = staff.signed_in(Role.AGENCY_CLERK).get("/desk/calendar?year=2026").content.decode()
    assert page.count('<table class="month"') == 12
    assert 'class="holiday' in page
    assert 'class="moved' in page
    assert (
        "没有 2031 年的日历"
        in staff.signed_in(Role.AGENCY_CLERK).get("/desk/calendar?year=2031").content.decode()
    )
