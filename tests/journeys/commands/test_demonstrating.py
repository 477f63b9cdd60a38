"""`gongxin demo`: the whole city through the real intake, no difference from its truth, and doors to enter by."""

import shutil
from pathlib import Path

import pytest

from tests.databases import ThrowawayCluster
from tests.journeys.commands.commandline import CommandLine
from tests.throwaway import throwaway_home

SMALL = ("--no-serve", "--organisations", "300", "--records", "1000")
COUNTS = "SELECT (SELECT count(*) FROM intake_batch), (SELECT count(*) FROM journal_leaf)"


@pytest.fixture
def demo(cluster: ThrowawayCluster) -> CommandLine:
    """An installation that nothing has been brought up in yet."""
    return CommandLine(throwaway_home("demo"), cluster.clone(), {"GONGXIN_MODE": "demo"})


def test_a_small_city_ends_as_its_truth_says_and_is_sent_once(
    demo: CommandLine, cluster: ThrowawayCluster
) -> None:
    try:
        _interrupted(demo)
        first = demo.run("demo", *SMALL)
        assert first.returncode == 0, first.stdout + first.stderr
        assert "differences from the truth: 0" in first.stderr
        for door in ("owner", "official", "engineer"):
            assert f"http://127.0.0.1:8000/doors/{door}" in first.stdout
        before = demo.select(COUNTS)
        again = demo.run("demo", *SMALL)
        assert again.returncode == 0
        assert "differences" not in again.stderr  # nothing was sent, so nothing is compared
        assert demo.select(COUNTS) == before
        other = demo.run("demo", "--no-serve", "--organisations", "301", "--records", "1000")
        assert other.returncode == 1
        assert "demo.another_city" in other.stderr
    finally:
        cluster.drop(demo.database)
        shutil.rmtree(demo.home, ignore_errors=True)


def _interrupted(demo: CommandLine) -> None:
    """A first start that was killed while the files were being written."""
    unfinished = Path(demo.home, "sample-city.unfinished")
    unfinished.mkdir()
    (unfinished / "truth.json").write_text('{"files": [')
