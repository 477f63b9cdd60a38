"""A worker that waits takes up by itself what a killed process left behind."""

import os
import signal
import subprocess
import time
from pathlib import Path
from uuid import uuid4

import psycopg

from gongxin.jobs.commands.worker import SECONDS_BETWEEN_ROUNDS
from tests.journeys.commands import sheets
from tests.journeys.commands.commandline import CommandLine


def test_a_round_comes_well_within_a_minute() -> None:
    assert SECONDS_BETWEEN_ROUNDS <= 30


def test_a_waiting_worker_resumes_what_a_killed_sender_left(
    gongxin: CommandLine, folder: Path
) -> None:
    rows = sheets.register(*range(1, 31))
    worker = subprocess.Popen(
        gongxin.command("worker"), env=gongxin.environment, stderr=subprocess.PIPE
    )
    try:
        batch = _interrupted(gongxin, sheets.as_csv(folder / "register.csv", rows))
        deadline = time.monotonic() + 4 * SECONDS_BETWEEN_ROUNDS
        while time.monotonic() < deadline:
            receipt = gongxin.json("intake", "show", batch)
            if receipt["status"] == "finished":
                break
            time.sleep(1)
        assert (receipt["status"], receipt["admitted"]) == ("finished", 30)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.communicate()
    assert gongxin.json("journal", "verify")["verified"] is True


def _interrupted(gongxin: CommandLine, path: Path) -> str:
    """Send a file and kill the sender as soon as the batch is acknowledged: it waits at a lock of ours."""
    with psycopg.connect(gongxin.database.owner_dsn) as ours:
        ours.execute("SELECT set_config('gongxin.agency', '*', false)")
        # Measuring and admitting cannot begin to write while we hold the register.
        ours.execute("LOCK TABLE subjects_subject IN EXCLUSIVE MODE")
        sender = subprocess.Popen(
            gongxin.command("subjects", "import", path, "--agency", "samr", "--by", "samr.clerk"),
            env={**gongxin.environment, "PGAPPNAME": f"sender-{uuid4()}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        batch = ""
        while not batch and sender.poll() is None:
            found = gongxin.select("SELECT id FROM intake_batch WHERE status <> 'finished'")
            batch = str(found[0][0]) if found else ""
            time.sleep(0.05)
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait()
    assert batch
    return batch
