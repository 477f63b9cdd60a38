"""An organisation hands in files with its case, the officers open them and add their own; nobody else ever meets one."""

import io
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.attachments import queries as attachments
from gongxin.attachments.kinds import FILE_BYTES_MAX
from gongxin.attachments.queries import Card
from gongxin.cases import queries
from gongxin.cases.kinds import Event, Party
from gongxin.cases.standing import Case
from gongxin.disclosures.models import StaffRead
from tests.builders import cases, city, evidence, owners, staff

pytestmark = pytest.mark.usefixtures("hall")
SAID: Final = {"ground": "wrong_fact", "text": "数额写错"}


@pytest.fixture(autouse=True)
def cheap(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]
    settings.GONGXIN_HOME = tmp_path / "home"


def upload(content: bytes, name: str = "缴款凭证.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-anything")


def filed(browser: Client, record: UUID, *contents: bytes, kind: str = "objection") -> Any:
    files = [upload(content, f"材料{n}.jpg") for n, content in enumerate(contents)]
    return browser.post(f"/mine/records/{record}/{kind}", {**SAID, "files": files})


def only(serial: int = 1) -> Case:
    (found,) = queries.cases_of(cases.subject(serial))
    return found


def files_of(case: Case) -> list[Card]:
    with acting_for(EVERY_AGENCY):
        return attachments.of(case.holder)


def test_a_photograph_handed_in_with_an_objection_reaches_the_reviewer_without_its_place() -> None:
    record = city.published_penalty()
    browser, _keys = owners.signed_in(1)
    form = browser.get(f"/mine/records/{record}/objection").text
    assert 'enctype="multipart/form-data"' in form
    assert "每个不超过 10 MB" in form
    assert filed(browser, record, evidence.photographed(), evidence.pdf()).status_code == 302
    case = only()
    assert [card.name for card in files_of(case)] == ["材料0.jpg", "材料1.pdf"]
    page = browser.get(f"/mine/cases/{case.id}").text
    for words in ("材料0.jpg", "未查毒", "收到的文件 SHA-256"):
        assert words in page
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER, "samr")
    assert "材料0.jpg" in reviewer.get(f"/desk/cases/{case.id}").text
    for card in files_of(case):
        for who, door in ((browser, "mine"), (reviewer, "desk")):
            given = who.get(f"/{door}/cases/{case.id}/files/{card.id}")
            assert given.status_code == 200
            assert given["Content-Disposition"].startswith("attachment")
            assert given["X-Content-Type-Options"] == "nosniff"
            assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert given["Cache-Control"] == "no-store"
    with Image.open(io.BytesIO(given_first(browser, case))) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 80)
    looks = StaffRead.objects.filter(action="case.attachment")
    with acting_for(EVERY_AGENCY):
        assert looks.count() == 2
        assert str(files_of(case)[0].id) in str(looks.values_list("shown", flat=True))


def given_first(browser: Client, case: Case) -> bytes:
    return browser.get(f"/mine/cases/{case.id}/files/{files_of(case)[0].id}").content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (evidence.zipped(), "只收 PDF、JPEG 和 PNG"),
        (evidence.png_bomb(), "4000 万像素"),
        (b"", "是空的"),
        (b"%PDF-" + b"x" * FILE_BYTES_MAX, "10 MB"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 30, "HEIC"),
    ],
    ids=["archive", "bomb", "empty", "large", "heic"],
)
def test_a_file_that_is_not_taken_undoes_the_filing_and_says_what_to_do(
    content: bytes, words: str
) -> None:
    record = city.published_penalty()
    browser, _keys = owners.signed_in(1)
    answer = filed(browser, record, evidence.png(), content)
    assert answer.status_code == 409
    assert words in answer.text
    assert queries.cases_of(cases.subject(1)) == []
    english = browser.post(
        f"/en/mine/records/{record}/objection", {**SAID, "files": upload(content)}
    )
    assert english.status_code == 409


def test_a_hundred_files_are_refused_before_they_are_read() -> None:
    record = city.published_penalty()
    browser, _keys = owners.signed_in(1)
    answer = filed(browser, record, *[evidence.png(5 + n) for n in range(100)])
    assert answer.status_code == 409
    assert "最多 20 个" in answer.text
    assert queries.cases_of(cases.subject(1)) == []


