"""Somebody reads an old decision: the page names the body as the document names it, though it has another name today."""

from datetime import date

import pytest
from django.test import Client

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.intake.queries import Receipt
from tests.builders import city
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
FORMER, PRESENT = "构造市工商行政管理局", "构造市市场监督管理局"


def address_of(receipt: Receipt) -> str:
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "admitted"
    return f"/r/{row['record']}"


def test_a_licence_of_2018_still_valid_shows_the_name_of_its_day(client: Client) -> None:
    city.register(1)
    days = {"许可决定日期": "2018-05-06", "有效期自": "2018-05-06", "有效期至": "2029-05-06"}
    text = client.get(address_of(city.license_(1, **days, 许可机关=FORMER))).text
    assert FORMER in text
    assert text.count(PRESENT) == text.replace(FORMER, "").count(PRESENT)


def test_a_penalty_of_2018_sent_in_2026_shows_the_name_of_its_day_while_it_is_public(
    client: Client, on_day: SetDay
) -> None:
    """No rule gave its class a longer time than the shortest: it is read three months from its decision, not today."""
    city.register(1)
    receipt = city.penalise(
        1, 处罚决定日期="2018-05-06", 处罚有效期="2099-12-31", 处罚类别="其他", 处罚机关=FORMER
    )
    city.release(receipt)
    address = address_of(receipt)
    assert client.get(address).status_code == 404
    on_day(date(2018, 6, 1))
    assert FORMER in client.get(address).text
