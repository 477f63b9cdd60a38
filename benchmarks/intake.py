"""File → admitted rows, against the COPY of the final rows of all tables that were written, in the same database."""

import resource
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.conf import settings
from django.db import connections
from django.utils import timezone

from benchmarks import penalty_file
from benchmarks.measuring import Measurement
from gongxin.agencies import queries as agencies
from gongxin.jobs import demonstration
from gongxin.jobs.commands.intake import submit

# Everything that admission writes. Rows of the register are measured apart.
TABLES = ("records_version", "records_chunk", "intake_row", "journal_leaf", "journal_node")


def measure(*, rows: int, organisations: int) -> list[Measurement]:
    """Register bodies, send one file of penalties; then COPY what stands in the tables into equal tables."""
    now = timezone.now()
    with TemporaryDirectory() as name:
        folder = demonstration.ensure_city(
            Path(name) / "city",
            organisations=organisations,
            records=1000,
            seed=11,
            as_of=timezone.localdate(now),
        )
        entries = demonstration.truth(folder)["files"]
        register, register_rows = _send(folder, [e for e in entries if e["item"] == "registration"])
        samr = agencies.agency_by_key("samr")
        big = {"file": "big.csv", "item": "penalty", "agency": "samr"}
        penalty_file.write(
            folder / big["file"],
            bodies(),
            rows=rows,
            authority=("构造市市场监督管理局", samr.uscc),
            today=timezone.localdate(now),
        )
        taken, sent = _send(folder, [big])
    dressed, bare = _copy(Path(settings.GONGXIN_HOME))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        {
            "name": "intake: register rows per second",
            "value": register_rows / register,
            "unit": "rows/s",
            "against": "",
            "ratio": None,
            "budget": None,
            "met": None,
        },
        {
            "name": f"intake: file to admitted rows, {sent:,} rows",
            "value": taken,
            "unit": "s",
            "against": f"COPY of the final rows into equal tables with indexes and keys ({dressed:.1f} s)",
            "ratio": taken / dressed,
            "budget": "≤ 2.5",
            "met": taken <= 2.5 * dressed,
        },
        {
            "name": "intake: the same against bare tables",
            "value": taken,
            "unit": "s",
            "against": f"COPY of the final rows into tables without any index or key ({bare:.1f} s)",
            "ratio": taken / bare,
            "budget": None,
            "met": None,
        },
        {
            "name": "intake: rows per second",
            "value": sent / taken,
            "unit": "rows/s",
            "against": "",
            "ratio": None,
            "budget": None,
            "met": None,
        },
        {
            "name": "intake: peak memory of the process",
            "value": peak,
            "unit": "MiB",
            "against": "limit of 1024 MiB",
            "ratio": peak / 1024,
            "budget": "≤ 1",
            "met": peak <= 1024,
        },
    ]


def bodies() -> pl.DataFrame:
    """Present names and unified codes of registered, living bodies."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            """
            SELECT n.name, i.value FROM subjects_subject AS s
            JOIN subjects_name AS n ON n.subject_id = s.id AND n.kind = 'present'
            JOIN subjects_identifier AS i ON i.subject_id = s.id AND i.scheme = 'uscc'
            WHERE s.status = 'active' AND s.kind <> 'individual_business' AND s.registered_date < '2025-01-01'
            ORDER BY s.id
            """
        )
        return pl.DataFrame(
            cursor.fetchall(), schema={"name": pl.String, "code": pl.String}, orient="row"
        )


def _send(folder: Path, entries: list[dict[str, str]]) -> tuple[float, int]:
    rows = 0
    start = time.perf_counter()
    for entry in entries:
        receipt = submit(
            folder / entry["file"],
            item=entry["item"],
            agency=entry["agency"],
            by=None,
            encoding=None,
        )
        assert receipt.status == "finished", receipt.gates
        rows += receipt.rows
    return time.perf_counter() - start, rows


def _copy(home: Path) -> tuple[float, float]:
    """Seconds to COPY the stored rows into tables with everything, and into bare ones."""
    dressed = bare = 0.0
    files = home / "copied"
    files.mkdir()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('gongxin.agency', '*', false)")
        for table in TABLES:
            path = files / table
            with (
                path.open("wb") as sink,
                cursor.copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy,
            ):
                for block in copy:
                    sink.write(block)
            dressed += _time_copy(cursor, table, path, "INCLUDING ALL")
            bare += _time_copy(cursor, table, path, "")
    return dressed, bare


def _time_copy(cursor: object, table: str, path: Path, including: str) -> float:
    execute = cursor.execute  # type: ignore[attr-defined]
    execute(f"CREATE TABLE bench_{table} (LIKE {table} {including})")
    if including:
        execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        )
        for name, definition in cursor.fetchall():  # type: ignore[attr-defined]
            execute(f"ALTER TABLE bench_{table} ADD CONSTRAINT bench_{name} {definition}"[:4000])
    start = time.perf_counter()
    with path.open("rb") as source, cursor.copy(f"COPY bench_{table} FROM STDIN") as copy:  # type: ignore[attr-defined]
        while block := source.read(1 << 20):
            copy.write(block)
    taken = time.perf_counter() - start
    execute(f"DROP TABLE bench_{table}")
    return taken
