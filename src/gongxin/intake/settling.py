"""What would settle the causes of a draft: tries fixes over the rows of each cause, and says what a person may choose. Accepts none."""

from dataclasses import replace
from typing import Final

import polars as pl

from gongxin.agencies import queries as agencies
from gongxin.intake import measuring
from gongxin.intake.causes import Cause, rows_of
from gongxin.intake.consuming import fold
from gongxin.intake.findings import SCHEMA, empty
from gongxin.intake.fixes.amounts import UNITS
from gongxin.intake.fixes.applying import apply
from gongxin.intake.fixes.fix import Fix, FixKind
from gongxin.intake.fixes.offering import (
    Choice,
    Offer,
    Trouble,
    choices,
    may_fill,
    may_map,
    offers,
)
from gongxin.intake.reading import ReadTable

# Rows of one cause over which fixes are tried; beyond it an offer says how many of these it settles. Our own choice.
ROWS_TRIED_MAX: Final = 20_000


def offers_of(
    grouped: tuple[Cause, ...], findings: pl.DataFrame, table: ReadTable, given: measuring.Setting
) -> list[tuple[Offer, ...]]:
    """For each cause the fixes that settle rows of it."""
    touched = {
        place: rows_of(cause, findings).head(ROWS_TRIED_MAX)
        for place, cause in enumerate(grouped)
        if cause.severity != "note"
    }
    asked = pl.concat([pl.Series(dtype=pl.UInt32), *touched.values()]).unique()
    frames, read = [], []
    for number in range(table.chunk_count):
        chunk = table.chunk(number)
        chunk = chunk.filter(pl.col("row").is_in(asked.implode()))
        if chunk.height:
            reported, _ = measuring.fields_frame(chunk, given)
            frames.append(apply(reported, given.fixes).frame)
            read.append(table.findings_of(number))
    frame = pl.concat(frames, how="diagonal") if frames else pl.DataFrame()
    read_findings = pl.concat(read) if read else pl.DataFrame(schema=SCHEMA)

    def judge(fields: pl.DataFrame) -> pl.DataFrame:
        return measuring.judged_fields(fields, empty(), read_findings, given)[1]

    official = {card.uscc: card.name_zh for card in agencies.agencies()}
    found: list[tuple[Offer, ...]] = []
    for place, cause in enumerate(grouped):
        rows = touched.get(place)
        found.append(_of_headers(cause, given, table.rows))
        code = given.fields.get(cause.column, cause.column)
        field = next((f for f in given.item.fields if f.code == code), None)
        if rows is None or field is None or rows.is_empty():
            continue
        mine = frame.filter(pl.col("row").is_in(rows.implode()))
        trouble = Trouble(cause.code, field, cause.column, mine)
        found[-1] = offers(trouble, given.item, judge, official)
    return found


def _of_headers(cause: Cause, given: measuring.Setting, rows: int) -> tuple[Offer, ...]:
    """What the headers themselves say: the unit that stands there, the columns of one field."""
    code = given.fields.get(cause.column, cause.column)
    field = next((f for f in given.item.fields if f.code == code), None)
    if field is None:
        return ()
    if cause.code == "header.unit" and field.type == "money":
        units = [u for u in UNITS if f"({u})" in fold(cause.column)]
        wanted = field.unit or "元"
        params = [{"given": unit, "wanted": wanted} for unit in units]
        return tuple(Offer(Fix(FixKind.CONVERT_UNIT, code, p), rows, ()) for p in params)
    if cause.code == "header.duplicate" and may_map(field):
        by = ";" if field.type == "codes" else ""
        return (Offer(Fix(FixKind.JOIN, code, {"by": by}), rows, ()),)
    return ()


def choices_of(cause: Cause, given: measuring.Setting) -> tuple[Choice, ...]:
    """What a person may say about a cause."""
    code = given.fields.get(cause.column, cause.column)
    field = next((f for f in given.item.fields if f.code == code), None)
    if cause.code == "header.missing":
        filled = {fix.field for fix in given.fixes if fix.kind is FixKind.FILL}
        known = {*given.fields.values(), *filled}
        absent = [f for f in given.item.fields if f.required and f.code not in known]
        options = tuple((f.code, f.zh, f.en) for f in absent if may_fill(f))
        return (Choice(FixKind.FILL, "", "", options),) if options else ()
    if cause.code == "authority.unknown":
        names = [card.name_zh for card in agencies.agencies()]
        plain = [text for text in cause.seen if not set(text) & set("…*〔")]
        asked = choices(cause.code, field, cause.params, given.item, names)
        return tuple(replace(one, given=text) for one in asked for text in plain)
    return choices(cause.code, field, cause.params, given.item, ())


def told(table: ReadTable) -> tuple[Cause, ...]:
    """What reading says of the file as a whole."""
    return tuple(
        Cause(
            code=note["code"],
            column=str(note.get("column", "")),
            severity="note",
            rows=int(note.get("count", 0)),
            examples=(),
            seen=(),
            params={k: v for k, v in note.items() if isinstance(v, str | int)},
        )
        for note in table.notes
    )
