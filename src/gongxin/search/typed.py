"""What somebody typed into the search box: a name, a code, or a number of a person. Pure; it never searches.

Numbers that belong to people (resident ID, mobile phone, bank card) are not searched, not shown again and not
put into an address; they are recognised here only to be refused.
"""

import re
import unicodedata
from enum import StrEnum

from gongxin import identifiers
from gongxin.identifiers import resident
from gongxin.intake.reading.numbers import spoken
from gongxin.intake.reading.personal import covered

MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}", re.ASCII)
CODE = re.compile(r"[0-9A-Z]{8,20}", re.ASCII)


class Typed(StrEnum):
    NOTHING = "nothing"
    NAME = "name"
    CODE = "code"
    PERSONAL = "personal"


def compact(text: str) -> str:
    """Half width, upper case, without spaces and hyphens: the form in which numbers are compared."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", unicodedata.normalize("NFKC", text)).upper()


def what(text: str) -> Typed:
    """Which of the four it is. What may be a person's number is one, unless its own check proves a body's."""
    number = compact(text)
    if not number:
        return Typed.NOTHING
    if _is_of_a_body(number):
        return Typed.CODE
    # In numerals, or split by whatever somebody types between the digits, it is the same number.
    if any(map(_holds_personal_number, (number, spoken(number)))) or _holds_resident_number(text):
        return Typed.PERSONAL
    return Typed.CODE if CODE.fullmatch(number) and re.search(r"\d", number) else Typed.NAME


def _is_of_a_body(number: str) -> bool:
    scheme = {18: "uscc", 15: "reg15"}.get(len(number))
    return (
        scheme is not None
        and CODE.fullmatch(number) is not None
        and not resident.is_resident_id(number)
        and identifiers.grade(number, scheme).grade == "valid"
    )


def _holds_resident_number(text: str) -> bool:
    return bool(covered(text, only_resident=True)[1])


def _holds_personal_number(number: str) -> bool:
    # Also inside other words: a name followed by a phone number holds a person's number as well.
    for found in re.findall(r"\+?[0-9]+X?", number):
        digits = found.strip("+X")
        if (
            MOBILE.fullmatch(found)
            or resident.has_form_of_resident_id(found[-18:])
            or resident.find_resident_ids(found)
            or resident.has_form_of_old_resident_id(digits)
            or (16 <= len(digits) <= 19 and _luhn(digits))
        ):
            return True
    return False


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B: the check of bank card numbers."""
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0
