"""The ledger outside the database: written by several at once, cut off by a power cut, it is still read back whole."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connections
from pytest_django import Settings

from gongxin.records import tombstones
from gongxin.records.models import Tombstone
from gongxin.refusal import Refusal
from tests.builders import city

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture(autouse=True)
def _own_ledger(settings: Settings, tmp_path: Path) -> None:
    """The home is the whole run's, and others write into its ledger."""
    settings.GONGXIN_HOME = tmp_path


def leave(count: int) -> list[UUID]:
    """So many tombstones in the database, none yet in the ledger."""
    made = [
        Tombstone(
            jurisdiction="xingning",
            record=uuid4(),
            fingerprint_mac=bytes(32),
            mac_key="m1",
            event="withdraw",
            reason="决定被\u2028撤\x85销\n",
            by="samr.clerk",
            at=city.NOW,
        )
        for _ in range(count)
    ]
    Tombstone.objects.bulk_create(made)
    return [row.record for row in made]


def lines() -> list[str]:
    return tombstones.ledger_path().read_text().split("\n")[:-1]


def test_several_exports_at_once_write_each_tombstone_once() -> None:
    leave(200)
    start = Barrier(6)

    def export() -> int:
        start.wait(timeout=30)
        try:
            return tombstones.export()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        written = [run.result() for run in [threads.submit(export) for _ in range(6)]]
    assert (sum(written), len(lines()), len(set(lines()))) == (200, 200, 200)


def test_a_line_that_stands_twice_is_one_tombstone(request: pytest.FixtureRequest) -> None:
    leave(2)
    tombstones.export()
    path = tombstones.ledger_path()
    path.write_text(path.read_text() * 2)
    as_restored_from_before(request)
    assert tombstones.replay(by="system", now=city.NOW) == 2


@pytest.mark.parametrize("cut", [1, 2, 40, 90, 130, 131, 132])
def test_a_line_cut_off_by_a_power_cut_is_written_again(
    cut: int, request: pytest.FixtureRequest
) -> None:
    leave(3)
    tombstones.export()
    path = tombstones.ledger_path()
    path.write_bytes(path.read_bytes()[:-cut])
    assert tombstones.export() == (0 if cut == 1 else 1)
    as_restored_from_before(request)
    assert tombstones.replay(by="system", now=city.NOW) == 3


def test_a_ledger_that_cannot_be_read_keeps_the_service_shut() -> None:
    leave(3)
    tombstones.export()
    path = tombstones.ledger_path()
    first, *rest = lines()
    path.write_text("\n".join(["{" + first, *rest]) + "\n")
    with pytest.raises(Refusal) as refused:
        tombstones.replay(by="system", now=city.NOW)
    assert refused.value.code == "tombstones.ledger_broken"


def as_restored_from_before(request: pytest.FixtureRequest) -> None:
    """The database as a backup of before the acts gives it back: no tombstones."""
    owner = request.getfixturevalue("owner_connection")
    owner.execute("ALTER TABLE records_tombstone DISABLE TRIGGER USER")
    owner.execute("DELETE FROM records_tombstone")
    owner.execute("ALTER TABLE records_tombstone ENABLE TRIGGER USER")
    owner.commit()
