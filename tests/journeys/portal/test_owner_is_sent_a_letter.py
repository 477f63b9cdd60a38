"""The letter with an organisation's code as PDF: the same words as its page, a code that opens, and no second look at it."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings

from gongxin.agencies.roles import Role
from tests.builders import city, desk_owners, files, owners, staff
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")


@pytest.fixture(autouse=True)
def cheap(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]


def test_the_letter_as_pdf_opens_an_account(client: Client) -> None:
    city.register(1)
    letter = desk_owners.asked(1)
    desk = staff.signed_in(Role.CENTRE_OFFICER)
    answer = desk.post(f"/desk/letters/{letter}/print", {"as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert len(pages) == 1
    text = "".join(pages[0].extract_text().split())
    for words in ("构造市样例路1号", files.body_name(1), unified_code(1), "/mine/register/code"):
        assert words in text, words
    found = re.search(r"开通码：(\w{5}-\w{5})请打开", text)
    assert found
    assert found[1] not in desk.get(f"/desk/letters/{letter}").text
    typed = {
        "uscc": unified_code(1),
        "code": found[1],
        "label": "finance",
        "password": owners.PASSWORD,
        "again": owners.PASSWORD,
    }
    assert client.post("/mine/register/code", typed).status_code == 302


def test_printed_as_pdf_the_code_of_the_page_before_is_dead(client: Client) -> None:
    city.register(1)
    letter = desk_owners.asked(1)
    before = desk_owners.printed(letter)
    desk = staff.signed_in(Role.CENTRE_OFFICER)
    assert desk.post(f"/desk/letters/{letter}/print", {"as": "pdf"}).status_code == 200
    typed = {
        "uscc": unified_code(1),
        "code": before,
        "label": "finance",
        "password": owners.PASSWORD,
        "again": owners.PASSWORD,
    }
    assert client.post("/mine/register/code", typed).status_code == 422


def test_without_a_registered_address_it_waits_at_the_counter() -> None:
    city.register(rows=[files.registered(1, address="")])
    letter = desk_owners.asked(1)
    desk = staff.signed_in(Role.CENTRE_OFFICER)
    content = desk.post(f"/desk/letters/{letter}/print", {"as": "pdf"}).content
    assert "本函留在窗口" in "".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
