"""What is read next of a source, and how far its rows were taken. Pure.

Rows are taken in the order of a column that only grows. More rows may come under the last value later, so the rows
under it are looked at again each time: where they are other ones now, all of them are sent again, and what is known
already is a duplicate that changes nothing. So no row is lost to a tie.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

import orjson

from gongxin.intake.sources import CursorKind, CursorUnfit, SourceFailed

# House numbers: a slice stays in memory, and a view never keeps a department's database busy for long.
SLICE_ROWS: Final = 20_000
TIE_ROWS_MAX: Final = 100_000  # rows under one value of the cursor; more cannot be told apart by it
SLICES_A_RUN_MAX: Final = 50

Row = Sequence[Any]


@dataclass(frozen=True)
class Cursor:
    """Up to where rows were taken, and the digest of the rows that had that very value."""

    kind: CursorKind
    value: str
    overlap: bytes

    def parameter(self) -> Any:
        """The value as the other database compares it."""
        return _FROM_TEXT[self.kind](self.value)


def cursor_stored(
    kind: str | None, value: str | None, overlap: bytes | memoryview | None
) -> Cursor | None:
    """The cursor as it was kept; None before anything was taken."""
    if kind is None or value is None or overlap is None:
        return None
    return Cursor(CursorKind(kind), value, bytes(overlap))


@dataclass(frozen=True)
class Slice:
    """Rows to be sent, with the names of their columns and where we are once they are ours. No rows: nothing is new."""

    columns: tuple[str, ...]
    rows: Sequence[Row]
    cursor: Cursor | None


def cursor_at(value: Any, ties: Sequence[Row]) -> Cursor:
    """Where we are at this value, having taken these rows that share it."""
    if len(ties) > TIE_ROWS_MAX:
        raise CursorUnfit(
            f"游标列同一个值下超过 {TIE_ROWS_MAX} 行，无法分批",
            f"more than {TIE_ROWS_MAX} rows have the same value of the cursor",
            remedy_zh="请改用更细的游标列，例如更新时间或自增编号",
            remedy_en="use a finer column, such as a time of change or a serial number",
        )
    return Cursor(_kind_of(value), _to_text(value), overlap_digest(ties))


def overlap_digest(rows: Iterable[Row]) -> bytes:
    """A digest over rows as a set: the order in which the other database gives equals does not matter."""
    lines = sorted(orjson.dumps([cell_text(cell) for cell in row]) for row in rows)
    return sha256(b"\n".join(lines)).digest()


def as_lines(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """JSON lines, as the intake reads them: each cell a text, as it would be written by hand, or null."""
    return b"".join(
        orjson.dumps({name: cell_text(cell) for name, cell in zip(columns, row, strict=True)})
        + b"\n"
        for row in rows
    )


def cell_text(cell: Any) -> str | None:
    """A value of another database as text. What has no plain form is refused, not guessed."""
    match cell:
        case None | str():
            return cell
        case bool():
            return "1" if cell else "0"
        case Decimal():
            return format(cell, "f")
        case int() | float() | UUID():
            return str(cell)
        case datetime():
            # Midnight is how a day looks in a database that has no days.
            at_midnight = not (cell.hour or cell.minute or cell.second or cell.microsecond)
            return cell.date().isoformat() if at_midnight else cell.isoformat(sep=" ")
        case date():
            return cell.isoformat()
        case _:
            raise SourceFailed(type(cell).__name__)


# The order counts: for Python a bool is an int, and an instant is a day.
_KINDS: Final = (
    (bool, None),
    (int, CursorKind.WHOLE),
    (Decimal, CursorKind.NUMBER),
    (datetime, CursorKind.INSTANT),
    (date, CursorKind.DAY),
    (str, CursorKind.TEXT),
)


def _kind_of(value: Any) -> CursorKind:
    found = next((kind for type_, kind in _KINDS if isinstance(value, type_)), None)
    if found is None:
        raise unfit_value()
    return found


def unfit_value() -> CursorUnfit:
    """The refusal of a column that has no order, or a row without a value: such a row would never be read."""
    return CursorUnfit(
        "游标列须是整数、数值、日期、时间或文字，且不能为空",
        "the cursor's column holds whole numbers, decimals, days, instants or texts, and no null",
        remedy_zh="请换一列作游标，或在视图中排除空值",
        remedy_en="choose another column, or leave nulls out of the view",
    )


def _to_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_FROM_TEXT: Final[Mapping[CursorKind, Any]] = MappingProxyType(
    {
        CursorKind.WHOLE: int,
        CursorKind.NUMBER: Decimal,
        CursorKind.DAY: date.fromisoformat,
        CursorKind.INSTANT: datetime.fromisoformat,
        CursorKind.TEXT: str,
    }
)
