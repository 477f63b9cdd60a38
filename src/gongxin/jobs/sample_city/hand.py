"""What the makings work with: chance, the city, clean rows of earlier files, and moves on one row. It states no fate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from . import texts
from .bodies import City
from .canaries import Canaries
from .papers import ten_thousands
from .plan import Order
from .sheets import Cell, Sheet

KEPT_ROWS_MAX = 400
ON_ONE_BODY_MAX = 1  # rows of one file that the makings of one kind of body put on one body


@dataclass
class Hand:
    """What the makings draw on: the city, chance, the day, and clean rows of earlier files."""

    city: City
    draw: np.random.Generator
    as_of: date
    canaries: Canaries
    ordinary: list[int]  # bodies nothing is special about
    fewer: Mapping[str, list[int]]  # bodies by what is special about them
    kept: list[tuple[dict[str, Cell], int, str]] = field(default_factory=list)
    used: int = 0  # rows of `kept` already sent again
    turns: dict[str, int] = field(default_factory=dict)

    def open_file(self) -> None:
        """A new file begins: the bodies of each kind are taken in turn from the start."""
        self.turns.clear()

    def one_of(self, kind: str) -> int | None:
        """The next body of a special kind; none when this file has used all of them up."""
        bodies = self.fewer[kind]
        turn = self.turns.get(kind, 0)
        self.turns[kind] = turn + 1
        return bodies[turn % len(bodies)] if turn < ON_ONE_BODY_MAX * len(bodies) else None

    def anybody(self) -> int:
        """A body nothing is special about."""
        return self.ordinary[self.number(0, len(self.ordinary))]

    def number(self, low: int, high: int) -> int:
        return int(self.draw.integers(low, high))

    def keep(self, sheet: Sheet) -> None:
        """Remember some clean rows, to be sent again or corrected in a later file."""
        clean = [i for i in range(len(sheet)) if i not in sheet.makings]
        step = max(1, len(clean) // KEPT_ROWS_MAX)
        for i in clean[::step]:
            self.kept.append((sheet.row(i), sheet.bodies[i], sheet.classes[i]))

    def next_kept(self) -> tuple[dict[str, Cell], int, str] | None:
        """A row of an earlier file, each at most once."""
        if self.used >= len(self.kept):
            return None
        self.used += 1
        return self.kept[self.used - 1]


def special_kinds(city: City, pool: list[int], order: Order) -> dict[str, list[int]]:
    """Bodies by what the makings need of them. A kind nobody is of gets no rows."""
    merged = {body for pair in city.mergers for body in pair}
    swapped = {body for pair in city.swapped for body in pair}
    young = date(order.as_of.year - 6, 1, 1).toordinal()
    return {
        "bracketed": [b for b in pool if "（" in city.names[b]],
        "individual": [b for b in pool if city.prefixes[b] == "92"],
        "legacy": [b for b in pool if city.registration_numbers[b]] + city.legacy_only,
        "young": [b for b in pool if city.registered[b] >= young],
        "renamed": [b for b in city.former if b not in swapped],
        "dissolved": [b for b in np.flatnonzero(city.deregistered).tolist() if b not in merged],
        "name_given_up": [a for a, _ in city.swapped],
        "name_taken_over": [b for _, b in city.swapped],
        "namesake": [body for pair in city.namesakes for body in pair],
        "flawed": city.flawed,
        "stranger": city.strangers,
        "absorbing": [b for _, b in city.mergers] if order.successions else [],
    }


Change = Callable[[Hand, Sheet, int], bool]  # False: this row does not lend itself to it


def text(sheet: Sheet, code: str, i: int) -> str:
    return str(sheet.columns[code][i])


def day(sheet: Sheet, code: str, i: int) -> date:
    return date.fromisoformat(text(sheet, code, i))


def attach(hand: Hand, sheet: Sheet, i: int, body: int | None) -> bool:
    """Make the row one about `body`, decided after it was registered; False: there is no body."""
    if body is None:
        return False
    city, form, columns = hand.city, sheet.form, sheet.columns
    columns[form.party][i] = city.names[body]
    if form.party_kind:
        columns[form.party_kind][i] = city.party_kinds[body]
    columns[form.uscc][i] = city.codes[body]
    sheet.bodies[i] = body
    if day(sheet, form.decided, i).toordinal() <= int(city.registered[body]):
        decide(sheet, i, date.fromordinal(hand.as_of.toordinal() - hand.number(1, 60)))
    return True


def decide(sheet: Sheet, i: int, decided: date) -> None:
    """Move the decision; the other papers of its procedure and what is valid from it move along, its end only forward."""
    form = sheet.form
    moved = decided - date.fromisoformat(text(sheet, form.decided, i))
    for column in form.kinds.get("paper_day", ()):
        if sheet.columns[column][i]:
            day = date.fromisoformat(text(sheet, column, i)) + moved
            sheet.columns[column][i] = day.isoformat()
    sheet.columns[form.decided][i] = decided.isoformat()
    if form.valid_from is not None and sheet.columns[form.valid_from][i]:
        sheet.columns[form.valid_from][i] = decided.isoformat()
    if form.valid_until and text(sheet, form.valid_until, i) <= decided.isoformat():
        sheet.columns[form.valid_until][i] = (decided + timedelta(days=365)).isoformat()


def fine(sheet: Sheet, i: int, yuan: int) -> None:
    """Make the row a plain fine."""
    columns = sheet.columns
    columns["CF_CFLB"][i] = texts.FINE
    columns["CF_NR"][i] = f"罚款{yuan}元。"
    columns["CF_NR_FK"][i] = ten_thousands(yuan)
    columns["CF_NR_WFFF"][i] = columns["CF_NR_ZKDX"][i] = ""
    sheet.classes[i] = "general"


def in_form(day_: date, form: str) -> str:
    return form.format(y=day_.year, m=day_.month, d=day_.day)


def decided_too_early(hand: Hand, sheet: Sheet, i: int, kind: str) -> bool:
    """Make the row one about a body of `kind`, decided before it was registered."""
    body = hand.one_of(kind)
    if body is None or not attach(hand, sheet, i, body):
        return False
    registered = date.fromordinal(int(hand.city.registered[body]))
    decide(sheet, i, registered - timedelta(days=hand.number(30, 300)))
    return True
