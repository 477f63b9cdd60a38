"""The file of an organisation as PDF: what the page says, in both languages, on one page; and each print is a look."""

import io
from datetime import date
from typing import Final

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings

from gongxin.disclosures import queries as disclosures
from gongxin.records import actions as records
from tests.builders import city, holders, owners, partners
from tests.builders.codes import unified_code
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
NUMBER: Final = "构市监罚〔2026〕1号"
SHEET: Final = "/mine/sheet.pdf"


@pytest.fixture(autouse=True)
def cheap(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]


def printed(browser: Client, address: str = SHEET) -> tuple[str, int]:
    """The text without the breaks of its lines, and how many pages it takes."""
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def test_one_page_says_what_stands_why_until_when_and_what_can_be_done() -> None:
    """Decided on 6 May 2026, general: a year in public and three months before repair, by Order 36."""
    record = city.published_penalty(1)
    records.place_mark(record=record, kind="disputed", basis="case", by="samr.clerk", now=city.NOW)
    browser, _keys = owners.signed_in(1)
    text, pages = printed(browser)
    assert pages == 1
    for words in (
        NUMBER.replace(" ", ""),
        "今天有1条不利记录公开",
        "不收费",
        "公开到2027年5月5日",
        "2026年8月6日起",
        "《中华人民共和国行政处罚法》",
        "异议处理中",
        "没有召回",
        "内容以",
        str(owners.body(1).public_id),
    ):
        assert words in text, words
    english, _ = printed(browser, "/en/mine/sheet.pdf")
    assert NUMBER in english
    assert "5May2027" in english


def test_what_left_and_who_was_told_stand_on_it() -> None:
    record = city.published_penalty(1)
    bank, _token = partners.admitted()
    holders.give(bank.key, [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    browser, _keys = owners.signed_in(1)
    text, _ = printed(browser)
    assert "今天没有公开的不利记录" in text
    assert "已撤回：决定被撤销" in text
    assert "应告知1个单位，已确认0，逾期0" in text
    assert bank.zh in text


def test_the_day_decides_what_is_printed(on_day: SetDay) -> None:
    city.published_penalty(1)
    on_day(date(2027, 5, 6))
    browser, _keys = owners.signed_in(1)
    text, _ = printed(browser)
    assert "期限已满" in text
    assert "2027年5月6日" in text


def test_each_print_leaves_an_edge_with_the_versions_it_showed() -> None:
    record = city.published_penalty(1)
    browser, _keys = owners.signed_in(1)
    printed(browser)
    (edge,) = disclosures.looks_at(owners.body(1).id)
    assert (edge.recipient_kind, edge.recipient) == ("subject", str(owners.body(1).public_id))
    assert disclosures.given_in(edge.disclosure) == [(record, 1)]


def test_nobody_else_gets_it(client: Client) -> None:
    city.published_penalty(1)
    assert client.get(SHEET).status_code == 302
    city.register(2)
    stranger, _keys = owners.signed_in(2)
    text, _ = printed(stranger)
    assert NUMBER not in text
    assert unified_code(1) not in text
