"""Lists of the desk over all notices of the present scope: what is to be done, what is overdue, the figures. One statement each."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from gongxin.notices.delivery import PROOFS
from gongxin.notices.queries.clock import NoticeClock, civil
from gongxin.notices.queries.owed import as_owed, derivation, every_move, parameters, rows
from gongxin.notices.queries.standing import Notice, with_standing

PAGE: Final = 50  # notices on a page of the desk
RUN_MAX: Final = 100  # letters of one print run: what one person folds in a morning; our own choice

# How every notice stands that nothing has proved yet. The state is that of its last event that moves it (delivery.py); a test
# compares the two. What was kept is looked up notice by notice, on delivery_of_notice: a join over both sets is planned as if each had
# one row, since nobody keeps statistics of what is derived.
_OPEN: Final = """
    WITH owed AS MATERIALIZED ({owed}),
    stands AS (
        SELECT owed.*, news.letter, coalesce(news.last, 'owed') AS state, owed.at < %(late)s AS is_overdue,
               coalesce(s.address, '') <> '' AS has_address
        FROM owed
        JOIN subjects_subject AS s ON s.id = owed.subject_id
        CROSS JOIN LATERAL (
            SELECT bool_or(d.event = ANY(%(proofs)s)) AS is_told, max(d.letter) AS letter,
                   (array_agg(d.event ORDER BY d.id DESC) FILTER (
                       WHERE d.event IN ('printed', 'posted', 'returned', 'announced')))[1] AS last
            FROM notices_delivery AS d
            WHERE d.kind = owed.kind AND d.ref = owed.ref AND d.number = owed.number
        ) AS news
        WHERE news.is_told IS NOT TRUE
    )
"""
_PAGE: Final = """
    SELECT * FROM stands WHERE {which} ORDER BY at, kind, ref, number LIMIT %(limit)s OFFSET %(offset)s
"""
_FIGURES: Final = """
    SELECT count(*) FILTER (WHERE state = 'owed' AND has_address) AS to_print,
           count(*) FILTER (WHERE state = 'owed' AND NOT has_address) AS at_counter,
           count(*) FILTER (WHERE state = 'printed') AS to_post,
           count(*) FILTER (WHERE state = 'posted') AS posted,
           count(*) FILTER (WHERE state = 'returned') AS returned,
           count(*) FILTER (WHERE state = 'announced') AS announced,
           count(*) FILTER (WHERE is_overdue) AS overdue,
           count(*) AS open,
           min(at) AS oldest_at
    FROM stands
"""


class View(StrEnum):
    """The lists of the desk."""

    PRINT = "print"
    COUNTER = "counter"
    POST = "post"
    POSTED = "posted"
    RETURNED = "returned"
    ANNOUNCED = "announced"
    OVERDUE = "overdue"
    OPEN = "open"


_WHICH: Final = {
    View.PRINT: "state = 'owed' AND has_address",
    View.COUNTER: "state = 'owed' AND NOT has_address",
    View.POST: "state = 'printed'",
    View.POSTED: "state = 'posted'",
    View.RETURNED: "state = 'returned'",
    View.ANNOUNCED: "state = 'announced'",
    View.OVERDUE: "is_overdue",
    View.OPEN: "true",
}


@dataclass(frozen=True)
class Figures:
    """How many notices nothing has proved yet, and how they stand. The first six add up to `open`."""

    to_print: int
    at_counter: int
    to_post: int
    posted: int
    returned: int
    announced: int
    overdue: int
    open: int
    oldest_at: datetime | None

    def of(self, view: View) -> int:
        return {
            View.PRINT: self.to_print,
            View.COUNTER: self.at_counter,
            View.POST: self.to_post,
            View.POSTED: self.posted,
            View.RETURNED: self.returned,
            View.ANNOUNCED: self.announced,
            View.OVERDUE: self.overdue,
            View.OPEN: self.open,
        }[view]


def figures(now: datetime) -> Figures:
    (row,) = rows(_over(_FIGURES), _asked(now))
    return Figures(**row)


def listed(view: View, now: datetime, *, page: int = 1, size: int = PAGE) -> list[Notice]:
    """A page of one list, the longest owed first."""
    asked = {**_asked(now), "limit": size, "offset": (page - 1) * size}
    found = rows(_over(_PAGE).replace("{which}", _WHICH[view]), asked)
    return with_standing([as_owed(row) for row in found], now)


def open_notices(sql: str, now: datetime, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a statement over `stands`, the notices that nothing has proved yet."""
    return rows(_over(sql), {**_asked(now), **asked})


def states(now: datetime) -> dict[str, str]:
    """Key → state of every open notice as the lists see it."""
    text = _over("SELECT kind, ref, number, state FROM stands")
    return {
        f"{row['kind']}-{row['ref']}-{row['number']}": row["state"]
        for row in rows(text, _asked(now))
    }


def _over(sql: str) -> str:
    return _OPEN.replace("{owed}", derivation("true")) + sql


def _asked(now: datetime) -> dict[str, Any]:
    return {
        **parameters(civil(now)),
        **every_move(),
        "late": NoticeClock().overdue_before(now),
        "proofs": sorted(one.value for one in PROOFS),
    }
