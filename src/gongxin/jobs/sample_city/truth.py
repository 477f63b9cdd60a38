"""Writes truth.json: for each file what must become of its rows, in the order of sending. It knows nothing of any checker."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import TextIO

from .makings import Making
from .sanctions import ORDER_36_FROM, SHOWN_MONTHS, SHOWN_MONTHS_BEFORE

OUTCOMES = ("admitted", "duplicate", "held", "rejected")
# Division 99 exists nowhere, so every sound code of the city is doubtful: a row that is taken is taken with a warning.
CLEAN = {"outcome": "admitted", "warned": True, "codes": ["uscc.doubtful"]}


@dataclass
class FileTruth:
    """What is expected of one file. Rows that are not named are clean."""

    file: str
    item: str
    agency: str
    encoding: str
    table: Mapping[str, Making]
    rows: int = 0
    fates: list[dict[str, object]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, count: int, makings: Mapping[int, str]) -> None:
        """The next `count` rows; positions of uncommon ones count from 0 within them."""
        for i, key in sorted(makings.items()):
            making = self.table[key]
            fate: dict[str, object] = {
                "row": self.rows + i + 1,
                "outcome": making.outcome,
                "warned": making.outcome == "admitted",
                "making": key,
            }
            if making.codes:
                fate["codes"] = list(making.codes)
            self.fates.append(fate)
            self.counts[making.outcome] += 1
        self.rows += count

    def as_document(self) -> dict[str, object]:
        self.counts["admitted"] += self.rows - sum(self.counts[o] for o in OUTCOMES)
        return {
            "file": self.file,
            "item": self.item,
            "agency": self.agency,
            "encoding": self.encoding,
            "rows": self.rows,
            "expect": {
                "admitted": self.counts["admitted"],
                "warned": self.counts["admitted"],
                "duplicates": self.counts["duplicate"],
                "held": self.counts["held"],
                "rejected": self.counts["rejected"],
            },
            "clean": CLEAN,
            "row_fates": self.fates,
        }


class Truth:
    """truth.json, written as the files are, so that memory does not grow with the city."""

    def __init__(self, path: Path, head: Mapping[str, object]) -> None:
        self._path = path
        self._head = head
        self._out: TextIO
        self._publication: list[dict[str, object]] = []
        self._first = True
        self.totals: Counter[str] = Counter()

    def __enter__(self) -> "Truth":
        self._out = self._path.open("w", encoding="utf-8", newline="\n")
        opening = json.dumps(dict(self._head), ensure_ascii=False)
        self._out.write(opening.removesuffix("}") + ', "files": [')
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._out.write('\n], "publication": ')
        self._out.write(json.dumps(self._publication, ensure_ascii=False))
        self._out.write("}\n")
        self._out.close()

    def file(self, document: Mapping[str, object]) -> None:
        """The next file in the order of sending."""
        self._out.write("\n" if self._first else ",\n")
        self._first = False
        self._out.write(json.dumps(dict(document), ensure_ascii=False))

    def publish(self, entries: Sequence[dict[str, object]]) -> None:
        self._publication.extend(entries)


def months_after(day: date, months: int) -> date:
    """The same day some months on, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def last_public_day(severity: str, decided: date, valid_until: date | None) -> date | None:
    """The last day on which a fact may be read: penalties by class, licences while valid; None: never, or no end."""
    if severity == "none":
        return valid_until
    months = SHOWN_MONTHS[severity]
    if months is None:
        return None
    end = months_after(decided, months)
    if end <= ORDER_36_FROM:
        end = min(ORDER_36_FROM, months_after(decided, SHOWN_MONTHS_BEFORE[severity]))
    return end - timedelta(days=1)
