"""P1–P4: `kill -9` of the worker or of PostgreSQL at any moment of a batch loses nothing and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import OperationalError

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, conveyor, queries
from gongxin.intake.batches import Status
from gongxin.intake.conveyor import Incoming
from gongxin.intake.reading import Limits
from gongxin.jobs.accounts import clerk_of
from gongxin.jobs.database import APPLICATION, OWNER
from gongxin.records.audit import audit_records
from gongxin.records.queries import records_of_batch
from tests.builders import city, files
from tests.databases import ThrowawayCluster

ROWS, CHUNK_ROWS, BODIES = 2_400, 100, 300
REPOSITORY = Path(__file__).resolve().parents[3]


def content(start: int) -> bytes:
    """A file with every outcome: mostly clean rows, some unknown bodies, some wrong codes, some repeated rows."""
    code = city.samr_code()
    rows = []
    for n in range(start, start + ROWS):
        row = files.penalty(
            n % BODIES + 1, authority_code=code, 行政处罚决定书文号=f"构市监罚〔2026〕{n}号"
        )
        if n % 50 == 7:
            row["统一社会信用代码"] = row["统一社会信用代码"][:-1] + "0"
        if n % 40 == 3:
            row |= files.penalty(90_000 + n, authority_code=code)
        rows.append(row)
        if n % 60 == 5:
            rows.append(dict(row))
    return files.table(rows)


def received(start: int) -> UUID:
    return conveyor.receive(
        incoming=Incoming(
            content(start), "f.csv", "penalty", "samr", limits=Limits(chunk_rows=CHUNK_ROWS)
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of("samr"),
        now=city.NOW,
        today=city.TODAY,
    )


def opened(batch: UUID) -> None:
    """Many facts on few bodies look wrong; an officer lets the batch go on."""
    with acting_for(EVERY_AGENCY):
        actions.open_gate(
            batch=batch,
            reason="测试",
            actor=agencies.actor("samr.reviewer"),
            by="samr.reviewer",
            now=city.NOW,
        )


def storm(cluster: ThrowawayCluster, batches: list[UUID], kills: int, dice: random.Random) -> int:
    """Kill workers and PostgreSQL while the batches are worked on; returns how many kills hit a living process."""
    server = cluster.server
    environment = {
        **os.environ,
        "GONGXIN_DATABASE_URL": server.dsn(APPLICATION, "gongxin"),
        "GONGXIN_OWNER_DATABASE_URL": server.dsn(OWNER, "gongxin"),
        "PYTHONPATH": f"{REPOSITORY}:{REPOSITORY / 'src'}",
    }
    hits = 0
    for batch in batches:
        while True:
            with subprocess.Popen(
                [sys.executable, "-m", "tests.builders.worker", str(batch)],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as worker:
                assert worker.stdout is not None
                worker.stdout.readline()
                if hits < kills:
                    time.sleep(dice.uniform(0.0, 0.35))
                    hits += _killed(worker, cluster, dice)
            if _status(batch) is Status.FINISHED:
                break
    return hits


def _killed(
    worker: subprocess.Popen[bytes], cluster: ThrowawayCluster, dice: random.Random
) -> bool:
    """Kill the worker, or one time in five PostgreSQL under it; whether there was still somebody to kill."""
    if worker.poll() is not None:
        return False
    if dice.random() < 0.2:
        os.kill(cluster.pid, signal.SIGKILL)
        worker.wait()
        connections.close_all()
        cluster.restart()
    else:
        worker.kill()
    return True


def _status(batch: UUID) -> Status:
    for _ in range(20):
        try:
            return Status(queries.receipt(batch, scope=EVERY_AGENCY).status)
        except OperationalError:
            connections.close_all()  # the server was killed under us
            time.sleep(0.2)
    raise AssertionError("the database did not come back")


def _ends(batch: UUID) -> tuple[Any, ...]:
    receipt = queries.receipt(batch, scope=EVERY_AGENCY)
    rows = queries.rows(batch, scope=EVERY_AGENCY)
    assert receipt.rows == receipt.admitted + receipt.duplicates + receipt.held + receipt.rejected
    assert sorted(records_of_batch(batch)) == [r["row"] for r in rows if r["outcome"] == "admitted"]
    return tuple((r["row"], r["outcome"], tuple(r["codes"]), r["record"]) for r in rows)


def _run(cluster: ThrowawayCluster, kills: int, seed: int) -> None:
    """Files are sent until so many kills have hit; then the same files again, undisturbed, to compare with."""
    dice = random.Random(seed)
    city.city_hall()
    city.register(*range(1, BODIES + 1))
    stormy: list[tuple[Any, ...]] = []
    hits = 0
    while hits < kills:
        batch = _admitting(len(stormy))
        hits += storm(cluster, [batch], kills - hits, dice)
        stormy.append(_ends(batch))
    assert list(audit_records()) == []
    # What was admitted once is a duplicate now, row by row; so nothing was lost, and nothing is there twice.
    for number, before in enumerate(stormy):
        batch = _admitting(number)
        conveyor.process(batch=batch, by="system", now=city.NOW)
        assert queries.receipt(batch, scope=EVERY_AGENCY).admitted == 0
        assert [row[3] for row in before] == [row[3] for row in _ends(batch)]


def _process_gates(batch: UUID) -> None:
    """Many facts on few bodies hold the batch at its gates; an officer lets it go on."""
    assert conveyor.process(batch=batch, by="system", now=city.NOW) is Status.HELD
    opened(batch)


def _admitting(number: int) -> UUID:
    """The file of this number, received and past its gates."""
    batch = received(100_000 * (number + 1))
    _process_gates(batch)
    return batch


def test_forty_kills_lose_and_double_nothing(own_cluster: ThrowawayCluster) -> None:
    _run(own_cluster, kills=40, seed=2016)


@pytest.mark.soak
def test_hundreds_of_kills_lose_and_double_nothing(own_cluster: ThrowawayCluster) -> None:
    _run(own_cluster, kills=400, seed=2020)
