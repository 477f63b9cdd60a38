"""Carries what is new in a source to the intake, slice by slice. A kill at any moment neither loses nor doubles a row.

The cursor moves in the transaction that acknowledges the batch of its rows; before that nothing has happened, after
that the batch is ours to bring to its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.intake import conveyor, measuring, pulling, sealing, slicing, sources
from gongxin.intake.actions import sources as actions
from gongxin.intake.batches import Channel
from gongxin.intake.conveyor import Incoming
from gongxin.intake.models import Source
from gongxin.intake.reading import FileRefused
from gongxin.intake.reading.layout import Use, Uses
from gongxin.intake.slicing import Cursor, Slice
from gongxin.intake.sources import (
    Place,
    SourceHasPersons,
    SourceKind,
    SourceRefused,
    SourceState,
    Transport,
)
from gongxin.refusal import Refusal

SOURCES_MAX: Final = 500  # a city has some sixty agencies


@dataclass(frozen=True)
class SourceCard:
    """A source as a page shows it; without its password."""

    id: UUID
    agency_key: str
    account: str
    label: str
    item: str
    place: Place
    cursor: Cursor | None
    every_minutes: int
    state: SourceState
    proposed_by: str
    approved_by: str
    opened_at: datetime
    closed_at: datetime | None
    last_run_at: datetime | None
    last_batch: UUID | None
    last_error: str | None


def sources_listed() -> list[SourceCard]:
    """The sources that the present scope may see, by agency."""
    rows = Source.objects.order_by("agency_key", "number")[:SOURCES_MAX]
    return [_card(row) for row in rows]


def source(identity: UUID) -> SourceCard | None:
    """A source that the present scope may see, or None."""
    row = Source.objects.filter(pk=identity).first()
    return _card(row) if row else None


def draw(*, source: UUID, jurisdiction: str, now: datetime, today: date) -> list[UUID]:
    """Take what is new; the batches it became. What went wrong is kept beside the source, and raised."""
    with acting_for(EVERY_AGENCY):
        row = Source.objects.filter(pk=source).first()
    if row is None or row.state != SourceState.OPEN:
        raise SourceRefused("该来源没有开通", "this source is not open")
    card = _card(row)
    drawn: list[UUID] = []
    try:
        password = sealing.unseal(bytes(row.sealed_password), str(row.pk))
        item = catalogue.item_in_force(card.item, today)
        ensure = partial(_ensure_no_persons, Uses(measuring.plan(item)))
        cursor = card.cursor
        for _ in range(slicing.SLICES_A_RUN_MAX):
            found = pulling.read(card.place, password, cursor, ensure)
            if not found.rows:
                break
            batch = _send(card, found, cursor, jurisdiction, now, today)
            drawn += [batch] if batch else []
            cursor = found.cursor
    except Refusal as refusal:
        _note(card, refusal.code, now)
        raise
    _note(card, None, now)
    return drawn


def draw_due(*, jurisdiction: str, now: datetime, today: date) -> tuple[int, list[Refusal]]:
    """Every open source whose interval has passed: how many batches came, and what went wrong. One does not stop another."""
    with acting_for(EVERY_AGENCY):
        due = [
            row.pk
            for row in Source.objects.filter(state=SourceState.OPEN).order_by("pk")[:SOURCES_MAX]
            if sources.is_due(last_run_at=row.last_run_at, every_minutes=row.every_minutes, now=now)
        ]
    came, troubles = 0, []
    for identity in due:
        try:
            came += len(draw(source=identity, jurisdiction=jurisdiction, now=now, today=today))
        except Refusal as refusal:
            troubles.append(refusal)
    return came, troubles


def _send(
    card: SourceCard,
    found: Slice,
    before: Cursor | None,
    jurisdiction: str,
    now: datetime,
    today: date,
) -> UUID | None:
    """The batch of these rows; None where none of them may be kept, so that the reader left nothing."""
    assert found.cursor is not None
    move = partial(
        actions.move_cursor,
        source=card.id,
        before=before,
        after=found.cursor,
        by=card.account,
        now=now,
    )

    def along(batch: UUID) -> None:
        move(batch=batch)

    content = slicing.as_lines(found.columns, found.rows)
    try:
        return conveyor.receive(
            incoming=Incoming(
                content, f"{card.label}.json", card.item, card.agency_key, channel=Channel.SOURCE
            ),
            jurisdiction=jurisdiction,
            by=card.account,
            now=now,
            today=today,
            along=along,
        )
    except FileRefused as refusal:
        if refusal.code != "file.empty":
            raise
        with acting_for(card.agency_key):
            move(batch=None)
        return None


def _ensure_no_persons(uses: Uses, columns: Sequence[str]) -> None:
    """A column that the reader would cut is not asked for at all."""
    persons = [
        column
        for column in columns
        if (use := uses.of(column))[0] is Use.CUT and (use[1] or "").startswith("person")
    ]
    if persons:
        raise SourceHasPersons(persons)


def _note(card: SourceCard, error: str | None, now: datetime) -> None:
    with acting_for(card.agency_key):
        actions.note_run(source=card.id, error=error, by=card.account, now=now)


def _card(row: Source) -> SourceCard:
    return SourceCard(
        id=row.pk,
        agency_key=row.agency_key,
        account=row.account,
        label=row.label,
        item=row.item,
        place=Place(
            kind=SourceKind(row.kind),
            host=row.host,
            port=row.port,
            transport=Transport(row.transport),
            database=row.database,
            user_name=row.user_name,
            view=row.view,
            cursor_column=row.cursor_column,
        ),
        cursor=slicing.cursor_stored(row.cursor_kind, row.cursor_value, row.overlap_digest),
        every_minutes=row.every_minutes,
        state=SourceState(row.state),
        proposed_by=row.proposed_by,
        approved_by=row.approved_by,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        last_run_at=row.last_run_at,
        last_batch=row.last_batch_id,
        last_error=row.last_error,
    )
