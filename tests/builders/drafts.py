"""Files that wait to be confirmed, by the real intake, and a clerk's hand on them."""

from uuid import UUID

from django.conf import settings

from gongxin.intake import conveyor, drafting
from gongxin.intake.conveyor import Incoming
from gongxin.intake.drafting import Drafted
from gongxin.jobs.accounts import clerk_of
from tests.builders import city


def draft_of(
    content: bytes, *, item: str = "penalty", agency: str = "samr", name: str = "file.csv"
) -> UUID:
    """A file as a draft of this agency's clerk."""
    return conveyor.receive(
        incoming=Incoming(content, name, item, agency),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of(agency),
        now=city.NOW,
        today=city.TODAY,
        draft=True,
    )


def state(batch: UUID, agency: str = "samr") -> Drafted:
    """The draft as its agency sees it."""
    return drafting.drafted(batch, scope=agency)


def take_offers(batch: UUID, agency: str = "samr") -> int:
    """Accept the best offer as long as there is one; returns how many were accepted."""
    taken = 0
    while offers := [offer for found in state(batch, agency).found for offer in found.offers]:
        best = max(offers, key=lambda offer: offer.rows)
        by = clerk_of(agency)
        drafting.accept(batch=batch, fix=best.fix, scope=agency, by=by, now=city.NOW)
        taken += 1
    return taken


def submit(batch: UUID, agency: str = "samr") -> None:
    """The clerk sends it, and a worker brings it to its end."""
    by = clerk_of(agency)
    drafting.submit(batch=batch, scope=agency, today=city.TODAY, by=by, now=city.NOW)
    conveyor.process(batch=batch, by="system", now=city.NOW)
