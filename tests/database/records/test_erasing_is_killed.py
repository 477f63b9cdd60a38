"""`kill -9` of a run of retention at any moment: nothing is half erased, nothing is erased twice, the rest is made good."""

import os
import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import psycopg

from gongxin.intake import keeping
from gongxin.records import tombstones
from gongxin.records.audit import audit_records
from tests.builders import city, files
from tests.databases import Database

REPOSITORY = Path(__file__).resolve().parents[3]
BODIES, KILLS, CHUNK = 120, 12, 3
HALVES = "SELECT count(*) FROM records_version WHERE (payload = '{}') <> (subject_id IS NULL)"


def test_a_killed_run_is_made_good_by_the_next(fresh_city: Database) -> None:
    city.city_hall()
    city.register(*range(1, BODIES + 1))
    old = {"处罚决定日期": "2021-05-06", "处罚有效期": "2022-05-06"}
    batches = [
        city.penalise(*range(first, first + 10), **old).batch for first in range(1, BODIES, 10)
    ]
    young = city.penalise(
        1, 行政处罚决定书文号="构市监罚〔2026〕9001号", 处罚内容="罚款9000元"
    ).batch
    dice = random.Random(38)
    killed = sum(_run(fresh_city, dice.uniform(0.0, 0.6)) for _ in range(KILLS))
    assert killed > 0, "no kill met a living run"
    _run(fresh_city, None)
    assert list(audit_records()) == []
    with psycopg.connect(fresh_city.owner_dsn) as owner:
        states = owner.execute(
            "SELECT state, count(*), count(DISTINCT record) FROM records_version GROUP BY 1 ORDER BY 1"
        ).fetchall()
        assert states == [("admitted", BODIES + 1, BODIES + 1), ("erased", BODIES, BODIES)]
        assert owner.execute(HALVES).fetchone() == (0,)
        owner.execute("SELECT set_config('gongxin.agency', '*', true)")
        counted = owner.execute(
            "SELECT sum(emptied) FROM intake_batch WHERE item = 'penalty'"
        ).fetchone()
        told = owner.execute(
            "SELECT sum((body->>'rows')::int) FROM journal_leaf WHERE kind = 'batch.emptied'"
        ).fetchone()
        known = {str(record) for (record,) in owner.execute("SELECT record FROM records_tombstone")}
    assert (counted, told) == ((BODIES,), (BODIES,))
    assert {frozenset(p.name for p in keeping.folder(b).iterdir()) for b in batches} == {
        frozenset({"table.json", "emptied"})
    }
    assert files.body_name(1).encode() in (keeping.folder(young) / "table-00000.arrow").read_bytes()
    ledger = tombstones.ledger_path().read_text()
    assert [record for record in known if record not in ledger] == []


def _run(database: Database, seconds: float | None) -> bool:
    """Start a run and kill it after so long; whether it was killed. None: let it come to its end."""
    environment = {
        **os.environ,
        "GONGXIN_DATABASE_URL": database.dsn,
        "GONGXIN_OWNER_DATABASE_URL": database.owner_dsn,
        "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'src'}",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.builders.eraser", date(2026, 6, 1).isoformat(), str(CHUNK)],
        env=environment,
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        if seconds is None:
            assert run.wait() == 0
            return False
        time.sleep(seconds)
        if run.poll() is not None:
            return False
        run.kill()
        return True
