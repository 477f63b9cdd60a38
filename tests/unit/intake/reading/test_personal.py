"""Numbers of persons are covered in every dress; numbers of organisations are left alone."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.reading.personal import MASKS, covered
from tests.builders.ordinary_files import resident_number

ID = resident_number("44140219850307251")
OLD_ID = "441402850307251"


def luhn(first: str) -> str:
    """A card number with its last digit, by the textbook."""
    total = sum(sum(divmod(int(c) * (2 - i % 2), 10)) for i, c in enumerate(reversed(first)))
    return first + str(-total % 10)


CARD = luhn("622202123456789")
CARD_19 = luhn("622848012345678901")


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (ID, "resident_id"),
        (f"身份证号{ID}。", "resident_id"),
        (f"{ID[:6]} {ID[6:14]} {ID[14:]}", "resident_id"),
        (f"{ID[:6]}-{ID[6:14]}-{ID[14:]}", "resident_id"),
        (" ".join(ID), "resident_id"),
        (wide(ID), "resident_id"),
        ("\u200b".join(ID), "resident_id"),
        (f"编号 12 {ID}", "resident_id"),
        (ID[:17] + ("1" if ID[17] != "1" else "2"), "resident_id"),
        (OLD_ID, "resident_id"),
        (resident_number("11010119700101001").lower(), "resident_id"),
        ("13912345678", "phone"),
        ("手机：139 1234 5678", "phone"),
        ("139-1234-5678", "phone"),
        ("+86 13912345678", "phone"),
        (wide("13912345678"), "phone"),
        ("1 3 9 1 2 3 4 5 6 7 8", "phone"),
        ("0753-3322123", "phone"),
        ("（0753）3322123", "phone"),
        ("020 81234567", "phone"),
        ("电话07533322123", "phone"),
        ("联系电话：3322123", "phone"),
        (CARD, "bank_card"),
        (CARD_19, "bank_card"),
        (f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:]}", "bank_card"),
        (f"卡号{wide(CARD)}", "bank_card"),
    ],
)
def test_a_persons_number_is_covered(text: str, kind: str) -> None:
    masked, counts = covered(
        f"当事人{text}，已处理" if not text.startswith("1 ") else f"，{text}，"
    )
    assert counts == {kind: 1}
    assert MASKS[kind] in masked
    assert not any(c.isdigit() for c in masked.replace("12 ", ""))


@pytest.mark.parametrize(
    "text",
    [
        "91441481MA4UNAMB2R",
        "11441481007222333X",
        "2024年3月15日至2025年3月15日",
        "2024-03-15 2025-03-15",
        "20240315",
        "罚款人民币2000元，没收违法所得12345.67元",
        "1000000000.00",
        "兴市监处罚〔2025〕1号",
        "粤兴市监罚字2024031500012",
        "JY14414810012345",
        "441481000001234",
        "(1) 2024 (2) 2025",
        "GB 14881-2013",
        "第二十二条、第100条",
        "400 5 600 7",
    ],
)
def test_what_is_no_persons_number_is_left(text: str) -> None:
    assert covered(text) == (text, {})


def test_several_are_covered_and_counted() -> None:
    text = f"张某（{ID}，13912345678）将款汇入{CARD}，后{ID}"
    masked, counts = covered(text)
    assert counts == {"resident_id": 2, "bank_card": 1, "phone": 1}
    assert (
        masked
        == "张某（〔已遮盖：身份证号〕，〔已遮盖：电话〕）将款汇入〔已遮盖：银行卡号〕，后〔已遮盖：身份证号〕"
    )


def test_a_mask_is_not_masked_again() -> None:
    masked, _ = covered(f"{ID} 13912345678 {CARD}")
    assert covered(masked) == (masked, {})


@settings(deadline=None)
@given(
    st.integers(0, 10**9),
    st.text(alphabet="罚款a，。 \n", max_size=8),
    st.text(alphabet="元b；号 \n", max_size=8),
)
def test_every_resident_number_is_found_between_any_words(
    seed: int, before: str, after: str
) -> None:
    chance = random.Random(seed)
    born = f"{chance.randint(1930, 2020)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    number = resident_number(f"44{chance.randint(1000, 9999)}{born}{chance.randint(0, 999):03}")
    if before[-1:] in {"a", "b"} or after[:1] in {"a", "b"}:
        before, after = before + " ", " " + after
    masked, counts = covered(before + number + after)
    assert number not in masked
    assert counts == {"resident_id": 1}


def test_a_long_text_is_looked_through_in_reasonable_steps() -> None:
    text = "1 " * 16_000
    assert covered(text) == (text, {})
