"""Anybody complains, tells of wrongdoing or asks, without a name and without a cookie, and follows it with a receipt."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases import queries
from gongxin.cases.kinds import Event, Kind, Party, State
from gongxin.cases.queries import spoken as read
from gongxin.cases.standing import Case
from tests.builders import cases, city, owners, spoken
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
CODE = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}")
COMPLAINT = {"agency": "samr", "matter": "late", "text": "两个月没有答复，电话13912345678"}
TIP = {"target": spoken.TARGET, "text": spoken.TOLD}
REQUEST = {"wanted": "access", "text": "执业登记的信息"}


@pytest.fixture(autouse=True)
def _day(on_day: SetDay) -> None:
    on_day(TODAY)


def code_of(answer: str) -> str:
    found = CODE.search(answer)
    assert found is not None
    return found.group()


def only() -> Case:
    with acting_for(EVERY_AGENCY):
        (found,) = queries.cases()
    return found


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_three_doors_say_what_each_is_not_for(client: Client, language: str) -> None:
    for address in ("requests", "complain", "tip", "requests/new", "receipt"):
        answer = client.get(f"{language}/{address}")
        assert answer.status_code == 200
        assert not answer.cookies
    assert client.get("/requests").text.count("不用于") == 3
    assert 'href="/requests"' in client.get("/").text


def test_a_complaint_is_followed_with_its_receipt_to_the_review(client: Client) -> None:
    answer = client.post("/complain", COMPLAINT)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    code = code_of(answer.text)
    case = only()
    assert (case.kind, case.agency_key, case.subject_id) == (Kind.COMPLAINT, "samr", None)
    page = client.post("/receipt", {"code": code.lower()}).text
    assert "两个月没有答复" in page
    assert "13912345678" not in page
    assert "逐日怎样算" in page
    cases.step(case.id, Event.DISMISS, Party.PLATFORM, now=NOW)
    said = {"code": code, "event": "appeal", "text": "请复核"}
    assert client.post("/receipt", said).status_code == 200
    assert only().state is State.REVIEWING
    again = client.post("/receipt", said)
    assert again.status_code == 409
    assert cases.OFFICER not in again.text


def test_a_tip_is_answered_by_whoever_is_in_charge(client: Client) -> None:
    code = code_of(client.post("/tip", TIP).text)
    there = spoken.read_on(code, "samr", TODAY)
    cases.step(
        there.id, Event.ANSWER, Party.PROVIDER, now=NOW, finding="dealt_with", text="已立案查处"
    )
    page = client.post("/receipt", {"code": code}).text
    assert "已立案查处" in page
    assert "已依法处理" in page
    assert "samr.reviewer" not in page
    cases.step(there.id, Event.CLOSE, Party.PLATFORM, now=NOW)


def test_what_is_over_nobody_reads_though_nothing_has_run(client: Client, on_day: SetDay) -> None:
    code = code_of(client.post("/tip", TIP).text)
    cases.step(only().id, Event.CLOSE, Party.PLATFORM, now=NOW)
    on_day(date(2026, 11, 30))
    assert client.post("/receipt", {"code": code}).status_code == 200
    on_day(date(2026, 12, 1))
    gone = client.post("/receipt", {"code": code})
    assert gone.status_code == 422
    assert spoken.TOLD not in gone.text
    never = client.post("/receipt", {"code": "ABCDE-FGHJK-MNPQR"})
    assert gone.content == never.content, "a code that is over looks like one that never was"


def test_a_person_is_no_target(client: Client) -> None:
    for target in ("张三", "样例便利店老板，电话13912345678"):
        answer = client.post("/tip", {**TIP, "target": target})
        assert answer.status_code == 422
        assert spoken.TOLD in answer.text  # nothing has to be written again
        assert "13912345678" not in answer.text
    with acting_for(EVERY_AGENCY):
        assert queries.cases() == []


def test_a_request_is_given_once_the_counter_has_seen_who_asks(client: Client) -> None:
    code = code_of(client.post("/requests/new", REQUEST).text)
    case = only()
    assert case.events[0].told["who"] == "person"
    cases.step(case.id, Event.ASK, Party.PLATFORM, now=NOW, text="请带证件到窗口")
    assert "请带证件到窗口" in client.post("/receipt", {"code": code}).text
    cases.step(case.id, Event.SEE, Party.PLATFORM, now=NOW)
    cases.step(case.id, Event.GIVE, Party.PLATFORM, now=NOW, text="已当面查看")
    page = client.post("/receipt", {"code": code}).text
    assert "已当面查看" in page
    assert "个人带身份证件到窗口看" in page


@pytest.mark.parametrize(
    ("address", "said"), [("/complain", COMPLAINT), ("/tip", TIP), ("/requests/new", REQUEST)]
)
def test_what_is_missing_or_comes_from_elsewhere_is_turned_away(
    client: Client, address: str, said: dict[str, str]
) -> None:
    for key in said:
        assert client.post(address, {**said, key: ""}).status_code in {409, 422}, key
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(address, said, headers=elsewhere).status_code == 403
    assert client.post("/receipt", {"code": "x"}, headers=elsewhere).status_code == 403


def test_how_often_is_limited(client: Client) -> None:
    answers = [client.post("/tip", {**TIP, "target": "张三"}).status_code for _ in range(7)]
    assert answers == [422] * 6 + [429]
    tries = [client.post("/receipt", {"code": "x"}).status_code for _ in range(11)]
    assert tries == [422] * 10 + [429]


def test_an_organisation_complains_about_how_its_case_was_handled() -> None:
    objection = cases.rejected(cases.objection(city.published_penalty()))
    browser, _ = owners.signed_in(1)
    page = browser.get(f"/mine/cases/{objection}").text
    address = f"/mine/cases/new/complaint?about={objection}"
    assert address in page
    assert str(objection) in browser.get(address).text
    said = {**COMPLAINT, "agency": "credit_centre", "about": str(objection)}
    made = browser.post("/mine/cases/new/complaint", said)
    assert made.status_code == 302
    case = made["Location"]
    assert "投诉（对本平台）" in browser.get(case).text
    assert "投诉（对本平台）" in browser.get("/mine/cases").text
    assert "投诉（对本平台）" in browser.get("/mine/").text
    assert browser.post(f"{case}/step", {"event": "drop"}).status_code == 302
    assert browser.get("/mine/cases/new/score").status_code == 404


def test_an_organisation_asks_for_a_copy_and_another_sees_nothing_of_it() -> None:
    city.register(1, 2)
    browser, _ = owners.signed_in(1)
    assert browser.get("/en/mine/cases/new/request").status_code == 200
    made = browser.post("/mine/cases/new/request", {"wanted": "copy", "text": "全部信息"})
    assert made.status_code == 302
    case = only()
    assert case.events[0].told["who"] == "organisation"
    cases.step(case.id, Event.GIVE, Party.PLATFORM, now=NOW)
    page = browser.get(made["Location"]).text
    assert "准予" in page
    assert "在自己的档案里打印" in page
    other, _ = owners.signed_in(2)
    assert other.get(made["Location"]).status_code == 404


def test_the_public_figures_count_by_body_and_by_kind(client: Client) -> None:
    case = spoken.complaint().case
    cases.step(case, Event.HEAR, Party.PLATFORM)
    cases.step(case, Event.FOUND, Party.PLATFORM)
    spoken.request()
    spoken.tip()
    found = read.spoken_figures(NOW)
    assert {key: (one.received, one.founded, one.open) for key, one in found.by_body.items()} == {
        "samr": (1, 1, 0)
    }
    assert [(one.kind, one.received, one.in_time) for one in found.by_kind] == [
        (Kind.COMPLAINT, 1, 1),
        (Kind.OWN_COMPLAINT, 0, 0),
        (Kind.REQUEST, 1, 0),
        (Kind.TIP, 1, 0),
    ]
    page = client.get("/punctuality").text
    assert spoken.TARGET not in page
    assert "投诉和责任" in page
