"""An organisation signs in and reads its notices: opening one is the proof, kept once; nobody else's, and nothing for the public."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event as Step
from gongxin.cases.kinds import Party
from gongxin.exchange.actions import recalls as recall_acts
from gongxin.exchange.queries import recalls
from gongxin.exchange.recalls import Outcome, Recipient
from gongxin.notices.delivery import Event, State
from gongxin.notices.kinds import Kind
from gongxin.notices.models import Contact, Delivery
from gongxin.records import actions as records
from tests.builders import cases, city, holders, notices, owners, spoken

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    city.city_hall()


def text(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def later() -> timedelta:
    return timedelta(seconds=1)


def reads() -> int:
    with acting_for(EVERY_AGENCY):
        return Delivery.objects.filter(event="read").count()


def test_opening_a_notice_is_its_delivery_and_the_list_is_not() -> None:
    city.published_penalty()
    browser, keys = owners.signed_in(1)
    assert "有 1 份通知没有打开" in text(browser, "/mine/")
    (one,) = notices.to(now=timezone.now() + later())
    address = f"/mine/notices/{one.key}"
    assert address in text(browser, "/mine/notices")
    browser.head(address)
    assert reads() == 0
    page = text(browser, address)
    for words in (
        "记录公开和修复告知书",
        "构市监罚〔2026〕1号",
        "2026-08-06",
        "不收费",
        "送达（登录后打开）",
    ):
        assert words in page, words
    text(browser, address)
    assert reads() == 1
    (told,) = notices.to(now=timezone.now() + later())
    assert told.standing.state is State.TOLD
    assert told.standing.proof is not None
    assert (told.standing.proof.event, told.standing.proof.by) == (Event.READ, keys.handle)
    assert "没有打开" not in text(browser, "/mine/")
    assert "送达（登录后打开）" in text(browser, f"/mine/records/{one.owed.record}")


def test_an_answer_to_ones_own_request_leads_to_its_case() -> None:
    city.register(1)
    case = spoken.request(serial=1).case
    cases.step(case, Step.DENY, Party.PLATFORM, by="centre.supervisor", article="第五十条")
    browser, _keys = owners.signed_in(1)
    (one,) = notices.to(now=timezone.now() + later())
    assert str(one.key) in text(browser, "/mine/notices")
    page = text(browser, f"/mine/notices/{one.key}")
    for words in ("不予", "第五十条", f"/mine/cases/{case}"):
        assert words in page, words
    assert f"/mine/cases/{case}" in text(browser, f"/en/mine/notices/{one.key}")


def test_in_english_it_says_the_same() -> None:
    city.published_penalty()
    browser, _keys = owners.signed_in(1)
    (one,) = notices.to(now=timezone.now() + later())
    page = text(browser, f"/en/mine/notices/{one.key}")
    for words in ("Notice of a published record and of its repair", "2026-08-06", "cost nothing"):
        assert words in page, words


def test_anothers_and_an_absent_one_are_the_same_404_and_prove_nothing() -> None:
    city.published_penalty()
    city.published_penalty(2)
    (one,) = notices.to(now=timezone.now() + later())
    browser, _keys = owners.signed_in(2)
    assert str(one.key) not in text(browser, "/mine/notices")
    for address in (f"/mine/notices/{one.key}", "/mine/notices/x", f"/mine/notices/{one.key}9"):
        text(browser, address, 404)
    assert reads() == 0
    assert Client().get(f"/mine/notices/{one.key}").status_code == 302


def test_the_public_reads_nothing_of_notices() -> None:
    record = city.published_penalty()
    (one,) = notices.to(now=timezone.now() + later())
    before = text(Client(), f"/r/{record}")
    browser, _keys = owners.signed_in(1)
    text(browser, f"/mine/notices/{one.key}")
    assert str(one.key) not in before
    assert text(Client(), f"/r/{record}") == before


def test_who_had_decided_by_it_is_said_beside_the_map() -> None:
    record = city.published_penalty()
    holders.partner("bank-u", signs=False)
    holders.give("bank-u", [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    (owed,) = recalls.of_recipient(Recipient("partner", "bank-u"))
    recall_acts.confirm_in_writing(
        recall=owed.id, outcome=Outcome.USED_IN_DECISION, paper="复函〔2026〕1 号", by="x", now=timezone.now()
    )  # fmt: skip
    browser, _keys = owners.signed_in(1)
    assert "待告知" in text(browser, "/mine/").split("更正送到了哪里")[1]
    (used,) = [n for n in notices.to(now=timezone.now() + later()) if n.key.kind is Kind.USED]
    assert "构造银行bank-u" in text(browser, f"/mine/notices/{used.key}")
    assert "送达（登录后打开）" in text(browser, "/mine/").split("更正送到了哪里")[1]


def test_a_contact_is_the_organisations_own_to_leave_and_to_delete() -> None:
    city.register(1)
    browser, _keys = owners.signed_in(1)
    answer = browser.post("/mine/contact", {"way": "sms", "to": "010-1234"})
    assert answer.status_code == 422
    assert Contact.objects.count() == 0
    assert browser.post("/mine/contact", {"way": "pigeon", "to": "x"}).status_code == 400
    assert browser.post("/mine/contact", {"way": "sms", "to": "13900001739"}).status_code == 302
    page = text(browser, "/mine/contact")
    assert "139****1739" in page
    assert "13900001739" not in page
    assert browser.post("/mine/contact", {"take_back": "yes"}).status_code == 302
    assert Contact.objects.get().sealed == ""
    assert browser.post("/mine/contact", {"take_back": "yes"}).status_code == 409
