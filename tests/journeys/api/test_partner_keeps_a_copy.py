"""A bank keeps a copy by the program that we hand out, over HTTP, each a process of its own; the line is cut in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from gongxin.exchange.queries import partners as queries
from gongxin.records import actions
from tests.builders import partners
from tests.builders.serving import Bank, Platform, platform_of, published
from tests.databases import Database


@pytest.fixture
def platform(fresh_city: Database) -> Iterator[Platform]:
    with platform_of(fresh_city) as made:
        yield made


@pytest.fixture
def bank(platform: Platform, tmp_path: Path) -> Bank:
    return Bank(platform.address, partners.admitted("bank-a")[1], tmp_path / "copy.sqlite3")


def test_a_copy_is_equal_after_an_outage_and_what_was_withdrawn_is_gone(
    platform: Platform, bank: Bank
) -> None:
    today = timezone.localdate()
    gone, disputed = published(1, today), published(2, today)
    with platform.serving():
        ended = bank.run()
        assert ended.returncode == 0, ended.stderr
        assert set(bank.held()) == {gone, disputed}
        assert all(bank.held().values())

    cut = bank.run()
    assert cut.returncode == 3, "not reached: the copy waits"
    now = timezone.now()
    actions.withdraw(record=gone, reason="决定被撤销", by="samr.clerk", now=now)
    actions.place_mark(record=disputed, kind="disputed", basis="异议", by="samr.clerk", now=now)
    late = published(3, today)
    assert set(bank.held()) == {gone, disputed}

    with platform.serving():
        ended = bank.run()
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == "", "it went on where it was"
        assert set(bank.held()) == {disputed, late}
        assert [mark["kind"] for mark in bank.held()[disputed]["marks"]] == ["disputed"]
        assert str(gone) not in bank.store.read_bytes().decode("latin-1")

        bank.tamper()
        ended = bank.run("--verify")
        assert ended.returncode == 0, ended.stderr
        assert "anew" in ended.stderr
        assert set(bank.held()) == {disputed, late}

        assert bank.run("--stale", str(gone), "1").stdout == "stands no more\n"
        assert bank.run("--stale", str(late), "1").stdout == "not listed\n"

        stranger = Bank(bank.server, "gxp_" + "A" * 43, bank.store)
        assert stranger.run().returncode == 2
    assert [one.is_equal for one in queries.comparisons("bank-a")] == [True, True, True]
