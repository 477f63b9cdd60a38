"""What an item says of lists: the papers of an entry, and what an exit ends. Pure values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ending:
    """An exit ends what it names: a record of `item` whose document number stands in `field` of the exit.

    `revoked`: the values of `revoked_field` by which the exit says that the entry itself fell; then its source withdraws it.
    """

    item: str
    field: str
    revoked_field: str | None = None
    revoked: tuple[str, ...] = ()


# The papers of a procedure, in the order in which they come about.
STEPS = ("order", "notice", "statement", "decision", "service")


@dataclass(frozen=True)
class Paper:
    """One paper of a procedure: which fields of the item hold its digest, its number and its day."""

    step: str
    digest: str | None
    number: str | None
    dated: str | None

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(code for code in (self.digest, self.number, self.dated) if code)


@dataclass(frozen=True)
class EntryPapers:
    """What a listing must show of its procedure, or why it need not (`reason`). Lists are received, never made."""

    papers: tuple[Paper, ...]
    reason_zh: str
    reason_en: str
    source: str
    mark: str
