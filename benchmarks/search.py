"""Name search in the database, against the budget of architecture: p50 and p99 over random queries of real shapes."""

import random
import time

from django.db import connection

from benchmarks.measuring import Measurement
from gongxin.search import queries

QUERIES = 300


def measure() -> list[Measurement]:
    """Full names, brands, frequent pairs, and names with one character dropped."""
    dice = random.Random(5)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subjects_subject")
        (organisations,) = cursor.fetchone()
        cursor.execute(
            "SELECT name FROM subjects_name WHERE kind = 'present' ORDER BY md5(name) LIMIT %s",
            [QUERIES],
        )
        names = [name for (name,) in cursor.fetchall()]
    texts = {
        "full name": names,
        "part of 4": [_part(name, 4, dice) for name in names],
        "part of 2": [_part(name, 2, dice) for name in names],
        "one character dropped": [_dropped(name, dice) for name in names],
    }
    found: list[Measurement] = []
    for shape, asked in texts.items():
        times = sorted(_time(text) for text in asked)
        p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
        for label, value, limit in (("p50", p50, 10.0), ("p99", p99, 50.0)):
            found.append(
                {
                    "name": f"search: {shape}, {organisations:,} names, {label}",
                    "value": value,
                    "unit": "ms",
                    "against": f"limit of {limit:.0f} ms",
                    "ratio": value / limit,
                    "budget": "≤ 1",
                    "met": value <= limit,
                }
            )
    return found


def _time(text: str) -> float:
    start = time.perf_counter()
    queries.search(text)
    return (time.perf_counter() - start) * 1000


PREFIX = len("构造市")  # every constructed name begins so; nobody searches for what all share


def _part(name: str, length: int, dice: random.Random) -> str:
    start = dice.randrange(PREFIX, max(PREFIX + 1, len(name) - length))
    return name[start : start + length]


def _dropped(name: str, dice: random.Random) -> str:
    place = dice.randrange(len(name))
    return name[:place] + name[place + 1 :]
