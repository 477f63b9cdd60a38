"""The sweep brings every batch to its end that can come to one, and keeps nothing of a file that nobody acknowledged."""

import os
from datetime import timedelta
from pathlib import Path
from shutil import rmtree
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import conveyor, keeping, queries
from gongxin.intake.conveyor import Incoming
from gongxin.jobs.accounts import clerk_of
from tests.builders import city, files
from tests.databases import Database


@pytest.fixture(autouse=True)
def _hall(fresh_city: Database) -> None:
    city.city_hall()
    city.register(1, 2, 3)


def received(serial: int) -> UUID:
    content = files.table([files.penalty(serial, authority_code=city.samr_code())])
    return conveyor.receive(
        incoming=Incoming(content, "f.csv", "penalty", "samr"),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of("samr"),
        now=city.NOW,
        today=city.TODAY,
    )


def status(batch: UUID) -> str:
    return queries.receipt(batch, scope=EVERY_AGENCY).status


def test_what_was_received_and_left_is_brought_to_its_end() -> None:
    waiting = [received(serial) for serial in (1, 2, 3)]
    assert conveyor.resume_unfinished(by="system", now=city.NOW) == 3
    assert [status(batch) for batch in waiting] == ["finished"] * 3
    assert conveyor.resume_unfinished(by="system", now=city.NOW) == 0


def test_one_broken_batch_does_not_keep_the_others_waiting() -> None:
    broken, *others = [received(serial) for serial in (1, 2, 3)]
    keeping.discard(broken)  # its table is lost with the disk
    for _ in range(2):
        with pytest.raises(AssertionError) as told:
            conveyor.resume_unfinished(by="system", now=city.NOW)
        assert str(broken) in "".join(told.value.__notes__)
    assert [status(batch) for batch in others] == ["finished"] * 2
    assert status(broken) == "received"


def folder_of(name: str, age: timedelta) -> Path:
    """A folder with a table, last touched so long before the builders' day."""
    path = keeping.folder(uuid4()).with_name(name)
    path.mkdir(parents=True)
    (path / "table-00000.arrow").write_bytes(b"rows")
    moment = (city.NOW - age).timestamp()
    os.utime(path, (moment, moment))
    return path


@pytest.mark.parametrize("suffix", ["", ".partial"])
def test_a_table_that_was_never_acknowledged_is_cleared_after_a_day(suffix: str) -> None:
    old = folder_of(f"{uuid4()}{suffix}", timedelta(days=1, seconds=1))
    young = folder_of(f"{uuid4()}{suffix}", timedelta(hours=23))
    kept = city.penalise(1).batch
    os.utime(keeping.folder(kept), (0, 0))  # acknowledged, however old
    stray = folder_of("not-a-batch", timedelta(days=9))
    conveyor.resume_unfinished(by="system", now=city.NOW)
    assert stray.exists()
    rmtree(stray)
    assert (old.exists(), young.exists(), keeping.folder(kept).exists()) == (False, True, True)
    keeping.discard(UUID(young.name.removesuffix(".partial")))
