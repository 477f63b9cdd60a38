"""A number of a person is the same number however it is written: in numerals, wide, mixed, split by whatever people type."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.intake.reading.personal import MASKS, RESIDENT_HINTS, covered
from tests.builders.ordinary_files import resident_number

ID = resident_number("44140219850307251")
EVERYDAY, CHEQUE = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
TRADITIONAL, WIDE = "○壹貳參肆伍陸柒捌玖", "０１２３４５６７８９"
ALPHABETS = (EVERYDAY, CHEQUE, TRADITIONAL, WIDE, "0123456789")
# Nothing here is a letter, a digit or a character; up to three may stand in a row.
SEPARATORS = " \t\n/|｜*＊-－—_~·.．,，、;；:：#+\u200b\u3000"
MASK, PHONE = MASKS["resident_id"], MASKS["phone"]


def written(number: str, alphabet: str) -> str:
    return "".join(alphabet[int(c)] if c.isdigit() else c for c in number)


@pytest.mark.parametrize(
    "text",
    [
        written(ID, EVERYDAY),
        written(ID, CHEQUE),
        written(ID, TRADITIONAL),
        "、".join(written(ID, EVERYDAY)),
        " ".join(written(ID, CHEQUE)),
        written(ID[:6], EVERYDAY) + ID[6:14] + written(ID[14:], CHEQUE),
        "/".join((ID[:6], ID[6:14], ID[14:])),
        "|".join((ID[:6], ID[6:14], ID[14:])),
        "*".join(ID),
        "\n".join((ID[:6], ID[6:14], ID[14:])),
        " / ".join((ID[:6], ID[6:10], ID[10:14], ID[14:])),
        "，".join(ID),
        "ID" + ID,
        f"之一{ID}",
        ID + "00",  # an old tax number of a sole trader
        "身份证号码：44140219851307251",  # a digit lost, but the word says what it is
    ],
)
def test_a_resident_number_in_any_spelling_is_covered(text: str) -> None:
    masked, counts = covered(f"当事人（身份证{text}）")
    assert counts == {"resident_id": 1}
    assert not any(c in masked for c in "0123456789" + EVERYDAY[2:] + CHEQUE[2:])


@pytest.mark.parametrize(
    "text",
    [
        "身份证号尾号2511",
        "身份证号尾号为二五一一",
        "身份证后四位251X",
        "身份证复印件一式二份",
        "第一、二、三、四、五、六、七、八、九、十条，第一百二十三条",
        "罚款人民币壹万贰仟叁佰肆拾伍元陆角柒分",
        "二〇二四年三月十五日至二〇二五年三月十五日",
        "2024/03/15、2025/03/15、2026/03/15",
        "1、2、3、4、5、6、7、8、9、10、11、12、13、14",
        "2000，3000，4000，5000，6000",
        "150、2000、3000套",
        "检查时间2024-03-15 09:30:00至2024-03-15 11:45:00",
        "抽样单编号：XBJ24441481441931456",
        "规格100*200*300",
        "第一三八条、第一九九条",
        "一九九八年、二〇〇八年、二〇一八年",
    ],
)
def test_numerals_that_are_no_persons_number_are_left(text: str) -> None:
    assert covered(text) == (text, {})


@pytest.mark.parametrize(
    "text",
    [
        "一三八〇〇一三八〇〇〇",
        "壹叁捌零零壹叁捌零零零",
        "一三八 〇〇一三 八〇〇〇",
        "一、三、八、〇、〇、一、三、八、〇、〇、〇",
        "幺三八零零幺三八零零零",
        "1三8〇〇一3八〇〇〇",
        "一三八-〇〇一三-八〇〇〇",
        "138/0013/8000",
        "138|0013|8000",
        "138*0013*8000",
        "138\n0013\n8000",
        "1/3/8/0/0/1/3/8/0/0/0",
        "电话：三三二二一二三",
    ],
)
def test_a_telephone_in_any_spelling_is_covered(text: str) -> None:
    masked, counts = covered(f"可致{text}。")
    assert counts == {"phone": 1}
    assert masked.endswith(f"{PHONE}。")


@st.composite
def spelt(draw: st.DrawFn) -> str:
    """A valid number of somebody born on some day, every digit and every gap written by chance."""
    born = draw(st.dates(min_value=date(1930, 1, 1)))
    first = f"{draw(st.integers(110000, 659999))}{min(born.year, 2024)}{born.month:02}{min(born.day, 28):02}"
    number = resident_number(f"{first}{draw(st.integers(0, 999)):03}")
    alphabet = st.sampled_from(ALPHABETS)
    gap = st.just("") | st.text(SEPARATORS, max_size=3)
    if draw(st.booleans()):  # one hand writes all of it alike
        alphabet, gap = st.just(draw(alphabet)), st.just(draw(gap))
    digits = [draw(st.sampled_from("XxＸ")) if c == "X" else draw(alphabet)[int(c)] for c in number]
    return digits[0] + "".join(draw(gap) + d for d in digits[1:])


@settings(deadline=None, max_examples=300)
@given(
    spelt(),
    st.text(alphabet="罚款人，。（ \n", max_size=8),
    st.text(alphabet="元号；）。 \n", max_size=8),
)
def test_every_valid_number_in_every_spelling_is_covered_whole(
    number: str, before: str, after: str
) -> None:
    for only_resident in (False, True):
        masked, counts = covered(before + number + after, only_resident=only_resident)
        assert masked == before + MASK + after
        assert counts == {"resident_id": 1}
        assert covered(masked, only_resident=only_resident) == (masked, {})


@settings(deadline=None)
@given(spelt())
def test_no_spelling_slips_past_the_question_asked_of_whole_columns(number: str) -> None:
    cell = pl.Series([f"号{number}。"])
    assert all(cell.str.contains(hint).all() for hint in RESIDENT_HINTS)
