"""Entries stand in one row from 0 on without gaps, whoever writes at the same time and whoever gives up."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import errors

from gongxin.journal import actions, merkle, queries
from gongxin.journal.kinds import Undeclared
from gongxin.journal.leaves import Entry
from gongxin.journal.models import Checkpoint, Leaf, Node
from gongxin.journal.verification import Verified
from tests.databases import Database

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)


def _append(number: int) -> int:
    return actions.append(
        kind="account.closed", body={"account": f"a{number}"}, by="system", now=NOW
    )


@pytest.mark.usefixtures("fresh_database")
def test_entries_are_numbered_from_zero_and_kept_as_they_were_given() -> None:
    first = _append(0)
    many = [
        Entry("batch.chunk_admitted", {"batch": 1, "chunk": n, "rows": 9}, bytes(32))
        for n in (0, 1)
    ]
    assert (first, actions.append_many(entries=many, by="clerk", now=NOW)) == (0, 1)
    leaf = Leaf.objects.get(index=2)
    assert (leaf.kind, leaf.body) == ("batch.chunk_admitted", {"batch": 1, "chunk": 1, "rows": 9})
    assert (leaf.actor, leaf.at, leaf.root) == ("clerk", NOW, bytes(32))
    assert [entry.index for entry in queries.entries(1, 9)] == [1, 2]
    hashes = [bytes(entry.leaf_hash) for entry in queries.entries(0, 3)]
    node = Node.objects.get()
    assert (node.level, node.index) == (1, 0)
    assert bytes(node.hash) == merkle.node_hash(*hashes[:2])
    assert actions.append_many(entries=[], by="clerk", now=NOW) == queries.size() == 3


@pytest.mark.usefixtures("fresh_database")
def test_an_undeclared_entry_enters_nothing() -> None:
    with pytest.raises(Undeclared):
        actions.append(kind="account.eaten", body={}, by="system", now=NOW)
    for nobody in ("", "张三", "13800138000"):
        with pytest.raises(AssertionError):
            actions.append(kind="account.closed", body={"account": "a"}, by=nobody, now=NOW)
    assert queries.size() == 0


@pytest.mark.usefixtures("fresh_database")
def test_what_is_given_up_leaves_no_gap() -> None:
    assert _append(0) == 0
    with transaction.atomic():
        assert _append(1) == 1
        transaction.set_rollback(True)
    assert _append(2) == 1
    assert isinstance(queries.verify_chain(), Verified)


def _insert(cursor: psycopg.Cursor | CursorWrapper, *indexes: int) -> None:
    cursor.execute(
        "INSERT INTO journal_leaf SELECT index, 'x', 'k', '{}', NULL, 'a', now(), %s"
        " FROM unnest(%s::bigint[]) AS given (index)",
        [bytes(32), list(indexes)],
    )


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize("indexes", [(2,), (0,), (1, 3), (-1,), (5, 6)])
def test_raw_sql_makes_no_gap_either(indexes: tuple[int, ...]) -> None:
    _append(0)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        _insert(cursor, *indexes)


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize(
    "change",
    [
        "leaf_hash = '\\x00'",
        "root = '\\x00'",
        "body = '[]'",
        "actor = ''",
    ],
)
def test_the_database_knows_the_shape_of_an_entry(change: str) -> None:
    column, _, value = change.partition(" = ")
    values = {
        "body": "'{}'",
        "root": "NULL",
        "actor": "'a'",
        "leaf_hash": f"'\\x{bytes(32).hex()}'",
    }
    values[column] = value
    statement = (
        "INSERT INTO journal_leaf VALUES (0, 'x', 'k', "
        f"{values['body']}, {values['root']}, {values['actor']}, now(), {values['leaf_hash']})"
    )
    with (
        pytest.raises((IntegrityError, DataError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.usefixtures("fresh_database")
def test_hashes_and_sizes_the_log_cannot_have_are_refused() -> None:
    bad = [
        Node(level=0, index=0, hash=bytes(32)),
        Node(level=1, index=-1, hash=bytes(32)),
        Node(level=1, index=0, hash=b"short"),
        Checkpoint(size=-1, jurisdiction="x", root=bytes(32), text="", at=NOW),
        Checkpoint(size=1, jurisdiction="x", root=b"short", text="", at=NOW),
    ]
    for row in bad:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


@pytest.fixture
def run() -> Iterator[Callable[[Callable[[], None]], threading.Thread]]:
    """Starts a function on a thread with database connections of its own; joined at the end."""
    threads = []

    def start(work: Callable[[], None]) -> threading.Thread:
        def whole() -> None:
            try:
                work()
            finally:
                connection.close()

        thread = threading.Thread(target=whole, daemon=True)
        threads.append(thread)
        thread.start()
        return thread

    yield start
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()


def _wait_for_a_waiter(owner: psycopg.Connection) -> None:
    """Until some connection waits for the lock of the log."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        row = owner.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        ).fetchone()
        owner.rollback()
        if row != (0,):
            return
        time.sleep(0.01)
    pytest.fail("nobody waited for the lock")


@pytest.mark.usefixtures("fresh_database")
@pytest.mark.parametrize("gives_up", [False, True])
def test_a_second_writer_waits_and_takes_the_place_that_is_left(
    gives_up: bool,
    owner_connection: psycopg.Connection,
    run: Callable[[Callable[[], None]], threading.Thread],
) -> None:
    places: dict[str, int] = {}
    entered, end = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            places["first"] = _append(1)
            entered.set()
            end.wait(20)
            transaction.set_rollback(gives_up)

    def second() -> None:
        places["second"] = _append(2)

    run(first)
    assert entered.wait(20)
    waiting = run(second)
    _wait_for_a_waiter(owner_connection)
    assert "second" not in places
    end.set()
    waiting.join(20)
    assert places == {"first": 0, "second": 0 if gives_up else 1}
    state = queries.verify_chain()
    assert isinstance(state, Verified)
    assert state.size == (1 if gives_up else 2)


@pytest.mark.usefixtures("fresh_database")
def test_many_writers_some_of_whom_give_up_leave_a_whole_log(
    run: Callable[[Callable[[], None]], threading.Thread],
) -> None:
    kept: list[int] = []

    def write() -> None:
        for number in range(25):
            gives_up = number % 3 == 0
            with transaction.atomic():
                place = _append(number)
                transaction.set_rollback(gives_up)
            if not gives_up:
                kept.append(place)

    for thread in [run(write), run(write)]:
        thread.join(30)
    assert sorted(kept) == list(range(32))
    state = queries.verify_chain()
    assert isinstance(state, Verified)
    assert state.size == 32


def test_two_writers_that_dodge_the_lock_make_no_gap(fresh_database: Database) -> None:
    with (
        psycopg.connect(fresh_database.dsn) as one,
        psycopg.connect(fresh_database.dsn) as other,
    ):
        _insert(one.cursor(), 0)
        with pytest.raises(errors.CheckViolation):  # entry 0 is not committed: 1 follows nothing
            _insert(other.cursor(), 1)
        other.rollback()
        other.execute("SET lock_timeout = '100ms'")
        with pytest.raises(errors.LockNotAvailable):  # entry 0 is taken, unless the first gives up
            _insert(other.cursor(), 0)
        other.rollback()
        one.rollback()
        _insert(other.cursor(), 0)
