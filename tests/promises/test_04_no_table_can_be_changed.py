"""4. Nothing overwritten: the tables themselves. Every table of the rooms that keep facts, found in the database itself, so
that a new one cannot be forgotten. The mechanism is attacked in tests/database/journal/test_append_only.py.
"""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import errors, sql

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Look
from gongxin.records import actions
from gongxin.search import checks
from tests.builders import (
    city,
    desk_attachments,
    desk_cases,
    desk_complaints,
    desk_oversight,
    returns,
)
from tests.builders import twins as two
from tests.builders.codes import unified_code
from tests.databases import Database

# Rooms in which every table is append-only. A table of theirs that may change must be argued for here, by name.
ROOMS = ("records", "disclosures", "journal", "cases", "attachments")
MAY_CHANGE: frozenset[str] = frozenset()
EVERY_ROW = "-c gongxin.agency=*"  # what stands behind a wall is attacked too


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


def look_at_it() -> None:
    """Somebody who works here looks at what is not public."""
    look = Look("auditor", EVERY_AGENCY, "motion.read", "duty", ["x"])
    with acting_for(EVERY_AGENCY):
        disclosures.record_read(look=look, jurisdiction="xingning", by="a.auditor", now=city.NOW)


@pytest.fixture
def lived_in(fresh_city: Database) -> Database:
    """A city in which each of these tables has a row."""
    city.city_hall()
    record = city.published_penalty(1)
    check(1)
    look_at_it()
    actions.place_mark(record=record, kind="disputed", basis="case", by="samr.clerk", now=city.NOW)
    actions.mask(record=record, holder="case", from_date=city.TODAY, by="samr.clerk", now=city.NOW)
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    told_twice()
    desk_attachments.files_in_states("samr")
    desk_complaints.spoken_in_states("samr")
    desk_cases.cases_in_states("samr")
    returns.returned(5)
    desk_oversight.looked_at(desk_oversight.canary())
    return fresh_city


def told_twice() -> None:
    """Two decisions that were reported twice: one pair merged, one told apart."""
    city.register(3, 4)
    for serial in (3, 4):
        two.reported_twice(serial)
    first, second = two.looked()
    two.merged(first, first.other.record)
    with acting_for(EVERY_AGENCY):
        actions.tell_apart(twin=second.id, reason="两次检查", by=two.PROPOSER, now=city.NOW)


def test_no_table_of_facts_can_be_changed_by_the_application_nor_by_the_owner(
    lived_in: Database,
) -> None:
    with (
        psycopg.connect(lived_in.owner_dsn, options=EVERY_ROW) as owner,
        psycopg.connect(lived_in.dsn, options=EVERY_ROW) as application,
    ):
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
