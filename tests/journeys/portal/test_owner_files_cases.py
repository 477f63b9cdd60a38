"""Somebody signed in for an organisation files an objection, “not us” and a repair, follows them, and is heard beside the record."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from gongxin.cases import queries
from gongxin.cases.kinds import Event, Kind, Party, State
from gongxin.cases.standing import Case
from tests.builders import cases, city, owners
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day(on_day: SetDay) -> None:
    on_day(TODAY)


def only(serial: int = 1) -> Case:
    (found,) = queries.cases_of(cases.subject(serial))
    return found


def test_an_objection_from_the_file_to_the_review() -> None:
    record = city.published_penalty()
    browser, _ = owners.signed_in(1)
    assert f"/mine/records/{record}/objection" in browser.get("/mine/").text
    form = browser.get(f"/mine/records/{record}/objection")
    assert "不收费" in form.text
    said = {"ground": "wrong_fact", "text": "数额写错，电话13912345678"}
    assert browser.post(f"/mine/records/{record}/objection", said).status_code == 302
    case = only()
    assert (case.kind, case.state) == (Kind.OBJECTION, State.CHECKING)
    page = browser.get(f"/mine/cases/{case.id}").text
    assert "13912345678" not in page
    assert "逐日怎样算" in page
    assert "构市监罚" in browser.get("/mine/cases").text
    assert "异议" in browser.get("/mine/").text
    cases.rejected(case.id)
    step = f"/mine/cases/{case.id}/step"
    assert browser.post(step, {"event": "say", "text": "我们已经更正年报"}).status_code == 302
    assert "我们已经更正年报" in Client().get(f"/r/{record}").text
    assert browser.post(step, {"event": "appeal", "text": "请复核"}).status_code == 302
    assert only().state is State.REVIEWING
    assert browser.post(step, {"event": "confirm", "text": "x"}).status_code == 409
    assert browser.post(step, {"event": "drop"}).status_code == 302
    assert "我们已经更正年报" not in Client().get(f"/r/{record}").text


def test_not_us_takes_one_form() -> None:
    record = city.published_penalty()
    browser, _ = owners.signed_in(1)
    assert browser.get(f"/en/mine/records/{record}/not-us").status_code == 200
    assert browser.post(f"/mine/records/{record}/not-us", {"text": ""}).status_code == 302
    assert only().kind is Kind.NOT_US


def test_a_repair_is_refused_before_its_day_and_taken_after() -> None:
    record = city.published_penalty()
    browser, _ = owners.signed_in(1)
    address = f"/mine/records/{record}/repair"
    assert "起可以申请" in browser.get(address).text
    filled = {"commitment": "yes", "evidence": ["paid", "fulfilled"]}
    assert browser.post(address, filled).status_code == 409
    ripe = city.published_penalty(2, 处罚决定日期="2026-01-06", 处罚有效期="2027-01-06")
    other, _ = owners.signed_in(2)
    assert other.post(f"/mine/records/{ripe}/repair", {"evidence": ["paid"]}).status_code == 409
    assert other.post(f"/mine/records/{ripe}/repair", filled).status_code == 302
    cases.step(cases.forwarded(only(2).id), Event.REFUSE, Party.PROVIDER, false_commitment="yes")
    assert "没有核实" in other.get(f"/mine/cases/{only(2).id}").text


def test_nobody_files_about_anothers_record_or_reads_anothers_case() -> None:
    record = city.published_penalty()
    case = cases.objection(record)
    city.register(2)
    stranger, _ = owners.signed_in(2)
    for path in (
        f"/mine/records/{record}/objection",
        f"/mine/cases/{case}",
        f"/mine/records/{record}/gossip",
    ):
        assert stranger.get(path).status_code == 404
    assert (
        stranger.post(
            f"/mine/records/{record}/objection", {"ground": "other", "text": "x"}
        ).status_code
        == 404
    )
    assert stranger.post(f"/mine/cases/{case}/step", {"event": "drop"}).status_code == 409
    assert cases.case(case).state is State.CHECKING
    assert Client().get("/mine/cases").status_code == 302


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_notices_of_revocations_name_no_party(prefix: str) -> None:
    record = city.published_penalty()
    case = cases.revocation(record)
    cases.step(case, Event.CARRY_OUT, Party.PLATFORM)
    text = Client().get(f"{prefix}/revocations").text
    assert "（2026）行复第7号" in text
    assert "样例" not in text.split("<main")[1]
    cases.step(case, Event.REINSTATE, Party.PLATFORM, document="（2026）行终第9号")
    assert "（2026）行终第9号" in Client().get(f"{prefix}/revocations").text
