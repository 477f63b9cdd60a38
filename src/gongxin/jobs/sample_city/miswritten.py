"""Makings of one value in a column of any item: a list, a number, a year, a digest written otherwise than asked. It states no fate."""

from .hand import Hand, text
from .sheets import Sheet

OUTSIDE = "样例表外取值"  # stands in no list of values
FILLER = "构造样例文字"


def _one_of(hand: Hand, sheet: Sheet, kind: str, room: int = 0) -> str | None:
    """A column of the kind, any of them, that has room for so many characters."""
    lengths = sheet.form.lengths
    columns = [c for c in sheet.form.kinds[kind] if not lengths[c] or lengths[c] >= room]
    return columns[hand.number(0, len(columns))] if columns else None


def _write(hand: Hand, sheet: Sheet, i: int, kind: str, value: str) -> bool:
    column = _one_of(hand, sheet, kind, len(value))
    if column is None:
        return False
    sheet.columns[column][i] = value
    return True


def year_with_its_word(hand: Hand, sheet: Sheet, i: int) -> bool:
    column = sheet.form.kinds["year"][0]
    sheet.columns[column][i] = f"{text(sheet, column, i)}年度"
    return text(sheet, column, i) != "年度"


def beside_open_list(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "open_list", OUTSIDE)


def outside_list(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "closed_list", OUTSIDE[: 2 + hand.number(0, 5)])


def too_long(hand: Hand, sheet: Sheet, i: int) -> bool:
    column = _one_of(hand, sheet, "limited")
    if column is None:
        return False
    length = sheet.form.lengths[column] + hand.number(1, 30)
    sheet.columns[column][i] = (FILLER * length)[:length]
    return True


def amount_with_unit(hand: Hand, sheet: Sheet, i: int) -> bool:
    column = _one_of(hand, sheet, "amount")
    if column is None:
        return False
    sheet.columns[column][i] = f"{text(sheet, column, i) or hand.number(2, 90)}万元"
    return True


def count_in_words(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "count", "十二")


def figure_in_words(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "figure", "约三")


def year_in_words(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "year", "二〇二五")


def digest_cut_short(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "digest", "ab12cd34" * 5)


def flag_left_open(hand: Hand, sheet: Sheet, i: int) -> bool:
    return _write(hand, sheet, i, "flag", "待定")


MAKES = (
    year_with_its_word,
    beside_open_list,
    outside_list,
    too_long,
    amount_with_unit,
    count_in_words,
    figure_in_words,
    year_in_words,
    digest_cut_short,
    flag_left_open,
)