def test_papers_asked_for_come_with_the_step_and_the_decision_brings_its_own() -> None:
    record = city.published_penalty()
    case = cases.objection(record)
    cases.step(case, Event.ASK, Party.PLATFORM)
    browser, _keys = owners.signed_in(1)
    said = {"event": "complete", "text": "补上凭证", "files": upload(evidence.png())}
    assert browser.post(f"/mine/cases/{case}/step", said).status_code == 302
    cases.forwarded(case)
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER, "samr")
    decided = {"event": "reject", "text": "与原件一致", "files": upload(evidence.pdf(), "原件.pdf")}
    assert reviewer.post(f"/desk/cases/{case}/decide", decided).status_code == 302
    page = browser.get(f"/mine/cases/{case}").text
    assert "原件.pdf" in page
    assert "缴款凭证.png" in page
    assert staff.account_of(Role.AGENCY_REVIEWER, "samr") not in page
    (theirs,) = [card for card in files_of(only()) if card.name == "原件.pdf"]
    assert browser.get(f"/mine/cases/{case}/files/{theirs.id}").status_code == 200


def test_what_is_anothers_is_as_what_is_not_there() -> None:
    record = city.published_penalty(1)
    browser, _keys = owners.signed_in(1)
    assert filed(browser, record, evidence.png()).status_code == 302
    case = only()
    (card,) = files_of(case)
    second = city.published_penalty(2)
    other, _theirs = owners.signed_in(2)
    assert filed(other, second, evidence.jpeg()).status_code == 302
    address = f"/mine/cases/{case.id}/files/{card.id}"
    answers = [
        other.get(address),
        other.get(f"/mine/cases/{only(2).id}/files/{card.id}"),
        browser.get(f"/mine/cases/{case.id}/files/{uuid4()}"),
        browser.get(f"/mine/cases/{uuid4()}/files/{card.id}"),
        staff.signed_in(Role.AGENCY_REVIEWER, "emergency").get(
            f"/desk/cases/{case.id}/files/{card.id}"
        ),
        staff.signed_in(Role.SYSTEM_ADMINISTRATOR).get(f"/desk/cases/{case.id}/files/{card.id}"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    assert Client().get(address).status_code == 302


def test_while_the_scanner_is_down_nobody_opens_it_and_the_next_look_finds(
    settings: Settings, tmp_path: Path
) -> None:
    settings.GONGXIN_CLAMD = tmp_path / "clamd.sock"
    record = city.published_penalty()
    browser, _keys = owners.signed_in(1)
    assert filed(browser, record, evidence.png(), evidence.jpeg()).status_code == 302
    case = only()
    first, second = files_of(case)
    assert "等待查毒" in browser.get(f"/mine/cases/{case.id}").text
    address = f"/cases/{case.id}/files/"
    waits = browser.get(f"/mine{address}{first.id}")
    assert (waits.status_code, "等查毒" in waits.text) == (409, True)
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER, "samr")
    assert reviewer.get(f"/desk{address}{first.id}").status_code == 409
    with evidence.clamd(settings.GONGXIN_CLAMD) as daemon:
        assert reviewer.get(f"/desk{address}{first.id}").status_code == 200
        daemon.says = b"stream: Win.Test FOUND"
        found = reviewer.get(f"/desk{address}{second.id}")
    assert (found.status_code, "恶意代码" in found.text) == (409, True)
    assert browser.get(f"/mine{address}{first.id}").status_code == 200
    assert browser.get(f"/mine{address}{second.id}").status_code == 409
    page = reviewer.get(f"/desk/cases/{case.id}").text
    assert "已查毒" in page
    assert "发现恶意代码" in page
    assert "不能打开" in page
    assert f"{address}{second.id}" not in page


def test_malware_is_turned_away_at_the_door(settings: Settings, tmp_path: Path) -> None:
    settings.GONGXIN_CLAMD = tmp_path / "clamd.sock"
    record = city.published_penalty()
    browser, _keys = owners.signed_in(1)
    with evidence.clamd(settings.GONGXIN_CLAMD):
        answer = filed(browser, record, evidence.png() + evidence.EICAR)
    assert (answer.status_code, "恶意代码" in answer.text) == (409, True)
    assert queries.cases_of(cases.subject(1)) == []


def test_a_form_with_files_needs_its_token() -> None:
    record = city.published_penalty()
    browser, keys = owners.signed_in(1)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert filed(strict, record, evidence.png()).status_code == 403
    assert keys.handle
