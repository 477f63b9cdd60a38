"""`gongxin journal`: exit code 0 for a whole log, 1 with the first bad entry named."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections

from gongxin.jobs import cli
from gongxin.jobs.commands import journal as command
from gongxin.journal import actions, notes, queries
from gongxin.journal.verification import Finding

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture(autouse=True)
def _entries(fresh_database: object) -> None:
    del fresh_database
    for number in range(4):
        body = {"account": f"a{number}"}
        actions.append(kind="account.closed", body=body, by="system", now=NOW)


def _damage(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE journal_leaf DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_a_whole_log_is_said_to_be_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["journal", "checkpoint"]) == 0
    signed = capsys.readouterr().out
    assert cli.main(["journal", "key"]) == 0
    verifier = notes.parse_verifier(capsys.readouterr().out.strip())
    stated = notes.verified_checkpoint(signed, verifier)
    assert stated.size == 4
    assert cli.main(["journal", "verify"]) == 0
    said = capsys.readouterr()
    assert "5 entries, 1 checkpoints" in said.err
    assert len(said.out.strip()) == 44
    assert cli.main(["journal", "verify", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == {
        "verified": True,
        "findings": [],
        "size": 5,
        "root": said.out.strip(),
        "checkpoints": 1,
    }


def test_the_first_bad_entry_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    _damage("UPDATE journal_leaf SET actor = 'another' WHERE index >= 2")
    assert cli.main(["journal", "verify"]) == 1
    assert "entry 2" in capsys.readouterr().err
    assert cli.main(["journal", "verify", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["verified"] is False
    assert [found["index"] for found in document["findings"]] == [2]
    assert "size" not in document


def test_a_checkpoint_kept_elsewhere_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = tmp_path / "checkpoint"
    held.write_text(actions.checkpoint(by="system", now=NOW), "utf-8")
    assert cli.main(["journal", "verify", "--held", str(held)]) == 0
    held.write_text("no checkpoint", "utf-8")
    capsys.readouterr()
    assert cli.main(["journal", "verify", "--held", str(held)]) == 1
    assert "journal.note_refused" in capsys.readouterr().err


def test_an_entry_is_proved_in_words_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["journal", "prove", "2"]) == 1
    assert "journal.not_yet_signed" in capsys.readouterr().err
    cli.main(["journal", "checkpoint", "--json"])
    signed = json.loads(capsys.readouterr().out)
    assert cli.main(["journal", "prove", "2"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("c2sp.org/tlog-proof@v1\n")
    assert text.endswith(signed["checkpoint"])
    assert cli.main(["journal", "prove", "2", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["index"], document["size"], len(document["proof"])) == (2, 4, 2)
    assert document["verifier"] == signed["verifier"]
    assert cli.main(["journal", "key", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"verifier": signed["verifier"]}


def missing_row() -> Iterator[Finding]:
    yield Finding(3, "records.row_missing", "缺一行", "a row is missing")


def test_what_entries_commit_to_in_other_rooms_is_asked_of_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "AUDITS", (f"{__name__}.missing_row",))
    assert cli.main(["journal", "verify", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"] == [
        {"index": 3, "code": "records.row_missing", "zh": "缺一行", "en": "a row is missing"}
    ]


def test_a_verification_is_entered_where_it_is_asked_for_and_by_the_worker_s_day() -> None:
    assert cli.main(["journal", "verify"]) == 0
    assert queries.size() == 4  # who merely looks enters nothing
    assert cli.main(["journal", "verify", "--enter"]) == 0
    assert command.verify_chain_and_enter() == 0
    entered = queries.entries_of("journal.verified", 5)
    assert [leaf.body for leaf in entered] == [
        {"size": 5, "findings": 0},
        {"size": 4, "findings": 0},
    ]
    _damage("UPDATE journal_leaf SET actor = 'somebody.else' WHERE index = 1")
    assert command.verify_chain_and_enter() == 1
    assert queries.entries_of("journal.verified", 1)[0].body["findings"] == 1


def test_a_checkpoint_is_given_to_a_holder_and_entered(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["journal", "give", "archive-office"]) == 0
    signed = capsys.readouterr().out
    assert notes.verified_checkpoint(signed, queries.verifier()).size == 4
    (leaf,) = queries.entries_of("checkpoint.given", 5)
    assert leaf.body == {"size": 4, "holder": "archive-office"}
    assert cli.main(["journal", "give", "档案局"]) == 1  # refused: no word of ours
