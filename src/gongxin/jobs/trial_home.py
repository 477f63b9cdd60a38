"""A home of its own with its own PostgreSQL, to be killed and forged in. Driven through the same command line as everything else."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg
from django.conf import settings

from gongxin.jobs.cluster import Cluster
from gongxin.jobs.database import DATABASE, OWNER
from gongxin.jobs.programs import Programs

PLACE: Final = Path("/tmp")  # noqa: S108 - a folder of our own is made inside
PREFIX: Final = "gx-trial-"
FINISHED: Final = "finished"
UNKNOWN: Final = "before acknowledgement"

# What entered, without what is random by design (salts, public ids) or differs by moment.
_RECORDS = """
    SELECT count(*), coalesce(encode(sha256(string_agg(line, ';' ORDER BY line)::bytea), 'hex'), '')
    FROM (SELECT v.record || ' ' || v.number || ' ' || encode(v.content_mac, 'hex') || ' ' || v.state || ' ' ||
                 (SELECT min(i.value) FROM subjects_identifier AS i WHERE i.subject_id = v.subject_id) AS line
          FROM records_version AS v) AS entered
"""
_SUBJECTS = """
    SELECT (SELECT count(*) FROM subjects_subject),
           encode(sha256((SELECT coalesce(string_agg(line, ';' ORDER BY line), '') FROM (
               SELECT i.scheme || ' ' || i.value || ' ' || n.norm AS line
               FROM subjects_identifier AS i JOIN subjects_name AS n USING (subject_id)) AS known)::bytea), 'hex')
"""
# A file that a crash made us send again adds a batch of duplicates, so the first batch of each file is compared.
_BATCHES = """
    SELECT DISTINCT ON (sha256) encode(sha256, 'hex'), rows, admitted, warned, duplicates, held, rejected, status
    FROM intake_batch ORDER BY sha256, received_at
"""


class Home:
    """A home, its PostgreSQL and the command line over both."""

    def __init__(self, path: Path, *, mode: str = "demo") -> None:
        self.path = path
        self.cluster = Cluster(path)
        self.programs = Programs(path, "")
        theirs = ("GONGXIN_DATABASE_URL", "GONGXIN_OWNER_DATABASE_URL")
        kept = {name: value for name, value in os.environ.items() if name not in theirs}
        self.environment = {**kept, "GONGXIN_HOME": str(path), "GONGXIN_MODE": mode}

    def up(self) -> None:
        done = self.gongxin("up")
        assert done.returncode == 0, done.stderr

    def gongxin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own command line
            _command(arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection]:
        """As the owner of the tables, seeing every agency's drafts."""
        with psycopg.connect(self.cluster.dsn(OWNER, DATABASE), autocommit=True) as connection:
            connection.execute("SELECT set_config('gongxin.agency', '*', false)")
            yield connection

    def take_keys_of(self, other: "Home") -> None:
        """The same keys give the same record ids, so that two runs can be compared."""
        (self.path / "keys").mkdir(mode=0o700, exist_ok=True)
        shutil.copy2(other.path / "keys" / "mac.json", self.path / "keys" / "mac.json")

    def kill_during(self, arguments: Sequence[str], *, victim: str, after_seconds: float) -> bool:
        """Run a command and kill -9 it, or PostgreSQL under it; False where it had ended before."""
        running = subprocess.Popen(  # noqa: S603 - our own command line
            _command(arguments),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            running.wait(after_seconds)
        except subprocess.TimeoutExpired:
            pid = running.pid if victim == "worker" else self.cluster.postmaster_pid()
            assert pid is not None, "PostgreSQL runs"
            os.kill(pid, signal.SIGKILL)
            running.wait()
            if victim != "worker":
                self.up()
            return True
        return False

    def batches_of(self, file: Path) -> int:
        """How often these bytes were acknowledged."""
        with self.connected() as connection:
            found = connection.execute(
                "SELECT count(*) FROM intake_batch WHERE sha256 = %s", [_digest(file)]
            ).fetchone()
        assert found
        return int(found[0])

    def stage(self, file: Path, number: int) -> str:
        """How far the n-th batch of these bytes has come."""
        with self.connected() as connection:
            found = connection.execute(
                "SELECT status FROM intake_batch WHERE sha256 = %s ORDER BY received_at OFFSET %s",
                [_digest(file), number - 1],
            ).fetchone()
        return str(found[0]) if found else UNKNOWN

    def state(self) -> dict[str, Any]:
        """Counts and digests of everything that entered."""
        with self.connected() as connection:
            records = connection.execute(_RECORDS).fetchone()
            subjects = connection.execute(_SUBJECTS).fetchone()
            batches = connection.execute(_BATCHES).fetchall()
            unfinished = connection.execute(
                "SELECT count(*) FROM intake_batch WHERE status <> 'finished'"
            ).fetchone()
        assert records
        assert subjects
        assert unfinished
        return {
            "unfinished": unfinished[0],
            "records": records[0],
            "digest": records[1],
            "subjects": subjects[0],
            "register": subjects[1],
            "batches": [list(batch) for batch in batches],
        }

    def forge(self, fields: Mapping[str, str], text: str) -> tuple[str, int, str]:
        """Change one field of one record past all triggers; returns record, version and field."""
        with self.connected() as connection:
            chosen = connection.execute(
                "SELECT record::text, number, item FROM records_version ORDER BY batch, row_no OFFSET 7 LIMIT 1"
            ).fetchone()
            assert chosen is not None, "the city has records"
            record, number, item = chosen
            connection.execute("ALTER TABLE records_version DISABLE TRIGGER USER")
            changed = connection.execute(
                "UPDATE records_version SET payload = jsonb_set(payload, %s, to_jsonb(%s::text)) "
                "WHERE record = %s AND number = %s",
                [[fields[item]], text, record, number],
            )
            connection.execute("ALTER TABLE records_version ENABLE TRIGGER USER")
        assert changed.rowcount == 1
        return record, number, fields[item]


@contextmanager
def trial_home() -> Iterator[Home]:
    """A home that is gone afterwards, and the server in it. Its path is short: a socket lies in it."""
    with scratch_home(mode="demo") as home:
        home.up()
        yield home


@contextmanager
def scratch_home(*, mode: str | None = None) -> Iterator[Home]:
    """The same with nothing in it yet; its server is not started. Without a mode it is of ours."""
    _remove_dead_homes()
    path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=PLACE))
    path.chmod(0o711)  # to be passed through by the server's user, not to be listed
    try:
        yield Home(path, mode=mode or settings.GONGXIN_MODE)
    finally:
        Cluster(path).stop("immediate")
        shutil.rmtree(path, ignore_errors=True)


def _remove_dead_homes() -> None:
    """A trial that was killed itself left its server behind."""
    for home in PLACE.glob(f"{PREFIX}*"):
        pid = home.name.removeprefix(PREFIX).split("-", 1)[0]
        if home.stat().st_uid == os.geteuid() and not Path("/proc", pid).exists():
            Cluster(home).stop("immediate")
            shutil.rmtree(home, ignore_errors=True)


def _command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "gongxin.jobs.cli", *arguments]


def _digest(file: Path) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()
