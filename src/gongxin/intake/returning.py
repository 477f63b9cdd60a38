"""Sends a batch back as the workbook it came in: puts what was kept, fixed and found of each row where it stood. Writes nothing into the platform."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import orjson
import polars as pl

from gongxin.agencies.scope import acting_for
from gongxin.intake import consuming, keeping, measuring, previewing
from gongxin.intake.accepted import Fixed, fixes_of
from gongxin.intake.batches import BatchRefused, Outcome, Status
from gongxin.intake.causes import Cause, Counts, causes, counts
from gongxin.intake.drafting import offers_of
from gongxin.intake.findings import SCHEMA, message, remedy
from gongxin.intake.fixes.applying import apply
from gongxin.intake.fixes.fix import NOT_IDEMPOTENT, FixKind, says
from gongxin.intake.fixes.offering import Offer
from gongxin.intake.models import Batch
from gongxin.intake.reading import ReadTable, open_table
from gongxin.intake.reading.layout import Use
from gongxin.intake.returned import (
    GREEN,
    RED,
    YELLOW,
    CauseLine,
    Heads,
    Line,
    Report,
    write,
)
from gongxin.jurisdiction.values import Item

_COLOURS: Final = {"reject": RED, "hold": YELLOW, "warn": YELLOW}
_LEVELS: Final = {"reject": "退回", "hold": "待核", "warn": "提醒", "note": "说明"}
_RESULTS: Final = {
    Outcome.ADMITTED: "已收录",
    Outcome.DUPLICATE: "重复，未再收录",
    Outcome.HELD: "待核",
    Outcome.REJECTED: "退回",
}
_REASONS_MAX: Final = 3  # of a row, in its result; all of them stand in comments
_PRESENT: Final = "（有，未保存）"  # in the place of a value of which only its presence was kept
_CUT_NOTE: Final = "这一列关于个人，读入时已剪除，没有保存；请以后不要报送。"


@dataclass(frozen=True)
class _Place:
    """One column of the sheet: where its cells come from."""

    header: str | None  # in the kept table; None: cut, or a column that a fix filled
    field: str | None  # what is shown instead, where a fix changes it in place
    is_presence: bool = False


def workbook_back(batch: UUID, *, scope: str) -> bytes:
    """The workbook of a batch that this agency may see; BatchRefused where nothing of it is kept."""
    with acting_for(scope):
        row = Batch.objects.filter(pk=batch).first()
        ended = previewing.outcomes(batch) if row is not None else {}
    if row is None:
        raise BatchRefused("没有这个批次", "there is no such batch", details={"batch": str(batch)})
    table = open_table(keeping.folder(batch))
    if table is None or row.emptied == row.rows:
        raise BatchRefused("这个批次已没有留存内容", "nothing is kept of this batch any more")
    fixes = fixes_of(batch, scope=scope)
    book = _Book(row, table, fixes, ended)
    # The causes stand in front and the rows behind, so the rows are looked through twice.
    report = book.report()
    form = table.form or {}
    return write(
        str(form.get("sheet") or "数据"),
        book.heads(),
        book.lines(),
        report,
        first_column=int(form.get("first_column", 0)),
    )


class _Book:
    """One batch on its way back."""

    def __init__(
        self,
        row: Batch,
        table: ReadTable,
        fixes: Sequence[Fixed],
        ended: Mapping[int, tuple[str, list[str]]],
    ) -> None:
        self.row, self.table, self.fixes, self.ended = row, table, fixes, ended
        self.given = measuring.setting_of(row)
        self.item: Item = self.given.item
        self.is_final = row.status in {Status.FINISHED, Status.HELD}
        self.places = self._columns()
        self.by_field = {p.field: n for n, p in enumerate(self.places) if p.field}
        self.by_header = {p.header: n for n, p in enumerate(self.places) if p.header}

    def _columns(self) -> list[_Place]:
        """The columns as they came; behind them one for each field that a fix filled and the file has not."""
        kept = set(self.table.headers)
        order = self.table.columns or tuple((h, Use.TEXT.value) for h in self.table.headers)
        in_place = self._in_place()
        places: list[_Place] = []
        seen: set[str] = set()
        for name, use in order:
            code = self.given.fields.get(name)
            first = code is not None and code not in seen
            seen |= {code} if code else set()
            mine = code if first and code in in_place else None
            presence = use == Use.PRESENCE.value
            places.append(_Place(name if name in kept else None, mine, presence))
        return places + [_Place(None, code) for code in sorted(in_place - seen)]

    def _in_place(self) -> set[str]:
        """Fields whose cells are shown as fixed. What a fix would change again when the workbook is sent again stays as it came."""
        if self.given.conversion is not None:
            return set()
        kinds = {one.fix.kind for one in self.fixes}
        apart = {one.fix.field for one in self.fixes if one.fix.kind in {FixKind.JOIN, *NOT_IDEMPOTENT}}  # fmt: skip
        touched = {one.fix.field for one in self.fixes if one.fix.kind is not FixKind.MAP_HEADER}
        if FixKind.SPLIT_CODES in kinds:
            touched |= {one.fix.params["to"] for one in self.fixes if "to" in one.fix.params}
        return touched - apart

    def heads(self) -> Heads:
        """The header lines, with names for the columns that fixes added and notes on those that were cut."""
        form = self.table.form or {}
        names = [name for name, _ in self.table.columns] or list(self.table.headers)
        more = [self.item.field(p.field).zh for p in self.places[len(names) :] if p.field]
        lines = [(int(row), list(texts)) for row, texts in form.get("lines", [[0, names]])]
        width = len(names)
        shaped = [(row, (texts + [""] * width)[:width]) for row, texts in lines]
        last = len(shaped) - 1
        cut = {n for n, p in enumerate(self.places) if p.header is None and not p.field}
        cut |= {n for n, p in enumerate(self.places) if p.is_presence}
        reasons = dict(self.table.cut_columns)
        return Heads(
            lines=tuple(
                (row, tuple(texts + (more if n == last else [""] * len(more))))
                for n, (row, texts) in enumerate(shaped)
            ),
            merges=tuple((m[0], m[1], m[2], m[3]) for m in form.get("merges", ())),
            notes={n: _CUT_NOTE for n in cut if names[n] in reasons},
            grey=frozenset(cut),
        )

    def report(self) -> Report:
        """The sheet of causes."""
        said = pl.DataFrame(self.row.headers["findings"], schema=SCHEMA)
        heads = consuming.after_fixes(said, self.given.fields, self.given.fixes, self.item)
        found = pl.concat([heads, *(self._found(n) for n in range(self.table.chunk_count))])
        offered = offers_of(self.row.pk)
        lines = [
            self._cause(cause, offered.get(cause.key, ()))
            for cause in causes(found)
            if cause.severity != "note"
        ]
        applied = tuple((says(one.fix, self.item), f"{one.cells} 格") for one in self.fixes)
        sums = _sums(self.row, counts(found, self.row.rows))
        return causes_sheet(self.row, self.item, sums, lines, applied)

    def _cause(self, cause: Cause, offered: Sequence[Offer]) -> CauseLine:
        code = self.given.fields.get(cause.column, cause.column)
        field = next((f for f in self.item.fields if f.code == code), None)
        places = [str(self.table.place(n)) for n in cause.examples]
        return CauseLine(
            level=_LEVELS[cause.severity],
            message=cause.message("zh"),
            remedy=cause.remedy("zh"),
            column=field.zh if field else cause.column,
            rows=str(cause.rows) if places else "整份文件",
            examples="、".join(places),
            code=cause.code,
            fixes="\n".join(f"{says(o.fix, self.item)}（{o.rows} 行）" for o in offered),
        )

    def _found(self, number: int) -> pl.DataFrame:
        kept = keeping.found(self.row.pk, number)
        if kept is not None:
            return kept
        chunk, read = self.table.chunk(number), self.table.findings_of(number)
        return measuring.checked_chunk(chunk, read, self.given).findings

    def lines(self) -> Iterator[Line]:
        """Every row, in the order of the sheet. What the reader emptied has no cells, and says why."""
        start = 0 if self.table.form is None else -1  # rows of a sheet count from 1, places from 0
        for number in range(self.table.chunk_count):
            chunk = self.table.chunk(number)
            shown, marks = self._shown(chunk)
            said = self._marked(self._found(number), marks)
            for row, cells in zip(chunk["row"], shown.iter_rows(), strict=True):
                mine = marks.get(row, {})
                result, colour = self._result(row, said.get(row, ()), mine)
                place = self.table.place(row) + start
                yield Line(place, cells, result, colour, mine)

    def _shown(
        self, chunk: pl.DataFrame
    ) -> tuple[pl.DataFrame, dict[int, dict[int, tuple[str, str]]]]:
        """The cells of a chunk as they are shown, and green marks where a fix changed one."""
        before, _ = measuring.fields_frame(chunk, self.given)
        after = apply(before, self.given.fixes).frame
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, chunk.height)
        columns: list[pl.Series] = []
        marks: dict[int, dict[int, tuple[str, str]]] = {}
        for place, column in enumerate(self.places):
            series = chunk[column.header] if column.header else nothing
            if column.is_presence:
                series = series.replace("present", _PRESENT)
            if column.field and column.field in after.columns:
                fixed = after[column.field]
                changed = fixed.ne_missing(series)
                words = "；".join(says(o.fix, self.item) for o in self.fixes if column.field in {o.fix.field, o.fix.params.get("to")})  # fmt: skip
                rows, old = chunk["row"].filter(changed), series.filter(changed)
                for row, was in zip(rows, old, strict=True):
                    text = f"已修正：{words}\n原值：{was or '（空）'}"
                    marks.setdefault(row, {})[place] = (GREEN, text)
                series = fixed
            columns.append(series.alias(str(place)))
        return pl.DataFrame(columns), marks

    def _marked(
        self, found: pl.DataFrame, marks: dict[int, dict[int, tuple[str, str]]]
    ) -> dict[int, list[tuple[str, str]]]:
        """Puts what was found on its cells; returns for each row severities and sentences, gravest first."""
        order = list(_COLOURS)
        said: dict[int, list[tuple[str, str]]] = {}
        grave = found.filter((pl.col("row") > 0) & pl.col("severity").is_in(order))
        ranked = grave.with_columns(
            rank=pl.col("severity").replace_strict(order, list(range(len(order))))
        ).sort("row", "rank", maintain_order=True)
        for one in ranked.iter_rows(named=True):
            params = orjson.loads(one["params"] or "{}")
            sentence = message(one["code"], params, "zh")
            said.setdefault(one["row"], []).append((one["severity"], sentence))
            place = self._place(one["column"])
            if place is None:
                continue
            text = f"{_LEVELS[one['severity']]}：{sentence}\n{remedy(one['code'], params, 'zh')}\n{one['code']}"
            colour, before = marks.get(one["row"], {}).get(place, (GREEN, ""))
            colour = _COLOURS[one["severity"]] if colour == GREEN else colour
            joined = f"{before}\n{text}" if before else text
            marks.setdefault(one["row"], {})[place] = (colour, joined)
        return said

    def _place(self, column: str | None) -> int | None:
        if column in self.by_header:
            return self.by_header[column]
        if column in self.by_field:
            return self.by_field[column]
        header = next((h for h, code in self.given.fields.items() if code == column), None)
        return self.by_header.get(header) if header else None

    def _result(
        self, row: int, said: Sequence[tuple[str, str]], marks: Mapping[int, tuple[str, str]]
    ) -> tuple[str, str | None]:
        reasons = "；".join(dict.fromkeys(text for _, text in said[:_REASONS_MAX]))
        if self.row.status == Status.HELD:
            return "整批待核", YELLOW
        if self.is_final:
            outcome, codes = self.ended.get(row, (Outcome.ADMITTED.value, []))
            told = reasons or "；".join(message(code, {}, "zh") for code in codes[:_REASONS_MAX])
            words = _RESULTS[Outcome(outcome)]
            colour = {Outcome.REJECTED: RED, Outcome.HELD: YELLOW}.get(Outcome(outcome))
            return (f"{words}：{told}" if told else words), colour
        worst = said[0][0] if said else None
        if worst is not None:
            return f"{_LEVELS[worst]}：{reasons}", _COLOURS[worst]
        is_fixed = any(colour == GREEN for colour, _ in marks.values())
        return ("可收录（已修正）", GREEN) if is_fixed else ("可收录", None)


def causes_sheet(
    row: Batch,
    item: Item,
    sums: str,
    lines: Sequence[CauseLine],
    applied: tuple[tuple[str, str], ...],
) -> Report:
    """The first sheet: what the file is, what becomes of its rows, how to read the colours, then the causes."""
    profile = f"按本单位报送习惯第 {row.profile_version} 版读取。" if row.profile_version else ""
    return Report(
        title=f"核对结果：{len(lines)} 种原因",
        sentences=(
            f"{item.zh}；{row.file_name}；批次 {row.pk}",
            f"共 {row.rows} 行：{sums}。{profile}",
            "绿色：已修正；黄色：提醒或待核；红色：退回；灰色：个人信息列，已剪除。每处问题都有批注，最后一列写明每行的结果。",
            "改好后可以把这份工作簿直接再报：本页和最后一列不会读入。表头以上的说明文字没有保存，行号与原表一致。",
        ),
        causes=tuple(lines),
        applied=applied,
    )


def _sums(row: Batch, file: Counts) -> str:
    if row.status == Status.HELD:
        return "整批待核，没有收录"
    if row.status == Status.FINISHED:
        return f"收录 {row.admitted} 行，重复 {row.duplicates} 行，待核 {row.held} 行，退回 {row.rejected} 行"
    return f"可收录 {file.admitted} 行（其中有提醒 {file.warned} 行），待核 {file.held} 行，退回 {file.rejected} 行"
