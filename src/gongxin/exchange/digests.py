"""The digest of the set after a line: read from the nearest state that is kept, and from the lines since. Decides nothing.

A state follows from the lines before it, which never change. So whoever reads first keeps it, two who do so at once keep the
same, and a page costs what the page costs however long the feed is.
"""

from collections.abc import Sequence
from typing import Final

from gongxin.exchange import elements
from gongxin.exchange.elements import State
from gongxin.exchange.lines import Line
from gongxin.exchange.models import SetState
from gongxin.exchange.queries import lines

KEPT_EVERY: Final = 1_000  # lines; a state is 2 KiB


def state_after(sequence: int) -> State:
    """The state of the set after this line, which exists (0: before the first)."""
    nearest = SetState.objects.filter(sequence__lte=sequence).order_by("-sequence").first()
    at = nearest.sequence if nearest else 0
    state = elements.read(bytes(nearest.state)) if nearest else elements.empty()
    while at < sequence:
        step = min(sequence - at, KEPT_EVERY - at % KEPT_EVERY)
        found = lines.lines_after(at, step)
        assert len(found) == step, "the feed has no gaps and this line exists"
        state = states(state, found)[-1]
        at += step
        if at % KEPT_EVERY == 0:
            _keep(at, state)
    return state


def digest_after(sequence: int) -> bytes:
    return elements.digest(state_after(sequence))


def states(before: State, found: Sequence[Line]) -> Sequence[State]:
    """The state after each of these lines."""
    return list(
        elements.states(before, [one.enters for one in found], [one.leaves for one in found])
    )


def _keep(sequence: int, state: State) -> None:
    SetState.objects.bulk_create(
        [SetState(sequence=sequence, state=elements.kept(state))], ignore_conflicts=True
    )
