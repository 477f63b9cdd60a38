"""More than five hundred due days that the code under test did not make, and the written list of working days beside the law's calendar."""

import re
import runpy
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from gongxin.deadlines import Event, Open, Working, admitted, due
from tests.builders import clocks

FOLDER = Path(__file__).resolve().parent / "by_hand"
CALENDAR = clocks.calendar()
WORKED = list(clocks.rows(FOLDER / "worked.csv"))
COUNTED = list(clocks.rows(FOLDER / "counted.csv"))
MAKER = runpy.run_path(str(FOLDER / "count_from_list.py"))


def said(working: Working) -> str:
    if working.due is not None:
        return working.due.isoformat()
    if working.open is Open.PAUSED:
        return "paused"
    return f"no calendar {working.missing_year}"


def computed(row: dict[str, str]) -> Working:
    start = date.fromisoformat(row["start"])
    return due(clocks.rule(row["rule"]), clocks.events(start, row["events"]), CALENDAR)


def label(row: dict[str, str]) -> str:
    return " ".join(filter(None, (row["rule"], row["start"], row["events"])))


@pytest.mark.parametrize("row", WORKED, ids=label)
def test_a_deadline_worked_by_hand(row: dict[str, str]) -> None:
    working = computed(row)
    assert said(working) == row["due"], row["why"]
    if row["days"]:
        counted = [s.day for s in working.steps if s.was in {"counted", "made_up"}]
        assert [f"{day:%m-%d}" for day in counted] == row["days"].split()


def test_the_rows_worked_by_hand_agree_with_themselves() -> None:
    for row in WORKED:
        if row["days"]:
            counted = row["days"].split()
            shape = re.fullmatch(r"(\d+)wd(?:\+(\d+))?", row["rule"])
            assert shape, row
            extended = int(shape[2] or 0) if "extend" in row["events"] else 0
            assert len(counted) == int(shape[1]) + extended, row
            assert row["due"].endswith(counted[-1]), row


def test_the_deadlines_counted_from_the_written_list() -> None:
    wrong = [
        (label(row), row["due"], said(computed(row)))
        for row in COUNTED
        if said(computed(row)) != row["due"]
    ]
    assert wrong == []


def test_there_are_five_hundred_and_sixty_of_them_are_worked_by_hand() -> None:
    assert len(WORKED) >= 60
    assert len({label(row) for row in (*WORKED, *COUNTED)}) >= 500


def test_the_list_tells_the_rows_worked_by_hand_too() -> None:
    for row in WORKED:
        if "restart" not in row["events"]:
            found = MAKER["due"](row["rule"], date.fromisoformat(row["start"]), row["events"])
            assert found == row["due"], row


def test_the_tables_are_those_of_the_script_which_knows_nothing_of_the_project() -> None:
    script = (FOLDER / "count_from_list.py").read_text("utf-8")
    assert not re.search(r"^\s*(?:from|import) (?:gongxin|tests)", script, flags=re.M)
    assert (FOLDER / "counted.csv").read_text("utf-8") == MAKER["table"]()
    assert (FOLDER / "working_days.txt").read_text("utf-8") == MAKER["list_text"]()


def test_the_laws_calendar_is_the_written_list() -> None:
    written = {
        date.fromisoformat(f"{line[:7]}-{day}")
        for line in (FOLDER / "working_days.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for day in line.partition(": ")[2].split()
    }
    every = [
        date.fromordinal(n)
        for n in range(date(2024, 1, 1).toordinal(), date(2027, 1, 1).toordinal())
    ]
    assert {day for day in every if CALENDAR.days.is_working_day(day)} == written


def test_the_holidays_are_called_as_in_the_notices() -> None:
    typed = re.findall(
        r"^(\d{4}) (\S+)：(\d+)月(\d+)日", (FOLDER / "notices.txt").read_text("utf-8"), flags=re.M
    )
    assert [(f"{year}", zh, int(month), int(day)) for year, zh, month, day in typed] == [
        (f"{one.first.year}", one.zh, one.first.month, one.first.day) for one in CALENDAR.names
    ]


def test_every_row_can_happen_one_day_after_the_other() -> None:
    for row in (*WORKED, *COUNTED):
        given = clocks.events(date.fromisoformat(row["start"]), row["events"])
        happened: list[Event] = []
        working = None
        for _, together in groupby(sorted(given, key=lambda e: e.on), key=lambda e: e.on):
            added = list(together)
            working = admitted(clocks.rule(row["rule"]), happened, added, CALENDAR)
            happened += added
        assert working is not None
        assert said(working) == row["due"], label(row)
