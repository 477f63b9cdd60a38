"""What a batch keeps on disk and beside it goes with the records it became, and leaves a proof; nothing else goes."""

import json
from datetime import date
from uuid import UUID

import polars as pl
import psycopg
import pytest

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, conveyor, erasing, keeping, queries
from gongxin.intake.batches import BatchRefused, Status
from gongxin.intake.conveyor import Incoming
from gongxin.intake.models import Row
from gongxin.intake.reading import Limits, open_table
from gongxin.jobs.accounts import clerk_of
from gongxin.journal import queries as journal
from gongxin.records import erasing as records
from tests.builders import city, files
from tests.builders.codes import unified_code
from tests.databases import Database

OLD = {"处罚决定日期": "2021-05-06", "处罚有效期": "2022-05-06"}
OVER = date(2031, 6, 1)  # five years after the batches of these tests were received


@pytest.fixture(autouse=True)
def hall(fresh_city: Database) -> Database:
    city.city_hall()
    city.register(*range(1, 8))
    return fresh_city


def row(serial: int, **changes: str) -> dict[str, str]:
    return files.penalty(serial, authority_code=city.samr_code(), **changes)


def empty(today: date = city.TODAY) -> int:
    """What the day asks of records and of batches."""
    records.erase_due(today=today, by="system", now=city.NOW)
    return erasing.empty_due(today=today, by="system", now=city.NOW)


def names(batch: UUID) -> set[str]:
    return {path.name for path in keeping.folder(batch).iterdir()}


def on_disk(batch: UUID, *words: str) -> list[str]:
    """Which of these words stand in the bytes of the folder, in whatever file of Arrow: read back, and as raw bytes."""
    found = set()
    for path in keeping.folder(batch).iterdir():
        text = path.read_bytes()
        if path.suffix == ".arrow":
            stream = path.name.startswith(("table", "findings"))
            frame = pl.read_ipc_stream(path) if stream else pl.read_ipc(path)
            text += json.dumps(frame.drop(pl.selectors.binary()).to_dicts(), ensure_ascii=False).encode()  # fmt: skip
        found |= {word for word in words if word.encode() in text}
    return sorted(found)


def emptied(batch: UUID) -> list[dict[str, object]]:
    return [leaf.body for leaf in journal.entries_of("batch.emptied", 50) if leaf.body["batch"] == str(batch)]  # fmt: skip


def test_of_a_batch_that_was_erased_whole_hash_and_counts_alone_are_left() -> None:
    receipt = city.send(files.table([row(1, **OLD), row(2, **OLD)]), item="penalty", name="甲公司处罚.csv")  # fmt: skip
    said = (files.body_name(1), unified_code(2), "罚款2000元", "甲公司处罚")
    assert on_disk(receipt.batch, *said) == sorted(said)
    assert empty() == 2
    assert names(receipt.batch) == {"table.json", "emptied"}
    assert on_disk(receipt.batch, *said) == []
    table = open_table(keeping.folder(receipt.batch))
    assert table is not None
    assert (table.sha256, table.rows, table.name) == (receipt.sha256, 2, "")
    after = queries.receipt(receipt.batch, scope=EVERY_AGENCY)
    assert (after.emptied, after.admitted, after.file_name) == (2, 2, "")
    assert emptied(receipt.batch) == [{"batch": str(receipt.batch), "day": "2026-06-01", "rows": 2, "emptied": 2}]  # fmt: skip


def test_of_a_batch_erased_in_part_the_other_rows_stay_to_the_letter() -> None:
    receipt = city.send(files.table([row(1, **OLD), row(2), row(3, **OLD)]), item="penalty")
    before = _table(receipt.batch)
    assert empty() == 2
    after = _table(receipt.batch)
    assert after.filter(row=2).equals(before.filter(row=2))
    assert after["row"].to_list() == [1, 2, 3]
    assert after.filter(pl.col("row") != 2).drop("row").null_count().row(0) == (2,) * (after.width - 1)  # fmt: skip
    gone = (files.body_name(1), unified_code(1), files.body_name(3), unified_code(3))
    assert on_disk(receipt.batch, *gone, files.body_name(2)) == [files.body_name(2)]
    outcomes = [one["outcome"] for one in queries.rows(receipt.batch, scope=EVERY_AGENCY)]
    assert outcomes == ["admitted"] * 3
    assert empty() == 0, "a second run has nothing to do"
    assert len(emptied(receipt.batch)) == 1


def _table(batch: UUID) -> pl.DataFrame:
    table = open_table(keeping.folder(batch))
    assert table is not None
    return table.frame()


def test_what_repeats_an_erased_record_goes_with_it_in_every_batch() -> None:
    """The same penalty sent again, and with other content: a duplicate and a held row, in folders of their own."""
    city.send(files.table([row(1, **OLD)]), item="penalty")
    again = city.send(files.table([row(1, **OLD), row(2)]), item="penalty")
    other = city.send(files.table([row(1, **OLD, 备注="另一份"), row(4)]), item="penalty")
    assert (again.duplicates, other.held) == (1, 1)
    assert empty() == 3
    assert on_disk(again.batch, files.body_name(1), files.body_name(2)) == [files.body_name(2)]
    assert on_disk(other.batch, files.body_name(1), "另一份") == []
    assert _parties(other.batch) == [(1, None, True)]


