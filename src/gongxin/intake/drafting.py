"""A draft while somebody works on it: what was found, by cause, and which fixes would settle it. Every answer follows from the kept table and the accepted fixes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import polars as pl

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.intake import actions, consuming, keeping, measuring, settling
from gongxin.intake.accepted import Fixed, fixes_of
from gongxin.intake.ahead import ahead
from gongxin.intake.batches import DRAFT_DAYS_MAX, BatchRefused, Status
from gongxin.intake.causes import Cause, Counts, causes, counts
from gongxin.intake.findings import SCHEMA
from gongxin.intake.fixes.allowing import ensure_allowed
from gongxin.intake.fixes.fix import STRUCTURAL, Fix, FixRefused, digest, from_document
from gongxin.intake.fixes.offering import Choice, Offer
from gongxin.intake.models import Batch
from gongxin.intake.reading import open_table
from gongxin.jurisdiction.values import Item

DRAFTS_SHOWN_MAX: Final = 50  # on the first page of the desk


@dataclass(frozen=True)
class Found:
    """A cause of a draft with what would settle it."""

    cause: Cause
    offers: tuple[Offer, ...]
    choices: tuple[Choice, ...] = ()
    places: tuple[int, ...] = ()  # rows of the sheet, the first few


@dataclass(frozen=True)
class Drafted:
    """A draft as it stands: counts by the file alone, causes with offers, what is to be said of the file, the fixes."""

    batch: UUID
    item: Item
    agency: str
    file_name: str
    submitted_by: str
    touched_at: datetime
    rows: int
    counts: Counts
    found: tuple[Found, ...]
    notes: tuple[Cause, ...]  # said, and nothing to be done
    fixes: tuple[Fixed, ...]
    leftovers: tuple[str, ...]
    profile_version: int | None
    may_be_submitted: bool

    @property
    def replayed(self) -> int:
        """How many fixes the profile brought."""
        return sum(one.from_profile for one in self.fixes)

    @property
    def replayed_cells(self) -> int:
        """How many cells those changed."""
        return sum(one.cells for one in self.fixes if one.from_profile)

    @property
    def idle(self) -> int:
        """How many of them fitted nothing."""
        return sum(one.from_profile and not one.cells for one in self.fixes)

    @property
    def forgotten_on(self) -> datetime:
        """When it is discarded if nobody touches it."""
        return self.touched_at + timedelta(days=DRAFT_DAYS_MAX)


def status_of(batch: UUID, *, scope: str) -> str | None:
    """The status of a batch in sight of this scope; None where there is none."""
    with acting_for(scope):
        return Batch.objects.filter(pk=batch).values_list("status", flat=True).first()


def offers_of(batch: UUID) -> dict[str, tuple[Offer, ...]]:
    """The fixes that would settle each cause, by `Cause.key`, as the draft was last checked; nothing of what was no draft."""
    state = keeping.drafted(batch)
    if state is None:
        return {}
    return {
        _cause_from(said).key: tuple(_offer_from(one) for one in given)
        for said, given in zip(state["causes"], state["offers"], strict=True)
    }


def item_of(batch: UUID, *, scope: str) -> Item | None:
    """The item of a batch in sight of this scope."""
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
    return catalogue.item_version(row.item, row.item_version) if row else None


def drafted(batch: UUID, *, scope: str) -> Drafted:
    """A draft that this scope may see, checked under its fixes; BatchRefused where there is none."""
    row = _draft(batch, scope)
    state = ensure_checked(batch)
    item = catalogue.item_version(row.item, row.item_version)
    said = [_cause_from(document) for document in state["causes"]]
    offered = [tuple(_offer_from(one) for one in given) for given in state["offers"]]
    table = open_table(keeping.folder(batch))
    assert table is not None, "a draft has its table"
    given = measuring.setting_of(row)
    found = [
        Found(c, o, settling.choices_of(c, given), tuple(table.place(n) for n in c.examples))
        for c, o in zip(said, offered, strict=True)
        if c.severity != "note"
    ]
    refusing = any(c.severity == "reject" and c.code.startswith("header.") for c in said)
    return Drafted(
        batch=batch,
        item=item,
        agency=row.agency_key,
        file_name=row.file_name,
        submitted_by=row.submitted_by,
        touched_at=row.touched_at or row.received_at,
        rows=row.rows,
        counts=Counts(**state["counts"]),
        found=tuple(found),
        notes=(*settling.told(table), *(c for c in said if c.severity == "note")),
        fixes=_with_cells(batch, state, scope),
        leftovers=tuple(row.headers["leftovers"]),
        profile_version=row.profile_version,
        may_be_submitted=not refusing,
    )


def accept(*, batch: UUID, fix: Fix, scope: str, by: str, now: datetime) -> Fixed:
    """Apply a fix to every row of the draft; FixRefused where it is not one of this file's, or changes nothing."""
    row = _draft(batch, scope)
    item = catalogue.item_version(row.item, row.item_version)
    ensure_allowed(fix, item, row.headers["leftovers"])
    with acting_for(scope):  # one transaction: what changes nothing is not accepted
        number = actions.accept_fix(batch=batch, fix=fix, by=by, now=now)
        standing = _with_cells(batch, ensure_checked(batch), scope)
        made = next(one for one in standing if one.number == number)
        if not made.cells and fix.kind not in STRUCTURAL:
            raise FixRefused("这项修正没有改变任何单元格", "the fix changes no cell")
    return made


