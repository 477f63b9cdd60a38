"""Where numbers of persons stand in a text: resident numbers, telephones, bank cards, in every spelling. It never returns a number, only places."""

import re
import unicodedata
from collections.abc import Iterator

from gongxin.identifiers.digits import reg15_check
from gongxin.identifiers.grading import is_sound_uscc
from gongxin.identifiers.resident import has_form_of_old_resident_id, is_resident_id

Span = tuple[int, int]

# Full-width and other scripts' digits, one character for one, so that places in the folded text are places in the text.
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_FOLD = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | dict(zip("хХ（）＋＠．＿", "xX()+@._", strict=True))
)
# Everyday numerals, those of cheques, and what is spoken or typed for them.
_NUMERALS = dict(
    zip(
        "〇零○◯一壹弌幺二贰貳弍两兩三叁參弎四肆五伍六陆陸七柒八捌九玖",
        "0000111122222233334455666778899",
        strict=True,
    )
)
_SPEAK = str.maketrans(_NUMERALS)
NUMERALS = "".join(_NUMERALS)
_NUMERAL = re.compile(f"[{NUMERALS}]")

# What people and programs put between the digits of one number.
_BETWEEN = r"[\s\-_‐-―−－·・.．\u00ad\u200b-\u200f\u2060\ufeff]"
_GAP = _BETWEEN + "{0,3}"
# A telephone proves nothing by itself: what separates the entries of a list is left out here.
_STROKE = r"[\s\-_‐-―−－·・.．\u00ad\u200b-\u200f\u2060\ufeff/|*\\~／｜＊＼～#]"
_STROKES = _STROKE + "{0,3}"
# A resident number proves itself: anything that is no letter, digit or character may stand between. Literal
# characters, so that Python and Polars read the same class.
BETWEEN_ANY = (
    "\x01-\\/\\:-\\@\\[-\\`\\{-\x7f\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7"
    "\u2000-\u206f\u20a0-\u20bf\u2190-\u245f\u2500-\u25ca\u25cc-\u25ee\u25f0-\u27bf\u2b00-\u2bff"
    "\u3000-\u3004\u3008-\u3013\u3016-\u301f\u30fb\ufe00-\ufe0f\ufe30-\ufe4f\ufeff"
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_ANY = f"[{BETWEEN_ANY}]{{0,3}}"
# Asked of whole columns by Polars: ten digits with nothing but such marks between.
_DIGIT = rf"[\p{{Nd}}{NUMERALS}]"
TEN_DIGITS = rf"(?:{_DIGIT}{_ANY}){{9}}{_DIGIT}"
FIFTEEN_DIGITS = rf"(?:{_DIGIT}{_ANY}){{14}}{_DIGIT}"
SEVENTEEN_DIGITS = rf"(?:{_DIGIT}{_ANY}){{17}}"
SPOKEN = r"电话|手机|座机|联系|致电|传真|(?i:tel|phone)"

_RESIDENT = re.compile(rf"(?=([1-9](?:{_ANY}[0-9]){{16}}{_ANY}[0-9Xx]))")
_RESIDENT_OLD = re.compile(r"(?<![0-9])([1-9][0-9]{14})(?![0-9])")
_RESIDENT_TAX = re.compile(r"(?<![0-9A-Za-z])([1-9][0-9]{16}[0-9Xx][0-9A-Z]{2})(?![0-9A-Za-z])")
_RESIDENT_NAMED = re.compile(
    rf"(?:身份证|公民身份)(?:件?号码?|编号)?[^0-9\n]{{0,4}}?((?:[0-9]{_GAP}){{14,17}}[0-9Xx])(?![0-9])"
)
_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?"
    rf"(1[3-9][0-9](?:{_STROKES}[0-9]{{4}}){{2}}|1{_STROKE}[3-9](?:{_STROKE}[0-9]){{9}}"
    rf"|1[3-9][0-9]{_STROKES}[0-9]{{3}}{_STROKES}[0-9]{{5}}"
    rf"|1[3-9][0-9]{{2}}{_STROKES}[0-9]{{3}}{_STROKES}[0-9]{{4}})(?![0-9])"
)
_LISTED = r"[\s、，,\-/.·]{0,2}"
_MOBILE_SPOKEN = re.compile(rf"(?=(1{_LISTED}[3-9](?:{_LISTED}[0-9]){{9}})(?![0-9]))")
_NUMERALS_MIN = 6  # of the eleven: "第一三八条" and lists of chapters have fewer in a row
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z])(?:\({_AREA}\){_GAP}|{_AREA}{_BETWEEN}{{1,3}})[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}(?![0-9])"
)
_SPOKEN_PHONE = re.compile(
    r"(?:电话|手机|座机|联系方式|致电|传真|联系|[Tt][Ee][Ll]|[Pp]hone)[^0-9\n]{0,8}"
    rf"((?:{_AREA}{_GAP})?[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}})(?![0-9])"
)
_DIGIT_GROUPS = re.compile(rf"(?<![0-9A-Za-z])[0-9]+(?:{_BETWEEN}{{1,2}}[0-9]+)*(?![A-Za-z])")
_SIXTEEN_DIGITS = re.compile(rf"(?:[0-9]{_GAP}){{15}}[0-9]")
_NOT_DIGIT = re.compile(r"[^0-9Xx]")
_NARROW = re.compile(rf"(?:[0-9Xx]|{_BETWEEN})+")
# A number of this form with a wrong check digit is still somebody's, unless it is a case number with a date of our days.
_LAST_YEAR_OF_A_MISTYPED_BIRTH = 2012


