"""The rows of a batch as the public would read them, a page at a time: whose each is, until when it is shown, or why it does not enter. Writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson
import polars as pl
from django.db import connection

from gongxin.agencies.scope import acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.catalogue.publication import Fact, Term, term
from gongxin.intake import keeping
from gongxin.intake.batches import BatchRefused, Outcome, Status
from gongxin.intake.changes import Change, changes_of
from gongxin.intake.findings import message, remedy
from gongxin.intake.models import Batch
from gongxin.intake.reading import open_table
from gongxin.intake.registering import REGISTER
from gongxin.intake.resolving import resolve_chunk
from gongxin.jurisdiction.values import Item
from gongxin.records.publicrecord import Shown, shown_fields
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation

ROWS_A_PAGE: Final = 20  # as much as a person looks at before the next page; our own choice
# Judged by the file alone a row goes one of these ways; duplicates are known once it is looked up.
WAYS: Final = (Outcome.ADMITTED, Outcome.HELD, Outcome.REJECTED, Outcome.DUPLICATE)


@dataclass(frozen=True)
class Why:
    """One reason why a row does not simply enter."""

    code: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


@dataclass(frozen=True)
class Row:
    """One row. `fields` are what the public would read; none of a row that does not enter."""

    number: int
    place: int  # in the sheet
    outcome: str
    fields: tuple[Shown, ...]
    organisation: Organisation | None
    severity: str | None
    decided_date: date | None
    term: Term | None
    why: tuple[Why, ...]
    changes: tuple[Change, ...] = ()  # by the fixes that were accepted


@dataclass(frozen=True)
class Page:
    """Some rows of a batch that this agency may see, and how many there are."""

    batch: UUID
    status: str
    item: Item
    rows: tuple[Row, ...]
    total: int
    number: int
    pages: int
    is_final: bool  # what is said is what became of the rows, not what would

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def page(batch: UUID, *, scope: str, today: date, number: int = 1, way: str | None = None) -> Page:
    """A page of rows, all of them or those that go one way; BatchRefused where there is no such batch."""
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
        kept = outcomes(batch) if row is not None else {}
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    item = catalogue.item_version(row.item, row.item_version)
    final = row.status in {Status.FINISHED, Status.HELD}
    found = keeping.findings(batch)
    numbers = _numbers(row, found, kept, way, final=final)
    pages = max(1, -(-len(numbers) // ROWS_A_PAGE))
    number = min(max(number, 1), pages)
    asked = numbers[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    changed = changes_of(batch, asked, scope=scope)
    rows = tuple(
        replace(one, changes=changed.get(one.number, ()))
        for one in _rows(row, item, asked, kept, today, final=final)
    )
    return Page(batch, row.status, item, rows, len(numbers), number, pages, final)


def outcomes(batch: UUID) -> dict[int, tuple[str, list[str]]]:
    """Row → outcome and codes, of the rows that did not simply enter; behind the wall of whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_no, outcome, codes FROM intake_row WHERE batch_id = %s", [batch])
        return {row_no: (outcome, codes) for row_no, outcome, codes in cursor}


def _numbers(
    row: Batch,
    found: pl.DataFrame,
    kept: Mapping[int, tuple[str, list[str]]],
    way: str | None,
    *,
    final: bool,
) -> Sequence[int]:
    everything = range(1, row.rows + 1)
    if way is None or way not in WAYS:
        return everything
    if row.status == Status.HELD:
        return everything if way == Outcome.HELD else ()
    going = {n: outcome for n, (outcome, _) in kept.items()} if final else _ways(found)
    if way == Outcome.ADMITTED:
        return [n for n in everything if n not in going]
    return sorted(n for n, outcome in going.items() if outcome == way)


def _ways(found: pl.DataFrame) -> dict[int, str]:
    """Rows that a finding keeps from entering, and how, by the file alone."""
    if found.is_empty():
        return {}
    grave = found.filter((pl.col("row") > 0) & pl.col("severity").is_in(["reject", "hold"]))
    is_worst = (pl.col("severity") == "reject").any()
    worst = pl.when(is_worst).then(pl.lit(Outcome.REJECTED)).otherwise(pl.lit(Outcome.HELD))
    return dict(grave.group_by("row").agg(worst).iter_rows())