def undo(*, batch: UUID, number: int, scope: str, by: str, now: datetime) -> None:
    """Apply a fix no longer, and check again."""
    _draft(batch, scope)
    with acting_for(scope):
        actions.undo_fix(batch=batch, number=number, by=by, now=now)
    ensure_checked(batch)


def submit(*, batch: UUID, scope: str, today: date, by: str, now: datetime) -> None:
    """Send the draft as it stands; refused while a column that the item asks for is not told."""
    state = drafted(batch, scope=scope)
    cells = {one.number: one.cells for one in state.fixes}
    if not state.may_be_submitted:
        raise BatchRefused(
            "还有必填的列没有对上，不能提交",
            "a column that the item asks for is still missing",
            remedy_zh="请先处理表头的问题",
            remedy_en="settle what is said of the headers first",
        )
    with acting_for(scope):
        actions.submit_draft(batch=batch, cells=cells, today=today, by=by, now=now)


def discard_forgotten(*, by: str, now: datetime) -> int:
    """The round: drafts that nobody touched for DRAFT_DAYS_MAX days are discarded; returns how many."""
    with acting_for(EVERY_AGENCY):
        old = list(
            Batch.objects.filter(
                status=Status.DRAFT, touched_at__lte=now - timedelta(days=DRAFT_DAYS_MAX)
            ).values_list("pk", flat=True)
        )
    for batch in old:
        with acting_for(EVERY_AGENCY):
            actions.discard_forgotten(batch=batch, by=by, now=now)
    return len(old)


def ensure_checked(batch: UUID) -> dict[str, Any]:
    """What was found under the fixes as they stand now; checked anew where they are others than at the last look."""
    with acting_for(EVERY_AGENCY):
        row = Batch.objects.get(pk=batch)
    given = measuring.setting_of(row)
    seal = f"{digest(given.fixes).hex()} {row.law_date}"
    state = keeping.drafted(batch)
    if state is None or state["seal"] != seal:
        state = {"seal": seal, **_checked(row, given)}
        keeping.keep_drafted(batch, state)
    return state


def _with_cells(batch: UUID, state: Mapping[str, Any], scope: str) -> tuple[Fixed, ...]:
    """The fixes with the cells that each changes, as the draft was just checked."""
    pairs = zip(fixes_of(batch, scope=scope), state["cells"], strict=True)
    return tuple(replace(one, cells=cells) for one, cells in pairs)


def _checked(row: Batch, given: measuring.Setting) -> dict[str, Any]:
    table = open_table(keeping.folder(row.pk))
    assert table is not None, "a batch is acknowledged after its table is whole"
    parts: list[pl.DataFrame] = []
    cells = [0] * len(given.fixes)

    for _, checked in ahead(measuring.checker(row, table, given), range(row.chunks)):
        parts.append(checked.findings)
        cells = [a + b for a, b in zip(cells, checked.cells, strict=True)]
    said = pl.DataFrame(row.headers["findings"], schema=SCHEMA)
    heads = consuming.after_fixes(said, given.fields, given.fixes, given.item)
    findings = pl.concat([heads, *parts])
    grouped = causes(findings)
    return {
        "counts": vars(counts(findings, row.rows)),
        "causes": [_cause_document(cause) for cause in grouped],
        "offers": [
            [_offer_document(one) for one in given_offers]
            for given_offers in settling.offers_of(grouped, findings, table, given)
        ],
        "cells": cells,
    }


def _draft(batch: UUID, scope: str) -> Batch:
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    if row.status != Status.DRAFT:
        raise BatchRefused(
            "该批次已不是待确认状态",
            "the batch is not a draft any more",
            details={"status": row.status},
        )
    return row


def _cause_document(cause: Cause) -> dict[str, Any]:
    return {**vars(cause), "params": dict(cause.params)}


def _cause_from(document: Mapping[str, Any]) -> Cause:
    return Cause(
        **{**document, "examples": tuple(document["examples"]), "seen": tuple(document["seen"])}
    )


def _offer_document(offer: Offer) -> dict[str, Any]:
    return {
        "fix": offer.fix.as_document(),
        "rows": offer.rows,
        "examples": [list(pair) for pair in offer.examples],
    }


def _offer_from(document: Mapping[str, Any]) -> Offer:
    pairs = tuple((was, now) for was, now in document["examples"])
    return Offer(from_document(document["fix"]), document["rows"], pairs)


@dataclass(frozen=True)
class Waiting:
    """A draft that waits for somebody."""

    batch: UUID
    file_name: str
    rows: int
    until: date


def waiting(*, scope: str, by: str) -> list[Waiting]:
    """The drafts this account uploaded, the one first that is forgotten first."""
    with acting_for(scope):
        rows = Batch.objects.filter(status=Status.DRAFT, submitted_by=by).order_by("touched_at")
        return [
            Waiting(
                row.pk,
                row.file_name,
                row.rows,
                (row.touched_at + timedelta(days=DRAFT_DAYS_MAX)).date(),
            )
            for row in rows[:DRAFTS_SHOWN_MAX]
            if row.touched_at
        ]
