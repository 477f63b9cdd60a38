"""An organisation's cases as its own pages tell them: what waits, and what it may do next. The tables decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongxin.agencies.scope import acting_for
from gongxin.attachments import queries as attachments
from gongxin.attachments.queries import Card
from gongxin.cases import queries
from gongxin.cases.apart import as_read_on
from gongxin.cases.kinds import Event, Party
from gongxin.cases.queries import Due
from gongxin.cases.standing import Case
from gongxin.look.words import WORDS
from gongxin.portal.owner import Owner
from gongxin.portal.ownfile import Waiting
from gongxin.records import masks

# In the order in which a page offers them.
OWN_STEPS: Final = (Event.COMPLETE, Event.APPEAL, Event.SAY, Event.DROP)


@dataclass(frozen=True)
class Told:
    """One case of the organisation's own."""

    case: Case
    named: tuple[queries.Named, ...]
    due: Due | None
    ways: tuple[Event, ...]  # what the organisation itself may do now
    hidden_from: date | None  # the first day without the record unless there is an answer

    @property
    def text(self) -> str:
        number = self.named[0].document_number if self.named else ""
        return f"{WORDS['case_kind'][self.case.kind]} {number}".strip()


def all_of(owner: Owner) -> list[Told]:
    """The newest first."""
    return [_told(one, owner) for one in queries.cases_of(owner.subject_id)]


def one_of(owner: Owner, case: UUID) -> Told | None:
    """A case of its own; another's and an absent one look the same."""
    return next((one for one in all_of(owner) if one.case.id == case), None)


def files_of(case: Case) -> list[tuple[Card, Party | None]]:
    """What was handed in with a case, and by which party; officers are not named."""
    with acting_for(case.agency_key):  # its own case, and with it what the other parties handed in
        cards = attachments.of(case.holder)
    return [(card, case.party_of(card.by)) for card in cards]


def waiting(owner: Owner) -> Sequence[Waiting]:
    """What runs, for the head of the file."""
    return [
        Waiting(
            f"{one.text} · {_turn(one.case)}",
            one.due.working.due if one.due else None,
            reverse("portal:owner_case", args=[one.case.id]),
        )
        for one in all_of(owner)
        if one.case.standing.is_open
    ]


def _turn(case: Case) -> Promise | str:
    if case.standing.turn is Party.SUBJECT:
        return gettext_lazy("等您补正材料")
    return WORDS["case_state"][case.state]


def _told(case: Case, owner: Owner) -> Told:
    case = as_read_on(case, owner.today)
    hidden = [masks.masks_of(record).get(case.holder) for record in case.records]
    return Told(
        case=case,
        named=tuple(queries.records_named(case.records)),
        due=queries.due_of(case.standing, owner.now),
        ways=tuple(one for one in OWN_STEPS if case.standing.may(one, Party.SUBJECT)),
        hidden_from=min((day for day in hidden if day is not None), default=None),
    )
