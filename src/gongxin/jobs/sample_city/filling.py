"""Writes clean facts of any item over constructed bodies. Every row it makes is one that must be admitted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from . import values
from .bodies import City
from .canaries import POOL, Canaries
from .dirt import keyed
from .forms import CODES, NAMES, NUMBERS, ItemColumn, ItemForm, sheet_form
from .papers import Authority
from .sheets import Sheet

ON_ONE_BODY_MAX = 4  # facts of one file about one body, where bodies of a kind are few
WINDOW_DAYS = 1_080  # how far back decisions reach
TRIES_MAX = 20


@dataclass(frozen=True)
class Entry:
    """A clean fact that an exit may end."""

    body: int
    document: str
    decided: date


def entries_of(form: ItemForm, sheet: Sheet) -> list[Entry]:
    """The clean rows of a sheet that bear a number."""
    document, decided = form.code_of("document_number"), form.code_of("decided")
    return [
        Entry(
            sheet.bodies[i],
            str(sheet.columns[document][i]),
            date.fromisoformat(str(sheet.columns[decided][i])),
        )
        for i in range(len(sheet))
        if document and i not in sheet.makings
    ]


@dataclass
class Filler:
    """What is needed to fill in one item's template in the name of one agency."""

    city: City
    authority: Authority
    form: ItemForm
    as_of: date
    canaries: Canaries
    pool: NDArray[np.int64]
    draw: np.random.Generator
    pinned: Mapping[str, str] = field(init=False)  # column → a value its facts always have

    def __post_init__(self) -> None:
        self.days = values.Days(self.form)
        self.said, self.states_amount = values.said_twice(self.form)
        when = self.said.column.needed_when if self.said else None
        self.pinned = {when[0]: when[1][0]} if when else {}

    def fill(self, count: int, entries: Sequence[Entry] = ()) -> Sheet:
        """`count` clean rows, or one for each entry to be ended, if there are any."""
        form = sheet_form(self.form)
        sheet = Sheet(form, {code: [] for code in form.codes}, [], [])
        seen: set[tuple[tuple[str, ...], str]] = set()
        about: Iterator[tuple[int, Entry | None]] = (
            ((e.body, e) for e in entries[:count])
            if self.form.ends
            else ((body, None) for body in self._bodies(count))
        )
        for number, (body, entry) in enumerate(about, start=1):
            for attempt in range(TRIES_MAX):
                self._append(sheet, body, number, entry, apart=attempt > TRIES_MAX // 2)
                key = keyed(sheet, len(sheet) - 1)
                if not form.key or key not in seen:
                    seen.add(key)
                    break
                sheet.drop_last()  # another day or year may keep it apart
        return sheet

    def _append(
        self, sheet: Sheet, body: int, number: int, entry: Entry | None, *, apart: bool
    ) -> None:
        """One more row; `apart`: the texts of the key carry the number, since nothing else makes it a fact of its own."""
        fact = values.Fact(
            number,
            self._decided(body, entry.decided if entry else None),
            int(self.draw.integers(1, 6)),
            entry.document if entry else None,
        )
        row = self._row(body, fact)
        if apart:
            row |= values.apart(self.form.columns, number)
        sheet.append(row, body)

    def _bodies(self, count: int) -> list[int]:
        """Bodies of the kinds the item is about, each once if there are enough of them, and then any others."""
        kinds = self.form.bodies
        shuffled = self.draw.permutation(self.pool).tolist()
        fitting = [b for b in shuffled if kinds and self.city.prefixes[b].startswith(kinds)]
        enough = len(fitting) * ON_ONE_BODY_MAX >= count
        chosen = fitting if enough else [*fitting, *(b for b in shuffled if b not in set(fitting))]
        return [chosen[i % len(chosen)] for i in range(count)]

    def _decided(self, body: int, after: date | None) -> date:
        last = self.as_of.toordinal() - 1
        if after is not None:
            return date.fromordinal(min(last, after.toordinal() + int(self.draw.integers(1, 60))))
        founded = int(self.city.registered[body]) + 1
        first = max(last - WINDOW_DAYS, founded, self.form.in_force_from.toordinal())
        return date.fromordinal(int(self.draw.integers(min(first, last), last + 1)))

    def _row(self, body: int, fact: values.Fact) -> dict[str, str]:
        row = dict.fromkeys(self.form.brought, "")
        row |= {name: self._person(name, body) for name in self.form.persons}
        lists = self.form.of_kind("code", "codes", "flag")
        later = [column for column in self.form.columns if column not in lists]
        if self.said is not None:
            row |= self.said.written(100 * int(self.draw.integers(10, 3_000)))
        # Lists first: what else is asked for depends on them. Beginnings before ends.
        for column in (*lists, *sorted(later, key=lambda c: c.role == "valid_until")):
            if column.code not in row:
                row[column.code] = self._cell(column, body, fact, row)
        return row

    def _cell(
        self, column: ItemColumn, body: int, fact: values.Fact, row: Mapping[str, str]
    ) -> str:
        city, role = self.city, column.role
        if role in NAMES:
            return self.authority.name
        if role in CODES:
            return self.authority.uscc
        told = {
            "party_name": city.names[body],
            "party_kind": city.party_kinds[body],
            "uscc": city.codes[body],
            **dict.fromkeys(NUMBERS, ""),
        }
        if role in told:
            return told[role]
        if self.form.ends is not None and column.code == self.form.ends[1]:
            return fact.ended or ""
        return self._value(column, fact, row) if self._filled(column, row) else ""

    def _filled(self, column: ItemColumn, row: Mapping[str, str]) -> bool:
        """What is asked for always; of the rest, what the example has or a list offers at times."""
        if column.required:
            return True
        when = column.needed_when
        if when is not None and set(row.get(when[0], "").split(";")) & set(when[1]):
            return True
        if column.kind == "money" and self.states_amount:
            return False  # the text states another one
        offered = column.kind in {"code", "codes", "flag"} or column.role.startswith("valid_")
        likely = 0.6 if column.example else 0.4 if offered and not when else 0.0
        return column.role != "severity" and bool(self.draw.random() < likely)

    def _value(self, column: ItemColumn, fact: values.Fact, row: Mapping[str, str]) -> str:
        draw, day = self.draw, self.days.day
        begun = row.get(self.form.code_of("valid_from"), "")
        make: Mapping[str, Callable[[], str]] = {
            "code": lambda: values.choice(column, draw, self.pinned.get(column.code, "")),
            "codes": lambda: values.choice(column, draw, self.pinned.get(column.code, "")),
            "date": lambda: day(column, fact, begun, draw),
            "flag": lambda: ("是", "否")[int(draw.integers(0, 2))],
            "document_number": lambda: values.document(column, fact),
            "year": lambda: values.year(column, fact, self.days.example_decided),
            "integer": lambda: values.count(column, fact, draw),
            "decimal": lambda: values.count(column, fact, draw),
            "money": lambda: column.example if self.states_amount else values.amount(column, draw),
            "digest": lambda: values.digest(self.form, column, fact),
            "identifier": lambda: column.example,
            "text": lambda: values.text_of(column),
        }
        return make[column.kind]()

    def _person(self, header: str, body: int) -> str:
        """What of a person stands in a column that is cut: it must never be met again."""
        place = body % POOL
        if any(word in header for word in ("电话", "手机")):
            return self.canaries.telephones[place]
        if "类型" in header:
            return "居民身份证"
        return (self.canaries.numbers if "号" in header else self.canaries.names)[place]
