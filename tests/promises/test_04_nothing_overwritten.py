"""4. Nothing overwritten. "Corrections are new versions. Two clocks: when it was true, when we knew. Looking back in time
is for the subject, the auditor and an appeal alone: it must never show the public or a partner a fact that was repaired
or withdrawn."

The mechanism itself is attacked in tests/database/journal/test_append_only.py; here every table of the rooms that keep
facts, found in the database itself, so that a new table cannot be forgotten.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors, sql

from gongxin.records import actions, lifecycle
from gongxin.records import queries as records
from gongxin.records.lifecycle import Event, State
from gongxin.records.models import Version
from gongxin.refusal import Refusal
from gongxin.search import checks
from tests.builders import city
from tests.builders.codes import unified_code
from tests.databases import Database

# Rooms in which every table is append-only. A table of theirs that may change must be argued for here, by name.
ROOMS = ("records", "disclosures", "journal")
MAY_CHANGE: frozenset[str] = frozenset()


def tables(connection_: psycopg.Connection) -> list[str]:
    """Every ordinary and partitioned table of these rooms, as PostgreSQL knows them."""
    found = connection_.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        " AND split_part(relname, '_', 1) = ANY(%s) ORDER BY relname",
        [list(ROOMS)],
    ).fetchall()
    return [name for (name,) in found if name not in MAY_CHANGE]


def statements(database: psycopg.Connection, table: str) -> Iterator[sql.Composed]:
    """An UPDATE of every single column, a DELETE and a TRUNCATE."""
    columns = database.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [table],
    ).fetchall()
    name = sql.Identifier(table)
    for (column,) in columns:
        yield sql.SQL("UPDATE {} SET {} = {}").format(name, *[sql.Identifier(column)] * 2)
    yield sql.SQL("DELETE FROM {}").format(name)
    yield sql.SQL("TRUNCATE {} CASCADE").format(name)


def check(serial: int) -> None:
    """Somebody asks about a body that has a public record, and leaves an edge."""
    answer = checks.check(
        code=unified_code(serial),
        purpose="tendering",
        jurisdiction="xingning",
        today=city.TODAY,
        now=city.NOW,
    )
    assert answer.records


@pytest.fixture
def lived_in(fresh_database: Database) -> Database:
    """A city in which each of these tables has a row."""
    city.city_hall()
    record = city.published_penalty(1)
    check(1)
    actions.place_mark(record=record, kind="disputed", basis="case", by="samr.clerk", now=city.NOW)
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    return fresh_database


def test_no_table_of_facts_can_be_changed_by_the_application_nor_by_the_owner(
    lived_in: Database,
) -> None:
    with psycopg.connect(lived_in.owner_dsn) as owner, psycopg.connect(lived_in.dsn) as application:
        found = tables(owner)
        assert {"records_version", "disclosures_disclosure", "journal_leaf"} <= set(found)
        for table in found:
            rows = owner.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            assert rows.fetchone() != (0,), f"{table} has no row to attack"
            for statement in list(statements(owner, table)):
                with pytest.raises(errors.InsufficientPrivilege), application.transaction():
                    application.execute(statement)
                with pytest.raises(errors.RestrictViolation), owner.transaction():
                    owner.execute(statement)


def test_upsert_and_merge_and_copy_over_a_row_are_refused(lived_in: Database) -> None:
    merge = "MERGE INTO records_change AS c USING records_change AS o ON c.sequence = o.sequence WHEN MATCHED THEN"
    attacks = (
        "INSERT INTO records_change SELECT * FROM records_change ON CONFLICT (sequence) DO UPDATE SET operation = 'add'",
        f"{merge} UPDATE SET operation = 'add'",
        f"{merge} DELETE",
        "WITH gone AS (DELETE FROM records_change RETURNING *) SELECT * FROM gone",
    )
    for dsn in (lived_in.dsn, lived_in.owner_dsn):
        with psycopg.connect(dsn) as session:
            for attack in attacks:
                with (
                    pytest.raises((errors.InsufficientPrivilege, errors.RestrictViolation)),
                    session.transaction(),
                ):
                    session.execute(attack)


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(Exception, match=r"follows nothing|records_version_pkey|record_"), transaction.atomic():  # fmt: skip
        yield


def append(record: UUID, number: int, state: str) -> None:
    """A version written past the acts."""
    columns = ", ".join(
        f.column for f in Version._meta.concrete_fields
        if f.column and f.column not in {"record", "number", "state", "reason", "batch"}
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_version (record, number, state, reason, batch, {columns})"
            f" SELECT record, %s, %s, 'x', gen_random_uuid(), {columns} FROM records_version"
            " WHERE record = %s AND number = 1",
            [number, state, record],
        )


@pytest.mark.usefixtures("hall")
def test_version_numbers_follow_one_another_and_nothing_follows_an_erased_version() -> None:
    receipt = city.penalise(1)
    (record,) = records.records_of_batch(receipt.batch).values()
    for number in (0, 3, 7):
        with refused():
            append(record, number, "admitted")
    with refused():
        append(record, 1, "admitted")
    append(record, 2, "withdrawn")
    append(record, 3, "erased")
    for state in State:
        with refused():
            append(record, 4, state.value)
    numbers = Version.objects.filter(record=record).order_by("number").values_list("number", flat=True)  # fmt: skip
    assert list(numbers) == [1, 2, 3]


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("end", [actions.withdraw, actions.repair])
def test_an_act_leaves_the_version_before_it_as_it_was(end: object) -> None:
    assert callable(end)
    receipt = city.penalise(2)
    (record,) = records.records_of_batch(receipt.batch).values()
    before = Version.objects.filter(record=record).values().get()
    end(record=record, reason="x", by="samr.clerk", now=city.NOW)
    assert Version.objects.filter(record=record, number=1).values().get() == before
    after = Version.objects.get(record=record, number=2)
    # What was true stays as it was said; what we knew, and since when, is new.
    assert (after.payload, after.valid, after.decided_date) == (before["payload"], before["valid"], before["decided_date"])  # fmt: skip
    assert after.recorded_at >= before["recorded_at"]
    assert bytes(after.salt) != bytes(before["salt"])


@pytest.mark.usefixtures("hall")
def test_the_acts_go_no_other_way_than_the_table_of_the_lifecycle() -> None:
    """Every path of two acts through the database, against the table alone."""
    acts = {Event.WITHDRAW: actions.withdraw, Event.REPAIR: actions.repair}
    serial = 0
    for first, do_first in acts.items():
        for second, do_second in acts.items():
            serial += 1
            receipt = city.penalise(serial, 行政处罚决定书文号=f"构市监罚〔2026〕7{serial}号")
            (record,) = records.records_of_batch(receipt.batch).values()
            do_first(record=record, reason="x", by="samr.clerk", now=city.NOW)
            state = lifecycle.TRANSITIONS[State.ADMITTED, first]
            if (state, second) in lifecycle.TRANSITIONS:
                number = do_second(record=record, reason="x", by="samr.clerk", now=city.NOW)
                assert number == 3
            else:
                with pytest.raises(Refusal, match="transition_refused"):
                    do_second(record=record, reason="x", by="samr.clerk", now=city.NOW)
                assert Version.objects.filter(record=record).count() == 2
