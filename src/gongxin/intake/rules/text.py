"""How free and single-line texts are read: blanks, width, control characters, length. Never rewords."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from gongxin.intake.findings import Params
from gongxin.intake.rules.cells import Read

# What Rust and Polars call white space; Python's own list has four control characters more.
WHITE: Final = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
DASHES: Final = frozenset({"-", "--", "—", "——", "－", "–", "―"})
_ALNUM: Final = {
    c: c - 0xFEE0 for a, b in ("０９", "ＡＺ", "ａｚ") for c in range(ord(a), ord(b) + 1)
}
_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS: Final = re.compile(rf"[{re.escape(WHITE)}]*[\t\r\n][{re.escape(WHITE)}]*")
_FORMULA: Final = "=+-@"
_FORMULA_PATTERN: Final = r"^[=+\-@]"
_PLACEHOLDER_BYTES_MAX: Final = 16
_SLICE: Final = 8192  # rows whose bytes are looked at together; stays in the processor's cache


@dataclass(frozen=True)
class TextRule:
    """limit: characters; single_line: names and numbers, where width and line breaks mean nothing."""

    limit: int | None
    single_line: bool
    placeholders: frozenset[str] = DASHES


def half_width(text: str) -> str:
    """Full-width ASCII and the ideographic space, folded. For values that are codes, dates, amounts."""
    return text.translate(_WIDTH)


def reader(rule: TextRule) -> Callable[[str], Read]:
    """The rule for one text."""

    def read(raw: str) -> Read:
        control = _CONTROL.findall(raw)
        if control:
            points = " ".join(sorted({f"U+{ord(c):04X}" for c in control}))
            return Read(None, (("value.control", {"points": points}),))
        value = raw.strip(WHITE)
        if not value:
            return Read(None)
        if value in rule.placeholders:
            return Read(None, (), ("value.placeholder",))
        counted: list[str] = []
        joined = _BREAKS.sub(" ", value) if rule.single_line else value
        if joined != raw:
            counted.append("value.spaces")
        folded = joined.translate(_ALNUM) if rule.single_line else joined
        if folded != joined:
            counted.append("value.width")
        return Read(folded, tuple(_complaints(folded, rule)), tuple(counted))

    return read


def _complaints(value: str, rule: TextRule) -> list[tuple[str, Params]]:
    found: list[tuple[str, Params]] = []
    if len(value) > 1 and value[0] in _FORMULA:
        found.append(("value.formula_text", {}))
    if rule.limit is not None and len(value) > rule.limit:
        found.append(("value.too_long", {"length": len(value), "limit": rule.limit}))
    return found


def normal(rule: TextRule) -> Callable[[pl.Series], pl.Series]:
    """True only where the rule changes and finds nothing."""

    def test(values: pl.Series) -> pl.Series:
        size = values.str.len_bytes()
        ok = (values.str.strip_chars().str.len_bytes() == size) & (size > 0)
        short = size <= _PLACEHOLDER_BYTES_MAX
        if short.any():
            ok &= ~(short & values.is_in(list(rule.placeholders)))
        ok &= ~values.str.contains(_FORMULA_PATTERN)
        if rule.limit is not None and bool((size > rule.limit).any()):
            ok &= values.str.len_chars() <= rule.limit
        if rule.single_line:
            ok &= ~values.str.contains("[０-９Ａ-Ｚａ-ｚ\t\r\n]")
        return ok & ~with_control(values)

    return test


def with_control(values: pl.Series) -> pl.Series:
    """Where a control character stands. The bytes of many rows are looked at together: it is rare."""
    parts = []
    for start in range(0, len(values), _SLICE):
        part = values.slice(start, _SLICE)
        if _holds_control(part):
            parts.append(part.str.contains(_CONTROL.pattern))
        else:
            parts.append(pl.Series([False]).new_from_index(0, len(part)))
    return pl.concat(parts) if parts else pl.Series(dtype=pl.Boolean)


def _holds_control(part: pl.Series) -> bool:
    joined = part.str.join("").cast(pl.Binary).item()
    found = np.frombuffer(joined, dtype=np.uint8)
    low = found[found < 0x20]
    spared = (low == 0x09) | (low == 0x0A) | (low == 0x0D)
    return bool((~spared).any() or (found == 0x7F).any())
