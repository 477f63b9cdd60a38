"""`gongxin demo crash` and `gongxin demo tamper`, small: the two proofs that anybody can run."""

import pytest

from tests.journeys.commands.commandline import CommandLine


def test_a_crash_loses_and_doubles_nothing(gongxin: CommandLine) -> None:
    shown = gongxin.json("demo", "crash", "--records", "1200", "--kills", "3")
    assert shown["equal"] is True
    assert shown["journal_verified"] is True
    assert shown["undisturbed"] == shown["killed"]
    assert shown["undisturbed"]["records"] > 0
    assert shown["undisturbed"]["unfinished"] == 0
    assert len(shown["kills"]) == 3
    assert any(kill.startswith("PostgreSQL") for kill in shown["kills"])


def test_a_forged_row_is_found_and_named(gongxin: CommandLine) -> None:
    shown = gongxin.json("demo", "tamper", "--records", "600")
    assert (shown["verify_before"], shown["verify_after"]) == (0, 1)
    assert shown["found"] is True
    assert shown["forged"]["record"] in shown["findings"][0]["zh"]


@pytest.mark.soak
def test_forty_kills_of_a_larger_city_lose_and_double_nothing(gongxin: CommandLine) -> None:
    shown = gongxin.json("demo", "crash", "--records", "30000", "--kills", "40")
    assert shown["equal"] is True
    assert len(shown["kills"]) == 40
