"""What one reported identifier is worth: absent, invalid, warning or valid, with every reason. Never repairs a character."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from types import MappingProxyType

from gongxin.identifiers.digits import org_check, reg15_check, uscc_check
from gongxin.identifiers.normal import is_placeholder, normalise
from gongxin.identifiers.resident import (
    find_resident_ids,
    has_form_of_old_resident_id,
    has_form_of_resident_id,
    is_resident_id,
)
from gongxin.identifiers.schemes import (
    LENGTHS,
    NOTHING_KNOWN,
    PATTERNS,
    Known,
    Scheme,
    detect,
)


class Grade(StrEnum):
    """The four grades. Only `valid` and `warning` may identify anybody."""

    INVALID = "invalid"
    WARNING = "warning"
    VALID = "valid"
    ABSENT = "absent"


class Reason(IntFlag):
    """Why a grade is what it is; several may hold at once."""

    RESIDENT_ID = 1  # a person's identity number: refused, masked
    SCHEME = 2  # no known kind of number
    LENGTH = 4
    FORM = 8  # a character that cannot stand there
    CHECK = 16  # the check digit does not agree
    ORG_CODE = 32  # the organisation code inside fails its own check
    PREFIX = 64  # registering authority and category are not an allotted pair
    DIVISION = 128  # the division code is not on the list
    FORM_ONLY = 256  # the scheme has no check digit: only the form was looked at
    EMPTY = 512  # empty, or a placeholder for "none"

    @property
    def code(self) -> str:
        """The names of the reasons in the order of their weight, joined by commas; empty where there is none."""
        return ",".join(flag.name.lower() for flag in Reason if flag & self and flag.name)


INVALIDATES = Reason.RESIDENT_ID | Reason.SCHEME | Reason.LENGTH | Reason.FORM | Reason.CHECK
WARNS = Reason.ORG_CODE | Reason.PREFIX | Reason.DIVISION
NO_REASON = Reason(0)


def grade_of(reasons: Reason) -> Grade:
    """The one place where reasons become a grade."""
    if reasons & Reason.EMPTY:
        return Grade.ABSENT
    if reasons & INVALIDATES:
        return Grade.INVALID
    return Grade.WARNING if reasons & WARNS else Grade.VALID


@dataclass(frozen=True)
class Graded:
    """One identifier looked at. `normalised` is empty where it is absent or is a person's number."""

    scheme: str | None
    grade: Grade
    reasons: Reason
    normalised: str
    changes: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The reasons as one text of codes."""
        return self.reasons.code


def grade(value: str | None, scheme: str | None = None, *, known: Known = NOTHING_KNOWN) -> Graded:
    """Grade one value; without a scheme its kind is recognised by its form.

    A unified code in a column of another scheme is graded as a unified code (files often mix them up).
    """
    if value is None:
        return Graded(scheme, Grade.ABSENT, Reason.EMPTY, "")
    plain = normalise(value)
    if is_placeholder(plain.value):
        return Graded(scheme, Grade.ABSENT, Reason.EMPTY, "", plain.changes)
    actual = Scheme(scheme) if scheme is not None else detect(plain.value)
    # A tax number of 18 characters is the unified code; and files put whole unified codes into any column.
    if is_sound_uscc(plain.value) or (actual is Scheme.TAX and len(plain.value) == 18):
        actual = Scheme.USCC
    reasons = _reasons(plain.value, actual, known)
    shown = "" if reasons & Reason.RESIDENT_ID else plain.value
    return Graded(actual and actual.value, grade_of(reasons), reasons, shown, plain.changes)


def is_sound_uscc(value: str) -> bool:
    """Whether the form and the check character of GB 32100 agree."""
    return bool(PATTERNS[Scheme.USCC].match(value)) and uscc_check(value[:17]) == value[17]


def _reasons(value: str, scheme: Scheme | None, known: Known) -> Reason:
    if carries_resident_id(value, scheme):
        return Reason.RESIDENT_ID
    if scheme is None:
        return Reason.SCHEME
    if not PATTERNS[scheme].match(value):
        wrong_length = scheme in LENGTHS and len(value) not in LENGTHS[scheme]
        return Reason.LENGTH if wrong_length else Reason.FORM
    check = _CHECKS.get(scheme)
    return check(value, known) if check else Reason.FORM_ONLY


def _org_code_reasons(value: str, _: Known) -> Reason:
    return NO_REASON if org_check(value[:8]) == value[8] else Reason.CHECK


def _reg15_reasons(value: str, known: Known) -> Reason:
    if reg15_check(value[:14]) != value[14]:
        return Reason.CHECK
    return _division_reason(value[:6], known)


def _located_reasons(value: str, known: Known) -> Reason:
    return Reason.FORM_ONLY | _division_reason(value[:6], known)


def _tax_reasons(value: str, _: Known) -> Reason:
    """Fifteen characters are a division and an organisation code; longer forms carry no check of their own."""
    if len(value) != 15:
        return Reason.FORM_ONLY
    inside = value[6:]
    sound = PATTERNS[Scheme.ORG_CODE].match(inside) and org_check(inside[:8]) == inside[8]
    return NO_REASON if sound else Reason.ORG_CODE


def _uscc_reasons(value: str, known: Known) -> Reason:
    if uscc_check(value[:17]) != value[17]:
        return Reason.CHECK
    reasons = NO_REASON
    if org_check(value[8:16]) != value[16]:
        reasons |= Reason.ORG_CODE
    if known.pairs and value[:2] not in known.pairs:
        reasons |= Reason.PREFIX
    return reasons | _division_reason(value[2:8], known)


def _division_reason(division: str, known: Known) -> Reason:
    unknown = known.divisions and division not in known.divisions
    return Reason.DIVISION if unknown else NO_REASON


_CHECKS: Mapping[Scheme, Callable[[str, Known], Reason]] = MappingProxyType(
    {
        Scheme.USCC: _uscc_reasons,
        Scheme.ORG_CODE: _org_code_reasons,
        Scheme.REG15: _reg15_reasons,
        Scheme.REG13: _located_reasons,
        Scheme.COOP: _located_reasons,
        Scheme.TAX: _tax_reasons,
    }
)


def carries_resident_id(value: str, scheme: Scheme | None) -> bool:
    """Whether the value is a resident identity number, mistyped or not, or carries one.

    Tax numbers of individual businesses do: 17 and 20 characters are an identity number and two more.
    What is a sound number of its own scheme stays one; of two readings of a broken number the person's is taken.
    """
    if find_resident_ids(value):
        return True
    head = value[:18] if len(value) in {18, 20} else ""
    if has_form_of_resident_id(head):
        return is_resident_id(head) or not is_sound_uscc(value)
    if len(value) not in {15, 17} or not has_form_of_old_resident_id(value[:15]):
        return False
    if len(value) == 15 and scheme is Scheme.REG15:
        return reg15_check(value[:14]) != value[14]
    if len(value) == 15 and scheme is Scheme.TAX:
        return org_check(value[6:14]) != value[14]
    return True
