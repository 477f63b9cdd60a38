"""`gongxin clock` prints a working without a database, refuses what came too late, and foretells what a calendar moves."""

import json
import shutil
from pathlib import Path

import pytest

from gongxin.config.environment import REPOSITORY
from tests.unit.jobs.test_cli import gongxin


def test_every_deadline_is_listed_with_its_mark_and_the_absent_without_a_number() -> None:
    shown = gongxin("clock", "list", "--on", "2026-11-26", "--json")
    assert shown.returncode == 0, shown.stderr
    found = json.loads(shown.stdout)
    assert {one["mark"] for one in found["deadlines"]} <= {"verified", "copy", "example"}
    assert "repair.bar_after_false_commitment" in {one["key"] for one in found["absent"]}


def test_a_working_is_printed_day_by_day() -> None:
    shown = gongxin("clock", "show", "objection.decision", "--start", "2026-02-13")
    assert shown.returncode == 0, shown.stderr
    lines = shown.stdout.splitlines()
    assert "2026-02-14 Sat    1  补班，计入 · made-up working day, counts" in shown.stdout
    assert "2026-02-15 Sun    1  春节放假 · Spring Festival, holiday" in shown.stdout
    assert lines[-1] == "到期 · due 2026-02-24"


def test_events_are_told_on_the_command_line_and_the_moment_of_being_overdue_is_printed() -> None:
    shown = gongxin(
        "clock", "show", "objection.decision", "--start", "2026-06-01", "--json",
        "--pause", "2026-06-02:subject_documents:provider", "--resume", "2026-06-08",
        "--extend", "2026-06-08:many_records:head",
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    found = json.loads(shown.stdout)
    assert found["due"] == "2026-06-12"  # the 2nd, then 9 10 11 12
    assert found["overdue_at"] == "2026-06-13T00:00:00+08:00"
    assert found["charged"] == {"subject": 4}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "objection.decision", "--start", "2026-06-01", "--extend", "2026-06-03:many_records:head"), "clock.extension_refused"),
        (("show", "objection.decision", "--start", "2026-06-01", "--pause", "2026-06-02:rain:provider"), "clock.pause_refused"),
        (("show", "objection.decision", "--start", "2026-06-01", "--pause", "2026-06-02"), "clock.event_unreadable"),
        (("show", "objection.decision", "--start", "2026-06-01", "--answer", "soon"), "clock.event_unreadable"),
        (("show", "repair.bar_after_false_commitment", "--start", "2026-06-01"), "clock.deadline_absent"),
        (("show", "nothing", "--start", "2026-06-01"), "clock.deadline_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(arguments: tuple[str, ...], code: str) -> None:
    ended = gongxin("clock", *arguments)
    assert ended.returncode == 1
    assert code in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_folder_with_another_calendar_says_what_it_moves(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(REPOSITORY / "jurisdictions", old)
    year = old / "cn" / "workdays-2026.toml"
    text = year.read_text("utf-8")
    assert "  2026-10-10,\n" in text
    year.write_text(text.replace("  2026-10-10,\n", ""), "utf-8")
    ended = gongxin(
        "clock", "moved", str(old), "--from", "2026-10-09", "--until", "2026-10-09", "--json"
    )
    assert ended.returncode == 0, ended.stderr
    found = {
        one["clock"]: (one["before"], one["after"], one["days"]) for one in json.loads(ended.stdout)
    }
    # Saturday 10 October is worked in the folder in use: one day counts there already.
    assert found["objection.check 2026-10-09"] == ("2026-10-12", "2026-10-10", -2)
    assert found["repair.decision 2026-10-09"] == ("2026-10-14", "2026-10-13", -1)
    assert "remedy.reconsideration 2026-10-09" not in found
