"""What is over its retention goes by a command or by the worker, and whoever asks is shown why and that it went."""

from datetime import date
from pathlib import Path

from tests.journeys.commands import sheets
from tests.journeys.commands.commandline import CommandLine


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; in February, one that every year has."""
    return day.replace(year=day.year - years, day=min(day.day, 28))


def sent(gongxin: CommandLine, path: Path, serial: int, decided: date) -> str:
    """A penalty of that day on a registered body; its batch."""
    (row,) = sheets.penalties(gongxin, serial, prefix=f"{decided.year}{decided.month:02}")
    row |= {
        "处罚决定日期": decided.isoformat(),
        "处罚有效期": years_before(decided, -1).isoformat(),
    }
    file = sheets.as_csv(path / f"{serial}.csv", [row])
    answer = gongxin.run("intake", "submit", file, "--item", "penalty", "--agency", "samr", "--by", "samr.clerk")  # fmt: skip
    return answer.stdout.split()[0]


def test_what_is_due_is_explained_erased_and_certified(gongxin: CommandLine, folder: Path) -> None:
    register = sheets.as_csv(folder / "register.csv", sheets.register(1, 2, 3))
    gongxin.run("subjects", "import", register, "--agency", "samr", "--by", "samr.clerk")
    decided = years_before(sheets.today(), 5)
    old = sent(gongxin, folder, 1, decided)
    sent(gongxin, folder, 2, years_before(sheets.today(), 4))

    due = gongxin.json("retention", "due")
    assert due["items"] == {"penalty": 1}
    (record,) = due["records"]
    assert (record["decided_date"], record["months"]) == (decided.isoformat(), 60)
    assert record["ends"] == record["counted_until"] == years_before(decided, -5).isoformat()

    assert gongxin.json("retention", "run") == {"records": 1, "rows": 1}
    assert gongxin.json("retention", "run") == {"records": 0, "rows": 0}
    assert gongxin.json("retention", "due")["items"] == {}
    assert gongxin.json("intake", "show", old)["emptied"] == 1
    (certificate,) = gongxin.json("retention", "show")
    assert (certificate["records"], certificate["reason"]) == (1, "retention.over")
    assert gongxin.json("journal", "prove", str(certificate["leaf_index"]))["leaf"]
    assert gongxin.json("journal", "verify")["verified"] is True


def test_the_worker_erases_without_being_asked(gongxin: CommandLine, folder: Path) -> None:
    sent(gongxin, folder, 3, years_before(sheets.today(), 6))
    assert gongxin.json("retention", "due")["items"] == {"penalty": 1}
    assert gongxin.run("worker", "--once").returncode == 0
    assert gongxin.json("retention", "due")["items"] == {}
    assert gongxin.run("retention", "show").stdout.count("retention.over") == 2
