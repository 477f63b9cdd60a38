"""Numbers of decisions as series: what an authority counts up within a year, and which numbers of it did not arrive. Pure; no party is ever read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# As intake keeps numbers: 某市监罚〔2025〕118号, 〔2025〕第118号, 某罚〔2025〕118-1号. PostgreSQL reads the same text.
PATTERN: Final = "^([^〔〕]*)〔([0-9]{4})〕第?([0-9]{1,8})([-－之][0-9]+)?号?$"
_READ: Final = re.compile(PATTERN)
# A longer hole is a break of the series (another counter, a year of another office), not so many questions. A house number.
GAP_MAX: Final = 20


@dataclass(frozen=True, order=True)
class Number:
    """One number of a decision: what stands in front of the year, the year, and the count."""

    series: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.serial}号"


def read(text: str) -> Number | None:
    """The number in its parts; None for a number that counts nothing up."""
    found = _READ.fullmatch(text.upper())
    return Number(found[1], int(found[2]), int(found[3])) if found else None


@dataclass(frozen=True)
class Gap:
    """Numbers of one series that are missing between two that arrived: from `first` to `last`, both missing."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    @property
    def is_break(self) -> bool:
        return self.size > GAP_MAX


def gaps(serials: Iterable[int]) -> list[Gap]:
    """The holes between the lowest and the highest number that arrived. Below and above, nothing is known."""
    ordered = sorted(set(serials))
    return [Gap(before + 1, after - 1) for before, after in pairwise(ordered) if after > before + 1]
