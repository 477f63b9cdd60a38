"""Asks a department's database for the next rows of one view. It only selects, and never keeps what it read.

The connection is read-only and bounded in time. Names are quoted, values travel as parameters. A snapshot holds still
for the few questions of one slice.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import MappingProxyType
from typing import Any, Final, Protocol

import psycopg
import pymysql
from psycopg import sql

from gongxin.intake import slicing
from gongxin.intake.slicing import SLICE_ROWS, TIE_ROWS_MAX, Cursor, Row, Slice
from gongxin.intake.sources import Place, SourceFailed, SourceKind, SourceUnreachable, Transport

CONNECT_SECONDS: Final = 5
STATEMENT_SECONDS: Final = 60
# The civil time of the city, so that instants without a zone are what the department means by them.
_ZONE: Final = ("Asia/Shanghai", "+08:00")

EnsureColumns = Callable[[Sequence[str]], None]


class _Asker(Protocol):
    """One open connection: rows of the view where the cursor's column compares so, in its order."""

    def columns(self) -> tuple[str, ...]: ...

    def has_null(self) -> bool: ...

    def rows(self, comparison: str, value: Any, limit: int) -> list[Row]: ...


def read(place: Place, password: str, cursor: Cursor | None, ensure: EnsureColumns) -> Slice:
    """The next slice. `ensure` is told the names of the columns before any row is asked for, and may refuse them."""
    with _ASKERS[place.kind](place, password) as asker:
        columns = asker.columns()
        ensure(columns)
        if place.cursor_column not in columns:
            raise SourceFailed
        if asker.has_null():
            raise slicing.unfit_value()
        at = columns.index(place.cursor_column)
        rows = _next_rows(asker, cursor)
        if not rows:
            return Slice(columns, [], cursor)
        edge = rows[-1][at]
        # All that shares the last value belongs to this slice, however many there are.
        ties = asker.rows("=", edge, TIE_ROWS_MAX + 1)
        before = [row for row in rows if row[at] != edge]
        return Slice(columns, [*before, *ties], slicing.cursor_at(edge, ties))


def _next_rows(asker: _Asker, cursor: Cursor | None) -> list[Row]:
    if cursor is None:
        return asker.rows("", None, SLICE_ROWS)
    known = asker.rows("=", cursor.parameter(), TIE_ROWS_MAX + 1)
    is_as_before = slicing.overlap_digest(known) == cursor.overlap
    return asker.rows(">" if is_as_before else ">=", cursor.parameter(), SLICE_ROWS)


_COMPARED: Final = MappingProxyType(
    {
        "": sql.SQL(""),
        "=": sql.SQL("WHERE {} = %s"),
        ">": sql.SQL("WHERE {} > %s"),
        ">=": sql.SQL("WHERE {} >= %s"),
    }
)


class _PostgreSQL:
    def __init__(self, connection: psycopg.Connection[Row], place: Place) -> None:
        self._connection = connection
        self._view = sql.Identifier(*place.view.split("."))
        self._column = sql.Identifier(place.cursor_column)

    def columns(self) -> tuple[str, ...]:
        asked = self._connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(self._view))
        return tuple(column.name for column in asked.description or ())

    def has_null(self) -> bool:
        asked = sql.SQL("SELECT EXISTS (SELECT 1 FROM {} WHERE {} IS NULL)")
        found = self._connection.execute(asked.format(self._view, self._column)).fetchone()
        assert found is not None
        return bool(found[0])

    def rows(self, comparison: str, value: Any, limit: int) -> list[Row]:
        where = _COMPARED[comparison].format(self._column)
        asked = sql.SQL("SELECT * FROM {} {} ORDER BY {} LIMIT {}").format(
            self._view, where, self._column, sql.Literal(limit)
        )
        return self._connection.execute(asked, [value] if comparison else None).fetchall()


@contextmanager
def _postgresql(place: Place, password: str) -> Iterator[_PostgreSQL]:
    options = (
        f"-c default_transaction_read_only=on -c statement_timeout={STATEMENT_SECONDS * 1000}"
        f" -c lock_timeout={CONNECT_SECONDS * 1000} -c timezone={_ZONE[0]}"
    )
    try:
        connection: psycopg.Connection[Row] = psycopg.connect(
            host=place.host,
            port=place.port,
            dbname=place.database,
            user=place.user_name,
            password=password,
            sslmode="require" if place.transport is Transport.TLS else "disable",
            connect_timeout=CONNECT_SECONDS,
            application_name="gongxin",
            options=options,
        )
    except psycopg.Error:
        raise SourceUnreachable from None  # what the other side says may hold names of accounts
    try:
        with connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            yield _PostgreSQL(connection, place)
    except psycopg.Error as error:
        raise SourceFailed(error.sqlstate) from None


class _MySQL:
    def __init__(self, connection: Any, place: Place) -> None:
        self._connection = connection
        self._view = ".".join(f"`{part}`" for part in place.view.split("."))
        self._column = f"`{place.cursor_column}`"

    def _asked(self, statement: str, values: Sequence[Any] = ()) -> tuple[Any, Sequence[Row]]:
        # Names cannot hold the quote that encloses them: `sources.ensure_fit`. A percent sign in one is doubled.
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.description, cursor.fetchall()

    def columns(self) -> tuple[str, ...]:
        described, _ = self._asked(f"SELECT * FROM {self._view} LIMIT 0")  # noqa: S608
        return tuple(column[0] for column in described)

    def has_null(self) -> bool:
        statement = f"SELECT EXISTS (SELECT 1 FROM {self._view} WHERE {self._column} IS NULL)"  # noqa: S608
        return bool(self._asked(statement)[1][0][0])

    def rows(self, comparison: str, value: Any, limit: int) -> list[Row]:
        view, column = self._view, self._column
        if comparison:
            view, column = view.replace("%", "%%"), column.replace("%", "%%")
        where = f"WHERE {column} {comparison} %s" if comparison else ""
        statement = f"SELECT * FROM {view} {where} ORDER BY {column} LIMIT {limit:d}"  # noqa: S608
        return list(self._asked(statement, [value] if comparison else ())[1])


@contextmanager
def _mysql(place: Place, password: str) -> Iterator[_MySQL]:
    secure = place.transport is Transport.TLS
    try:
        connection = pymysql.connect(
            host=place.host,
            port=place.port,
            user=place.user_name,
            password=password.encode(),  # a text would be sent as Latin-1
            database=place.database,
            charset="utf8mb4",
            connect_timeout=CONNECT_SECONDS,
            read_timeout=STATEMENT_SECONDS,
            write_timeout=STATEMENT_SECONDS,
            local_infile=False,
            ssl={"check_hostname": False} if secure else None,
            ssl_disabled=not secure,
        )
    except (pymysql.MySQLError, OSError):
        raise SourceUnreachable from None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET time_zone = %s", [_ZONE[1]])
            cursor.execute("START TRANSACTION READ ONLY")
        yield _MySQL(connection, place)
    except pymysql.MySQLError as error:
        state = error.args[0] if error.args and isinstance(error.args[0], int) else None
        raise SourceFailed(str(state) if state else None) from None
    finally:
        connection.close()


_ASKERS: Final[Mapping[SourceKind, Callable[[Place, str], AbstractContextManager[_Asker]]]] = (
    MappingProxyType({SourceKind.POSTGRESQL: _postgresql, SourceKind.MYSQL: _mysql})
)
