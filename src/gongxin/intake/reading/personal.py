"""Finds numbers of persons in text and covers them with a visible mask. It never returns, counts by value or keeps what it found."""

import re
import unicodedata
from collections.abc import Iterator

from gongxin.identifiers.digits import reg15_check
from gongxin.identifiers.grading import is_sound_uscc
from gongxin.identifiers.resident import has_form_of_old_resident_id, is_resident_id

MASKS = {
    "resident_id": "〔已遮盖：身份证号〕",
    "phone": "〔已遮盖：电话〕",
    "bank_card": "〔已遮盖：银行卡号〕",
}
Span = tuple[int, int]

# Full-width and other scripts' digits, one character for one, so that places in the folded text are places in the text.
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_FOLD = str.maketrans("ＸｘхХ（）＋", "XxxX()+")

# What people and programs put between the digits of one number.
_BETWEEN = r"[\s\-_‐-―−－·・.．\u00ad\u200b-\u200f\u2060\ufeff]"
_GAP = _BETWEEN + "{0,3}"
_NO_WORD_BEFORE = r"(?<![0-9A-Za-z])"
_RESIDENT = re.compile(
    rf"{_NO_WORD_BEFORE}(?=([1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx])(?![0-9A-Za-z]))"
)
_RESIDENT_OLD = re.compile(rf"{_NO_WORD_BEFORE}([1-9][0-9]{{14}})(?![0-9A-Za-z])")
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?"
    rf"(1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}|1{_BETWEEN}[3-9](?:{_BETWEEN}[0-9]){{9}}"
    rf"|1[3-9][0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}|1[3-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}})(?![0-9])"
)
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z])(?:\({_AREA}\){_GAP}|{_AREA}{_BETWEEN}{{1,3}})[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}(?![0-9])"
)
_SPOKEN_PHONE = re.compile(
    r"(?:电话|手机|座机|联系方式|致电|传真|联系|[Tt][Ee][Ll]|[Pp]hone)[^0-9\n]{0,8}"
    rf"((?:{_AREA}{_GAP})?[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}})(?![0-9])"
)
_DIGIT_GROUPS = re.compile(rf"{_NO_WORD_BEFORE}[0-9]+(?:{_BETWEEN}{{1,2}}[0-9]+)*(?![A-Za-z])")
_SIXTEEN_DIGITS = re.compile(rf"(?:[0-9]{_GAP}){{15}}[0-9]")
_NOT_DIGIT = re.compile(r"[^0-9Xx]")
# A number of this form with a wrong check digit is still somebody's, unless it is a case number with a date of our days.
_LAST_YEAR_OF_A_MISTYPED_BIRTH = 2012


def _luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_resident_number(plain: str) -> bool:
    """Whether 18 characters are a resident number, or one mistyped."""
    if is_resident_id(plain):
        return True
    if len(plain) != 18 or not plain[:17].isdigit() or is_sound_uscc(plain.upper()):
        return False
    year, month, day = int(plain[6:10]), int(plain[10:12]), int(plain[12:14])
    dated = 1900 <= year <= _LAST_YEAR_OF_A_MISTYPED_BIRTH and 1 <= month <= 12 and 1 <= day <= 31
    return dated and plain[0] in "12345689"


def resident_spans(folded: str) -> Iterator[Span]:
    """Resident numbers, also split by blanks or hyphens."""
    for match in _RESIDENT.finditer(folded):
        if is_resident_number(_NOT_DIGIT.sub("", match.group(1)).upper()):
            yield match.span(1)
    for match in _RESIDENT_OLD.finditer(folded):
        digits = match.group(1)
        if has_form_of_old_resident_id(digits) and reg15_check(digits[:14]) != digits[14]:
            yield match.span(1)


def phone_spans(folded: str) -> Iterator[Span]:
    """Mobile numbers; landlines with a separated area code, or after a word such as 电话."""
    for match in _MOBILE.finditer(folded):
        yield match.span()
    for match in _LANDLINE.finditer(folded):
        yield match.span()
    for match in _SPOKEN_PHONE.finditer(folded):
        yield match.span(1)


def card_spans(folded: str) -> Iterator[Span]:
    """Bank cards: 16 to 19 digits, whole or in groups, that pass the Luhn check and are no unified code."""
    if not _SIXTEEN_DIGITS.search(folded):
        return
    for run in _DIGIT_GROUPS.finditer(folded):
        groups = [m.span() for m in re.finditer(r"[0-9]+", run.group())]
        for first, (start, _) in enumerate(groups):
            digits = ""
            for a, b in groups[first:]:
                digits += run.group()[a:b]
                if len(digits) > 19:
                    break
                if (
                    len(digits) >= 16
                    and digits[0] in "34569"
                    and _luhn(digits)
                    and not is_sound_uscc(digits)
                ):
                    yield run.start() + start, run.start() + b
                    break


def fold(text: str) -> str:
    """Digits of any width or script as ASCII digits, character for character."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m.group())), text.translate(_FOLD))


def covered(text: str, *, only_resident: bool = False) -> tuple[str, dict[str, int]]:
    """The text with masks, and how many of each kind; resident numbers win over cards, cards over phones."""
    folded = fold(text)
    found: list[tuple[int, int, str]] = []
    finders = [("resident_id", resident_spans)]
    if not only_resident:
        finders += [("bank_card", card_spans), ("phone", phone_spans)]
    for kind, finder in finders:
        for start, end in finder(folded):
            if all(end <= a or start >= b for a, b, _ in found):
                found.append((start, end, kind))
    counts: dict[str, int] = {}
    for start, end, kind in sorted(found, reverse=True):
        text = text[:start] + MASKS[kind] + text[end:]
        counts[kind] = counts.get(kind, 0) + 1
    return text, dict(sorted(counts.items()))
