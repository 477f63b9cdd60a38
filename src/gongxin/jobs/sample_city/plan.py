"""Decides how many files each agency sends and in which form, from the two numbers asked for. It writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from .files import ENCODINGS
from .papers import Authority
from .sheets import LICENCE, PENALTY, Form
from .texts import DESKS

PENALTY_SHARE = 0.3
WEIGHTS = {"samr": 30, "transport": 25, "ecology": 15, "housing": 15, "emergency": 10, "hrss": 5}
# One agency works in spreadsheets alone, however large the city is; others do while their files are small.
SPREADSHEET_AGENCY = "hrss"
SMALL_FILE_AGENCIES = ("housing",)
WORKBOOK_ROWS_MAX = 2_000
SPREADSHEET_FILES = 4  # enough to say what the agency usually sends
FILE_ROWS_MAX = 100_000
REGISTER_WORKBOOK_ROWS_MAX = 4_000
# Far below the ten at which a file looks wrong, with room for what the makings add.
ADVERSE_ON_ONE_MAX = 4


@dataclass(frozen=True)
class Order:
    """What the city is asked to be."""

    organisations: int
    records: int
    seed: int
    as_of: date
    gates: bool = False  # besides, one file per gate of a whole batch
    successions: bool = False  # besides, successions.csv and rows that it explains


@dataclass(frozen=True)
class Post:
    """One file to be sent. All files of an agency and item have about one size: a shrunken one would be held."""

    authority: Authority
    form: Form
    part: int
    rows: int
    encoding: str

    @property
    def name(self) -> str:
        ending = "xlsx" if self.encoding == "xlsx" else "csv"
        return f"{self.form.item}-{self.authority.key}-{self.part + 1:02d}.{ending}"


def posts(order: Order, authorities: Sequence[Authority], pool: int) -> list[Post]:
    """All files of penalties and licences in the order of sending: every agency's first parts, then the second."""
    known = [a for a in authorities if a.key in DESKS and a.key in WEIGHTS]
    planned = []
    for form, total in (
        (PENALTY, round(order.records * PENALTY_SHARE)),
        (LICENCE, order.records - round(order.records * PENALTY_SHARE)),
    ):
        for place, (authority, rows) in enumerate(_split(known, total)):
            planned += _parts(authority, form, rows, pool, place)
    return sorted(planned, key=lambda post: post.part)


def _split(authorities: Sequence[Authority], total: int) -> list[tuple[Authority, int]]:
    weight = sum(WEIGHTS[a.key] for a in authorities)
    given: list[tuple[Authority, int]] = []
    rest = total
    for authority in sorted(authorities, key=lambda a: WEIGHTS[a.key]):
        if authority is max(authorities, key=lambda a: WEIGHTS[a.key]):
            continue
        rows = total * WEIGHTS[authority.key] // weight
        if authority.key == SPREADSHEET_AGENCY:
            rows = min(rows, SPREADSHEET_FILES * WORKBOOK_ROWS_MAX)
        rest -= rows
        given.append((authority, rows))
    heaviest = max(authorities, key=lambda a: WEIGHTS[a.key])
    return [(heaviest, rest), *reversed(given)]


def _parts(authority: Authority, form: Form, rows: int, pool: int, place: int) -> list[Post]:
    limit = min(FILE_ROWS_MAX, pool * ADVERSE_ON_ONE_MAX) if form is PENALTY else FILE_ROWS_MAX
    least = SPREADSHEET_FILES if authority.key == SPREADSHEET_AGENCY else 2
    count = max(least, -(-rows // limit))
    edges = [rows * i // count for i in range(count + 1)]
    return [
        Post(
            authority,
            form,
            part,
            edges[part + 1] - edges[part],
            _encoding(authority, part, rows // count, place),
        )
        for part in range(count)
        if edges[part + 1] > edges[part]
    ]


def _encoding(authority: Authority, part: int, rows: int, place: int) -> str:
    small = authority.key in SMALL_FILE_AGENCIES and rows <= WORKBOOK_ROWS_MAX
    if authority.key == SPREADSHEET_AGENCY or (small and part == 1):
        return "xlsx"
    return ENCODINGS[(place + part) % len(ENCODINGS)]


def register_parts(organisations: int) -> list[tuple[int, str]]:
    """Rows and encoding of each register file: a workbook, then CSV in three encodings."""
    workbook = min(organisations // 3, REGISTER_WORKBOOK_ROWS_MAX)
    rest = organisations - workbook
    count = max(2, -(-rest // FILE_ROWS_MAX))
    edges = [rest * i // count for i in range(count + 1)]
    sizes = [(b - a, ENCODINGS[i % 3]) for i, (a, b) in enumerate(pairwise(edges))]
    return [(workbook, "xlsx"), *sizes] if workbook else sizes
