"""Decides what each row of a table is worth: normalised values and findings. Never raises on input, never guesses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from gongxin.identifiers import Known
from gongxin.identifiers.schemes import NOTHING_KNOWN
from gongxin.jurisdiction.values import Item, Placeholder


@dataclass(frozen=True)
class Authorities:
    """Who decides and who reports, as the register of agencies stands on the day.

    by_code: unified code → agency key; by_name: normalised name or alias → agency key;
    provider: the key of the agency that sends the file (None: a trial without a sender).
    """

    by_code: Mapping[str, str]
    by_name: Mapping[str, str]
    provider: str | None = None
    collectors: frozenset[str] = field(
        default_factory=lambda: frozenset({"credit_centre"})
    )


@dataclass(frozen=True)
class Checked:
    """A chunk after checking: `frame` has every field and the helper columns, `findings` every finding."""

    frame: pl.DataFrame
    findings: pl.DataFrame


def check(
    frame: pl.DataFrame,
    item: Item,
    authorities: Authorities,
    calendar: object,
    today: date,
    *,
    known: Known = NOTHING_KNOWN,
    placeholders: Iterable[Placeholder] = (),
) -> Checked:
    """Check one chunk: "row" UInt32 and one text column per field code present."""
    raise NotImplementedError
