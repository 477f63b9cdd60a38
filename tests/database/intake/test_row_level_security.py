"""The second wall: what a door forgets to check, the database still refuses. As the application role, on plain SQL."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql

from gongxin.agencies.scope import acting_for
from gongxin.intake import queries
from gongxin.intake.batches import BatchRefused
from gongxin.intake.opinions import Opinion
from tests.builders import city, files, matching
from tests.databases import Database

WALLED = ("intake_batch", "intake_row")
# Append-only besides: nobody changes a row of theirs, of whatever agency (test_what_officers_found_is_behind_the_wall).
EVIDENCE = ("intake_admission", "intake_review")
# Attacked for every table at once by tests/database/agencies/test_the_wall.py.
RETURNS = ("intake_certificate", "intake_reinsertion", "intake_reinsertiontold")
OTHERS = ("intake_fix", "intake_profile", "intake_sent", "intake_source", "intake_upload")


@pytest.fixture
def two(fresh_city: Database) -> tuple[UUID, UUID]:
    """A batch of each of two agencies, with a held row each."""
    city.city_hall()
    content = files.table([files.penalty(7, authority_code=city.samr_code())])
    return (
        city.send(content, item="penalty", agency="samr").batch,
        city.send(content, item="penalty", agency="ecology").batch,
    )


@pytest.fixture
def application(fresh_city: Database) -> Iterator[psycopg.Connection]:
    with psycopg.connect(fresh_city.dsn) as connection:
        yield connection
        connection.rollback()


def acting(connection: psycopg.Connection, agency: str) -> None:
    connection.execute("SELECT set_config('gongxin.agency', %s, true)", [agency])


def seen(connection: psycopg.Connection) -> tuple[int, int]:
    found = connection.execute(
        "SELECT (SELECT count(*) FROM intake_batch), (SELECT count(*) FROM intake_row)"
    ).fetchone()
    assert found is not None
    return found[0], found[1]


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("agency", "sees"),
    [("samr", (1, 1)), ("ecology", (1, 1)), ("*", (2, 2)), ("", (0, 0)), ("hrss", (0, 0)), ("SAMR", (0, 0)), ("%", (0, 0)), ("samr,ecology", (0, 0))],
)  # fmt: skip
def test_an_agency_sees_its_own_drafts_alone(
    application: psycopg.Connection, agency: str, sees: tuple[int, int]
) -> None:
    acting(application, agency)
    assert seen(application) == sees


@pytest.mark.usefixtures("two")
def test_who_says_nothing_sees_nothing(application: psycopg.Connection) -> None:
    assert seen(application) == (0, 0)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("table", WALLED)
def test_the_rows_of_another_agency_cannot_be_changed_taken_over_or_forged(
    application: psycopg.Connection, table: str
) -> None:
    name = sql.Identifier(table)
    acting(application, "*")
    theirs = application.execute(
        sql.SQL("SELECT to_jsonb(t) FROM {} AS t WHERE agency_key = 'ecology'").format(name)
    ).fetchall()
    acting(application, "samr")
    for statement in (
        "UPDATE {} SET jurisdiction = 'x' WHERE agency_key = 'ecology'",
        "DELETE FROM {} WHERE agency_key = 'ecology'",
        "UPDATE {} SET jurisdiction = 'x' WHERE agency_key <> 'samr'",
    ):
        assert application.execute(sql.SQL(statement).format(name)).rowcount == 0
    for statement in (
        "UPDATE {} SET agency_key = 'ecology'",  # pushed under another's name
        'INSERT INTO {} SELECT (jsonb_populate_record(t, \'{{"agency_key": "ecology"}}\')).* FROM {} AS t',
    ):
        composed = sql.SQL(statement).format(*[name] * statement.count("{}"))
        with pytest.raises(errors.InsufficientPrivilege), application.transaction():
            application.execute(composed)
    acting(application, "*")
    assert (
        theirs
        == application.execute(
            sql.SQL("SELECT to_jsonb(t) FROM {} AS t WHERE agency_key = 'ecology'").format(name)
        ).fetchall()
    )


@pytest.mark.usefixtures("two")
def test_the_setting_never_outlives_its_transaction(application: psycopg.Connection) -> None:
    acting(application, "*")
    assert seen(application) == (2, 2)
    application.commit()
    assert seen(application) == (0, 0)
    acting(application, "samr")
    application.rollback()
    assert seen(application) == (0, 0)


def test_acting_for_ends_with_its_block_even_when_it_fails(two: tuple[UUID, UUID]) -> None:
    samr, ecology = two
    with pytest.raises(ZeroDivisionError), acting_for("*"):
        raise ZeroDivisionError
    with acting_for("samr"):
        with pytest.raises(ZeroDivisionError), acting_for("*"):
            raise ZeroDivisionError
        with pytest.raises(BatchRefused), acting_for("samr"):
            queries.receipt(ecology, scope="samr")
        assert queries.receipt(samr, scope="samr").batch == samr
    with pytest.raises(BatchRefused):
        queries.receipt(samr, scope="")


def test_another_agencys_batch_answers_like_one_that_is_not_there(two: tuple[UUID, UUID]) -> None:
    _, ecology = two
    with pytest.raises(BatchRefused) as theirs:
        queries.rows(ecology, scope="samr")
    with pytest.raises(BatchRefused) as absent:
        queries.rows(UUID(int=7), scope="samr")
    assert theirs.value.zh == absent.value.zh
    assert theirs.value.details.keys() == absent.value.details.keys()


@pytest.mark.usefixtures("two")
def test_the_owner_of_the_tables_is_walled_too(fresh_city: Database) -> None:
    with psycopg.connect(fresh_city.owner_dsn) as owner:
        assert seen(owner) == (0, 0)


def test_every_table_with_an_agencys_drafts_has_the_wall(application: psycopg.Connection) -> None:
    """A table of the intake that names its agency, whenever it was added."""
    rows = application.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class AS c JOIN pg_attribute AS a"
        " ON a.attrelid = c.oid AND a.attname = 'agency_key'"
        " WHERE c.relkind IN ('r', 'p') AND c.relname LIKE 'intake%' ORDER BY 1"
    ).fetchall()
    assert rows == [
        (table, True, True) for table in sorted((*WALLED, *EVIDENCE, *RETURNS, *OTHERS))
    ]


def test_what_officers_found_is_behind_the_wall(
    fresh_city: Database, application: psycopg.Connection
) -> None:
    """Opinions and admissions of one agency's rows: seen by it and by the centre, forged and changed by nobody."""
    city.city_hall()
    city.register(1)
    matching.decide(matching.waiting(1), Opinion.SAME, matching.subject_of(1))
    for table in EVIDENCE:
        name = sql.Identifier(table)
        for agency, count in (("samr", 1), ("ecology", 0), ("", 0), ("*", 1)):
            acting(application, agency)
            found = application.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
            assert found == (count,), (table, agency)
        for attack in (
            "UPDATE {} SET jurisdiction = 'x'",
            "DELETE FROM {}",
            'INSERT INTO {} SELECT (jsonb_populate_record(t, \'{{"agency_key": "ecology"}}\')).* FROM {} AS t',
        ):
            acting(application, "samr")
            composed = sql.SQL(attack).format(*[name] * attack.count("{}"))
            with pytest.raises(errors.InsufficientPrivilege), application.transaction():
                application.execute(composed)


