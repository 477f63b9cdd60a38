"""Which words of a case are kept apart from its events, and until when: what people say who come without a record. Pure."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from gongxin.cases.kinds import SPOKEN, Kind, Party
from gongxin.cases.standing import Case, Standing
from gongxin.deadlines.working import months_later

_WORDS: Final = frozenset({"text", "target"})
# Months after the end of a case; our own choices. A tip is kept no longer than somebody may still ask what became of it,
# the others as long as what was decided on them may be looked at again.
KEPT_MONTHS: Final = MappingProxyType(
    {Kind.TIP: 6, Kind.COMPLAINT: 36, Kind.OWN_COMPLAINT: 36, Kind.REQUEST: 36}
)


def is_apart(kind: Kind, party: Party, key: str) -> bool:
    """Whether this is kept apart. What an office answers is evidence and stays; of a tip nothing that was said stays."""
    return kind in SPOKEN and key in _WORDS and (kind is Kind.TIP or party is Party.SUBJECT)


def over_from(found: Standing) -> date | None:
    """The first day on which nobody reads these words any more; None: while it goes on, or where they are no such words."""
    if found.kind not in SPOKEN or found.is_open or not found.events:
        return None
    return months_later(found.events[-1].on, KEPT_MONTHS[found.kind])


def as_read_on(found: Case, today: date) -> Case:
    """The case as it may be read on a day: from the end of its words on without them, whether or not they were emptied yet."""
    over = over_from(found.standing)
    if over is None or today < over:
        return found
    events = tuple(
        replace(
            one,
            told={k: "" if is_apart(found.kind, one.party, k) else v for k, v in one.told.items()},
        )
        for one in found.events
    )
    return replace(found, standing=replace(found.standing, events=events))
