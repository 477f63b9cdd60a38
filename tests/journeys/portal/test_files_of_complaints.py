"""Files come with an organisation's own complaint and with what an office answers; never with a tip, whose words have an end."""

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.attachments import queries as attachments
from gongxin.attachments.queries import Card
from gongxin.cases.kinds import State
from tests.builders import cases, city, evidence, owners, spoken, staff

pytestmark = pytest.mark.usefixtures("hall")


@pytest.fixture(autouse=True)
def cheap(settings: Settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]
    settings.GONGXIN_HOME = tmp_path / "home"


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("申请回执.png", evidence.png(33, 9), content_type="image/png")


def files_of(case: UUID) -> list[Card]:
    with acting_for(EVERY_AGENCY):
        return attachments.of(f"case:{case}")


def test_a_file_comes_with_an_organisations_complaint_and_with_the_answer() -> None:
    city.register(1)
    browser, _ = owners.signed_in(1)
    form = browser.get("/mine/cases/new/complaint").text
    assert 'enctype="multipart/form-data"' in form
    said = {"agency": "samr", "matter": "late", "text": "两个月没有答复", "files": [paper()]}
    made = browser.post("/mine/cases/new/complaint", said)
    assert made.status_code == 302
    case = UUID(made["Location"].rsplit("/", 1)[-1])
    (card,) = files_of(case)
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert officer.get(f"/desk/cases/{case}/files/{card.id}").status_code == 200
    assert browser.get(f"/mine/cases/{case}/files/{card.id}").status_code == 200
    other = staff.signed_in(Role.AGENCY_REVIEWER, "emergency")
    assert other.get(f"/desk/cases/{case}/files/{card.id}").status_code == 404
    answer = {"event": "hear", "text": "请说明", "files": [evidence_of_the_office()]}
    assert officer.post(f"/desk/cases/{case}/answer", answer).status_code == 302
    assert len(files_of(case)) == 2


def evidence_of_the_office() -> SimpleUploadedFile:
    return SimpleUploadedFile("函.png", evidence.png(34, 9), content_type="image/png")


def test_no_file_comes_with_a_tip_by_any_party() -> None:
    taken = spoken.tip()
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert 'name="files"' not in officer.get(f"/desk/cases/{taken.case}").text
    said = {"event": "close", "text": "无法办理", "files": [paper()]}
    assert officer.post(f"/desk/cases/{taken.case}/pass", said).status_code == 409
    assert cases.case(taken.case).state is State.RECEIVED
    assert files_of(taken.case) == []
    for address in ("/tip", "/complain", "/requests/new"):
        assert 'type="file"' not in Client().get(address).text
