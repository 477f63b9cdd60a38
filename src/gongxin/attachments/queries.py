"""Reads of files: what a holder has, how each stands, and the content of one that may be opened. Behind the wall of its agency."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from gongxin.attachments import holding, receiving
from gongxin.attachments.kinds import OPENED, State, Type
from gongxin.attachments.models import File, Verdict
from gongxin.attachments.refusals import AttachmentRefused, refused


@dataclass(frozen=True)
class Card:
    """A file as a page lists it."""

    id: UUID
    holder: str
    agency_key: str
    name: str
    type: Type
    size: int
    original_digest: bytes
    digest: bytes
    sealed_digest: bytes
    by: str
    at: datetime
    state: State

    @property
    def is_opened(self) -> bool:
        return self.state in OPENED

    @property
    def original(self) -> str:
        """The digest of the file that came, as whoever has it can compute it."""
        return self.original_digest.hex()


class NotOpened(AttachmentRefused):
    """A file that waits for the scanner, or in which it found something."""

    code = "attachment.not_opened"


def of(holder: str) -> list[Card]:
    """The files of a holder, in the order in which they came."""
    return _cards(File.objects.filter(holder=holder))


def card(file: UUID) -> Card | None:
    """One file, or None where there is none behind this wall."""
    return next(iter(_cards(File.objects.filter(pk=file))), None)


def content(file: UUID) -> bytes:
    """What is kept of a file that may be opened; refused otherwise, and where it is not as it was kept."""
    found = card(file)
    if found is None:
        raise refused("attachment.gone")
    if not found.is_opened:
        raise not_opened(found.state)
    return kept(found)


def not_opened(state: State) -> NotOpened:
    """Why a file in this state is not opened."""
    return NotOpened("attachment.infected" if state is State.INFECTED else "attachment.waits")


def kept(card: Card) -> bytes:
    """The content, opened or not: for the scanner."""
    found = holding.content_of(card.holder, card.digest)
    if found is None:
        raise refused("attachment.gone")
    return found


def _cards(rows: QuerySet[File]) -> list[Card]:
    found = list(rows.order_by("at", "name", "id"))
    verdicts: dict[UUID, set[str]] = {}
    for file, name in Verdict.objects.filter(file__in=found).values_list("file_id", "found"):
        verdicts.setdefault(file, set()).add(name)
    has_scanner = receiving.configured() is not None
    return [_card(row, verdicts.get(row.pk, set()), has_scanner=has_scanner) for row in found]


def _card(row: File, said: set[str], *, has_scanner: bool) -> Card:
    return Card(
        id=row.pk,
        holder=row.holder,
        agency_key=row.agency_key,
        name=row.name,
        type=Type(row.type),
        size=row.size,
        original_digest=bytes(row.original_digest),
        digest=bytes(row.digest),
        sealed_digest=bytes(row.sealed_digest),
        by=row.by,
        at=row.at,
        state=_state(said, has_scanner=has_scanner),
    )


def _state(said: set[str], *, has_scanner: bool) -> State:
    """One finding outweighs every "nothing found"; without a word it hangs on whether anybody could have spoken."""
    if any(said):
        return State.INFECTED
    if said:
        return State.CLEAN
    return State.WAITS if has_scanner else State.NOT_SCANNED
