"""`kill -9` of the reader of a source at any moment loses no row and sends none twice: the cursor and the batch are one act."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake.models import Batch
from gongxin.records.audit import audit_records
from gongxin.records.queries import records_of_batch
from tests.builders import city, files, machines, offices
from tests.builders.offices import COLUMN, PASSWORD
from tests.databases import Database

REPOSITORY = Path(__file__).resolve().parents[3]
ROWS, TIES = 360, 7  # seven rows share each value of the cursor
KILLS = 8


def _rows() -> list[dict[str, str]]:
    code = city.samr_code()
    rows = [
        files.penalty(n % 9 + 1, authority_code=code, 行政处罚决定书文号=f"构市监罚〔2026〕{n}号")
        for n in range(ROWS)
    ]
    for row in rows:
        del row["法定代表人"]
    return rows


def _run(database: Database, source: str, dice: random.Random, *, kill: bool) -> bool:
    """Whether the reader came to its end."""
    environment = {
        **os.environ,
        **database.environment,
        "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'src'}",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.builders.drawer", source],
        env=environment,
        stdout=subprocess.PIPE,
    ) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"ready\n"
        if kill:
            time.sleep(dice.uniform(0.0, 1.2))
            reader.kill()
        return reader.stdout.read() == b"done\n"


def test_a_killed_reader_loses_and_doubles_nothing(fresh_city: Database) -> None:
    dice = random.Random(2016)
    city.city_hall()
    city.register(*range(1, 10))
    with offices.postgres_office() as office:
        rows = _rows()
        offices.table(office, "penalties", list(rows[0]), "integer")
        for number, row in enumerate(rows):
            offices.add(office, "penalties", [row], str(number // TIES))
        source = machines.opened_source(
            password=PASSWORD,
            **{**office.place(), "view": "penalties", "cursor_column": COLUMN},
        )
        for _ in range(KILLS):
            _run(fresh_city, str(source), dice, kill=True)
        assert _run(fresh_city, str(source), dice, kill=False)
    with acting_for(EVERY_AGENCY):
        batches = list(Batch.objects.filter(submitted_by="samr.source.1"))
    assert {batch.status for batch in batches} <= {"finished", "held"}
    # Each row was sent once: not one of them met itself again.
    assert sum(batch.rows for batch in batches) == ROWS
    assert sum(batch.duplicates for batch in batches) == 0
    admitted = [record for batch in batches for record in records_of_batch(batch.pk).values()]
    held = sum(batch.rows for batch in batches if batch.status == "held")
    assert len(admitted) == len(set(admitted)) == ROWS - held
    assert list(audit_records()) == []
