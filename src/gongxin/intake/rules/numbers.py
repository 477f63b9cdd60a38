"""How plain numbers, years and digests are read. Exact: nothing is rounded, no digit is guessed."""

import re
from decimal import Decimal
from typing import Final

from gongxin.intake.rules.cells import Read
from gongxin.intake.rules.text import DASHES, WHITE, half_width

_DECIMAL: Final = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def _plain(raw: str) -> str | None:
    """Width folded, outer blanks gone; None where nothing was written."""
    return half_width(raw).strip(WHITE) or None


def read_decimal(raw: str) -> Read:
    """A number of at most 12 digits and 6 decimals, without thousands separators or an exponent."""
    value = _plain(raw)
    if value is None:
        return Read(None)
    if value in DASHES:
        return Read(None, (), ("value.placeholder",))
    if not _DECIMAL.fullmatch(value):
        return Read(None, (("decimal.form", {}),))
    read_as = format(Decimal(value).normalize(), "f")
    return Read(read_as, (), ("value.width",) if read_as != raw else ())


def read_year(raw: str) -> Read:
    """Four digits of the last or of this century; 2025年 and 2025年度 are 2025."""
    value = _plain(raw)
    if value is None:
        return Read(None)
    if value in DASHES:
        return Read(None, (), ("value.placeholder",))
    found = _YEAR.fullmatch(value)
    if found is None:
        return Read(None, (("year.form", {}),))
    return Read(found[1], (), ("value.width",) if found[1] != raw else ())


def read_digest(raw: str) -> Read:
    """SHA-256 in hex, 64 characters; upper case is folded."""
    value = _plain(raw)
    if value is None:
        return Read(None)
    folded = value.lower()
    if not _DIGEST.fullmatch(folded):
        return Read(None, (("digest.form", {}),))
    return Read(folded, (), ("value.width",) if folded != raw else ())
