"""Applies fixes to a chunk, in their order: first which columns a field is made of, then the cells. Pure and vectorised; the table that was kept is never touched."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from gongxin.identifiers import Grade, grade_many
from gongxin.intake.fixes.amounts import converted, read_amount
from gongxin.intake.fixes.days import READERS
from gongxin.intake.fixes.fix import STRUCTURAL, Fix, FixKind
from gongxin.intake.rules.text import WHITE, half_width

# What `reading.characters` calls invisible; tab and line feed are layout.
INVISIBLE: Final = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x{9f}\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}"
    r"\x{2060}-\x{206f}\x{3164}\x{fe00}-\x{fe0f}\x{feff}\x{ffa0}\x{fff9}-\x{fffb}\x{fffe}\x{ffff}\x{e0000}-\x{e01ef}]"
)
_SETTLED_BY_DROPPING: Final = frozenset({"cell.invisible", "text.invisible"})
_BLANK: Final = f"[{re.escape(WHITE)}]"
_PARTED: Final = "[;；\\n、,，]"
# Two codes in one cell, with a mark or a blank between them.
_TWO_CODES: Final = re.compile(
    r"\s*([0-9A-Z-]{8,20})\s*[/、,，;；|\s(（]\s*([0-9A-Z-]{8,20})\s*[)）]?\s*"
)


@dataclass(frozen=True)
class Applied:
    """A chunk after its fixes, and how many cells each of them changed, in their order."""

    frame: pl.DataFrame
    cells: tuple[int, ...]


def mapped(fields: Mapping[str, str], fixes: Sequence[Fix]) -> dict[str, str]:
    """Header → field, with the columns that are fields by a fix."""
    more = {f.params["header"]: f.field for f in fixes if f.kind is FixKind.MAP_HEADER}
    return {**fields, **more}


def fields_of(chunk: pl.DataFrame, fields: Mapping[str, str], fixes: Sequence[Fix]) -> pl.DataFrame:
    """`row` and a column a field, out of the columns of the file. Of several for one field the first counts, until a fix joins them."""
    by = {fix.field: fix.params["by"] for fix in fixes if fix.kind is FixKind.JOIN}
    places: dict[str, list[str]] = {}
    for header in chunk.columns:
        code = fields.get(header)
        if code is not None:
            places.setdefault(code, []).append(header)
    columns = []
    for code, headers in places.items():
        if len(headers) > 1 and code in by:
            columns.append(_joined(headers, by[code]).alias(code))
        else:
            columns.append(pl.col(headers[0]).alias(code))
    return chunk.select("row", *columns)


def _joined(headers: Sequence[str], by: str) -> pl.Expr:
    """The parts in the order of the file, blank ones left out and equal ones written once."""
    parts = [pl.col(h).str.strip_chars(WHITE).replace("", None) for h in headers]
    kept = pl.concat_list(parts).list.drop_nulls().list.unique(maintain_order=True)
    return pl.when(kept.list.len() > 0).then(kept.list.join(by))


def apply(frame: pl.DataFrame, fixes: Sequence[Fix]) -> Applied:
    """`row` and columns by field code in and out. A fix of a field that the chunk has not changes nothing."""
    cells = []
    for fix in fixes:
        before = frame
        if fix.kind not in STRUCTURAL:
            frame = _apply(frame, fix)
        cells.append(_changed(before, frame, fix))
    return Applied(frame, tuple(cells))


def _changed(before: pl.DataFrame, after: pl.DataFrame, fix: Fix) -> int:
    """Cells that are otherwise than before; of a column that became a field, those that say something."""
    if fix.kind in STRUCTURAL:
        return _filled_cells(after, fix.field)
    if before is after:
        return 0
    count = 0
    for name in {fix.field, fix.params.get("to", fix.field)} & set(after.columns):
        if name in before.columns:
            count += int(after[name].ne_missing(before[name]).sum())
        else:
            count += _filled_cells(after, name)
    return count


def still_true(found: pl.DataFrame, frame: pl.DataFrame, fields: Mapping[str, str]) -> pl.DataFrame:
    """The reader's findings without those of invisible characters that stand there no longer."""
    asked = found.filter(pl.col("code").is_in(list(_SETTLED_BY_DROPPING)))
    gone: list[pl.DataFrame] = []
    for header in asked["column"].drop_nulls().unique():
        code = fields.get(header)
        if code is None or code not in frame.columns:
            continue
        clean = ~frame[code].str.contains(INVISIBLE).fill_null(value=False)
        rows = frame["row"].filter(clean)
        gone.append(
            asked.filter((pl.col("column") == header) & pl.col("row").is_in(rows.implode())).select(
                "row", "column", "code"
            )
        )
    if not gone:
        return found
    return found.join(
        pl.concat(gone), on=["row", "column", "code"], how="anti", maintain_order="left"
    )


def _filled_cells(frame: pl.DataFrame, name: str) -> int:
    return frame.height - frame[name].null_count() if name in frame.columns else 0


