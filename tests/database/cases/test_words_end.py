"""The one way in which the words of a case may change: emptied, of a case that the log names, by nobody otherwise."""

from datetime import date
from typing import Final
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from gongxin.cases.actions import speaking
from gongxin.cases.kinds import Event, Party
from gongxin.jobs.commands import retention
from tests.builders import cases, city, spoken
from tests.databases import Database

LATER: Final = date(2029, 6, 1)  # three years after the complaint was answered
EVERY_ROW = "-c gongxin.agency=*"
ZEROS = "decode(repeat('00', 16), 'hex')"
# What nobody may do, not even of a case whose words are over.
WRONG = (
    "UPDATE cases_words SET text = ''",
    f"UPDATE cases_words SET salt = {ZEROS}",
    f"UPDATE cases_words SET text = 'x', salt = {ZEROS}",
    f"UPDATE cases_words SET text = '', salt = {ZEROS}, key = 'target'",
    f"UPDATE cases_words SET text = '', salt = {ZEROS}, digest = decode(repeat('00', 32), 'hex')",
    "DELETE FROM cases_words",
)
RIGHT = f"UPDATE cases_words SET text = '', salt = {ZEROS}"


@pytest.fixture
def closed(fresh_city: Database) -> tuple[Database, UUID]:
    """A complaint that was given up; beside it a tip that goes on."""
    city.city_hall()
    case = spoken.complaint().case
    cases.step(case, Event.DISMISS, Party.PLATFORM)
    spoken.tip()
    return fresh_city, case


def refused(dsn: str, statement: str) -> bool:
    with psycopg.connect(dsn, options=EVERY_ROW) as session:
        try:
            with session.transaction(force_rollback=True):
                session.execute(statement)
        except (errors.RestrictViolation, errors.InsufficientPrivilege):
            return True
    return False


def test_without_a_leaf_of_the_log_nobody_empties_anything(closed: tuple[Database, UUID]) -> None:
    database, case = closed
    for dsn in (database.dsn, database.owner_dsn):
        for statement in (*WRONG, RIGHT, f"SELECT gongxin_empty_words(ARRAY['{case}'::uuid])"):
            assert refused(dsn, statement), statement


def test_with_it_text_and_salt_go_and_nothing_else(closed: tuple[Database, UUID]) -> None:
    database, case = closed
    with psycopg.connect(database.owner_dsn, options=EVERY_ROW) as owner:
        before = owner.execute("SELECT case_id, number, key, digest FROM cases_words ORDER BY id")
        kept = before.fetchall()
    assert speaking.empty_words(today=LATER, by="system", now=city.NOW) == 1
    assert all(refused(database.owner_dsn, statement) for statement in (*WRONG, RIGHT))
    with psycopg.connect(database.owner_dsn, options=EVERY_ROW) as owner:
        rows = owner.execute("SELECT case_id, number, key, digest FROM cases_words ORDER BY id")
        assert rows.fetchall() == kept
        emptied = owner.execute("SELECT DISTINCT case_id FROM cases_words WHERE text = ''")
        assert emptied.fetchall() == [(case,)], "a tip that goes on keeps its words"


def test_behind_its_wall_an_agency_empties_nothing_of_anothers(
    closed: tuple[Database, UUID],
) -> None:
    database, case = closed
    with psycopg.connect(database.dsn, options="-c gongxin.agency=emergency") as session:
        found = session.execute(f"SELECT gongxin_empty_words(ARRAY['{case}'::uuid])").fetchone()
    assert found == (0,)


def test_the_daily_run_does_it_once(
    closed: tuple[Database, UUID], capsys: pytest.CaptureFixture[str]
) -> None:
    retention.erase(cases.at(LATER))
    assert "清空投诉、举报和申请" in capsys.readouterr().err
    retention.erase(cases.at(LATER))
    assert "清空投诉、举报和申请" not in capsys.readouterr().err
