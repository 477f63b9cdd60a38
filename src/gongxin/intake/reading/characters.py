"""Characters that make two cells look alike or a cell unreadable. It names the code point and changes nothing."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from gongxin.intake.reading.findings import Findings
from gongxin.intake.reading.layout import Column, Use

# Tab and line feed are layout; every other control, format, direction or tag character is not text.
_ZERO_WIDTH = r"\u{ad}\u{180e}\u{200b}-\u{200d}\u{2060}-\u{2064}\u{feff}\u{fe00}-\u{fe0f}\u{34f}\u{115f}\u{1160}\u{3164}\u{ffa0}"
_HARD = (
    r"\x00-\x08\x0b-\x1f\x7f-\x84\x86-\u{9f}\u{61c}\u{200e}\u{200f}\u{202a}-\u{202e}\u{2066}-\u{206f}"
    r"\u{fff9}-\u{fffb}\u{fffe}\u{ffff}\u{e0000}-\u{e01ef}"
)
_ANY = f"[{_HARD}{_ZERO_WIDTH}]"
_ONLY_HARD = f"[{_HARD}]"
_COMBINING = r"\p{M}{4}"
_REPLACEMENT = "\ufffd"
_STRANGE = f"[{_HARD}{_ZERO_WIDTH}{_REPLACEMENT}]|{_COMBINING}"

_STRICT: tuple[tuple[str, str], ...] = (("cell.invisible", _ANY),)
_FREE: tuple[tuple[str, str], ...] = (
    ("cell.invisible", _ONLY_HARD),
    ("text.invisible", f"[{_ZERO_WIDTH}]"),
)
_ALWAYS = (("cell.replacement", _REPLACEMENT), ("cell.combining", _COMBINING))
_QUESTIONS: Mapping[bool, tuple[tuple[str, str], ...]] = MappingProxyType(
    {False: _STRICT, True: _FREE}
)


def examine(column: Column, series: pl.Series, rows: pl.Series, findings: Findings) -> None:
    """Report invisible, replaced and piled-up characters of one column."""
    # One pass over the column answers for almost every file; the questions are asked apart only where it says yes.
    if not series.str.contains(_STRANGE).any():
        return
    free = column.use in {Use.SCAN, Use.UNKNOWN}
    for code, pattern in (*_QUESTIONS[free], *_ALWAYS):
        _report(code, pattern, column, series, rows, findings)


def _report(
    code: str, pattern: str, column: Column, series: pl.Series, rows: pl.Series, findings: Findings
) -> None:
    found = series.str.contains(pattern).fill_null(value=False)
    if not found.any():
        return
    points = series.filter(found).str.extract(f"({pattern})").to_list()
    seen = [" ".join(f"U+{ord(c):04X}" for c in text[:1]) for text in points]
    names = [
        {"code_point": s, "name": unicodedata.name(t[:1], "control")}
        for s, t in zip(seen, points, strict=True)
    ]
    findings.add(code, rows.filter(found), column.name, seen, names)
