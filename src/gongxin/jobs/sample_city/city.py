"""Writes the whole sample city into a folder: the register, the agencies' files, truth.json. The same order gives the same bytes."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from . import bodies, gates, item_files, register
from .canaries import Canaries, hatch
from .dirt import soil
from .files import AgencyFile, ending, lay_out, open_sink
from .forms import ItemForm
from .hand import Hand, special_kinds
from .makings import MAKINGS, REGISTER_MAKINGS, Ledger
from .papers import Authority, Press
from .plan import Order, Post, posts, register_parts
from .sheets import Form, Sheet
from .truth import FileTruth, Truth, last_public_day

BATCH_ROWS = 10_000
REGISTRAR = "samr"
PUBLICATION_SAMPLE = 12  # rows per file whose last public day truth.json states

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Written:
    """What was written, for the one who asked."""

    files: int
    rows: int
    outcomes: dict[str, int]


def write_city(
    order: Order,
    authorities: Sequence[Authority],
    out: Path,
    progress: Progress = lambda rows: None,
    forms: Sequence[ItemForm] = (),
) -> Written:
    """Write all files, one of each further item whose form is given; `progress` hears of rows as they are written."""
    out.mkdir(parents=True, exist_ok=True)
    city = bodies.found(order.organisations, order.as_of, order.seed)
    canaries = hatch(order.seed)
    head = {
        "seed": order.seed,
        "as_of": order.as_of.isoformat(),
        "organisations": order.organisations,
        "records": order.records,
        "constructed": "构造数据 · constructed data: no body, person or decision of it exists",
        "canaries": canaries.all(),
        "successions": register.succession_rows(city),
        "namesakes": [[city.codes[a], city.codes[b]] for a, b in city.namesakes],
        "former_name_of_one_is_name_of_other": [
            {"former": city.codes[a], "present": city.codes[b], "name": city.names[b]}
            for a, b in city.swapped
        ],
    }
    if order.successions:
        _write_successions(out / "successions.csv", city)
    writer = Writer(order, city, canaries, out, progress)
    with Truth(out / "truth.json", head) as truth:
        registrar = next(a for a in authorities if a.key == REGISTRAR)
        for document in writer.registers(registrar):
            truth.file(document)
        for document, publication in writer.papers(authorities):
            truth.file(document)
            truth.publish(publication)
        for document in writer.items(forms, authorities):
            truth.file(document)
        if order.gates:
            for document in gates.write(order, city, canaries, authorities, out):
                truth.file(document)
    return Written(writer.files, writer.rows, dict(writer.outcomes))


class Writer:
    """The files of one city, one after another."""

    def __init__(
        self, order: Order, city: bodies.City, canaries: Canaries, out: Path, progress: Progress
    ) -> None:
        self.order, self.city, self.canaries, self.out = order, city, canaries, out
        self.progress = progress
        self.special = city.special()
        self.pool = np.array(
            [b for b in range(city.registered_count) if b not in self.special], dtype=np.int64
        )
        self.files = self.rows = 0
        self.outcomes: Counter[str] = Counter()

    def registers(self, registrar: Authority) -> Iterator[dict[str, object]]:
        """The register, part by part."""
        draw = np.random.default_rng((self.order.seed, 2))
        clerk = register.Clerk(self.city, registrar, self.canaries, draw)
        ledger, start = Ledger(REGISTER_MAKINGS), 0
        for number, (rows, encoding) in enumerate(register_parts(self.order.organisations)):
            dealt = ledger.deal(
                rows, item=register.ITEM, file_format=ending(encoding), later=number > 0
            )
            part = clerk.write(range(start, start + rows), dealt)
            start += rows
            name = f"{register.ITEM}-{registrar.key}-{number + 1:02d}.{ending(encoding)}"
            layout = lay_out(register.COLUMNS, register.DROPPABLE, number + 1, draw)
            file = AgencyFile(open_sink(self.out / name, encoding, self.order.as_of), layout)
            for begin in range(0, len(part.rows), BATCH_ROWS):
                columns = part.columns(begin, begin + BATCH_ROWS)
                file.write(columns, len(columns["DJ_MC"]))
                self.progress(len(columns["DJ_MC"]))
            file.close()
            truth = FileTruth(name, register.ITEM, registrar.key, encoding, REGISTER_MAKINGS)
            truth.add(len(part.rows), part.makings)
            yield self._told(truth)

    def papers(
        self, authorities: Sequence[Authority]
    ) -> Iterator[tuple[dict[str, object], list[dict[str, object]]]]:
        """Penalties and licences in the order of sending."""
        ledgers = {"penalty": Ledger(MAKINGS), "licence": Ledger(MAKINGS)}
        desks: dict[tuple[str, str], Desk] = {}
        for number, post in enumerate(posts(self.order, authorities, len(self.pool))):
            key = (post.form.item, post.authority.key)
            if key not in desks:
                desks[key] = self._desk(post, len(desks))
            yield self._paper(post, number, desks[key], ledgers[post.form.item])

    def items(
        self, forms: Sequence[ItemForm], authorities: Sequence[Authority]
    ) -> Iterator[dict[str, object]]:
        """One file of each further item."""
        source = item_files.Source(self.order, self.city, self.canaries, self.pool, self.out)
        for told in item_files.write(source, forms, authorities, self.progress):
            yield self._told(told)

    def _desk(self, post: Post, number: int) -> "Desk":
        draw = np.random.default_rng((self.order.seed, 3, number))
        press = Press(
            self.city, post.authority, post.form, self.order.as_of, self.canaries, self.pool
        )
        kinds = special_kinds(self.city, self.pool.tolist(), self.order)
        hand = Hand(self.city, draw, self.order.as_of, self.canaries, self.pool.tolist(), kinds)
        return Desk(press, hand)

    def _paper(
        self, post: Post, number: int, desk: "Desk", ledger: Ledger
    ) -> tuple[dict[str, object], list[dict[str, object]]]:
        draw, form = desk.hand.draw, post.form
        layout = lay_out(form.columns, form.droppable, number, draw)
        file = AgencyFile(open_sink(self.out / post.name, post.encoding, self.order.as_of), layout)
        truth = FileTruth(post.name, form.item, post.authority.key, post.encoding, MAKINGS)
        dealt = ledger.deal(
            post.rows, item=form.item, file_format=ending(post.encoding), later=post.part > 0
        )
        places = np.sort(draw.permutation(post.rows)[: len(dealt)])
        makings = dict(
            zip(places.tolist(), draw.permutation(np.array(dealt, dtype=object)), strict=True)
        )
        publication: list[dict[str, object]] = []
        desk.hand.open_file()
        fresh: list[Sheet] = []
        for begin in range(0, post.rows, BATCH_ROWS):
            count = min(BATCH_ROWS, post.rows - begin)
            sheet = desk.press.print(count, draw)
            mine = {p - begin: str(m) for p, m in makings.items() if begin <= p < begin + count}
            soil(desk.hand, sheet, mine)
            if not publication:
                publication = _publication(post, sheet)
            file.write(sheet.columns, count)
            truth.add(count, sheet.makings)
            if post.part == 0 and begin == 0:
                fresh.append(sheet)
            self.progress(count)
        file.close()
        for sheet in fresh:  # only what a file before this one held can be sent again
            desk.hand.keep(sheet)
        return self._told(truth), publication

    def _told(self, truth: FileTruth) -> dict[str, object]:
        document = truth.as_document()
        self.files += 1
        self.rows += truth.rows
        self.outcomes.update(truth.counts)
        return document


@dataclass
class Desk:
    """One agency's press and hand for one item, kept from file to file."""

    press: Press
    hand: Hand


def _write_successions(path: Path, city: bodies.City) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, ("absorbed", "absorbing", "effective"))
        lines.writeheader()
        lines.writerows(register.succession_rows(city))


def _publication(post: Post, sheet: Sheet) -> list[dict[str, object]]:
    """Some clean rows with the last day on which each may be read."""
    form: Form = sheet.form
    clean = [i for i in range(len(sheet)) if i not in sheet.makings]
    chosen = clean[:: max(1, len(clean) // PUBLICATION_SAMPLE)][:PUBLICATION_SAMPLE]
    told: list[dict[str, object]] = []
    for i in chosen:
        decided = date.fromisoformat(str(sheet.columns[form.decided][i]))
        end = str(sheet.columns[form.valid_until][i])
        open_ended = end.startswith("2099")
        last = last_public_day(
            sheet.classes[i], decided, None if open_ended else date.fromisoformat(end)
        )
        told.append(
            {
                "file": post.name,
                "row": i + 1,
                "document": sheet.columns[form.document][i],
                "decided": decided.isoformat(),
                "class": sheet.classes[i],
                "published": sheet.classes[i] != "minor",
                "last_public_day": last.isoformat() if last else None,
            }
        )
    return told