def _apply(frame: pl.DataFrame, fix: Fix) -> pl.DataFrame:
    code = fix.field
    if fix.kind is FixKind.FILL:
        return _filled(frame, code, fix.params["text"])
    if code not in frame.columns:
        return frame
    if fix.kind is FixKind.SPLIT_CODES:
        return _split(frame, code, fix.params["to"])
    expression = _EXPRESSIONS.get(fix.kind)
    if expression is not None:
        return frame.with_columns(expression(pl.col(code), fix.params).alias(code))
    read = _READERS[fix.kind](fix.params)
    given = frame[code].drop_nulls().unique()
    read_as = {text: value for text in given if (value := read(text)) not in {None, text}}
    if not read_as:
        return frame
    old = pl.Series(list(read_as), dtype=pl.String)
    new = pl.Series(list(read_as.values()), dtype=pl.String)
    return frame.with_columns(frame[code].replace(old, new).alias(code))


def _strip(pattern: str) -> Callable[[pl.Expr, Mapping[str, str]], pl.Expr]:
    def expression(column: pl.Expr, params: Mapping[str, str]) -> pl.Expr:
        # Taken away as often as it stands there, so that doing it twice changes nothing more.
        return column.str.replace(pattern.format(re.escape(params["text"]), _BLANK), "")

    return expression


def _value(column: pl.Expr, params: Mapping[str, str]) -> pl.Expr:
    """The whole cell, or one of several values in it."""
    given, wanted = re.escape(params["given"].strip()), params["wanted"].replace("$", "$$")
    one = f"(^|{_PARTED}){_BLANK}*{given}{_BLANK}*($|{_PARTED})"
    return column.str.replace_all(one, f"${{1}}{wanted}${{2}}")


_EXPRESSIONS: Final[Mapping[FixKind, Callable[[pl.Expr, Mapping[str, str]], pl.Expr]]] = {
    FixKind.STRIP_PREFIX: _strip("^{1}*(?:{0}{1}*)+"),
    FixKind.STRIP_SUFFIX: _strip("(?:{1}*{0})+{1}*$"),
    FixKind.DROP_BLANKS: lambda column, _: column.str.replace_all(_BLANK, ""),
    FixKind.DROP_INVISIBLE: lambda column, _: column.str.replace_all(INVISIBLE, ""),
    FixKind.MAP_VALUE: _value,
}
_READERS: Final[Mapping[FixKind, Callable[[Mapping[str, str]], Callable[[str], str | None]]]] = {
    FixKind.HALF_WIDTH: lambda _: half_width,
    FixKind.READ_DAY: lambda params: READERS[params["pattern"]],
    FixKind.READ_AMOUNT: lambda params: lambda text: read_amount(text, params["unit"]),
    FixKind.CONVERT_UNIT: lambda params: (
        lambda text: converted(text, params["given"], params["wanted"])
    ),
}


def _filled(frame: pl.DataFrame, code: str, text: str) -> pl.DataFrame:
    """Where the row says anything at all and nothing stands here. What the reader emptied stays empty."""
    present = [name for name in frame.columns if name != "row"]
    if not present:
        return frame
    said = pl.any_horizontal(pl.col(present).is_not_null())
    own = pl.col(code) if code in frame.columns else pl.lit(None, pl.String)
    blank = own.is_null() | (own.str.strip_chars(WHITE) == "")
    return frame.with_columns(pl.when(said & blank).then(pl.lit(text)).otherwise(own).alias(code))


def _split(frame: pl.DataFrame, code: str, to: str) -> pl.DataFrame:
    """A sound unified code stays, a sound code of another scheme goes to its own column where that is empty. All or nothing."""
    asked = frame[code].str.to_uppercase().str.contains(_TWO_CODES.pattern).fill_null(value=False)
    given = frame[code].filter(asked).unique()
    parts = {
        text: match.groups()
        for text in given
        if (match := _TWO_CODES.fullmatch(half_width(text).upper()))
    }
    if not parts:
        return frame
    unified = _sound([p for pair in parts.values() for p in pair], "uscc")
    others = _sound([p for pair in parts.values() for p in pair], None)
    told: dict[str, tuple[str, str]] = {}
    for text, (first, second) in parts.items():
        if first in unified and second in others - unified:
            told[text] = (first, second)
        elif second in unified and first in others - unified:
            told[text] = (second, first)
    table = pl.DataFrame(
        [(text, mine, other) for text, (mine, other) in told.items()],
        schema={code: pl.String, "_mine": pl.String, "_other": pl.String},
        orient="row",
    )
    own = pl.col(to) if to in frame.columns else pl.lit(None, pl.String)
    free = (own.is_null() | (own.str.strip_chars(WHITE) == "")) & pl.col("_other").is_not_null()
    return (
        frame.join(table, on=code, how="left", maintain_order="left")
        .with_columns(
            pl.when(free).then(pl.col("_mine")).otherwise(pl.col(code)).alias(code),
            pl.when(free).then(pl.col("_other")).otherwise(own).alias(to),
        )
        .drop("_mine", "_other")
    )


def _sound(texts: Sequence[str], scheme: str | None) -> set[str]:
    series = pl.Series(texts, dtype=pl.String)
    graded = grade_many(series, scheme) if scheme else grade_many(series)
    return set(series.filter(pl.Series(graded.is_grade(Grade.VALID))).to_list())
