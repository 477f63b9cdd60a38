"""Letters by their numbers: which notice one carries, what was printed together, where an organisation is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gongxin.notices.kinds import Key, Kind
from gongxin.notices.queries.owed import rows

_OF: Final = """
    SELECT d.letter, d.kind, d.ref, d.number FROM notices_delivery AS d WHERE d.letter = ANY(%(letters)s)
"""
_RUN: Final = """
    SELECT d.letter, d.kind, d.ref, d.number, d.at, d.by
    FROM notices_delivery AS d
    JOIN notices_delivery AS first ON first.at = d.at AND first.by = d.by
    WHERE first.letter = %(letter)s AND d.event = 'printed'
    ORDER BY d.letter
"""
_RUNS: Final = """
    SELECT min(d.letter) AS first, max(d.letter) AS last, count(*) AS letters, d.at, d.by
    FROM notices_delivery AS d WHERE d.event = 'printed' GROUP BY d.at, d.by ORDER BY d.at DESC, d.by LIMIT %(limit)s
"""
_LAST: Final = "SELECT coalesce(max(letter), 0) AS last FROM notices_delivery"
RUNS_MAX: Final = 10
NUMBER_MAX: Final = 10**12  # what an address may name; far more than letters


@dataclass(frozen=True)
class Letter:
    """One letter of a run."""

    number: int
    key: Key
    printed_at: datetime
    by: str


@dataclass(frozen=True)
class Run:
    """Letters that were printed together; known by the first of them."""

    first: int
    last: int
    letters: int
    at: datetime
    by: str


def notices_of(letters: Sequence[int]) -> dict[int, Key]:
    """Letter → the notice it carries, in the present scope."""
    return {
        row["letter"]: Key(Kind(row["kind"]), row["ref"], row["number"])
        for row in rows(_OF, {"letters": list(letters)})
    }


def run(letter: int) -> list[Letter]:
    """The letters that were printed together with this one, in order; empty: there is no such letter."""
    return [
        Letter(
            row["letter"], Key(Kind(row["kind"]), row["ref"], row["number"]), row["at"], row["by"]
        )
        for row in rows(_RUN, {"letter": letter})
    ]


def runs() -> list[Run]:
    """The latest print runs."""
    return [Run(**row) for row in rows(_RUNS, {"limit": RUNS_MAX})]


def last_number() -> int:
    """The number of the last letter. The caller holds the lock of numbering."""
    return int(rows(_LAST, {})[0]["last"])
