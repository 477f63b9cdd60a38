"""Anybody reads how agencies report, and why a number is missing: counts and numbers, no party, no order of merit."""

import csv
import io
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from gongxin.promises.questions import Kind
from tests.builders import desk_duties
from tests.builders.desk_duties import numbered
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
DECIDED = date(2026, 4, 7)
TODAY = date(2026, 6, 1)


def reported() -> None:
    desk_duties.report(numbered("samr", 2026, 117, 119), decided=DECIDED, arrived=date(2026, 4, 8))
    desk_duties.report(numbered("samr", 2026, 120), decided=DECIDED, arrived=date(2026, 4, 22))


def test_the_page_and_the_file_say_the_same(client: Client) -> None:
    reported()
    page = client.get("/punctuality").text
    assert "66.7%" in page
    assert "构造市样例" not in page
    rows = list(
        csv.DictReader(io.StringIO(client.get("/punctuality.csv").content.decode("utf-8-sig")))
    )
    (april,) = [
        row
        for row in rows
        if (row["agency"], row["item"], row["month"]) == ("samr", "penalty", "2026-04")
    ]
    assert [
        april[name] for name in ("arrived", "on_time", "late", "cannot_be_computed", "standing")
    ] == [
        *("3", "2", "1", "0"),
        "arrived",
    ]
    assert {row["computed_on"] for row in rows} == {"2026-06-01"}


def test_agencies_stand_in_the_order_of_the_catalogue_whatever_their_figures(
    client: Client,
) -> None:
    before = client.get("/punctuality.csv").content.decode()
    reported()
    cache.clear()
    after = client.get("/punctuality.csv").content.decode()

    def order(text: str) -> list[str]:
        return list(dict.fromkeys(row.split(",")[1] for row in text.splitlines()))

    assert order(before) == order(after)


def test_why_is_number_118_missing(client: Client, on_day: SetDay) -> None:
    reported()
    desk_duties.ask(TODAY)
    asked = client.get("/missing-numbers?q=118").text
    assert "构市监罚〔2026〕118号" in asked
    assert "待答" in asked
    assert "<strong>逾期</strong>" not in asked
    on_day(date(2026, 6, 9))  # five working days after Monday 1 June end on Monday 8 June
    assert "<strong>逾期</strong>" in client.get("/missing-numbers?q=118").text
    question = desk_duties.question_about("samr", 118)
    desk_duties.answer(question, Kind.VOID, note="作废审批单已存档")
    cache.clear()
    assert "作废审批单已存档" not in client.get("/missing-numbers").text  # not signed yet
    desk_duties.sign_answer(question)
    cache.clear()
    page = client.get("/missing-numbers").text
    assert "作废审批单已存档" in page
    assert "<strong>逾期</strong>" not in page
