"""Recognises resident identity numbers (GB 11643), only so that they are refused and masked. Never stores, returns or parses one further."""

import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_FORM18 = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d\d{3}[0-9Xx]", re.ASCII)
_FORM15 = re.compile(r"[1-9]\d{7}[01]\d[0-3]\d\d{3}", re.ASCII)
_IN_TEXT = re.compile(rf"(?<![0-9A-Za-z])(?:{_FORM18.pattern})(?![0-9A-Za-z])", re.ASCII)
FORM18 = rf"^(?:{_FORM18.pattern})$"


def _is_day(month: str, day: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= _MONTH_DAYS[int(month) - 1]


def has_form_of_resident_id(value: str) -> bool:
    """Whether 18 characters have the form of an identity number with a possible date of birth, checked or not."""
    return bool(_FORM18.fullmatch(value)) and _is_day(value[10:12], value[12:14])


def is_resident_id(value: str) -> bool:
    """Whether the text is an 18-character resident identity number: form, date of birth and check character.

    A unified code of another first digit pair can look the same once in some hundred thousand (its
    division code must end in 18, 19 or 20 and its organisation code begin like a date); such a value is
    refused too, since storing one person's number weighs more than asking once more for one code.
    """
    if not has_form_of_resident_id(value):
        return False
    total = sum(int(c) * w for c, w in zip(value[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == value[17].upper()


def has_form_of_old_resident_id(value: str) -> bool:
    """Whether 15 digits have the form of a number issued before 1999 (it had no check character)."""
    return bool(_FORM15.fullmatch(value)) and _is_day(value[8:10], value[10:12])


def find_resident_ids(text: str) -> tuple[tuple[int, int], ...]:
    """Where in free text resident identity numbers stand, as half-open ranges."""
    found = (m.span() for m in _IN_TEXT.finditer(text))
    return tuple(span for span in found if is_resident_id(text[slice(*span)]))
