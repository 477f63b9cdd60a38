"""The card of a record: it repeats nothing the page says, leaves nothing else out, and prints words for codes."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.jurisdiction import Item, load
from gongxin.portal.cards import Card, card, money
from gongxin.records.publicrecord import PublicRecord, Shown

JURISDICTIONS = Path(__file__).resolve().parents[3] / "jurisdictions"
NAME, CODE = "构造市样例甲有限公司", "919999990000000000"


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    law = load(JURISDICTIONS, "xingning", accept_unverified=True)
    return {item.code: item for item in law.items}


def laid_out(item: Item, **values: str) -> Card:
    shown = tuple(
        Shown(code, item.field(code).zh, item.field(code).en, value, "元")
        for code, value in values.items()
    )
    record = PublicRecord(
        record=UUID(int=1), number=1, item=item.code, item_version=item.version, item_zh=item.zh,
        item_en=item.en, polarity=item.polarity, subject_id=1, authority_name="", authority_code="",
        authority_key="samr", provider_key="samr", document_number="", decided_date=date(2026, 1, 1),
        severity="general", fields=shown, basis=(), shown_until=None, repair_from=None, rule_key="",
        rule_zh="", rule_en="", rule_mark="", rule_source="", marks=(), valid_from=None,
        valid_until=None, recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return card(record, item, known=(NAME, CODE))


def test_what_the_page_says_already_is_not_said_again(items: dict[str, Item]) -> None:
    shown = laid_out(
        items["penalty"], CF_XDR_MC=NAME, CF_XDR_SHXYM=CODE, CF_WSH="1", CF_JDRQ="2026-01-01",
        CF_CFJG="甲", CF_CFJGDM="乙", CF_SY="事实",
    )  # fmt: skip
    assert [line.value_zh for line in shown.lines] == ["事实"]


def test_a_name_that_differs_from_the_present_one_is_told(items: dict[str, Item]) -> None:
    assert [line.value_zh for line in laid_out(items["penalty"], CF_XDR_MC="旧名").lines] == [
        "旧名"
    ]


def test_codes_are_printed_as_words_in_both_languages(items: dict[str, Item]) -> None:
    (state,) = laid_out(items["licence"], XK_ZT="1").lines
    assert (state.value_zh, state.value_en) == ("有效", "Valid")
    (kinds,) = laid_out(items["penalty"], CF_CFLB="警告;罚款;别的").lines
    assert (kinds.value_zh, kinds.value_en) == ("警告、罚款、别的", "Warning, Fine, 别的")


def test_money_stands_in_yuan_and_its_label_names_no_other_unit(items: dict[str, Item]) -> None:
    (fine,) = laid_out(items["penalty"], CF_NR_FK="47600.00").lines
    assert fine.value_zh == "47,600 元"
    assert "万元" not in fine.zh


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=999_999))
def test_money_keeps_its_exact_value(whole: int, part: int) -> None:
    text = f"{whole}.{part:06}"
    back = money(text).replace(",", "")
    assert tuple(map(int, text.split("."))) == (
        int(back.split(".")[0]),
        int((back.partition(".")[2] or "0").ljust(6, "0")),
    )
