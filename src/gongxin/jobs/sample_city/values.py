"""Decides the values of one fact of any item, column by column, after the example of its template. It knows no item by name."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from .forms import ItemColumn, ItemForm
from .papers import OPEN_END, years_after

EXAMPLE_DECIDED = date(2026, 5, 6)  # the day on which examples are decided, if they do not say
EXAMPLE_YEAR = 2025
_NUMBER = re.compile(r"[0-9]+(?=号)|[0-9]+(?=[^0-9]*$)")
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(万|亿)?元")
_YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
_TIMES = {None: 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True)
class Fact:
    """What a row is about, before its columns are filled in."""

    number: int  # its own within the item
    decided: date
    scale: int  # by which the example's counts are multiplied, so that they keep their proportions
    ended: str | None = None  # the document number of the fact it ends


def written(column: ItemColumn, text: str) -> str:
    """The text as far as the column has room for it."""
    return text[: column.length] if column.length else text


def numbered(example: str, year: int, number: int) -> str:
    """The example's number of a document with another year and a number of its own."""
    found = [*_NUMBER.finditer(example)]
    if not found:
        return f"{example or '构样'}〔{year}〕{number}号"
    at = next((m for m in found if example[m.end() : m.end() + 1] == "号"), found[-1])
    before = _YEAR.sub(str(year), example[: at.start()])
    return f"{before}{number:0{len(at.group())}d}{example[at.end() :]}"


def document(column: ItemColumn, fact: Fact) -> str:
    return written(column, numbered(column.example, fact.decided.year, fact.number))


def choice(column: ItemColumn, draw: np.random.Generator, always: str = "") -> str:
    """One value of the list; of a column of several at times two, `always` among them."""
    first = always or column.values[int(draw.integers(0, len(column.values)))]
    second = column.values[int(draw.integers(0, len(column.values)))]
    both = f"{first};{second}"
    if column.kind == "codes" and second != first and column.fits(both) and draw.random() < 0.3:
        return both
    return first


def digest(form: ItemForm, column: ItemColumn, fact: Fact) -> str:
    return hashlib.sha256(f"{form.code}:{fact.number}:{column.code}".encode()).hexdigest()


def year(column: ItemColumn, fact: Fact, example_decided: date) -> str:
    """As many years before the decision as in the example."""
    before = example_decided.year - int(column.example or EXAMPLE_YEAR)
    return str(fact.decided.year - before)


def count(column: ItemColumn, fact: Fact, draw: np.random.Generator) -> str:
    """A whole number or one with decimals: the example's, multiplied; points are few."""
    if column.role == "points":
        return str(int(draw.integers(1, 7)))
    if not column.example:
        return str(int(draw.integers(1, 200)))
    scaled = format((Decimal(column.example) * fact.scale).normalize(), "f")
    return scaled if column.fits(scaled) else column.example


def amount(column: ItemColumn, draw: np.random.Generator) -> str:
    """An amount in the column's unit, from a tenth of the example to four times it."""
    tenths = Decimal(int(draw.integers(1, 40))) / 10
    made = (Decimal(column.example or "10") * tenths).quantize(Decimal("0.01"))
    return format((made or Decimal(column.example or "10")).normalize(), "f")


@dataclass(frozen=True)
class Said:
    """An amount that the text of the result and a column both state."""

    text: ItemColumn
    column: ItemColumn

    def written(self, yuan: int) -> dict[str, str]:
        """The two of them for another amount, in whole 元."""
        exact = Decimal(yuan) / _YUAN[self.column.unit or "元"]
        return {
            self.text.code: _AMOUNT.sub(f"{yuan}元", self.text.example, count=1),
            self.column.code: format(exact.normalize(), "f"),
        }


def said_twice(form: ItemForm) -> tuple[Said | None, bool]:
    """The column whose amount the result's text states; and whether the text states one at all."""
    text = next((c for c in form.by_role("result") if c.kind == "text"), None)
    found = _AMOUNT.findall(text.example) if text else []
    if text is None or not found:
        return None, False
    yuan = Decimal(found[0][0]) * _TIMES[found[0][1] or None]
    for column in form.of_kind("money"):
        unit = _YUAN.get(column.unit or "元")
        if len(found) == 1 and unit and column.example and Decimal(column.example) * unit == yuan:
            return Said(text, column), True
    return None, True


@dataclass(frozen=True)
class Days:
    """The days of an item's facts: as far from the decision as in the example, beginnings before ends."""

    form: ItemForm

    @property
    def example_decided(self) -> date:
        told = next((c.example for c in self.form.by_role("decided")), "")
        return date.fromisoformat(told) if told else EXAMPLE_DECIDED

    def day(self, column: ItemColumn, fact: Fact, begun: str, draw: np.random.Generator) -> str:
        """`begun`: the beginning of validity, where the row has one."""
        if column.role == "decided":
            return fact.decided.isoformat()
        found = fact.decided
        if column.example:
            found += date.fromisoformat(column.example) - self.example_decided
        elif column.role in {"valid_until", "publicity_until"}:
            if column.open_ended and draw.random() < 0.2:
                return OPEN_END
            found = years_after(found, int(draw.integers(1, 4)))
        elif column.role != "valid_from":
            found += timedelta(days=int(draw.integers(10, 60)))
        if column.role not in {"valid_until", "publicity_until"}:
            return found.isoformat()
        first = max(fact.decided, date.fromisoformat(begun)) if begun else fact.decided
        return (found if found >= first else years_after(first, 1)).isoformat()


def text_of(column: ItemColumn) -> str:
    """The example, or a sentence that says what stands here."""
    return written(column, column.example or f"构造样例：{column.label}已据实填写")


def apart(columns: Sequence[ItemColumn], number: int) -> dict[str, str]:
    """The texts of the key with a number in them, for a fact that no other number keeps apart."""
    told: dict[str, str] = {}
    for column in columns:
        if column.key and column.kind == "text" and column.role != "party_name":
            ending = re.search(r"[0-9]+$", column.example)
            stem = column.example[: ending.start()] if ending else column.example
            told[column.code] = f"{stem[: (column.length or 200) - 5]}{number}"
    return told