def _rows(
    row: Batch,
    item: Item,
    asked: Sequence[int],
    kept: Mapping[int, tuple[str, list[str]]],
    today: date,
    *,
    final: bool,
) -> tuple[Row, ...]:
    table = open_table(keeping.folder(row.pk))
    looked: dict[int, dict[str, Any]] = {}
    findings: list[pl.DataFrame] = []
    for chunk in range(row.chunks):
        if not asked or not keeping.is_checked(row.pk, chunk):
            continue
        frame, said = keeping.checked(row.pk, chunk)
        mine = frame.filter(pl.col("row").is_in(list(asked)))
        if mine.height:
            looked |= _resolved(frame, mine, said, item, row.pk, final=final)
            findings.append(said.filter(pl.col("row").is_in(list(asked))))
    told = _told(pl.concat(findings)) if findings else {}
    made = []
    for number in asked:
        cells = looked.get(number, {})
        outcome, codes = _end(row, kept.get(number), cells, final=final)
        why = _why(outcome, codes, told.get(number, {}))
        enters = outcome == Outcome.ADMITTED and item.code != REGISTER
        place = table.place(number) if table else number
        made.append(_row(number, place, outcome, cells, why, item, today, enters=enters))
    return tuple(made)


def _resolved(
    frame: pl.DataFrame,
    mine: pl.DataFrame,
    said: pl.DataFrame,
    item: Item,
    batch: UUID,
    *,
    final: bool,
) -> dict[int, dict[str, Any]]:
    """The rows asked for, with whose they are. With them the rows of the same records: a repeat is told by the first."""
    if item.code == REGISTER:
        return {one["row"]: one for one in mine.iter_rows(named=True)}
    together = frame.filter(pl.col("record").is_in(mine["record"].implode()))
    resolved = resolve_chunk(together, said, item, batch).frame
    return {
        one["row"]: one
        for one in resolved.filter(pl.col("row").is_in(mine["row"].implode())).iter_rows(named=True)
    }


def _end(
    row: Batch, kept: tuple[str, list[str]] | None, cells: Mapping[str, Any], *, final: bool
) -> tuple[str, list[str]]:
    if row.status == Status.HELD:
        return Outcome.HELD.value, list(row.gates)
    if final:
        return kept or (Outcome.ADMITTED.value, [])
    return cells.get("outcome", "waiting"), list(cells.get("codes", ()))


def _told(found: pl.DataFrame) -> dict[int, dict[str, tuple[str, Mapping[str, Any]]]]:
    """Row → code → severity and parameters of its first finding."""
    told: dict[int, dict[str, tuple[str, Mapping[str, Any]]]] = {}
    for one in found.filter(pl.col("severity") != "note").iter_rows(named=True):
        params = orjson.loads(one["params"] or "{}")
        told.setdefault(one["row"], {}).setdefault(one["code"], (one["severity"], params))
    return told


def _why(
    outcome: str, codes: Sequence[str], told: Mapping[str, tuple[str, Mapping[str, Any]]]
) -> tuple[Why, ...]:
    """What keeps a row from entering; of a row that enters, what is said beside it."""
    params = {code: values for code, (_, values) in told.items()}
    return tuple(
        Why(
            code,
            message(code, params.get(code, {}), "zh"),
            message(code, params.get(code, {}), "en"),
            remedy(code, params.get(code, {}), "zh"),
            remedy(code, params.get(code, {}), "en"),
        )
        for code in dict.fromkeys([*codes, *told])
    )


def _row(
    number: int,
    place: int,
    outcome: str,
    cells: Mapping[str, Any],
    why: tuple[Why, ...],
    item: Item,
    today: date,
    *,
    enters: bool,
) -> Row:
    payload = orjson.loads(cells["payload"]) if cells.get("payload") else {}
    subject = cells.get("subject_id")
    decided = date.fromisoformat(cells["_decided"]) if cells.get("_decided") else None
    return Row(
        number=number,
        place=place,
        outcome=outcome,
        fields=shown_fields(item, payload) if enters else (),
        organisation=subjects.organisation(subject) if subject and enters else None,
        severity=cells.get("_severity"),
        decided_date=decided,
        term=_term(item, cells, decided, today) if enters and decided else None,
        why=why,
    )


def _term(item: Item, cells: Mapping[str, Any], decided: date, today: date) -> Term:
    last = cells.get("_valid_until")
    fact = Fact(
        severity=cells["_severity"],
        decided_date=decided,
        authority_key=cells["_authority_key"],
        # Reported ends are last days; the period is half-open.
        valid_until=date.fromordinal(date.fromisoformat(last).toordinal() + 1) if last else None,
    )
    return term(catalogue.publication_rules(item.code), fact, today)
