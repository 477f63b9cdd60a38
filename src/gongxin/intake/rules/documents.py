"""How numbers of decisions are read: brackets, blanks, width. 〔2025〕, [2025] and （2025） are one number."""

import re
from collections.abc import Callable
from typing import Final

import polars as pl

from gongxin.intake.findings import Params
from gongxin.intake.rules import text
from gongxin.intake.rules.cells import Read

_OPEN, _SHUT = "[(（【〔［〖", "])）】〕］〗"
_YEAR: Final = re.compile(rf"[{re.escape(_OPEN)}]([0-9]{{4}})[{re.escape(_SHUT)}]")
_OTHER: Final = str.maketrans(
    dict.fromkeys("[(【［〖", "（") | dict.fromkeys("])】］〗", "）")  # a pair that holds no year
)
_BLANKS: Final = re.compile(rf"[{re.escape(text.WHITE)}]+")
_KEPT: Final = str.maketrans({"（": "\ue000", "）": "\ue001"})
_UNKEPT: Final = str.maketrans({"\ue000": "（", "\ue001": "）"})
_NORMAL: Final = r"^(?:[^\[\]()【】〖〗〔〕\s！-～]|[（）]|〔[0-9]{4}〕)*$"
_ODD: Final = "（[0-9]{4}）"


def reader(rule: text.TextRule) -> Callable[[str], Read]:
    """The rule for one document number."""
    plain = text.reader(rule)

    def read(raw: str) -> Read:
        found = plain(raw)
        if found.value is None:
            return found
        value, counted = canonical(found.value)
        notes = tuple(dict.fromkeys((*found.counted, *counted)))
        return Read(value, _length(value, found, rule), notes)

    return read


def canonical(value: str) -> tuple[str, tuple[str, ...]]:
    """The number in its one form, and the notes it takes to get there."""
    tight = _BLANKS.sub("", value)
    folded = text.half_width(tight.translate(_KEPT)).translate(_UNKEPT)
    marked = _YEAR.sub("\ue002\\1\ue003", folded).translate(_OTHER)
    bracketed = marked.replace("〔", "（").replace("〕", "）")
    done = bracketed.replace("\ue002", "〔").replace("\ue003", "〕")
    notes = (
        *(("value.spaces",) if tight != value else ()),
        *(("value.width",) if folded != tight else ()),
        *(("document.brackets",) if done != folded else ()),
    )
    return done, notes


def _length(value: str, found: Read, rule: text.TextRule) -> tuple[tuple[str, Params], ...]:
    # Blanks inside counted towards the length before they were taken out.
    fits = rule.limit is None or len(value) <= rule.limit
    return tuple(f for f in found.findings if not (fits and f[0] == "value.too_long"))


def normal(rule: text.TextRule) -> Callable[[pl.Series], pl.Series]:
    """True only where the rule changes and finds nothing."""
    plain = text.normal(rule)
    return lambda values: plain(values) & values.str.contains(_NORMAL) & ~values.str.contains(_ODD)


def comparable(values: pl.Series) -> pl.Series:
    """The number as it is compared: letters in upper case."""
    small = values.str.contains("[a-z]")
    if not small.any():
        return values
    return pl.select(pl.when(small).then(values.str.to_uppercase()).otherwise(values)).to_series()
