"""Decides which column of a file is which field of the item, by code and label. Never by position, never by likeness."""

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from gongxin.jurisdiction.values import Item


@dataclass(frozen=True)
class Mapping:
    """Header as received → field code; what is not in it is left over."""

    fields: MappingType[str, str]
    leftovers: tuple[str, ...]
    findings: pl.DataFrame

    @property
    def refused(self) -> bool:
        """Whether the file as a whole cannot be taken."""
        return bool((self.findings["severity"] == "reject").any())


def consume(headers: Sequence[str], item: Item) -> Mapping:
    """Map the headers of a file to the fields of the item."""
    raise NotImplementedError
