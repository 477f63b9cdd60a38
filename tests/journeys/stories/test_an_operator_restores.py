"""A story over HTTP with a PostgreSQL of its own: the disk is lost in the afternoon, and last night's backup is restored.

No erased record returns, no clock is lost, the feed's sequence has no gap, the log has no fork.
"""

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.attachments import queries as attachments
from gongxin.cases import queries
from gongxin.intake import queries as batches
from gongxin.journal import actions as journal
from gongxin.records import actions as records
from gongxin.records import erasing
from tests.builders import cases, city, desk_attachments, partners
from tests.builders.own_server import Site, site
from tests.builders.serving import Bank, Visitor, published
from tests.journeys.stories.visiting import EVERYWHERE, NOWHERE, is_read

BEFORE, WITHDRAWN, ERASED, SINCE, NEXT = 1, 2, 3, 4, 5  # the bodies, by the serial of their codes
OLD: Final = {"处罚决定日期": "2021-05-06", "处罚有效期": "2022-05-06"}


@pytest.fixture
def city_of_its_own(django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with site(django_db_blocker) as made:
        yield made


@pytest.fixture
def city_without_archive(django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with site(django_db_blocker, archived=False) as made:
        yield made


def backup_of(made: Site) -> Path:
    """Last night's, copied to another disk, with the keys beside it in other hands."""
    done = made.gongxin("backup", "--to", made.archive.parent)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def restored(made: Site, backup: Path, *arguments: str) -> dict[str, Any]:
    done = made.gongxin("restore", backup, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    connections.close_all()  # they led to the server that is gone
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def lose_the_disk(made: Site) -> None:
    """All that was on it but the keys, which are kept apart, and the ledgers, which were copied away each hour."""
    made.lose_power()
    for name in ("postgres", "batches"):
        shutil.rmtree(made.home / name)
    shutil.rmtree(made.home / "attachments", ignore_errors=True)


def old_penalty(serial: int) -> UUID:
    """A penalty of five years ago, past every retention."""
    city.register(serial)
    receipt = city.penalise(serial, **OLD)
    city.release(receipt)
    (row,) = batches.rows(receipt.batch, scope=EVERY_AGENCY)
    return UUID(row["record"])


def due_of(case: UUID, now: datetime) -> date:
    (found,) = queries.cases_of(cases.subject(BEFORE))
    assert found.id == case
    due = queries.due_of(found.standing, now)
    assert due is not None
    assert due.working.due is not None
    return due.working.due


def test_last_night_s_backup_and_the_archive_bring_back_the_last_minute(
    city_of_its_own: Site, tmp_path: Path
) -> None:
    made, today, now = city_of_its_own, timezone.localdate(), timezone.now()
    before, withdrawn, erased = (
        published(BEFORE, today),
        published(WITHDRAWN, today),
        old_penalty(ERASED),
    )
    bank_token = partners.admitted("bank-a")[1]
    receipt = desk_attachments.handed_in(f"record:{before}")
    backup = backup_of(made)

    # The day after: much happens, and the platform is seen by others.
    since = published(SINCE, today)
    records.withdraw(record=withdrawn, reason="决定被撤销", by="credit_centre.officer", now=now)
    assert erasing.erase_due(today=today, by="system", now=now) == 1
    case = cases.objection(before, serial=BEFORE, now=now)
    due = due_of(case, now)
    held = tmp_path / "checkpoint"
    held.write_text(journal.checkpoint(by="system", now=now), "utf-8")
    platform = made.platform
    bank = Bank(platform.address, bank_token, tmp_path / "copy.sqlite3")
    with platform.serving():
        equal = bank.run()
        assert equal.returncode == 0, equal.stderr
    assert set(bank.held()) == {before, since}
    place = bank.place()
    made.a_minute_passes()

    lose_the_disk(made)
    told = restored(made, backup)
    assert (told["way"], told["findings"]) == ("archive", 0)

    # The log is the one that others hold a checkpoint of, and goes on from there.
    verified = made.gongxin("journal", "verify", "--held", held)
    assert verified.returncode == 0, verified.stderr
    # What was handed in as evidence opens as it did.
    with acting_for("samr"):
        assert attachments.content(receipt).startswith(b"\x89PNG")
    # No clock is lost, and none begins anew.
    assert due_of(case, timezone.now()) == due
    with platform.serving():
        visitor = Visitor(platform.address)
        assert is_read(visitor, before, BEFORE) == EVERYWHERE
        assert is_read(visitor, since, SINCE) == EVERYWHERE
        assert is_read(visitor, withdrawn, WITHDRAWN) == NOWHERE
        assert is_read(visitor, erased, ERASED) == NOWHERE
        # The feed has every line that was given out: the bank goes on with the next one, without a new snapshot.
        following = published(NEXT, today)
        again = bank.run()
        assert (again.returncode, again.stderr) == (0, "")
        assert set(bank.held()) == {before, since, following}
        assert bank.place() == place + 1


def test_what_was_not_yet_archived_is_read_from_the_former_server_s_folder(
    city_of_its_own: Site,
) -> None:
    made, today = city_of_its_own, timezone.localdate()
    backup = backup_of(made)
    made.a_minute_passes()
    since = published(SINCE, today)
    made.lose_power()
    # A table is unreadable; the log beside it is not.
    shutil.rmtree(made.cluster.data / "base")
    told = restored(made, backup)
    assert told["way"] == "archive"
    assert Path(told["former"]).exists(), "nothing is deleted"
    assert {one.record for one in city.public(SINCE, today)} == {since}


def test_without_an_archive_it_is_said_what_is_lost_and_nothing_that_left_returns(
    city_without_archive: Site, tmp_path: Path
) -> None:
    made, today, now = city_without_archive, timezone.localdate(), timezone.now()
    before, withdrawn, erased = (
        published(BEFORE, today),
        published(WITHDRAWN, today),
        old_penalty(ERASED),
    )
    bank_token = partners.admitted("bank-a")[1]
    absent_token = partners.admitted("bank-b")[1]
    platform = made.platform
    absent = Bank(platform.address, absent_token, tmp_path / "absent.sqlite3")
    with platform.serving():
        assert absent.run().returncode == 0
    backup = backup_of(made)
    since = published(SINCE, today)
    records.withdraw(record=withdrawn, reason="决定被撤销", by="credit_centre.officer", now=now)
    assert erasing.erase_due(today=today, by="system", now=now) == 1
    held = tmp_path / "checkpoint"
    held.write_text(journal.checkpoint(by="system", now=now), "utf-8")
    bank = Bank(platform.address, bank_token, tmp_path / "copy.sqlite3")
    with platform.serving():
        assert bank.run().returncode == 0

    lose_the_disk(made)
    refused = made.gongxin("restore", backup, "--json")
    assert refused.returncode == 1
    assert json.loads(refused.stdout)["error"]["code"] == "restore.refused"
    assert not made.cluster.data.exists(), "a refusal touches nothing"
    told = restored(made, backup, "--lose-what-came-since")
    assert told["way"] == "dump"

    # Whoever holds a later checkpoint sees that entries are gone; the loss is not hidden.
    assert made.gongxin("journal", "verify", "--held", held).returncode == 1
    with platform.serving():
        visitor = Visitor(platform.address)
        assert is_read(visitor, before, BEFORE) == EVERYWHERE
        assert is_read(visitor, since, SINCE) == NOWHERE, "it is lost, and must be sent again"
        assert is_read(visitor, withdrawn, WITHDRAWN) == NOWHERE
        assert is_read(visitor, erased, ERASED) == NOWHERE
        # The bank's copy is ahead of the platform; it begins anew and is equal.
        assert bank.run().returncode == 0
        assert set(bank.held()) == {before}
        # Another was away the whole time, and holds what left meanwhile: it hears of that all the same.
        assert {one for one, document in absent.held().items() if document} == {before, withdrawn}
        assert absent.run().returncode == 0
        assert set(absent.held()) == {before}


def test_a_restore_is_refused_with_other_keys_a_damaged_backup_or_a_running_server(
    city_of_its_own: Site,
) -> None:
    made = city_of_its_own
    published(BEFORE, timezone.localdate())  # the first record makes the key of records
    backup = backup_of(made)
    assert "database still runs" in made.gongxin("restore", backup).stderr
    made.lose_power()
    (made.home / "keys" / "mac.json").rename(made.home / "mac.json")
    assert "mac.json" in made.gongxin("restore", backup).stderr
    (made.home / "mac.json").rename(made.home / "keys" / "mac.json")
    with (backup / "database.dump").open("r+b") as dump:
        dump.write(b"\0" * 64)
    assert "manifest" in made.gongxin("restore", backup).stderr
    assert made.cluster.data.exists()
