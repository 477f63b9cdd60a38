"""Two proofs that anybody can run: a batch survives being killed, and a forged row is found. Each in a home of its own."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.utils import timezone

from gongxin.jobs import demonstration
from gongxin.jobs.cluster import Cluster
from gongxin.jobs.database import DATABASE, OWNER
from gongxin.jobs.outcome import say

# What entered, without what is random by design (salts) or differs by moment.
_CONTENT = """
    SELECT count(*), coalesce(encode(sha256(string_agg(
        record::text || encode(content_mac, 'hex') || subject_code || state, ';' ORDER BY record)::bytea), 'hex'), '')
    FROM (SELECT v.record, v.content_mac, v.state,
                 (SELECT min(i.value) FROM subjects_identifier AS i WHERE i.subject_id = v.subject_id) AS subject_code
          FROM records_version AS v) AS entered
"""


@dataclass(frozen=True)
class Shown:
    """What a proof showed: does it hold, in words and as a document."""

    holds: bool
    lines: tuple[str, ...]
    document: dict[str, Any]


def crash(*, records: int, kills: int) -> Shown:
    """Send a city undisturbed; send it again elsewhere while killing the worker and PostgreSQL; compare."""
    dice = random.Random(records)  # noqa: S311 - moments of kills, no secret
    with _home() as calm, _home() as stormy:
        city = _city(calm.path, records)
        for entry in demonstration.truth(city)["files"]:
            calm.gongxin(*_submission(city, entry))
        stormy.take_keys_of(calm)
        dealt: list[str] = []
        for entry in demonstration.truth(city)["files"]:
            while len(dealt) < kills and entry["item"] != "registration":
                dealt.append(stormy.kill_during(_submission(city, entry), dice))
            stormy.finish(_submission(city, entry), city / entry["file"])
        one, other = calm.state(), stormy.state()
    holds = one == other and len(dealt) == kills
    lines = (
        f"未受打扰 · undisturbed: {one['records']:,} records, {one['digest'][:16]}…",
        f"{len(dealt)} 次 kill -9 · kills ({', '.join(dealt)}): {other['records']:,} records, {other['digest'][:16]}…",
        "结果相同 · equal" if holds else f"结果不同 · NOT EQUAL: {one} ≠ {other}",
    )
    return Shown(
        holds, lines, {"undisturbed": one, "killed": other, "kills": dealt, "equal": holds}
    )


def tamper(*, records: int, kills: int) -> Shown:
    """Edit one row as somebody with all rights would, and let the journal find it."""
    del kills
    with _home() as home:
        city = _city(home.path, records)
        for entry in demonstration.truth(city)["files"][:3]:
            home.gongxin(*_submission(city, entry))
        before = home.gongxin("journal", "verify", "--json")
        with home.connect() as connection:
            forged = connection.execute(
                "SELECT record::text, number, item FROM records_version ORDER BY batch, row_no OFFSET 7 LIMIT 1"
            ).fetchone()
            assert forged is not None, "the city has records"
            field = {"penalty": "CF_NR", "licence": "XK_NR"}[forged[2]]
            connection.execute("ALTER TABLE records_version DISABLE TRIGGER USER")
            connection.execute(
                "UPDATE records_version SET payload = jsonb_set(payload, %s, %s) WHERE record = %s AND number = %s",
                [[field], json.dumps("不予处罚"), forged[0], forged[1]],
            )
            connection.execute("ALTER TABLE records_version ENABLE TRIGGER USER")
        after = home.gongxin("journal", "verify", "--json")
    found = forged[0] in after.stdout
    holds = before.returncode == 0 and after.returncode == 1 and found
    lines = (
        f"改动之前 · before: gongxin journal verify → {before.returncode}",
        f"用 SQL 改动 · edited by SQL: {forged[0]}/{forged[1]} {field}",
        f"改动之后 · after: gongxin journal verify → {after.returncode}: {after.stdout.strip()[:400]}",
        "已查出被改的那一行 · the edited row is named" if found else "没有查出 · NOT FOUND",
    )
    document = {
        "forged": forged[0],
        "verify_before": before.returncode,
        "verify_after": after.returncode,
        "found": found,
    }
    return Shown(holds, lines, document)


class Home:
    """A home of its own with its own PostgreSQL, driven through the same command line as everything else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cluster = Cluster(path)
        kept = {
            k: v
            for k, v in os.environ.items()
            if k not in ("GONGXIN_DATABASE_URL", "GONGXIN_OWNER_DATABASE_URL")
        }
        self.environment = {**kept, "GONGXIN_HOME": str(path), "GONGXIN_MODE": "demo"}
        self.gongxin("up")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gongxin.jobs.cli", *arguments]

    def gongxin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command line
            self.command(*arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def connect(self) -> psycopg.Connection:
        connection = psycopg.connect(self.cluster.dsn(OWNER, DATABASE), autocommit=True)
        connection.execute("SELECT set_config('gongxin.agency', '*', false)")
        return connection

    def take_keys_of(self, other: "Home") -> None:
        """The same keys give the same record ids, so that two runs can be compared."""
        (self.path / "keys").mkdir(mode=0o700, exist_ok=True)
        shutil.copy2(other.path / "keys" / "mac.json", self.path / "keys" / "mac.json")

    def kill_during(self, submission: list[str], dice: random.Random) -> str:
        """Start sending and kill -9 the worker or PostgreSQL at a random moment; says which."""
        running = subprocess.Popen(  # noqa: S603 - our own command line
            self.command(*submission),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(dice.uniform(0.8, 3.0))
        victim = dice.choice(["worker", "PostgreSQL"])
        pid = running.pid if victim == "worker" else self.cluster.postmaster_pid()
        if pid is not None and running.poll() is None:
            os.kill(pid, signal.SIGKILL)
        running.wait()
        self.gongxin("up")
        return victim

    def finish(self, submission: list[str], file: Path) -> None:
        """What a clerk and the worker do after a crash: a file without acknowledgement is sent again, the rest resumes."""
        self.gongxin("worker", "--once")
        with self.connect() as connection:
            known = connection.execute(
                "SELECT count(*) FROM intake_batch WHERE sha256 = sha256(%s)", [file.read_bytes()]
            ).fetchone()
        if known == (0,):
            self.gongxin(*submission)

    def state(self) -> dict[str, Any]:
        """Counts and digest of everything that entered. A file sent twice by a crash adds duplicates, never records."""
        with self.connect() as connection:
            unfinished = connection.execute(
                "SELECT count(*) FROM intake_batch WHERE status <> 'finished'"
            ).fetchone()
            content = connection.execute(_CONTENT).fetchone()
            subjects = connection.execute("SELECT count(*) FROM subjects_subject").fetchone()
        assert unfinished
        assert content
        assert subjects
        return {
            "unfinished": unfinished[0],
            "records": content[0],
            "digest": content[1],
            "subjects": subjects[0],
        }


@contextmanager
def _home() -> Iterator[Home]:
    path = Path(tempfile.mkdtemp(prefix="gx-trial-", dir="/tmp"))
    path.chmod(0o711)
    home = None
    try:
        home = Home(path)
        yield home
    finally:
        Cluster(path).stop("immediate")
        shutil.rmtree(path, ignore_errors=True)


def _city(home: Path, records: int) -> Path:
    say("生成样例文件", "making the sample files")
    return demonstration.ensure_city(
        home / "city",
        organisations=max(500, records // 8),
        records=records,
        seed=7,
        as_of=timezone.localdate(),
    )


def _submission(city: Path, entry: dict[str, Any]) -> list[str]:
    return [
        "intake", "submit", str(city / entry["file"]), "--item", entry["item"], "--agency", entry["agency"], "--json",
    ]  # fmt: skip
