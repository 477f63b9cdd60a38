"""Whom a record names, as a case asks about it: by the code it was reported with, or by that one decision. Pure."""

from typing import Final, Protocol
from uuid import UUID

from gongxin.identifiers import grade
from gongxin.subjects.parties import Codes, Party

# Roles of fields that hold the number of the party, in the order in which one of them is believed.
_NUMBERS: Final = ("uscc", "reg_no", "org_code", "tax_no", "institution_no", "social_no")
# Kept of a judgement where no code can name the party: it holds for this decision alone.
_RECORD: Final = "record"


class Says(Protocol):
    """A record that is asked what it says."""

    @property
    def record(self) -> UUID: ...

    def value(self, role: str) -> str: ...


def codes_of(found: Says) -> Codes:
    """The usable numbers that the record names its party by."""
    graded = (grade(found.value(role)) for role in _NUMBERS if found.value(role))
    return tuple(
        (str(one.scheme), one.normalised) for one in graded if one.scheme and one.normalised
    )


def party_of(found: Says, *, without: Codes) -> Party:
    """The party that a judgement is made of. A code of the body's own names the body: then the decision stands for it."""
    codes = [code for code in codes_of(found) if code not in without]
    known = tuple(codes[:1]) or ((_RECORD, str(found.record)),)
    return Party(found.value("party_name"), known)
