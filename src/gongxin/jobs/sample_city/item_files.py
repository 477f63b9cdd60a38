"""Writes one file for each item whose form came from outside: who sends it, in which form, with which makings. It states no fate."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .bodies import City
from .canaries import Canaries
from .dirt import soil
from .files import AgencyFile, ending, lay_out, open_sink
from .filling import Entry, Filler, entries_of
from .forms import ItemForm, sheet_form
from .hand import Hand, special_kinds
from .makings import ITEM, MAKINGS, Ledger
from .papers import Authority
from .plan import Order
from .truth import FileTruth

ROWS = 90
ROWS_TO_BE_ENDED = 150  # of an item that exits end: enough for them, and some that nothing ends
TIMES = 2  # so that so small a file has some rows of several makings
# Few in GB18030: such a file is read twice, and there are many files.
ENCODINGS = ("utf-8", "gb18030", "xlsx", "utf-8-sig", "utf-16", "utf-8", "xlsx")

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Source:
    """What every file is made of."""

    order: Order
    city: City
    canaries: Canaries
    pool: NDArray[np.int64]
    out: Path


def rows_of(forms: Sequence[ItemForm]) -> int:
    """How many rows the files of these items have, at most."""
    ended = _ended(forms)
    return sum(ROWS_TO_BE_ENDED if form.code in ended else ROWS for form in forms)


def write(
    source: Source, forms: Sequence[ItemForm], authorities: Sequence[Authority], progress: Progress
) -> Iterator[FileTruth]:
    """One file an item, exits after what they end. An item that no agency may report has none."""
    by_key = {authority.key: authority for authority in authorities}
    ledger, ended = Ledger(MAKINGS, _chances(forms), TIMES), _ended(forms)
    kept: dict[str, tuple[str, list[Entry]]] = {}
    for number, form in enumerate(sorted(forms, key=lambda form: form.ends is not None)):
        sender, entries = kept.get(form.ends[0], ("", [])) if form.ends else ("", [])
        # Only the agency that decided an entry ends it.
        entitled = [key for key in form.agencies if key in by_key]
        key = sender if sender in entitled else next(iter(entitled), None)
        if key is None:
            continue
        desk = ItemDesk(source, form, by_key[key], number)
        told, clean = desk.write(ledger, ROWS_TO_BE_ENDED if form.code in ended else ROWS, entries)
        kept[form.code] = key, clean
        progress(told.rows)
        yield told


def _chances(forms: Sequence[ItemForm]) -> dict[str, int]:
    """How many items lend themselves to each making."""
    parts = [sheet_form(form).parts for form in forms]
    return {
        key: sum(there.issuperset(making.needs) for there in parts)
        // (1 if "csv" in making.formats else len(ENCODINGS) // ENCODINGS.count("xlsx"))
        for key, making in MAKINGS.items()
    }


def _ended(forms: Sequence[ItemForm]) -> frozenset[str]:
    return frozenset(form.ends[0] for form in forms if form.ends)


@dataclass(frozen=True)
class ItemDesk:
    """One agency's file of one item."""

    source: Source
    form: ItemForm
    authority: Authority
    number: int  # its place among all files of items; its encoding and the habit of its headings follow from it

    def write(
        self, ledger: Ledger, rows: int, entries: Sequence[Entry]
    ) -> tuple[FileTruth, list[Entry]]:
        """Write it; returns what is expected of it, and its clean facts."""
        source, order = self.source, self.source.order
        draw = np.random.default_rng((order.seed, 5, self.number))
        filler = Filler(
            source.city, self.authority, self.form, order.as_of, source.canaries, source.pool, draw
        )
        sheet = filler.fill(rows, entries)
        encoding = ENCODINGS[self.number % len(ENCODINGS)]
        dealt = ledger.deal(
            len(sheet), item=ITEM, file_format=ending(encoding), later=False, parts=sheet.form.parts
        )
        soil(self._hand(draw), sheet, _places(dealt, len(sheet), draw))
        name = f"{self.form.code}-{self.authority.key}-01.{ending(encoding)}"
        layout = lay_out(sheet.form.columns, sheet.form.droppable, self.number, draw)
        file = AgencyFile(open_sink(source.out / name, encoding, order.as_of), layout)
        file.write(sheet.columns, len(sheet))
        file.close()
        told = FileTruth(name, self.form.code, self.authority.key, encoding, MAKINGS)
        told.add(len(sheet), sheet.makings)
        return told, entries_of(self.form, sheet)

    def _hand(self, draw: np.random.Generator) -> Hand:
        source, ordinary = self.source, self.source.pool.tolist()
        kinds = special_kinds(source.city, ordinary, source.order)
        return Hand(source.city, draw, source.order.as_of, source.canaries, ordinary, kinds)


def _places(dealt: Sequence[str], rows: int, draw: np.random.Generator) -> Mapping[int, str]:
    """Which row becomes what."""
    places = np.sort(draw.permutation(rows)[: len(dealt)]).tolist()
    return dict(zip(places, draw.permutation(np.array(dealt, dtype=object)), strict=True))
