"""Makes .venv with exactly the packages of a lock file, then the `gongxin` command. Safe and quick to repeat.

    python3 scripts/setup.py runtime      what `make demo` needs
    python3 scripts/setup.py dev          that, and what the tests need

Needs Python 3.11 or later with pip and nothing else: Debian's Python lacks ensurepip until python3-venv is
installed, so the environment is made without pip and filled by the pip outside.
"""

from __future__ import annotations  # an old Python must reach the line that refuses it

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "gongxin-setup.json"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}


def main(kind: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is the one that meets old ones
        leave(
            "Python 3.11 or later is needed / 需要 Python 3.11 及以上: make PYTHON=python3.11 setup"
        )
    with (ROOT / ".setup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # `make demo` and `make test` at once
        wanted = digests()
        done = read_stamp()
        if done.get("python") != wanted["python"]:
            make_environment()
            done = {"python": wanted["python"]}
        if done.get(kind) != wanted[kind]:
            install(kind)
            # The lock of the tests holds everything of the other one.
            for name in ("runtime", kind):
                done[name] = wanted[name]
        if done.get("project") != wanted["project"]:
            install_project()
            done["project"] = wanted["project"]
        if done != read_stamp():
            STAMP.write_text(json.dumps(done))
            say(f"ready / 已就绪: {VENV}")


def digests() -> dict[str, str]:
    found = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in LOCKS.items()}
    # Another Python, or a clone that was moved, needs another environment.
    project = (ROOT / "pyproject.toml").read_text("utf-8").split("[dependency-groups]")[0]
    found["project"] = hashlib.sha256(project.encode()).hexdigest()
    found["python"] = f"{sys.version_info[:2]} {sys.base_prefix} {ROOT}"
    return found


def read_stamp() -> dict[str, str]:
    if not PYTHON.exists():
        return {}
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stamp


def make_environment() -> None:
    say(f"making / 建立 {VENV}")
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])


def install(kind: str) -> None:
    say(f"installing / 安装 {LOCKS[kind].name}")
    # Hashes are required of every package, wheels alone: nothing is built here, nothing else gets in.
    pip("--require-hashes", "--only-binary=:all:", "-r", LOCKS[kind])


def install_project() -> None:
    """The checkout itself, in place: its `src` on the path and the `gongxin` command."""
    pip("--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def pip(*arguments: str | Path) -> None:
    outside = [sys.executable, "-m", "pip"]
    if subprocess.run([*outside, "--version"], stdout=subprocess.DEVNULL, check=False).returncode:
        leave("pip is missing / 缺少 pip: apt-get install python3-pip")
    run([*outside, "--python", PYTHON, "--disable-pip-version-check", "install", *arguments])


def run(command: Sequence[str | Path]) -> None:
    environment = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    if subprocess.run([str(part) for part in command], env=environment, check=False).returncode:
        leave(f"failed / 失败: {' '.join(str(part) for part in command)}")


def say(text: str) -> None:
    print(f"[setup] {text}", file=sys.stderr, flush=True)


def leave(text: str) -> NoReturn:
    say(text)
    sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:] not in (["runtime"], ["dev"]):
        leave("usage: setup.py runtime|dev")
    main(sys.argv[1])
