"""`gongxin up` may be said as often as one likes, and by two at once; the worker takes up what was left."""

import os
import subprocess
import sys
from collections.abc import Mapping

import psycopg

from gongxin.config.environment import REPOSITORY
from tests.databases import Database

COUNTS = "SELECT (SELECT count(*) FROM journal_leaf), (SELECT count(*) FROM django_migrations)"


def begin(environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "gongxin.jobs.cli", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY / "src"),
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def gongxin(environment: Mapping[str, str], *arguments: str) -> None:
    process = begin(environment, *arguments)
    _, said = process.communicate()
    assert process.returncode == 0, said


def test_up_twice_and_by_two_at_once_loads_the_law_once(fresh_database: Database) -> None:
    together = [begin(fresh_database.environment, "up") for _ in range(2)]
    for process in together:
        _, said = process.communicate()
        assert process.returncode == 0, said
    with psycopg.connect(fresh_database.dsn) as connection:
        first = connection.execute(COUNTS).fetchone()
    gongxin(fresh_database.environment, "up")
    with psycopg.connect(fresh_database.dsn) as connection:
        assert connection.execute(COUNTS).fetchone() == first


def test_the_worker_takes_up_the_jobs_of_one_that_was_killed(fresh_database: Database) -> None:
    gongxin(fresh_database.environment, "up")
    with psycopg.connect(fresh_database.dsn, autocommit=True) as connection:
        # As a killed worker leaves it: "doing", and no heartbeat since. The job is procrastinate's own.
        connection.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')"
        )
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, worker_id) "
            "SELECT 'default', 'builtin:procrastinate.builtin_tasks.remove_old_jobs', 'doing', "
            "'{\"max_hours\": 72}', id FROM procrastinate_workers"
        )
        gongxin(fresh_database.environment, "worker", "--once")
        done = connection.execute("SELECT status FROM procrastinate_jobs").fetchall()
    assert done == [("succeeded",)]
