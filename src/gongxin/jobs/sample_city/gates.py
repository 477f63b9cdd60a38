"""Files that look wrong as a whole: one per gate. None of their rows may enter before a person has looked."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from . import codes
from .bodies import City
from .canaries import Canaries
from .files import AgencyFile, lay_out, open_sink
from .papers import Authority, Press
from .plan import Order, posts
from .sheets import LICENCE, PENALTY, Form, Sheet

AGENCY = "hrss"
ADVERSE_ROWS_ON_ONE = 12
ROWS_MIN = 40
SHRUNK_ROWS_MIN = 8


def _rejected(city: City, sheet: Sheet) -> None:
    for i in range(0, len(sheet), 8):  # one row in eight
        code = str(sheet.columns[sheet.form.uscc][i])
        sheet.columns[sheet.form.uscc][i] = codes.with_wrong_check(code)


def _unknown(city: City, sheet: Sheet) -> None:
    for i in range(0, len(sheet), 2):  # every second row
        stranger = city.strangers[i % len(city.strangers)]
        sheet.columns[sheet.form.party][i] = city.names[stranger]
        sheet.columns[sheet.form.party_kind][i] = city.party_kinds[stranger]
        sheet.columns[sheet.form.uscc][i] = city.codes[stranger]


def _adverse_on_one(city: City, sheet: Sheet) -> None:
    for i in range(1, ADVERSE_ROWS_ON_ONE):
        for code in (sheet.form.party, sheet.form.party_kind, sheet.form.uscc):
            sheet.columns[code][i] = sheet.columns[code][0]
        sheet.columns[sheet.form.decided][i] = sheet.columns[sheet.form.decided][0]
        sheet.columns[sheet.form.valid_until][i] = sheet.columns[sheet.form.valid_until][0]


def _shrunk(city: City, sheet: Sheet) -> None:
    """Nothing is wrong with any row: there are too few of them."""


GATES: tuple[tuple[str, Form, Callable[[City, Sheet], None]], ...] = (
    ("gate.rejected_share", LICENCE, _rejected),
    ("gate.unknown_share", LICENCE, _unknown),
    ("gate.adverse_on_one", PENALTY, _adverse_on_one),
    ("gate.shrunk", LICENCE, _shrunk),
)


def write(
    order: Order,
    city: City,
    canaries: Canaries,
    authorities: Sequence[Authority],
    out: Path,
) -> Iterator[dict[str, object]]:
    """One file per gate, from an agency whose ordinary files came before."""
    authority = next(a for a in authorities if a.key == AGENCY)
    special = city.special()
    pool = np.array([b for b in range(city.registered_count) if b not in special], dtype=np.int64)
    usual = {
        post.form.item: post.rows
        for post in posts(order, authorities, len(pool))
        if post.authority.key == AGENCY
    }
    draw = np.random.default_rng((order.seed, 4))
    number = 5_000_000  # far above the running numbers of the ordinary files
    for code, form, spoil in GATES:
        rows = max(ROWS_MIN, usual.get(form.item, 0))
        if code == "gate.shrunk":
            rows = usual.get(form.item, 0) // 5
            if rows < SHRUNK_ROWS_MIN:  # what an agency of few rows sends is never called shrunken
                continue
        press = Press(city, authority, form, order.as_of, canaries, pool, number)
        number += rows
        sheet = press.print(rows, draw)
        spoil(city, sheet)
        name = f"{code.replace('.', '-')}.csv"
        file = AgencyFile(
            open_sink(out / name, "utf-8", order.as_of), lay_out(form.columns, (), 0, draw)
        )
        file.write(sheet.columns, rows)
        file.close()
        yield {
            "file": name,
            "item": form.item,
            "agency": AGENCY,
            "encoding": "utf-8",
            "rows": rows,
            "gate": code,
            "expect": {"batch": "held", "admitted": 0},
        }
