"""Attacks every rule of a room's tables by plain SQL: the rules are read from the database, so none can be forgotten.

An attack copies a stored row, renews what must be unique, and breaks one thing. Keys, references and the lower bounds of
counts are attacked without being named; what a CHECK of our own says needs a case by hand.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import psycopg
from django.db import DatabaseError, connection, transaction

Values = Mapping[str, str]  # column → SQL expression


@dataclass(frozen=True)
class Case:
    """A row that a rule must refuse: which columns of a good row are changed, and to what."""

    rule: str
    table: str
    broken: Values
    overruled_by: str | None = None  # a rule that has the first word on the same row


@dataclass(frozen=True)
class Rule:
    """A constraint or a unique index as PostgreSQL knows it."""

    name: str
    table: str
    kind: str  # check, unique, foreign
    columns: tuple[str, ...]
    is_lower_bound: bool = field(default=False)


_RULES = """
    SELECT c.conname, c.conrelid::regclass::text, CASE c.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign' END,
           ARRAY(SELECT a.attname::text FROM pg_attribute AS a
                 WHERE a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)),
           pg_get_constraintdef(c.oid) ~ '^CHECK \\(\\(\\w+ >= 0\\)\\)$'
    FROM pg_constraint AS c
    WHERE c.contype IN ('c', 'f') AND split_part(c.conrelid::regclass::text, '_', 1) = %(room)s
    UNION ALL
    SELECT i.indexrelid::regclass::text, i.indrelid::regclass::text, 'unique',
           ARRAY(SELECT a.attname::text FROM pg_attribute AS a
                 WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey::smallint[])), false
    FROM pg_index AS i
    WHERE i.indisunique AND split_part(i.indrelid::regclass::text, '_', 1) = %(room)s
    ORDER BY 1
"""
_COLUMNS = """
    SELECT attname, attidentity <> '' FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""


def rules_of(room: str) -> list[Rule]:
    with connection.cursor() as cursor:
        cursor.execute(_RULES, {"room": room})
        return [Rule(name, table, kind, tuple(c), low) for name, table, kind, c, low in cursor]


def attack_room(
    room: str,
    *,
    renewed: Mapping[str, Values],
    cases: Sequence[Case],
    tables: Collection[str] | None = None,
) -> None:
    """Every rule of the room refuses its attacks, under its own name; a copy that breaks nothing enters.

    `renewed`: for each table, what makes a copy of its row another row. `tables`: these alone.
    """
    rules = [rule for rule in rules_of(room) if tables is None or rule.table in tables]
    assert rules
    for table in {rule.table for rule in rules}:
        assert refusal(table, renewed[table]) is None, f"a good row of {table} is refused"
    by_hand = {case.rule for case in cases}
    assert by_hand <= {rule.name for rule in rules}, "a case attacks a rule that is not there"
    for rule in rules:
        attacks = [case for case in cases if case.rule == rule.name] or _unnamed(rule, renewed)
        assert attacks, f"nothing attacks {rule.name} of {rule.table}"
        for case in attacks:
            found = refusal(case.table, {**renewed[case.table], **case.broken})
            # Where a count is below nothing, a rule about several counts may have the first word.
            refused = (
                found is not None
                if rule.is_lower_bound
                else found in {case.overruled_by, rule.name} - {None}
            )
            assert refused, (rule.name, case.broken, found)


def _unnamed(rule: Rule, renewed: Mapping[str, Values]) -> list[Case]:
    """Attacks that follow from what kind of rule it is."""
    if rule.kind == "unique":
        return [Case(rule.name, rule.table, {column: column for column in rule.columns})]
    if rule.kind == "foreign":
        (column,) = rule.columns
        stranger = "gen_random_uuid()" if _is_uuid(rule.table, column) else "-1"
        return [Case(rule.name, rule.table, {column: stranger})]
    if rule.is_lower_bound:
        (column,) = rule.columns
        return [Case(rule.name, rule.table, {column: "-1"})]
    return []


def refusal(table: str, values: Values) -> str | None:
    """The name of the rule that refuses a copy of a row of this table with these values; None: it enters."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        # A number that the database gives itself is left to it, unless it is what is attacked.
        columns = [name for name, is_given in cursor.fetchall() if not is_given or name in values]
    row = ", ".join(values.get(name, name) for name in columns)
    statement = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {row} FROM {table} LIMIT 1"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 1, f"{table} has no row to copy"
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        assert isinstance(cause, psycopg.Error)
        return cause.diag.constraint_name or cause.diag.message_primary
    return None


def _is_uuid(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT atttypid = 'uuid'::regtype FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
            [table, column],
        )
        (answer,) = cursor.fetchone()
    return bool(answer)
