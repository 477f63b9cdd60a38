"""`gongxin up` on a machine with nothing: twice, and in production."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from gongxin.config.environment import REPOSITORY
from gongxin.jobs.cluster import Cluster
from tests.databases import ThrowawayCluster
from tests.journeys.commands import sheets
from tests.journeys.commands.commandline import CommandLine
from tests.throwaway import throwaway_home


@pytest.fixture
def bare_home() -> Iterator[Path]:
    """An empty folder, and afterwards neither it nor the server that was started in it."""
    home = throwaway_home("bare")
    try:
        yield home
    finally:
        Cluster(home).stop("immediate")
        shutil.rmtree(home, ignore_errors=True)


def gongxin_in(
    home: Path, *arguments: str, extra: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gongxin.jobs.cli", *arguments],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY / "src"),
            "GONGXIN_HOME": str(home),
            **(extra or {}),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_a_bare_machine_comes_up_and_stays_as_it_is(bare_home: Path) -> None:
    before = gongxin_in(bare_home, "search", "甲")
    assert before.returncode == 1
    assert "gongxin up" in before.stderr
    assert "Traceback" not in before.stderr

    first = gongxin_in(bare_home, "up")
    assert (first.returncode, first.stdout) == (0, "")
    assert "migrations" in first.stderr
    size = gongxin_in(bare_home, "journal", "verify", "--json").stdout
    second = gongxin_in(bare_home, "up")
    assert second.returncode == 0
    assert "migrations" not in second.stderr
    assert gongxin_in(bare_home, "journal", "verify", "--json").stdout == size


def test_in_production_nobody_acts_by_default(
    gongxin: CommandLine, cluster: ThrowawayCluster, folder: Path
) -> None:
    path = sheets.as_csv(folder / "f.csv", sheets.register(1))
    database = cluster.clone()
    home = throwaway_home("prod")
    try:
        production = CommandLine(home, database, {"GONGXIN_MODE": "production"})
        assert production.run("up").returncode == 0
        assert production.select("SELECT count(*) FROM agencies_account") == [(0,)]
        submission = ("subjects", "import", path, "--agency", "samr")
        assert production.refusal(*submission)["code"] == "account.not_named"
        assert production.refusal(*submission, "--by", "samr.clerk")["code"] == "account.unknown"
        demo = production.run("demo", "--no-serve")
        assert (demo.returncode, demo.stdout) == (1, "")
        assert "[demo.refused]" in demo.stderr
    finally:
        cluster.drop(database)
        shutil.rmtree(home, ignore_errors=True)
    # The same file, on an installation in development, is sent by the agency's clerk.
    assert gongxin.json(*submission)["admitted"] == 1
