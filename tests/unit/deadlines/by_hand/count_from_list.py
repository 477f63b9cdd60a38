"""Makes `working_days.txt` and `counted.csv` from `notices.txt` alone; imports nothing of the project.

A due day is looked up in the written list of all working days by its position; nothing is counted day by day as
the code under test does. Run it from anywhere: `python tests/unit/deadlines/by_hand/count_from_list.py`.
"""

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
YEARS = (2024, 2025, 2026)
HEAD = """\
# Counted with count_from_list.py: positions in the written list of working days (working_days.txt), which comes from the typed
# notices alone. Columns as in worked.csv. Do not edit; a case that must be worked out is added there.
"""
Pause = tuple[date, date | None, str]
Case = tuple[str, date, str, str]  # rule, start, events, why


def notices() -> tuple[set[date], set[date]]:
    """Days off and days worked, as the sentences say."""
    off: set[date] = set()
    worked: set[date] = set()
    for line in (HERE / "notices.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        year, sentence = int(line[:4]), line[5:]
        first = re.search(r"：(\d+)月(\d+)日(?:至(?:(\d+)月)?(\d+)日)?放假", sentence)
        assert first, line
        month, day = int(first[1]), int(first[2])
        last = date(year, int(first[3] or month), int(first[4] or day))
        at = date(year, month, day)
        while at <= last:
            off.add(at)
            at += timedelta(days=1)
        for month_text, day_text in re.findall(
            r"(\d+)月(\d+)日(?=[、上])", sentence.partition("放假")[2]
        ):
            worked.add(date(year, int(month_text), int(day_text)))
    return off, worked


def written_list() -> list[date]:
    off, worked = notices()
    every = (date(YEARS[0], 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365))
    return [d for d in every if d in worked or (d.isoweekday() < 6 and d not in off)]


LIST = written_list()
EVERY_DAY = [date(2024, 1, 1) + timedelta(days=n) for n in range(5 * 366)]


def corresponding(day: date, count: int) -> date:
    """The same number in a later month; where it has none, back to the last one it has."""
    month = day.month + count
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def pauses(events: str) -> list[Pause]:
    found: list[Pause] = []
    for one in filter(None, events.split("; ")):
        what, day, *party = one.split()
        if what == "pause":
            found.append((date.fromisoformat(day), None, party[0]))
        elif what == "resume":
            began, _, who = found.pop()
            found.append((began, date.fromisoformat(day), who))
    return found


def due(rule: str, start: date, events: str) -> str:
    if rule == "at_once":
        return start.isoformat()
    shape = re.fullmatch(r"(\d+)(wd|cd|m)(?:\+(\d+))?(>?)", rule)
    assert shape, rule
    count = int(shape[1]) + (int(shape[3] or 0) if "extend" in events else 0)
    days = LIST if shape[2] == "wd" else EVERY_DAY
    if shape[2] == "m":
        count = (corresponding(start, count) - start).days
    stops = [p for p in pauses(events) if p[2] != "provider"]
    free = [
        d
        for d in days
        if d > start and not any(a < d and (b is None or d <= b) for a, b, _ in stops)
    ]
    if len(free) < count:
        return "paused" if any(b is None for _, b, _ in stops) else f"no calendar {YEARS[-1] + 1}"
    end = free[count - 1]
    if shape[4]:
        at = bisect_left(LIST, end)
        if end.year > YEARS[-1] or at == len(LIST):
            return f"no calendar {YEARS[-1] + 1}"
        end = LIST[at]
    return end.isoformat()


def days_from(first: str, count: int, step: int = 1) -> Iterator[date]:
    at = date.fromisoformat(first)
    return (at + timedelta(days=n * step) for n in range(count))


def cases() -> Iterator[Case]:
    for name, first in (
        ("Spring Festival 2024", "2024-02-01"),
        ("Spring Festival 2025", "2025-01-20"),
        ("Spring Festival 2026", "2026-02-06"),
        ("National Day 2024", "2024-09-24"),
        ("National Day 2025", "2025-09-24"),
        ("National Day 2026", "2026-09-23"),
    ):
        for n, day in enumerate(days_from(first, 20)):
            yield f"{(1, 2, 3, 5, 7, 10, 20)[n % 7]}wd", day, "", f"around {name}"
    for name, first in (
        ("New Year 2025", "2024-12-22"),
        ("New Year 2026", "2025-12-22"),
        ("Qingming 2024", "2024-03-30"),
        ("Labour Day 2024", "2024-04-24"),
        ("Labour Day 2025", "2025-04-24"),
        ("Labour Day 2026", "2026-04-27"),
        ("Dragon Boat 2025", "2025-05-27"),
        ("Mid-Autumn 2024", "2024-09-10"),
    ):
        for n, day in enumerate(days_from(first, 9)):
            yield f"{(1, 3, 2, 6, 10)[n % 5]}wd", day, "", f"around {name}"
    for n, day in enumerate(days_from("2026-12-01", 31)):
        yield f"{(1, 5, 10, 20)[n % 4]}wd", day, "", "the end of the last calendar"
    for n, day in enumerate(days_from("2024-01-28", 24)):
        yield f"{(30, 60, 1, 29, 366)[n % 5]}cd", day, "", "calendar days over 29 February 2024"
    for n, month in enumerate(range(12)):
        for year in YEARS[:2]:
            last = corresponding(date(year, 1, 31), month)
            yield f"{(1, 2, 3, 6, 12)[n % 5]}m", last, "", "months from the end of a month"
    for n, day in enumerate(days_from("2026-01-05", 36, 7)):
        yield f"{(15, 30, 45)[n % 3]}cd>", day, "", "ends on the next working day"
    for n, day in enumerate(days_from("2025-01-03", 24, 15)):
        yield f"{(1, 3)[n % 2]}m>", day, "", "months, ends on the next working day"
    yield from with_events()


def with_events() -> Iterator[Case]:
    parties = ("subject", "third", "provider", "nobody")
    for n, day in enumerate(days_from("2025-09-15", 48, 3)):
        began, length = day + timedelta(days=n % 3), (0, 1, 2, 5, 9, 20)[n % 6]
        text = f"pause {began} {parties[n % 4]}; resume {began + timedelta(days=length)}"
        yield f"{(4, 5, 7, 10)[n % 4]}wd", day, text, "a pause"
    for n, day in enumerate(days_from("2024-01-20", 24, 11)):
        began = day + timedelta(days=1 + n % 5)
        text = f"pause {began} {parties[n % 4]}; resume {began + timedelta(days=n)}"
        yield (f"{20 + n}cd" if n % 2 else f"{1 + n % 4}m"), day, text, "a pause of calendar days"
    for n, day in enumerate(days_from("2026-02-02", 12, 13)):
        yield "9wd", day, f"pause {day + timedelta(days=2)} {parties[n % 4]}", "a pause still open"
    for n, day in enumerate(days_from("2025-12-22", 30, 6)):
        yield f"{(2, 3)[n % 2]}wd+3", day, f"extend {day}", "an extension on the first day"
    for day in days_from("2025-11-20", 12, 9):
        yield "60cd+30", day, f"extend {day + timedelta(days=40)}", "an extension of calendar days"
    for n, day in enumerate(days_from("2026-01-27", 24, 5)):
        a = day + timedelta(days=n % 2)
        text = (
            f"pause {a} subject; resume {a + timedelta(days=3)}; extend {a + timedelta(days=3)}; "
            f"pause {a + timedelta(days=3)} third; resume {a + timedelta(days=3 + n % 7)}"
        )
        yield "3wd+3", day, text, "two pauses and an extension"


def table() -> str:
    out = io.StringIO()
    out.write(HEAD)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("rule", "start", "events", "due", "why"))
    for rule, start, events, why in cases():
        writer.writerow((rule, start.isoformat(), events, due(rule, start, events), why))
    return out.getvalue()


def list_text() -> str:
    lines = ["# Every working day of the years with a calendar, written out from notices.txt."]
    for year in YEARS:
        for month in range(1, 13):
            days = [f"{d.day:02}" for d in LIST if (d.year, d.month) == (year, month)]
            lines.append(f"{year}-{month:02}: {' '.join(days)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (HERE / "working_days.txt").write_text(list_text(), "utf-8")
    (HERE / "counted.csv").write_text(table(), "utf-8")
