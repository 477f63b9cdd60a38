"""An officer works through the rows that are nobody's; the agency sees its own; somebody else releases."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from gongxin.agencies import policy
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import held
from gongxin.intake.opinions import Opinion
from gongxin.intake.queries import Receipt
from tests.builders import city, desk_matching, matching, staff


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1, 2)
        yield


@pytest.fixture(autouse=True)
def _undone(_standing: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


def address(receipt: Receipt, row: int = 1) -> str:
    return f"/desk/parties/{receipt.batch}/{row}"


def said(**changes: object) -> dict[str, object]:
    return {
        "opinion": "same", "source": ["document"], "reason": "决定书载明的地址一致", "seen": "0", **changes,
    }  # fmt: skip


def test_an_officer_goes_from_row_to_row_and_somebody_else_releases() -> None:
    first, second = matching.waiting(1), matching.waiting(2, name="构造市另名有限公司")
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    queue = officer.get("/desk/parties").content.decode()
    assert "构造市旧名有限公司" in queue
    page = officer.get(address(first)).content.decode()
    assert "代码属于另一名称的主体" in page
    assert 'aria-keyshortcuts="s"' in page
    answer = officer.post(address(first), said(subject=matching.subject_of(1)))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(address(second))  # the next row comes
    officer.post(address(second), said(subject=matching.subject_of(2)))
    assert "没有等待匹配的行" in officer.get("/desk/parties").content.decode()
    assert city.public(1) == []
    released(officer, expected=409)
    released(staff.signed_in(Role.AGENCY_REVIEWER), expected=302)
    assert len(city.public(1)) == 1


def test_a_long_queue_comes_in_pages_and_nobody_is_left_out() -> None:
    many = held.PAGE_PARTIES + 1
    rows = [
        matching.row_of(
            1, name=f"构造市旧名{n}有限公司", 行政处罚决定书文号=f"构市监罚〔2026〕{n}号"
        )
        for n in range(many)
    ]
    for start in range(0, many, 8):  # a larger file of which nothing fits would be held whole
        matching.send(*rows[start : start + 8])
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    pages = [officer.get(f"/desk/parties?page={n}").content.decode() for n in (1, 2)]
    listed = [page.count('<th scope="row">') for page in pages]
    assert listed == [held.PAGE_PARTIES, 1]
    assert 'rel="next" href="?page=2"' in pages[0]
    assert all(any(f"构造市旧名{n}有限公司" in page for page in pages) for n in range(many))


def released(browser: Client, *, expected: int) -> None:
    """Posts the release of everything on the list, with the digest that the page shows."""
    listed = browser.get("/desk/admissions").content.decode()
    places = [part.split('"')[0] for part in listed.split('href="/desk/admissions/')[1:]]
    assert places
    for place in places:
        page = browser.get(f"/desk/admissions/{place}").content.decode()
        digest = page.split('class="code">')[1].split("<")[0]
        answer = browser.post(f"/desk/admissions/{place}", {"seen": digest})
        assert answer.status_code == expected


def test_an_agency_sees_its_own_rows_and_judges_none() -> None:
    mine = matching.waiting(1)
    theirs = matching.waiting(2, agency="emergency")
    matching.decide(mine, Opinion.UNSURE, question="请核对代码和名称哪个有误")
    clerk = staff.signed_in(Role.AGENCY_CLERK)
    page = clerk.get(address(mine)).content.decode()
    assert "请核对代码和名称哪个有误" in page
    assert "<button name=" not in page
    home = clerk.get("/desk/").content.decode()
    assert "信用中心请本单位核实当事人" in home
    assert clerk.get(address(theirs)).status_code == 404
    assert str(theirs.batch) not in clerk.get("/desk/parties").content.decode()
    for one in (mine, theirs):
        posted = clerk.post(address(one), said(subject=matching.subject_of(1)))
        assert posted.status_code == 404
    foreign = clerk.get(address(theirs)).content
    absent = clerk.get(f"/desk/parties/{mine.batch}/99").content
    assert foreign.replace(str(theirs.batch).encode(), b"") == absent.replace(
        str(mine.batch).encode(), b""
    ).replace(b"/99", b"/1")


def test_what_is_missing_is_said_and_nothing_changes() -> None:
    receipt = matching.waiting(1)
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    for broken in (said(), said(subject=matching.subject_of(1), source=[]), said(opinion="new")):
        answer = officer.post(address(receipt), broken)
        assert answer.status_code == 409
        assert "什么都没有改变" in answer.content.decode()
    assert matching.outcomes(receipt)[0][0] == "held"


def test_the_second_of_two_officers_is_told() -> None:
    receipt = matching.waiting(1)
    one, other = (staff.signed_in(Role.CENTRE_OFFICER, number=n) for n in (1, 2))
    assert one.post(address(receipt), said(opinion="unsure", question="？")).status_code == 302
    late = other.post(address(receipt), said(subject=matching.subject_of(1)))
    assert late.status_code == 409
    assert "打开页面以后" in late.content.decode()


def test_history_tells_who_why_and_what_was_taken_back() -> None:
    receipt = matching.waiting(1)
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    officer.post(address(receipt), said(subject=matching.subject_of(1)))
    listed = officer.get("/desk/judgements").content.decode()
    place = listed.split('href="/desk/judgements/')[1].split('"')[0]
    page = officer.get(f"/desk/judgements/{place}").content.decode()
    assert "决定书载明的地址一致" in page
    assert "office.centre_officer.1" in page
    taken = officer.post(f"/desk/judgements/{place}", {"reason": "看错了"})
    assert taken.status_code == 302
    assert "看错了" in officer.get(f"/desk/judgements/{place}").content.decode()
    assert "构造市旧名有限公司" in officer.get("/desk/parties").content.decode()


def test_each_look_is_kept_with_what_it_showed() -> None:
    receipt = matching.waiting(1)
    staff.signed_in(Role.AUDITOR).get(address(receipt))
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT action, role FROM disclosures_staffread")
        assert cursor.fetchall() == [("party.read", "auditor")]


ROLES = list(Role)


@pytest.mark.parametrize("name", sorted(desk_matching.PLACES))
def test_every_page_answers_whom_the_table_permits_and_nobody_else(name: str) -> None:
    """The own agency's objects: allowed as the table says. Another agency's: the same 404."""
    routes = {
        "desk:party": ("parties/{batch}/{row_no}", "party.read"),
        "desk:judgement": ("judgements/{review}", "judgement.read"),
        "desk:admission": ("admissions/{admission}", "admission.read"),
        "desk:duplicate": ("duplicates/{twin}", "twin.read"),
    }
    path, action = routes[name]
    browsers = {role: staff.signed_in(role) for role in ROLES}
    stranger = {
        role: staff.signed_in(role, "emergency")
        for role in (Role.AGENCY_CLERK, Role.AGENCY_REVIEWER)
    }
    for state, place in desk_matching.PLACES[name]("samr").items():
        where = f"/desk/{path.format(**place)}"
        for role, browser in browsers.items():
            allowed = policy.permits(action, [role], state)
            assert browser.get(where).status_code == (200 if allowed else 404), (role, state)
        for role, browser in stranger.items():
            assert browser.get(where).status_code == 404, (role, state)
