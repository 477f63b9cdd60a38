"""Lists over all recalls: what is due to be sent, the call sheet, who is named in public, and the figures. Set-based."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from gongxin.exchange.queries.recall_clock import ACT, NAMED, RecallClock
from gongxin.exchange.queries.recalls import Name, as_recall, derivation, names, rows
from gongxin.exchange.recalls import (
    RETRY_FIRST,
    RETRY_FOR,
    RETRY_MOST,
    Recall,
    Recipient,
)

SHEET_MAX: Final = 200  # on a page; the oldest first, so that what waits longest is never cut off
# What a worker that stood still for longer finds is a matter for people: all of it is on the public list by then.
SENT_WITHIN: Final = timedelta(days=30)

_INSTITUTION: Final = "d.recipient_kind IN ('partner', 'agency')"
_SAME: Final = "e.sequence = owed.sequence AND e.recipient_kind = owed.recipient_kind AND e.recipient = owed.recipient"
_OPEN: Final = (
    "NOT EXISTS (SELECT 1 FROM exchange_recallevent AS e WHERE {same} AND e.event = 'acknowledged')"
)

_DUE: Final = """
    SELECT owed.* FROM ({owed}) AS owed
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE e.event = 'failed') AS failures,
               max(e.at) FILTER (WHERE e.event = 'failed') AS failed_at,
               bool_or(e.event IN ('delivered', 'acknowledged')) AS settled
        FROM exchange_recallevent AS e WHERE {same}
    ) AS news ON true
    CROSS JOIN LATERAL (
        SELECT news.failed_at
            + least(%(most)s, %(first)s * power(2, least(news.failures - 1, 10))) AS again_at
    ) AS next
    WHERE news.settled IS NOT TRUE
      AND (news.failures = 0 OR (next.again_at <= %(now)s AND next.again_at <= owed.opened_at + %(for)s))
    ORDER BY owed.sequence
    LIMIT %(limit)s
"""
_SHEET: Final = """
    SELECT owed.* FROM ({owed}) AS owed WHERE {open}
    ORDER BY owed.opened_at, owed.sequence, owed.recipient_kind, owed.recipient
    LIMIT %(limit)s OFFSET %(offset)s
"""
_NAMED: Final = """
    SELECT owed.recipient_kind, owed.recipient, count(*) AS recalls, min(owed.opened_at) AS oldest_at
    FROM ({owed}) AS owed WHERE {open}
    GROUP BY owed.recipient_kind, owed.recipient ORDER BY min(owed.opened_at), owed.recipient
"""
_FIGURES: Final = """
    SELECT count(*) AS owed,
           count(DISTINCT (owed.recipient_kind, owed.recipient)) AS institutions,
           count(*) FILTER (WHERE news.acknowledged) AS acknowledged,
           count(*) FILTER (WHERE news.used) AS used_in_decision,
           count(*) FILTER (WHERE NOT news.acknowledged AND owed.opened_at < %(naming)s) AS listed,
           count(*) FILTER (WHERE NOT news.acknowledged AND owed.opened_at < %(sheet)s
                            AND owed.opened_at >= %(naming)s) AS call_sheet,
           count(*) FILTER (WHERE NOT news.acknowledged AND owed.opened_at >= %(sheet)s) AS running
    FROM ({owed}) AS owed
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(e.event = 'acknowledged'), false) AS acknowledged,
               coalesce(bool_or(e.outcome = 'used_in_decision'), false) AS used
        FROM exchange_recallevent AS e WHERE {same}
    ) AS news
"""
_THROUGH: Final = """
    SELECT owed.* FROM ({owed}) AS owed WHERE owed.by_feed_alone AND {open} ORDER BY owed.sequence
"""


@dataclass(frozen=True)
class Named:
    """An institution that did not act in time: how many recalls it owes, and since when. Never about whom."""

    name: Name
    recalls: int
    oldest_at: datetime


@dataclass(frozen=True)
class Figures:
    """How many recalls there ever were, and how they stand. owed = acknowledged + listed + call_sheet + running."""

    owed: int
    institutions: int
    acknowledged: int
    used_in_decision: int
    listed: int
    call_sheet: int
    running: int


def due(partner: str, now: datetime, *, limit: int) -> list[Recall]:
    """What is to be sent to this partner now, the oldest first."""
    owed = derivation(
        "d.recipient_kind = 'partner' AND d.recipient = %(partner)s AND c.at > %(since)s"
    )
    return _recalls(
        _over(_DUE, owed),
        partner=partner,
        since=now - SENT_WITHIN,
        now=now,
        most=RETRY_MOST,
        first=RETRY_FIRST,
        limit=limit,
        **{"for": RETRY_FOR},
    )


def call_sheet(now: datetime, *, page: int = 1) -> list[Recall]:
    """Recalls about which somebody must telephone, the oldest first; those on the public list are among them."""
    owed = derivation(f"c.at < %(sheet)s AND {_INSTITUTION}")
    return _recalls(
        _over(_SHEET, owed),
        sheet=RecallClock().opened_before(ACT, now),
        limit=SHEET_MAX,
        offset=(page - 1) * SHEET_MAX,
    )


def named(now: datetime) -> list[Named]:
    """The institutions that are named in public, the longest silent first."""
    owed = derivation(f"c.at < %(naming)s AND {_INSTITUTION}")
    found = rows(_over(_NAMED, owed), {"naming": RecallClock().opened_before(NAMED, now)})
    who = [Recipient(row["recipient_kind"], row["recipient"]) for row in found]
    called = names(who)
    return [
        Named(called[one], row["recalls"], row["oldest_at"])
        for one, row in zip(who, found, strict=True)
    ]


def figures(now: datetime) -> Figures:
    clock = RecallClock()
    (row,) = rows(
        _over(_FIGURES, derivation(_INSTITUTION)),
        {"sheet": clock.opened_before(ACT, now), "naming": clock.opened_before(NAMED, now)},
    )
    return Figures(**row)


def open_through(partner: str, sequence: int) -> list[Recall]:
    """A partner's open recalls of changes up to a sequence whose copies came by the feed alone."""
    owed = derivation(
        "d.recipient_kind = 'partner' AND d.recipient = %(partner)s AND c.sequence <= %(sequence)s"
    )
    return _recalls(_over(_THROUGH, owed), partner=partner, sequence=sequence)


def _over(sql: str, owed: str) -> str:
    """The SQL over these recalls: whole texts of ours alone are put together."""
    return sql.replace("{open}", _OPEN).replace("{same}", _SAME).replace("{owed}", owed)


def _recalls(sql: str, **asked: Any) -> list[Recall]:
    return [as_recall(row) for row in rows(sql, asked)]
