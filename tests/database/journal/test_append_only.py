"""What was entered stays: the application may not change it, nor may the owner while the triggers stand."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, connections, transaction
from django.db.migrations.state import ProjectState
from psycopg import errors, sql

from gongxin.journal import actions
from gongxin.journal.append_only import append_only

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
TABLES = ["journal_leaf", "journal_node", "journal_checkpoint"]
ATTACKS = {
    "journal_leaf": "UPDATE journal_leaf SET actor = 'another'",
    "journal_node": "UPDATE journal_node SET index = index + 1",
    "journal_checkpoint": "UPDATE journal_checkpoint SET text = ''",
}


def _log() -> None:
    for size in range(3):
        actions.append(kind="account.closed", body={"account": f"a{size}"}, by="system", now=NOW)
    actions.checkpoint(by="system", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ["{update}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
def test_the_application_role_changes_nothing_in_the_log(table: str, attack: str) -> None:
    _log()
    statement = attack.format(table=table, update=ATTACKS[table])
    with (
        pytest.raises(ProgrammingError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, errors.InsufficientPrivilege)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ["{update}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"])
@pytest.mark.usefixtures("fresh_database")
def test_the_owner_is_stopped_by_the_triggers(table: str, attack: str) -> None:
    _log()
    statement = attack.format(table=table, update=ATTACKS[table])
    with pytest.raises(IntegrityError) as refused, connections["owner"].cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, errors.RestrictViolation)


def _made_append_only(owner: psycopg.Connection) -> bool:
    """Runs the operations on a new table; whether the application role may still update it."""
    with connections["owner"].schema_editor() as editor:
        editor.execute("CREATE TABLE probe (id bigint)")
        state = ProjectState()
        for operation in append_only("probe"):
            operation.database_forwards("journal", editor, state, state)
    role = connection.settings_dict["USER"]
    row = owner.execute(
        "SELECT has_table_privilege(%s, 'probe', 'UPDATE, DELETE, TRUNCATE')", [role]
    ).fetchone()
    assert row is not None
    return bool(row[0])


@pytest.mark.usefixtures("fresh_database")
def test_any_table_can_be_made_append_only_and_back(owner_connection: psycopg.Connection) -> None:
    assert not _made_append_only(owner_connection)
    owner_connection.execute("INSERT INTO probe VALUES (1)")
    with pytest.raises(errors.RestrictViolation):
        owner_connection.execute("DELETE FROM probe")
    owner_connection.rollback()
    with connections["owner"].schema_editor() as editor:
        state = ProjectState()
        for operation in reversed(append_only("probe")):
            operation.database_backwards("journal", editor, state, state)
    owner_connection.execute("DELETE FROM probe")


@pytest.mark.usefixtures("fresh_database")
def test_an_absent_role_and_the_owner_itself_have_nothing_revoked(
    owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "GONGXIN_APPLICATION_ROLE", "nobody_here")
    assert _made_append_only(owner_connection)
    owner_connection.execute("DROP TABLE probe")
    owner_connection.commit()
    owner_role = connections["owner"].settings_dict["USER"]
    monkeypatch.setattr(settings, "GONGXIN_APPLICATION_ROLE", owner_role)
    assert _made_append_only(owner_connection)
    row = owner_connection.execute(
        sql.SQL("SELECT has_table_privilege({}, 'probe', 'UPDATE')").format(sql.Literal(owner_role))
    ).fetchone()
    assert row == (True,)


def test_a_table_name_is_a_plain_word() -> None:
    with pytest.raises(AssertionError):
        append_only('x"; DROP TABLE journal_leaf; --')
