"""A platform with everything of its own, its PostgreSQL too, as `gongxin up` makes it: to lose its disk and be restored."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from gongxin.config.environment import REPOSITORY
from gongxin.jobs.cluster import SUPERUSER, Cluster
from gongxin.jobs.database import DATABASE
from tests.builders.serving import Platform, free_port
from tests.databases import Database
from tests.throwaway import throwaway_home


@dataclass(frozen=True)
class Site(Database):
    """Its database, its home, and where its log is archived: another disk, if it were real."""

    archive: Path

    @property
    def home(self) -> Path:
        return self.cluster.home

    @property
    def environment(self) -> Mapping[str, str]:
        return {"GONGXIN_HOME": str(self.home), "GONGXIN_ARCHIVE": str(self.archive)}

    @property
    def platform(self) -> Platform:
        return Platform(self, self.home, free_port())

    def gongxin(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Our own command, as the operator types it."""
        return subprocess.run(
            [sys.executable, "-m", "gongxin.jobs.cli", *arguments],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(REPOSITORY / "src"),
                **self.environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def a_minute_passes(self) -> None:
        """What the server does by itself once a minute: it closes the file of its log, and the file is archived."""
        with psycopg.connect(
            self.cluster.dsn(SUPERUSER, "postgres"), autocommit=True
        ) as connection:
            row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row
        while not (self.archive / row[0]).exists():
            pass

    def lose_power(self) -> None:
        self.cluster.stop("immediate")


@contextmanager
def site(blocker: DjangoDbBlocker, *, archived: bool = True) -> Iterator[Site]:
    """Up, and Django's connections and folders lead there until the end of the block."""
    home = throwaway_home("own")
    disk = throwaway_home("disk")
    made = Site(Cluster(home), DATABASE, disk / "archive")
    if not archived:
        made = Unarchived(Cluster(home), DATABASE, disk / "archive")
    try:
        up = made.gongxin("up")
        assert up.returncode == 0, up.stderr
        with pytest.MonkeyPatch.context() as patch, blocker.unblock(), made.used_by_django():
            patch.setattr(settings, "GONGXIN_HOME", home)
            patch.setattr(settings, "GONGXIN_KEYS", home / "keys")
            yield made
    finally:
        made.lose_power()
        for folder in (home, disk):
            shutil.rmtree(folder, ignore_errors=True)


class Unarchived(Site):
    """As it is without the setting."""

    @property
    def environment(self) -> Mapping[str, str]:
        return {"GONGXIN_HOME": str(self.home)}
