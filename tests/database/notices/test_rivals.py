"""Many at once: letters printed by two never carry one notice twice, and a proof that comes twice ends it once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices.actions import delivery
from gongxin.notices.delivery import State
from gongxin.notices.kinds import Seen
from gongxin.notices.models import Delivery
from gongxin.refusal import Refusal
from tests.builders import cases, city, notices

pytestmark = pytest.mark.usefixtures("fresh_city")

BODIES = 6


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gave, or the refusal it met."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait(timeout=60)
        try:
            with acting_for(EVERY_AGENCY):
                return act()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


def test_two_who_print_at_once_print_every_letter_once_and_read_once_is_enough() -> None:
    city.register(*range(1, BODIES + 1))
    city.release(city.penalise(*range(1, BODIES + 1)))
    now = timezone.now()
    prints = [partial(delivery.print_run, limit=4, by=f"x{n}", now=now) for n in range(3)]
    at_once(*prints)  # four, two, and nothing left
    with acting_for(EVERY_AGENCY):
        printed = list(Delivery.objects.filter(event="printed"))
    assert sorted(one.letter or 0 for one in printed) == list(range(1, BODIES + 1))
    assert len({one.ref for one in printed}) == BODIES

    (one,) = notices.to(1, now=now)
    read = partial(delivery.ensure_read, key=one.key, subject_id=cases.subject(1), now=now)
    found = at_once(
        *(partial(read, by=f"owner.{word * 12}") for word in "abcd"),
        partial(delivery.hand_over, key=one.key, seen=Seen.LICENCE, by="x", now=now),
    )
    assert found[:4].count(True) == 1
    assert notices.one(one.key, now=now).standing.state is State.TOLD
