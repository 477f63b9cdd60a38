"""The `gongxin` command in a process of its own, as a person or a script runs it; its answer is read strictly."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from gongxin.config.environment import REPOSITORY
from tests.databases import Database

Argument = str | Path | bytes


@dataclass(frozen=True)
class CommandLine:
    """A home and a database of its own."""

    home: Path
    database: Database
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY / "src"),
            **self.database.environment,
            "GONGXIN_HOME": str(self.home),
            **self.extra,
        }

    def command(self, *arguments: Argument) -> list[Argument]:
        return [sys.executable, "-m", "gongxin.jobs.cli", *arguments]

    def run(
        self, *arguments: Argument, given: bytes | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end, with these bytes on standard input."""
        ended = subprocess.run(
            self.command(*arguments),
            cwd="/",
            env=self.environment,
            input=given,
            capture_output=True,
            check=False,
        )
        out, err = ended.stdout.decode(), ended.stderr.decode()
        return subprocess.CompletedProcess(ended.args, ended.returncode, out, err)

    def json(self, *arguments: Argument, code: int = 0, given: bytes | None = None) -> Any:
        """The one document that `--json` gives; the words for people are elsewhere."""
        ended = self.run(*arguments, "--json", given=given)
        assert ended.returncode == code, ended.stderr
        assert "Traceback" not in ended.stderr
        assert ended.stdout.count("\n") == 1
        return strict(ended.stdout)

    def refusal(self, *arguments: Argument) -> dict[str, Any]:
        """A refusal is a document too, with exit code 1, and said in two languages."""
        ended = self.run(*arguments, "--json")
        assert ended.returncode == 1, (ended.stdout, ended.stderr)
        assert "Traceback" not in ended.stderr
        document = strict(ended.stdout)
        assert list(document) == ["error"]
        error: dict[str, Any] = document["error"]
        assert list(error) == ["code", "zh", "en", "remedy_zh", "remedy_en", "details"]
        assert error["zh"]
        assert error["en"]
        assert error["zh"] in ended.stderr
        assert error["en"] in ended.stderr
        return error

    def select(self, query: str) -> list[tuple[Any, ...]]:
        """What the tables hold, as their owner sees them."""
        with psycopg.connect(self.database.owner_dsn) as connection:
            connection.execute("SELECT set_config('gongxin.agency', '*', false)")
            return connection.execute(query.encode()).fetchall()

    def everything(self) -> dict[str, object]:
        """Rows of every table and every file of the home: what a command that stores nothing leaves alone."""
        tables = self.select(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        union = " UNION ALL ".join(
            f"SELECT '{table}' AS name, count(*) FROM {table}" for (table,) in tables
        )
        counts: dict[str, object] = dict(self.select(union))
        sequences = self.select("SELECT sequencename, last_value FROM pg_sequences")
        files = {
            str(path): (path.stat().st_size, path.stat().st_mtime_ns)
            for path in sorted(self.home.rglob("*"))
            if path.is_file() and "lock" not in path.name
        }
        return counts | {f"sequence {name}": value for name, value in sequences} | files


def strict(text: str) -> Any:
    """JSON as its standard has it: no name twice, no NaN."""

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        assert len(made) == len(pairs), f"a name stands twice: {pairs}"
        return made

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    return json.loads(text, object_pairs_hook=object_of, parse_constant=refuse)
