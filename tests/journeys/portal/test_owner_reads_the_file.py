"""Somebody signed in for an organisation reads its whole file: what stands, what left and why, and who looked."""

from datetime import date

import pytest

from tests.builders import city, owners
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
TODAY = date(2026, 6, 1)


@pytest.fixture
def day(on_day: SetDay) -> None:
    on_day(TODAY)


@pytest.mark.usefixtures("day")
def test_the_sheet_says_what_stands_why_until_when_and_from_which_day_repair_may_be_asked() -> None:
    city.published_penalty(1)
    browser, _keys = owners.signed_in(1)
    for prefix, words in (
        ("", ("今天有 1 条不利记录公开", "不收费", "什么时候能申请修复", "凭什么收录", "公开到")),
        ("/en", ("1 adverse record",)),
    ):
        text = browser.get(f"{prefix}/mine/").text
        assert "构市监罚〔2026〕1号" in text
        if not prefix:
            assert all(word in text for word in words), text
