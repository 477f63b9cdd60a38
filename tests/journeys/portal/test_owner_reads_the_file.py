"""Somebody signed in for an organisation reads its whole file: what stands, what left and why, and who looked."""

import csv
import io
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gongxin.agencies.roles import Role
from gongxin.disclosures import queries as disclosures
from gongxin.records import actions as records
from gongxin.search import checks
from tests.builders import city, files, holders, owners, partners, staff
from tests.builders.codes import unified_code
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
NUMBER = "构市监罚〔2026〕1号"


@pytest.fixture(autouse=True)
def cheap(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]


def test_the_sheet_says_what_stands_why_until_when_and_from_which_day_repair_may_be_asked() -> None:
    """Decided on 6 May 2026, general: a year in public and three months before repair, by Order 36."""
    record = city.published_penalty(1)
    records.place_mark(record=record, kind="disputed", basis="case", by="samr.clerk", now=city.NOW)
    browser, _keys = owners.signed_in(1)
    answer = browser.get("/mine/")
    for words in (
        NUMBER,
        "今天有 1 条不利记录公开",
        "不收费",
        "2027年5月5日",
        "2026年8月6日",
        "《中华人民共和国行政处罚法》",
        "异议处理中",
    ):
        assert words in answer.text, words
    assert answer["Cache-Control"] == "no-store"
    assert browser.get("/en/mine/").status_code == 200


def test_what_left_is_told_with_the_reason_to_its_own_organisation_alone(on_day: SetDay) -> None:
    city.register(1, 2)
    receipt = city.penalise(1)
    city.release(receipt)
    withdrawn = city.public(1)[0].record
    browser, _keys = owners.signed_in(1)
    stranger, _theirs = owners.signed_in(2)
    records.withdraw(record=withdrawn, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    text = browser.get("/mine/").text
    assert "已撤回" in text
    assert "决定被撤销" in text
    own = browser.get(f"/mine/records/{withdrawn}")
    assert own.status_code == 200
    assert "第 1 版" in own.text
    assert "第 2 版" in own.text
    assert NUMBER not in stranger.get("/mine/").text
    foreign = stranger.get(f"/mine/records/{withdrawn}")
    absent = stranger.get("/mine/records/00000000-0000-4000-8000-000000000000")
    assert (foreign.status_code, absent.status_code) == (404, 404)
    told = foreign.text.replace(str(withdrawn), "")
    assert told == absent.text.replace("00000000-0000-4000-8000-000000000000", "")


def test_what_ended_says_on_which_day(on_day: SetDay) -> None:
    record = city.published_penalty(1)
    on_day(date(2027, 5, 6))
    browser, _keys = owners.signed_in(1)
    text = browser.get("/mine/").text
    assert "今天没有公开的不利记录" in text
    assert "期限已满" in text
    assert "2027年5月6日" in text
    assert browser.get(f"/mine/records/{record}").status_code == 200


def test_what_was_never_released_is_not_told() -> None:
    city.register(1)
    city.penalise(1)
    browser, _keys = owners.signed_in(1)
    assert NUMBER not in browser.get("/mine/").text


def test_who_looked_is_an_institution_and_a_purpose_never_an_officer(client: Client) -> None:
    city.published_penalty(1)
    checked = checks.check(
        code=unified_code(1),
        purpose="tendering",
        jurisdiction=django_settings.GONGXIN_JURISDICTION,
        today=city.TODAY,
        now=city.NOW,
    )
    officer = staff.signed_in(Role.CENTRE_OFFICER)
    assert officer.get(f"/desk/organisations/{owners.body(1).public_id}").status_code == 200
    browser, _keys = owners.signed_in(1)
    browser.get("/mine/")
    text = browser.get("/mine/looks").text
    for words in (
        str(checked.check_id),
        "招标投标与政府采购",
        "查询本单位信息",
        "公共信用信息中心",
        "匿名查询者",
    ):
        assert words in text, words
    assert staff.account_of(Role.CENTRE_OFFICER) not in text
    exported = browser.get("/mine/looks.csv")
    rows = list(csv.DictReader(io.StringIO(exported.text.lstrip("\ufeff"))))
    assert {row["kind"] for row in rows} == {"anonymous", "subject", "office"}
    assert staff.account_of(Role.CENTRE_OFFICER) not in exported.text
    stranger, _theirs = owners.signed_in(city_second())
    assert str(checked.check_id) not in stranger.get("/mine/looks").text


def city_second() -> int:
    city.register(2)
    return 2


def test_each_look_of_the_owner_leaves_an_edge_with_the_versions_it_showed() -> None:
    record = city.published_penalty(1)
    browser, _keys = owners.signed_in(1)
    browser.get("/mine/")
    (edge,) = disclosures.looks_at(owners.body(1).id)
    assert (edge.recipient_kind, edge.recipient) == ("subject", str(owners.body(1).public_id))
    assert disclosures.given_in(edge.disclosure) == [(record, 1)]


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_whatever_the_address(
    client: Client,
) -> None:
    record = city.published_penalty(1)
    for address in (
        "/mine/",
        "/mine/looks",
        "/mine/looks.csv",
        "/mine/accounts",
        f"/mine/records/{record}",
    ):
        led = client.get(address)
        assert led.status_code == 302
        assert led["Location"].startswith("/mine/sign-in?next=")
        assert not led.cookies
    assert client.get("/mine/register").status_code == 200
    assert not client.get("/mine/register").cookies


def test_the_name_of_the_body_is_that_of_the_register() -> None:
    city.register(1)
    browser, _keys = owners.signed_in(1)
    assert files.body_name(1) in browser.get("/mine/").text


def test_whoever_was_given_a_record_that_fell_is_named_with_how_far_it_is() -> None:
    """A bank read it through the feed; the decision fell; the organisation sees that the bank was told and has not confirmed."""
    record = city.published_penalty(1)
    city.register(2)
    bank, _token = partners.admitted()
    holders.give(bank.key, [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    browser, _keys = owners.signed_in(1)
    for address in ("/mine/", f"/mine/records/{record}"):
        text = browser.get(address).text
        assert "更正送到了哪里" in text
        assert "应告知 1 个单位，已确认 0，逾期 0" in text
        assert bank.zh in text
    assert bank.zh in browser.get("/mine/looks").text, "by its name, not by its key"
    stranger, _theirs = owners.signed_in(2)
    assert bank.zh not in stranger.get("/mine/").text
