"""Whether the party is one the platform may hold, and whether its kind fits its code. Knows no register."""

from typing import Final

import polars as pl

from gongxin.agencies.names import normal
from gongxin.intake.rules.byrow import code_of
from gongxin.intake.rules.cells import Column, Report, where
from gongxin.intake.rules.lists import NATURAL_PERSON
from gongxin.jurisdiction.values import Item

INDIVIDUAL_BUSINESS: Final = "个体工商户"
INDIVIDUAL_PREFIX: Final = (
    "92"  # facts §2.1: registered by the market regulator as an individual business
)
_NORMAL: Final = r"^[\x{4E00}-\x{9FFF}0-9A-Z()]*$"


def check(
    item: Item,
    columns: dict[str, Column],
    unified: pl.Series | None,
    usable: pl.Series | None,
    report: Report,
) -> None:
    """Refuse persons; say where the kind of party and the first signs of its code disagree."""
    code = code_of(item, "party_kind")
    if code is None:
        return
    kind = columns[code].values
    report.add("party.natural_person", code, where((kind == NATURAL_PERSON).fill_null(value=False)))
    if unified is None or usable is None:
        return
    individual = kind == INDIVIDUAL_BUSINESS
    differs = (
        (individual != unified.str.starts_with(INDIVIDUAL_PREFIX))
        & usable
        & (kind != NATURAL_PERSON)
    )
    at = where(differs.fill_null(value=False))
    report.add("party.kind_code", code, at, seen=kind.gather(at))


def comparable(names: pl.Series) -> pl.Series:
    """Names as they are compared: width folded, brackets of one kind, blanks and dots gone, capitals."""
    odd = names.filter(~names.str.contains(_NORMAL).fill_null(value=True)).unique()
    if odd.is_empty():
        return names
    return names.replace(odd, pl.Series([normal(name) for name in odd], dtype=pl.String))
