"""Throw-away PostgreSQL for tests: one server, two migrated templates, as many clones as tests want."""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final
from uuid import uuid4

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from gongxin.jobs.cluster import SUPERUSER, Cluster
from gongxin.jobs.database import APPLICATION, OWNER, prepare_cluster

EMPTY: Final = "gx_empty"  # migrated, and nothing in it
CITY: Final = (
    "gx_city"  # besides, the law in force and an account to send and one to release for each agency
)
# Durable against the death of a process, not of the machine: a test kills processes alone.
SETTINGS: Final[Mapping[str, str]] = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_wal_size": "2GB",
}


@dataclass(frozen=True)
class Database:
    """A clone of the template."""

    cluster: Cluster
    name: str

    @property
    def dsn(self) -> str:
        """As the application role."""
        return self.cluster.dsn(APPLICATION, self.name)

    @property
    def owner_dsn(self) -> str:
        return self.cluster.dsn(OWNER, self.name)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a second process of ours must be started with to use this database."""
        return {
            "GONGXIN_HOME": str(self.cluster.home),
            "GONGXIN_DATABASE_URL": self.dsn,
            "GONGXIN_OWNER_DATABASE_URL": self.owner_dsn,
        }

    @contextmanager
    def used_by_django(self) -> Iterator[None]:
        """Django's connections, of every thread, lead here until the end of the block."""
        before = {}
        for alias in ("default", "owner"):
            connections[alias].close()
            settings = connections[alias].settings_dict
            before[alias] = settings["HOST"], settings["NAME"]
            settings["HOST"], settings["NAME"] = str(self.cluster.socket_directory), self.name
        try:
            yield
        finally:
            for alias, (host, name) in before.items():
                connections[alias].close()
                settings = connections[alias].settings_dict
                settings["HOST"], settings["NAME"] = host, name


class ThrowawayCluster:
    """A PostgreSQL of the tests alone."""

    def __init__(self, home: Path) -> None:
        self.server = Cluster(home, settings=SETTINGS)

    @property
    def pid(self) -> int:
        pid = self.server.postmaster_pid()
        assert pid is not None
        return pid

    def ensure(self) -> None:
        """Server and templates exist; the first process to come makes them, the others wait."""
        home = self.server.home
        ready = home / "template.ready"
        with (home / "template.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if ready.exists():
                return
            self.server.start()
            prepare_cluster(self.server, EMPTY)
            with Database(self.server, EMPTY).used_by_django():
                call_command("migrate", database="owner", verbosity=0, interactive=False)
            with self.clone(CITY).used_by_django():
                # Not at the head of the file: pytest reads it before Django is set up.
                import_module("tests.builders.city").city_hall()
            ready.touch()

    def restart(self) -> None:
        """Start it again after a test has killed it."""
        self.server.start()

    def stop(self) -> None:
        self.server.stop("immediate")

    def clone(self, name: str | None = None, *, template: str = EMPTY) -> Database:
        database = Database(self.server, name or f"gx_{uuid4().hex[:12]}")
        self._as_superuser(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(database.name), sql.Identifier(OWNER), sql.Identifier(template)
            )
        )
        return database

    def drop(self, database: Database) -> None:
        self._as_superuser(
            sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database.name))
        )

    def _as_superuser(self, statement: sql.Composed) -> None:
        dsn = self.server.dsn(SUPERUSER, "postgres")
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute(statement)
