"""A new installation has nobody: the command line opens the administrators once, and each person sets both factors."""

import shutil
from collections.abc import Iterator

import pytest

from tests.databases import ThrowawayCluster
from tests.journeys.commands.commandline import CommandLine
from tests.throwaway import throwaway_home

ADMINISTRATORS = (
    *("--system", "it.wang", "IT-001"),
    *("--security", "sec.li", "IT-002"),
    *("--auditor", "audit.zhao", "AU-001"),
)
SITE = ("--site", "https://credit.example/")


@pytest.fixture
def gongxin(cluster: ThrowawayCluster) -> Iterator[CommandLine]:
    """An installation in production with its tables and nobody in it."""
    home, database = throwaway_home("first"), cluster.clone()
    try:
        yield CommandLine(home, database, {"GONGXIN_MODE": "production"})
    finally:
        cluster.drop(database)
        shutil.rmtree(home, ignore_errors=True)


def test_the_three_are_opened_once_by_three_people(gongxin: CommandLine) -> None:
    two = gongxin.refusal("account", "first", *ADMINISTRATORS[:6])
    assert (two["code"], "auditor" in two["en"]) == ("account.first_stand", True)
    same = (*ADMINISTRATORS[:6], "--auditor", "audit.zhao", "IT-001")
    assert gongxin.refusal("account", "first", *same)["code"] == "account.refused"
    for number in ("11010519491231002X", "13800138000"):
        typed = ("account", "first", *ADMINISTRATORS[:8], number)
        refused = gongxin.refusal(*typed)
        assert (refused["code"], number in str(refused)) == ("account.refused", False)

    made = gongxin.json("account", "first", *ADMINISTRATORS, *SITE)["invitations"]
    assert {one["account"] for one in made} == {"it.wang", "sec.li", "audit.zhao"}
    assert all(one["link"].startswith("https://credit.example/desk/invitation/") for one in made)
    assert len({one["code"] for one in made}) == 3

    assert gongxin.refusal("account", "first", *ADMINISTRATORS)["code"] == "account.first_stand"
    again = gongxin.json("account", "again", "it.wang", *SITE)["invitations"]
    assert again[0]["link"] not in {one["link"] for one in made}
    assert gongxin.refusal("account", "again", "nobody")["code"] == "account.refused"
