"""How fast identifiers are graded, against python-stdnum on the same codes in the same run. Checks that both agree first."""

import random
from collections.abc import Callable
from time import perf_counter

import polars as pl
from stdnum.cn import uscc as stdnum_uscc

from benchmarks.measuring import Measurement
from gongxin.identifiers import grade_many, matrix, org_check, uscc_check, uscc_ok

CODES = 2_000_000
PEER_CODES = 50_000  # the peer takes eight seconds a million
BROKEN_EVERY = 100
# 10 million codes a second, measured where the peer does 125,000: a busy machine slows both alike.
BUDGET = 80
RUNS = 3


def measure() -> list[Measurement]:
    """Codes per second: check digits over a byte matrix, the same from a text column, whole grading, and the peer."""
    codes = pl.Series(_codes(CODES))
    some = codes.head(PEER_CODES)
    expected = [stdnum_uscc.is_valid(code) for code in some]
    assert uscc_ok(matrix(some, 18))[0].tolist() == expected, "the two disagree"
    peer = PEER_CODES / _seconds(lambda: [stdnum_uscc.is_valid(code) for code in some])
    ready = matrix(codes, 18)
    figures = (
        ("identifiers: check digits of a byte matrix", lambda: uscc_ok(ready), BUDGET),
        ("identifiers: check digits of a text column", lambda: uscc_ok(matrix(codes, 18)), BUDGET),
        ("identifiers: a text column graded whole", lambda: grade_many(codes, "uscc"), None),
    )
    return [_figure(name, CODES / _seconds(work), peer, budget) for name, work, budget in figures]


def _figure(name: str, value: float, peer: float, budget: int | None) -> Measurement:
    return {
        "name": name,
        "value": round(value),
        "unit": "codes/s",
        "against": f"python-stdnum, {peer:,.0f} codes/s",
        "ratio": round(value / peer, 1),
        "budget": None if budget is None else f"ratio >= {budget}",
        "met": None if budget is None else value / peer >= budget,
    }


def _seconds(work: Callable[[], object]) -> float:
    """The best of a few runs: what the machine can do when its neighbours are quiet."""
    best = float("inf")
    for _ in range(RUNS):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def _codes(count: int) -> list[str]:
    """Constructed codes of a division that does not exist, one in a hundred broken; made once and repeated."""
    draw = random.Random(20)
    distinct = []
    for number in range(min(count, PEER_CODES)):
        body = f"MA{number:06d}"
        first17 = f"91999999{body}{org_check(body)}"
        code = first17 + uscc_check(first17)
        if number % BROKEN_EVERY == 0:
            at = draw.randrange(8, 17)
            code = code[:at] + draw.choice("ABCDEFGH") + code[at + 1 :]
        distinct.append(code)
    return (distinct * (count // len(distinct) + 1))[:count]