def fold(text: str) -> str:
    """Digits of any width or script as ASCII digits, character for character."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda m: str(unicodedata.decimal(m.group())), text.translate(_FOLD))


def spoken(folded: str) -> str:
    """Chinese numerals as digits besides, character for character."""
    return folded.translate(_SPEAK)


def bare(text: str) -> str:
    """A cell that is nothing but a number, without whatever stands between its digits."""
    return re.sub(f"[{BETWEEN_ANY}]", "", spoken(fold(text))).upper()


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
    """Resident numbers in digits or numerals, whole or split; those mistyped; those that a word names."""
    told = spoken(folded)
    if sum(map(str.isdigit, told)) < 15:
        return
    end = 0
    for match in _RESIDENT.finditer(told):
        span = match.span(1)
        if span[0] >= end and _is_resident(folded, told, span):
            end = span[1]
            yield span
    for match in _RESIDENT_TAX.finditer(folded):
        if is_resident_id(match.group(1)[:18].upper()):
            yield match.span(1)
    for match in _RESIDENT_OLD.finditer(told):
        digits, (start, stop) = match.group(1), match.span(1)
        of_a_body = reg15_check(digits[:14]) == digits[14]
        alone = _stands_alone(folded, start, stop)
        if alone and has_form_of_old_resident_id(digits) and not of_a_body:
            yield start, stop
    for match in _RESIDENT_NAMED.finditer(told):
        yield match.span(1)


def _is_resident(folded: str, told: str, span: Span) -> bool:
    start, end = span
    number = _NOT_DIGIT.sub("", told[start:end]).upper()
    if is_resident_id(number):
        # Letters before it, as in "ID4414…", do not hide a number that proves itself; a longer run of digits is another number.
        return not folded[start - 1 : start].isdecimal() and _ends(folded, end)
    # One mistyped proves nothing: only digits, blanks and hyphens, or numerals throughout, which nothing else is written in.
    plain = _NARROW.fullmatch(told[start:end]) is not None
    return plain and _stands_alone(folded, start, end) and is_resident_number(number)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    return not _is_word(folded[start - 1 : start] if start else "") and _ends(folded, end)


def _ends(folded: str, end: int) -> bool:
    return not _is_word(folded[end : end + 1])


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def phone_spans(folded: str) -> Iterator[Span]:
    """Mobile numbers; landlines with a separated area code, or after a word such as 电话; all of them in numerals too."""
    for match in _MOBILE.finditer(folded):
        yield match.span()
    for match in _LANDLINE.finditer(folded):
        yield match.span()
    for match in _SPOKEN_PHONE.finditer(folded):
        yield match.span(1)
    if len(_NUMERAL.findall(folded)) < _NUMERALS_MIN:
        return
    told = spoken(folded)
    for match in _MOBILE_SPOKEN.finditer(told):
        start, end = match.span(1)
        numerals = len(_NUMERAL.findall(folded[start:end]))
        if numerals >= _NUMERALS_MIN and _stands_alone(folded, start, end):
            yield start, end
    for match in _SPOKEN_PHONE.finditer(told):
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


def _luhn(digits: str) -> bool:
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
