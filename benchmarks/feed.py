"""The change feed: what the digest of the set costs beside the hashing it cannot do without, and what a page costs."""

import hashlib
import os
import time
from collections.abc import Callable

from django.db import transaction

from benchmarks.measuring import Measurement
from gongxin.exchange import digests, elements
from gongxin.exchange.queries import lines

ELEMENTS = 20_000
AT_ONCE = 1_000  # as a page has
DIGEST_MAX = 3.0
PAGES_MAX = 20


def measure() -> list[Measurement]:
    """The digest always; pages where the installation that is measured has lines."""
    with transaction.atomic():  # states that are kept on the way are not kept
        pages = _pages()
        transaction.set_rollback(True)
    return [_digest(), *pages]


def _digest() -> Measurement:
    found = [os.urandom(32) for _ in range(ELEMENTS)]
    spread = _seconds(
        lambda: [hashlib.shake_128(one).digest(elements.STATE_BYTES) for one in found]
    )
    whole = _seconds(lambda: _folded(found))
    ratio = whole / spread
    return {
        "name": f"feed: a digest after each of {ELEMENTS:,} elements",
        "value": ELEMENTS / whole,
        "unit": "elements/s",
        "against": "SHAKE-128 of the same elements alone",
        "ratio": ratio,
        "budget": f"≤ {DIGEST_MAX:g}",
        "met": ratio <= DIGEST_MAX,
    }


def _folded(found: list[bytes]) -> None:
    state = elements.empty()
    for start in range(0, len(found), AT_ONCE):
        page = found[start : start + AT_ONCE]
        after = elements.states(state, list(page), [None] * len(page))
        for one in after:
            elements.digest(one)
        state = after[-1]


def _pages() -> list[Measurement]:
    head = lines.head()
    if head == 0:
        return []
    pages = min(PAGES_MAX, -(-head // AT_ONCE))
    read = 0
    begun = time.perf_counter()
    for page in range(pages):
        found = lines.lines_after(page * AT_ONCE, AT_ONCE)
        digests.states(digests.state_after(page * AT_ONCE), found)
        read += len(found)
    return [
        {
            "name": f"feed: {read:,} lines in {pages} pages, with their digests",
            "value": read / (time.perf_counter() - begun),
            "unit": "lines/s",
            "against": "",
            "ratio": None,
            "budget": None,
            "met": None,
        }
    ]


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
