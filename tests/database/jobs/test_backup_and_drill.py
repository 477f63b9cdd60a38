"""A backup holds every row of every agency, comes back whole beside the running platform, and a damaged one is found out."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.attachments import holding
from gongxin.jobs import copying, drilling
from gongxin.jobs.commands import backup, restore_drill
from gongxin.journal import actions as journal
from gongxin.journal import queries as log
from gongxin.security.copies import BackupRefused, Fault
from gongxin.security.queries import condition
from tests.builders import city, desk_attachments, desk_oversight
from tests.databases import Database


@pytest.fixture
def made(fresh_city: Database, tmp_path: Path) -> copying.Copy:
    """A city of two agencies with a withdrawn record, backed up and registered."""
    assert fresh_city.name
    city.city_hall()
    for agency in ("samr", "emergency"):
        desk_oversight.records_by_state(agency)
    desk_oversight.incident()
    desk_attachments.handed_in("case:drilled")
    journal.checkpoint(by="system", now=city.NOW)
    assert backup.backed_up(tmp_path, as_json=True) == 0
    (folder,) = tmp_path.iterdir()
    return copying.read(folder)


def test_a_backup_holds_every_agency_s_rows_and_no_key(made: copying.Copy) -> None:
    assert set(made.files) == {
        "database.dump",
        "batches.tar",
        "attachments.tar",
        "ledger.jsonl",
        "undone.jsonl",
        "keys.json",
    }
    assert made.counts["intake_batch"] >= 6  # behind walls: the register's and both agencies' files
    assert made.counts["security_incident"] == 1
    assert made.counts["attachments_file"] == 1
    assert made.counts["records_version"] == 6
    assert copying.is_whole(made)
    listed = json.loads((made.folder / "keys.json").read_text())
    keys = Path(settings.GONGXIN_HOME) / "keys"
    assert set(listed) == {path.name for path in keys.iterdir() if path.is_file()}
    secrets = [path.read_bytes() for path in keys.iterdir() if path.is_file()]
    whole = b"".join(path.read_bytes() for path in made.folder.iterdir())
    assert not [secret for secret in secrets if secret in whole]
    (kept,) = condition.backups()
    assert (kept.rows, kept.tried_at) == (sum(made.counts.values()), None)


def test_a_backup_comes_back_whole(made: copying.Copy) -> None:
    # The platform goes on while the drill runs: what came since is not in the backup.
    theirs = desk_oversight.admitted("samr", 4190)
    assert theirs.admitted == 1
    tried = drilling.drill(made, keys=Path(settings.GONGXIN_HOME) / "keys")
    assert (tried.faults, tried.rows) == ((), sum(made.counts.values()))
    assert tried.journal_size == made.journal_size < log.size()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ledger.jsonl", {Fault.FILES, Fault.TOMBSTONES}),
        ("undone.jsonl", {Fault.FILES, Fault.TOMBSTONES}),
        ("database.dump", {Fault.FILES, Fault.RESTORE}),
    ],
)
def test_a_damaged_backup_is_found_out(made: copying.Copy, name: str, expected: set[Fault]) -> None:
    with (made.folder / name).open("r+b") as file:
        file.seek(0)
        file.write(b"\0" * 64)
    tried = drilling.drill(made, keys=Path(settings.GONGXIN_HOME) / "keys")
    assert set(tried.faults) == expected


def test_a_file_of_evidence_that_is_not_in_the_backup_is_found_out(
    made: copying.Copy, tmp_path: Path
) -> None:
    for path in holding.folder("case:drilled").iterdir():
        path.unlink()
    assert backup.backed_up(tmp_path / "later", as_json=True) == 0
    (folder,) = (tmp_path / "later").iterdir()
    tried = drilling.drill(copying.read(folder), keys=Path(settings.GONGXIN_HOME) / "keys")
    assert tried.faults == (Fault.ATTACHMENTS,)
    assert copying.is_whole(made)


def test_a_manifest_that_promises_more_than_came_back_is_found_out(made: copying.Copy) -> None:
    counts = {**made.counts, "records_version": made.counts["records_version"] + 1}
    forged = copying.Copy(
        made.folder, made.id, made.at, made.files, counts, made.journal_size, "f" * 64, made.digest
    )
    tried = drilling.drill(forged, keys=Path(settings.GONGXIN_HOME) / "keys")
    assert set(tried.faults) == {Fault.COUNTS, Fault.JOURNAL}


def test_a_backup_replaces_none_and_a_stranger_s_is_not_tried(
    made: copying.Copy, tmp_path: Path
) -> None:
    source = backup.source(Path(settings.GONGXIN_HOME))
    with pytest.raises(BackupRefused):
        copying.make(source, made.folder, now=timezone.now())
    with pytest.raises(BackupRefused):
        copying.read(tmp_path / "nothing")
    stranger = made.folder / "manifest.json"
    told = json.loads(stranger.read_text())
    stranger.write_text(json.dumps({**told, "id": "00000000-0000-4000-8000-000000000000"}))
    with pytest.raises(BackupRefused):
        restore_drill.tried_out(made.folder, as_json=False)
    with acting_for(EVERY_AGENCY):
        assert condition.latest_backup_place() == made.folder.name
