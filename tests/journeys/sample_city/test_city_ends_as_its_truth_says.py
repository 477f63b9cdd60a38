"""A whole constructed city through the real intake: every row ends as its maker said, and nothing of a person stays."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import polars as pl
import polars.selectors as cs
import psycopg
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker
from python_calamine import CalamineWorkbook

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue.templates import header
from gongxin.intake import conveyor, queries
from gongxin.intake.queries import Receipt
from gongxin.jobs.accounts import clerk_of
from gongxin.jobs.commands.sample_city import OWN_PAPERS, authorities, forms
from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.forms import sheet_form
from gongxin.jobs.sample_city.makings import ITEM, MAKINGS
from gongxin.jobs.sample_city.plan import Order
from gongxin.records import queries as records
from gongxin.subjects import actions as subject_actions
from gongxin.subjects import queries as subjects
from gongxin.subjects.kinds import SuccessionKind
from tests.builders import city
from tests.builders.catalogue import code_of, items
from tests.builders.own_home import own_home
from tests.databases import Database, ThrowawayCluster

ORDER = Order(
    organisations=1_200, records=6_500, seed=36, as_of=city.TODAY, gates=True, successions=True
)
# Division 99 makes an old registration number doubtful as well; truth.json names the unified code alone.
DOUBTFUL = {"registration": {"identifier.doubtful"}}
ADMITTED_MIN = 30  # rows of each item
SUMMED = ("admitted", "duplicates", "held", "rejected")


@dataclass(frozen=True)
class Hall:
    """What was sent, and where it went."""

    folder: Path
    truth: Mapping[str, Any]
    receipts: Mapping[str, Receipt]
    rows: Mapping[str, list[dict[str, Any]]]
    home: Path
    database: Database


@pytest.fixture(scope="module")
def hall(
    cluster: ThrowawayCluster,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("city")
    write_city(ORDER, authorities(ORDER.as_of), folder, forms=forms(ORDER.as_of))
    truth = json.loads((folder / "truth.json").read_text())
    with own_home(cluster, django_db_blocker) as (home, database):
        city.city_hall()
        receipts = dict(_sent(folder, truth["files"]))
        rows = {
            name: queries.rows(receipt.batch, scope=EVERY_AGENCY)
            for name, receipt in receipts.items()
        }
        yield Hall(folder, truth, receipts, rows, home, database)


def _sent(folder: Path, entries: list[dict[str, Any]]) -> Iterator[tuple[str, Receipt]]:
    """The register, then who absorbed whom, then the agencies' files; reviewers release what came in."""
    followed = False
    for entry in entries:
        if entry["item"] != "registration" and not followed:
            _enter_successions(folder / "successions.csv")
            followed = True
        batch = conveyor.receive(
            incoming=conveyor.Incoming(
                folder / entry["file"], entry["file"], entry["item"], entry["agency"]
            ),
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by=clerk_of(entry["agency"]),
            now=city.NOW,
            today=city.TODAY,
        )
        conveyor.process(batch=batch, by="system", now=city.NOW)
        receipt = queries.receipt(batch, scope=EVERY_AGENCY)
        if entry["item"] != "registration" and receipt.admitted and not receipt.released:
            city.release(receipt)
        yield entry["file"], receipt


