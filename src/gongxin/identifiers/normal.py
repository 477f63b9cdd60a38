"""How a reported identifier is written before it is compared: width, case, spaces, hyphens. Never guesses a character (no O→0, no I→1)."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

# Each change has a name, so that the receipt can say what was altered.
_WIDTH = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}
_CASE = {chr(c): chr(c - 32) for c in range(ord("a"), ord("z") + 1)}
SPACES = (
    " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# Zero-width characters are not on this list: they are invisible, so they are refused with the row, not dropped.
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"

_STEPS = (
    ("width", str.maketrans(_WIDTH)),
    ("case", str.maketrans(_CASE)),
    ("spaces", str.maketrans(dict.fromkeys(SPACES))),
    ("hyphens", str.maketrans(dict.fromkeys(HYPHENS))),
)

# What stands in real files where no identifier is known, after normalising (a lone hyphen is then empty already).
_PLACEHOLDERS = frozenset(
    {
        "",
        "无",
        "暂无",
        "没有",
        "空",
        "不详",
        "未知",
        "N/A",
        "NA",
        "NULL",
        "NONE",
        "NIL",
        "/",
        "\\",
        "*",
        ".",
    }
)
ZEROS = r"^0+X?$"  # 00000000000000000X is the templates' "no code"


@dataclass(frozen=True)
class Normalised:
    """The value as it is compared, and the names of what was changed on the way."""

    value: str
    changes: tuple[str, ...] = ()


def normalise(value: str) -> Normalised:
    """Fold full-width ASCII, upper-case ASCII letters, drop spaces and hyphens. Nothing else is touched."""
    changes: list[str] = []
    for name, table in _STEPS:
        changed = value.translate(table)
        if changed != value:
            changes.append(name)
            value = changed
    return Normalised(value, tuple(changes))


def is_placeholder(normalised: str) -> bool:
    """Whether the text only says that there is no identifier."""
    if normalised in _PLACEHOLDERS:
        return True
    body = normalised.removesuffix("X")
    return bool(body) and not body.strip("0")


def normalise_many(values: pl.Series | Sequence[str | None]) -> pl.Series:
    """The same for a column; placeholders and empty cells become null."""
    series = values if isinstance(values, pl.Series) else pl.Series(values, dtype=pl.String)
    # Clean columns are the rule: one scan finds out, and only unclean ones are rewritten.
    if not series.str.contains(r"^[0-9A-Z]*$").all():
        fold = {**_WIDTH, **_CASE}
        series = (
            series.str.replace_many(list(fold), list(fold.values()))
            # Full-width space and hyphen folded to ASCII above are caught here with their ASCII forms.
            .str.replace_many([*SPACES, *HYPHENS], [""] * (len(SPACES) + len(HYPHENS)))
        )
        # A full-width small letter became a small letter: one more pass for case alone.
        series = series.str.replace_many(list(_CASE), list(_CASE.values()))
    absent = series.is_in(sorted(_PLACEHOLDERS)) | series.str.contains(ZEROS)
    return series.set(absent.fill_null(value=False), None)
