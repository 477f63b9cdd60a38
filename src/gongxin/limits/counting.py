"""How often one client may ask for one kind of page. Exact under concurrency: one upsert per request counts it.

It never stores an address: a client is a keyed hash under a random salt that lives for one civil day.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

_SALTS: dict[tuple[str, date], bytes] = {}  # database and day → salt; at most two days are kept


@dataclass(frozen=True)
class Window:
    """At most `hits` requests in any window of `seconds`."""

    seconds: int
    hits: int


# Our own choices: a person reading never meets them, a program copying the register meets them within a minute.
LIMITS: Mapping[str, tuple[Window, ...]] = MappingProxyType(
    {
        "subject": (Window(60, 120), Window(86_400, 3_000)),  # organisation and record pages
        "search": (Window(60, 60), Window(86_400, 2_000)),
        "comment": (Window(60, 3), Window(86_400, 20)),  # said to a proposed edition
        "owner_letter": (Window(3_600, 10), Window(86_400, 30)),  # a letter is asked for
        "owner_code": (
            Window(300, 10),
            Window(86_400, 60),
        ),  # a letter's code is tried, right or wrong
        "speak": (Window(3_600, 6), Window(86_400, 20)),  # a complaint, a tip, a request
        "receipt": (
            Window(300, 10),
            Window(86_400, 60),
        ),  # a receipt's code is tried, right or wrong
        "evidence": (
            Window(60, 20),
            Window(3_600, 120),
        ),  # forms with files: each file starts a process
        "try": (Window(60, 6), Window(86_400, 200)),  # each call starts a parser
        # Attempts to come in that fail (one that succeeds is given back), by PyPI's numbers.
        "sign_in_name": (Window(300, 10),),
        "sign_in_known": (Window(300, 10),),  # by a browser in which this account came in before
        "sign_in_address": (Window(300, 10),),
        "sign_in_all": (Window(300, 1_000),),
        "second_factor": (Window(300, 5), Window(3_600, 20), Window(86_400, 50)),
    }
)


def wait_seconds(
    *,
    kind: str,
    address: str,
    now: datetime,
    today: date,
    windows: Sequence[Window] | None = None,
) -> int:
    """Counts this request. 0: go on; else the seconds after which the client may ask again.

    `address` tells clients apart: of a connection, or the id of a key, whose quota is then given as `windows`.
    """
    if windows is None:
        windows = _windows(kind)
    if not windows:
        return 0
    client = _client(address, today)
    instant = _instant(now)
    counted = _count(client, [(f"{kind}/{w.seconds}", instant // w.seconds) for w in windows])
    waits = [
        w.seconds - instant % w.seconds for w in windows if counted[f"{kind}/{w.seconds}"] > w.hits
    ]
    return max(waits, default=0)


def give_back(*, kind: str, address: str, now: datetime, today: date) -> None:
    """Takes back one request counted by `wait_seconds` at this `now`: only what failed is to be counted."""
    instant = _instant(now)
    rows = sorted((f"{kind}/{w.seconds}", instant // w.seconds) for w in _windows(kind))
    client = _client(address, today)
    with transaction.atomic(), connection.cursor() as cursor:
        for bucket, window in rows:
            place: list[bytes | str | int] = [client, bucket, window]
            where = 'WHERE client = %s AND bucket = %s AND "window" = %s'
            # Locked first: its rival counts the same row up or down between a look and a write.
            cursor.execute(f"SELECT hits FROM limits_counter {where} FOR UPDATE", place)  # noqa: S608  constant text
            found = cursor.fetchone()
            if found is not None and found[0] > 1:
                cursor.execute(f"UPDATE limits_counter SET hits = hits - 1 {where}", place)  # noqa: S608
            elif found is not None:
                cursor.execute(f"DELETE FROM limits_counter {where}", place)  # noqa: S608


def _windows(kind: str) -> tuple[Window, ...]:
    found: tuple[Window, ...] = getattr(settings, "LIMITS", LIMITS).get(kind, ())
    return found


def _instant(now: datetime) -> int:
    """Seconds in the city's time, so that the window of a day is the civil day, as the salt is."""
    offset = now.astimezone(ZoneInfo(settings.TIME_ZONE)).utcoffset()
    return int(now.timestamp()) + (int(offset.total_seconds()) if offset else 0)


def _client(address: str, today: date) -> bytes:
    return hashlib.blake2b(address.encode(), key=_salt(today), digest_size=16).digest()


def _count(client: bytes, buckets: list[tuple[str, int]]) -> dict[str, int]:
    """The number of requests in each present window, this one counted. Rides on `counter_once_per_client`."""
    # Rows in the order of their key, so that two requests of one client never lock each other crosswise.
    rows = sorted(buckets)
    places = ", ".join(["(%s, %s, %s, 1)"] * len(rows))
    parameters = [value for bucket, window in rows for value in (client, bucket, window)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO limits_counter (client, bucket, "window", hits) VALUES {places}
            ON CONFLICT (client, bucket) DO UPDATE SET
                hits = CASE WHEN limits_counter."window" = EXCLUDED."window"
                            THEN least(limits_counter.hits + 1, 1000000000) ELSE 1 END,
                "window" = EXCLUDED."window"
            RETURNING bucket, hits
            """,  # noqa: S608  only placeholders are put together
            parameters,
        )
        return dict(cursor.fetchall())


def _salt(today: date) -> bytes:
    """The salt of the day, the same for all processes. The first request of a day forgets the days before."""
    key = (str(connection.settings_dict["NAME"]), today)
    found = _SALTS.get(key)
    if found is not None:
        return found
    # One transaction: a second process waits here until the old counters are gone, so none of today's is.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_salt (day, salt) VALUES (%s, %s) ON CONFLICT (day) DO NOTHING",
            [today, secrets.token_bytes(32)],
        )
        if cursor.rowcount:
            cursor.execute("DELETE FROM limits_salt WHERE day < %s", [today])
            cursor.execute(
                "DELETE FROM limits_counter"
            )  # hashes under the old salt mean nothing now
        cursor.execute("SELECT salt FROM limits_salt WHERE day = %s", [today])
        salt = bytes(cursor.fetchone()[0])
    if len(_SALTS) > 1:
        _SALTS.clear()
    _SALTS[key] = salt
    return salt