def test_a_held_or_rejected_row_goes_when_its_months_since_receipt_are_over() -> None:
    wrong = row(5) | {"统一社会信用代码": unified_code(5)[:-1] + "0"}
    receipt = city.send(files.table([row(90), wrong, row(1)]), item="penalty")
    assert (receipt.held, receipt.rejected, receipt.admitted) == (1, 1, 1)
    assert empty(date(2031, 5, 5)) == 0
    assert empty(date(2031, 5, 6)) == 1, "the record's five years count from its decision"
    assert _parties(receipt.batch)[0][1:] != (None, True)
    assert empty(date(2031, 5, 31)) == 0
    assert empty(OVER) == 2
    assert names(receipt.batch) == {"table.json", "emptied"}
    assert [party for _, party, _ in _parties(receipt.batch)] == [None, None]


def _parties(batch: UUID) -> list[tuple[int, object, bool]]:
    with acting_for(EVERY_AGENCY):
        return list(Row.objects.filter(batch=batch).order_by("row_no").values_list("row_no", "party", "emptied"))  # fmt: skip


def test_a_batch_held_whole_goes_too_and_cannot_be_opened_any_more() -> None:
    rows = [row(1, 行政处罚决定书文号=f"构市监罚〔2026〕9{n}号", 违法事实=f"事实{n}") for n in range(11)]  # fmt: skip
    receipt = city.send(files.table(rows), item="penalty")
    assert receipt.status == Status.HELD
    assert (empty(), empty(OVER)) == (0, 11)
    assert on_disk(receipt.batch, files.body_name(1)) == []
    with acting_for(EVERY_AGENCY), pytest.raises(BatchRefused):
        actions.open_gate(
            batch=receipt.batch, reason="x", actor=agencies.actor("samr.reviewer"),
            by="samr.reviewer", now=city.NOW,
        )  # fmt: skip


def test_the_register_and_what_has_no_period_are_kept() -> None:
    licence = city.license_(1)
    assert empty(date(2099, 1, 1)) == 0
    assert on_disk(licence.batch, files.body_name(1)) == [files.body_name(1)]


def test_a_batch_that_is_not_finished_is_left_to_its_worker() -> None:
    batch = conveyor.receive(
        incoming=Incoming(files.table([row(1, **OLD)]), "f.csv", "penalty", "samr"),
        jurisdiction="xingning", by=clerk_of("samr"), now=city.NOW, today=city.TODAY,
    )  # fmt: skip
    assert empty(OVER) == 0
    conveyor.process(batch=batch, by="system", now=city.NOW)
    assert empty() == 1


def test_a_folder_put_back_from_a_backup_is_emptied_again() -> None:
    receipt = city.send(files.table([row(1, **OLD), row(2)]), item="penalty")
    folder = keeping.folder(receipt.batch)
    backup = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert empty() == 1
    (folder / "emptied").unlink()
    for name, content in backup.items():
        (folder / name).write_bytes(content)
    assert [kept.batch for kept in erasing.due(city.TODAY)] == [receipt.batch]
    assert empty() == 0, "the row was counted already"
    assert on_disk(receipt.batch, files.body_name(1)) == []
    assert erasing.due(city.TODAY) == []


def test_a_kill_between_the_files_and_the_mark_is_made_good(hall: Database) -> None:
    receipt = city.send(files.table([row(1, **OLD), row(2)]), item="penalty")
    records.erase_due(today=city.TODAY, by="system", now=city.NOW)
    keeping.empty_rows(receipt.batch, {1})  # and here the process dies
    assert empty() == 1
    assert len(emptied(receipt.batch)) == 1
    with psycopg.connect(hall.owner_dsn) as owner:
        owner.execute("SELECT set_config('gongxin.agency', '*', true)")
        (rows,) = owner.execute("SELECT emptied FROM intake_batch WHERE id = %s", [receipt.batch]).fetchone() or ()  # fmt: skip
    assert rows == 1


def test_a_batch_of_several_chunks_is_emptied_in_each() -> None:
    batch = conveyor.receive(
        incoming=Incoming(
            files.table([row(n, **(OLD if n % 2 else {})) for n in range(1, 7)]),
            "f.csv", "penalty", "samr", limits=Limits(chunk_rows=2),
        ),
        jurisdiction="xingning", by=clerk_of("samr"), now=city.NOW, today=city.TODAY,
    )  # fmt: skip
    conveyor.process(batch=batch, by="system", now=city.NOW)
    assert empty() == 3
    everybody = [files.body_name(n) for n in range(1, 7)]
    assert on_disk(batch, *everybody) == sorted(everybody[1::2])
