"""The application role reads and writes rows and can do nothing else; Chinese names have a similarity."""

import psycopg
import pytest
from django.db import connection

from gongxin.agencies.models import Agency
from tests.databases import Database


@pytest.mark.django_db
def test_tests_speak_to_the_database_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("gongxin_app",)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "ALTER TABLE agencies_agency ADD COLUMN x int",
        "DROP TABLE agencies_agency",
        "TRUNCATE agencies_agency CASCADE",
        "ALTER ROLE gongxin_app BYPASSRLS",
        "SET ROLE gongxin_owner",
    ],
)
def test_the_application_cannot_change_tables_or_its_own_rights(
    fresh_database: Database, statement: str
) -> None:
    with (
        psycopg.connect(fresh_database.dsn) as application,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        application.execute(statement)


def test_the_owner_makes_tables_and_is_no_superuser(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute("CREATE TABLE mine (x int)")
    rights = owner_connection.execute(
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert rights == (False, False)


def test_chinese_names_have_a_similarity(owner_connection: psycopg.Connection) -> None:
    found = owner_connection.execute("SELECT similarity('宁波', '宁波')").fetchone()
    assert found == (1.0,)


def test_a_fresh_database_is_committed_to_and_belongs_to_one_test(
    fresh_database: Database,
) -> None:
    Agency.objects.create(
        jurisdiction="xingning",
        key="samr",
        uscc="11441481000000000X",
        kind="regulator",
        standing="good",
        name_zh="市场监督管理局",
        name_en="Market Regulation",
        mark="example",
    )
    with psycopg.connect(fresh_database.dsn) as second:
        assert second.execute("SELECT key FROM agencies_agency").fetchall() == [("samr",)]