def test_the_application_is_not_privileged_and_owns_nothing(
    application: psycopg.Connection,
) -> None:
    role = application.execute(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication FROM pg_roles"
        " WHERE rolname = current_user"
    ).fetchone()
    assert role == (False,) * 5
    owned = application.execute(
        "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        " UNION ALL SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = current_user"
        " UNION ALL SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = current_user"
    ).fetchall()
    assert owned == []
    belongs = application.execute(
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = current_user::regrole"
    ).fetchall()
    assert belongs == []


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW mine AS SELECT 1",
        "ALTER TABLE intake_batch DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE intake_batch NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY intake_batch_own ON intake_batch",
        "CREATE POLICY mine ON intake_batch USING (true)",
        "ALTER TABLE records_version DISABLE TRIGGER ALL",
        "ALTER TABLE records_version DISABLE TRIGGER records_version_rows_stay",
        "DROP TRIGGER records_version_rows_stay ON records_version",
        "ALTER TABLE records_version ADD COLUMN score int",
        "ALTER TABLE records_version DROP CONSTRAINT record_state_is_known",
        "DROP TABLE records_version CASCADE",
        "DROP FUNCTION gongxin_refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION gongxin_refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "GRANT UPDATE ON records_version TO PUBLIC",
        "SET ROLE gongxin_owner",
        "SET session_replication_role = replica",
        "SET row_security = off; SELECT * FROM intake_batch",
        "COPY records_version TO PROGRAM 'cat'",
        "CREATE TRIGGER mine BEFORE INSERT ON records_version FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change()",
    ],
)
def test_the_application_changes_no_definition(
    application: psycopg.Connection, statement: str
) -> None:
    if statement.startswith("GRANT"):
        # PostgreSQL grants nothing and warns; what counts is that nothing was granted.
        application.execute(statement)
        assert application.execute(
            "SELECT has_table_privilege('records_version', 'UPDATE')"
        ).fetchone() == (False,)
        return
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute(statement)