def _enter_successions(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines
    for line in lines:
        absorbed, absorbing = (
            subjects.organisation_by_code(line[name]) for name in ("absorbed", "absorbing")
        )
        assert absorbed is not None
        assert absorbing is not None
        subject_actions.succeed(
            predecessor_id=absorbed.id,
            successor_id=absorbing.id,
            kind=SuccessionKind.MERGER,
            effective_date=date.fromisoformat(line["effective"]),
            source="构造的合并公告",
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by="samr.reviewer",
            now=city.NOW,
        )


def test_every_row_ends_as_its_maker_said(hall: Hall) -> None:
    different: list[str] = []
    seen: set[str] = set()
    total = 0
    for entry in hall.truth["files"]:
        if "gate" in entry:
            continue
        clean = {**entry["clean"], "making": "clean"}
        fates = {fate["row"]: fate for fate in entry["row_fates"]}
        rows = hall.rows[entry["file"]]
        assert [row["row"] for row in rows] == list(range(1, entry["rows"] + 1))
        for row in rows:
            fate = fates.get(row["row"], clean)
            seen.add(fate["making"])
            total += 1
            codes = set(fate.get("codes", ()))
            said = codes <= set(row["codes"])
            if fate is clean:
                said = said and set(row["codes"]) <= codes | DOUBTFUL.get(entry["item"], set())
            kept = row["outcome"] != "admitted" or entry["item"] == "registration" or row["record"]
            if row["outcome"] != fate["outcome"] or not said or not kept:
                different.append(f"{entry['file']}:{row['row']} {fate} ≠ {row}")
    assert different == []
    assert total >= 6_000
    # Every way of making a row uncommon was met, so that nothing passes by not being there.
    assert len(seen) >= 40, sorted(seen)
    assert {"before_registration_explained", "name_of_another", "natural_person"} <= seen


def test_every_item_in_force_has_rows_that_entered_and_rows_that_did_not(hall: Hall) -> None:
    admitted: Counter[str] = Counter()
    uncommon: dict[str, set[str]] = {}
    for entry in hall.truth["files"]:
        receipt = hall.receipts[entry["file"]]
        admitted[entry["item"]] += receipt.admitted
        if "gate" not in entry:
            makings = {fate["making"] for fate in entry["row_fates"]}
            uncommon.setdefault(entry["item"], set()).update(makings)
    assert set(admitted) == set(items())
    assert {item: n for item, n in admitted.items() if n < ADMITTED_MIN} == {}
    assert {item for item, makings in uncommon.items() if len(makings) < 3} == set()


def test_every_making_that_some_item_lends_itself_to_was_met(hall: Hall) -> None:
    parts = {part for form in forms(ORDER.as_of) for part in sheet_form(form).parts}
    possible = {
        key
        for key, making in MAKINGS.items()
        if ITEM in making.items and making.files == "any" and set(making.needs) <= parts
    }
    met = {
        fate["making"]
        for entry in hall.truth["files"]
        if entry["item"] not in OWN_PAPERS
        for fate in entry.get("row_fates", ())
    }
    assert possible - met == set()


def test_a_fact_is_not_shown_from_the_day_of_the_exit_that_names_it(hall: Hall) -> None:
    shown_before = 0
    exits = [entry for entry in hall.truth["files"] if items()[entry["item"]].ends]
    assert exits
    for entry in exits:
        item = items()[entry["item"]]
        assert item.ends is not None
        entered = next(one for one in hall.truth["files"] if one["item"] == item.ends.item)
        document = code_of(items()[item.ends.item], "document_number")
        assert document is not None
        found = {row[document]: record for row, record in _clean(hall, entered)}
        ended = 0
        for row, _ in _clean(hall, entry):
            day = date.fromisoformat(row[code_of(item, "decided") or ""])
            record = found[row[item.ends.field]]
            ended += 1
            assert not _is_public(record, day), row
            shown_before += _is_public(record, day - timedelta(days=1))
        assert ended >= ADMITTED_MIN, entry["item"]
    assert shown_before >= ADMITTED_MIN


def _clean(hall: Hall, entry: dict[str, Any]) -> Iterator[tuple[dict[str, str], UUID]]:
    """The clean rows of a file by field code, and the record each became."""
    headings: dict[str, str] = {}
    for field in items()[entry["item"]].fields:
        headings |= {field.code: field.code, header(field): field.code}
    path, uncommon = hall.folder / entry["file"], {fate["row"] for fate in entry["row_fates"]}
    cells: Sequence[Sequence[Any]]
    if entry["encoding"] == "xlsx":
        cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    else:
        cells = list(csv.reader(io.StringIO(path.read_bytes().decode(entry["encoding"]))))
    for row, outcome in zip(cells[1:], hall.rows[entry["file"]], strict=True):
        if outcome["row"] not in uncommon:
            named = zip(cells[0], row, strict=True)
            yield (
                {headings.get(str(head), str(head)): str(cell) for head, cell in named},
                UUID(outcome["record"]),
            )


def test_every_receipt_counts_what_its_maker_said(hall: Hall) -> None:
    for entry in hall.truth["files"]:
        receipt = hall.receipts[entry["file"]]
        assert receipt.rows == sum(getattr(receipt, name) for name in SUMMED)
        if "gate" not in entry:
            assert receipt.status == "finished"
            counted = {name: getattr(receipt, name) for name in entry["expect"]}
            assert counted == entry["expect"], entry["file"]


def test_each_gate_holds_its_file_whole(hall: Hall) -> None:
    gated = [entry for entry in hall.truth["files"] if "gate" in entry]
    assert {entry["gate"] for entry in gated} == {
        "gate.rejected_share", "gate.unknown_share", "gate.adverse_on_one", "gate.shrunk",
    }  # fmt: skip
    for entry in gated:
        receipt = hall.receipts[entry["file"]]
        assert (receipt.status, receipt.admitted, receipt.held) == ("held", 0, entry["rows"])
        assert entry["gate"] in receipt.gates
        assert {row["outcome"] for row in hall.rows[entry["file"]]} == {"held"}
        assert records.records_of_batch(receipt.batch) == {}


def test_a_fact_is_public_to_its_last_day_and_not_on_the_next(hall: Hall) -> None:
    met = {"published": 0, "never": 0, "left": 0}
    for sample in hall.truth["publication"]:
        row = hall.rows[sample["file"]][sample["row"] - 1]
        assert row["outcome"] == "admitted"
        record = UUID(row["record"])
        if not sample["published"]:
            met["never"] += 1
            assert not _is_public(record, date.fromisoformat(sample["decided"]))
            assert not _is_public(record, city.TODAY)
            continue
        if sample["last_public_day"] is None:
            met["published"] += 1
            assert _is_public(record, city.TODAY)
            assert _is_public(record, date(2098, 1, 1))
            continue
        last = date.fromisoformat(sample["last_public_day"])
        met["left"] += 1
        assert _is_public(record, last - timedelta(days=1)), sample
        assert _is_public(record, last), sample
        assert not _is_public(record, last + timedelta(days=1)), sample
    assert met["never"] > 3
    assert met["left"] > 30


def _is_public(record: UUID, day: date) -> bool:
    return records.public_record(record, day) is not None


def test_no_value_of_a_person_is_in_any_table(hall: Hall) -> None:
    canaries = _canaries(hall)
    with psycopg.connect(hall.database.cluster.dsn("postgres", hall.database.name)) as connection:
        tables = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        assert len(tables) > 20
        for (table,) in tables:
            with connection.cursor().copy(
                f"COPY (SELECT t::text FROM {table} AS t) TO STDOUT".encode()
            ) as copy:
                text = b"".join(bytes(block) for block in copy).decode()
            assert _found(canaries, text) == [], table
            assert _found([c.encode().hex() for c in canaries], text) == [], table


def test_no_value_of_a_person_is_in_any_file(hall: Hall) -> None:
    canaries = _canaries(hall)
    looked_into = 0
    for path in hall.home.rglob("*"):
        if path.is_file():
            looked_into += 1
            assert _found(canaries, _text_of(path)) == [], path
    assert looked_into > len(hall.receipts)


def _canaries(hall: Hall) -> list[str]:
    canaries: list[str] = hall.truth["canaries"]
    assert len(canaries) > 200
    return canaries


def _text_of(path: Path) -> str:
    """A table as text (its file may be compressed), anything else as its bytes."""
    raw = path.read_bytes()
    if path.suffix != ".arrow":
        return raw.decode("utf-8", "replace")
    read = pl.read_ipc if raw.startswith(b"ARROW1") else pl.read_ipc_stream
    table = read(io.BytesIO(raw))
    columns = [b"\n".join(column.drop_nulls()) for column in table.select(cs.binary())]
    found = b"\n".join([raw, *columns]).decode("utf-8", "replace")
    return found + table.select(~cs.binary()).write_json()


def _found(canaries: list[str], text: str) -> list[str]:
    return [canary for canary in canaries if canary in text]
