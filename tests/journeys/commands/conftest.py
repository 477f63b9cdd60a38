"""A home and a database for the command line alone, brought up by `gongxin up`."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ThrowawayCluster
from tests.journeys.commands.commandline import CommandLine
from tests.throwaway import throwaway_home


@pytest.fixture(scope="module")
def gongxin(cluster: ThrowawayCluster) -> Iterator[CommandLine]:
    """The command line over an installation in development, as `gongxin up` leaves it."""
    home = throwaway_home("cmd")
    database = cluster.clone()
    try:
        made = CommandLine(home, database)
        up = made.run("up")
        assert up.returncode == 0, up.stderr
        yield made
    finally:
        cluster.drop(database)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files to be sent lie."""
    return tmp_path_factory.mktemp("files")
