"""Who is whose child, as the system tells it (proc(5))."""

import os
import signal
from pathlib import Path

NURSERY = b"gongxin.intake.reading.child import main"


def readers(pid: int) -> list[int]:
    """The processes that read a file for `pid` now: the children of its nursery."""
    return [child for nursery in nurseries(pid) for child in _children(nursery)]


def nurseries(pid: int) -> list[int]:
    return [child for child in _children(pid) if NURSERY in _line(child)]


def status(pid: int) -> dict[str, str]:
    """The lines of `/proc/PID/status`, e.g. `Seccomp`; empty where there is no such process."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    return {name: text.strip() for name, _, text in (line.partition(":") for line in lines)}


def lives(pid: int) -> bool:
    return not status(pid).get("State", "Z").startswith("Z")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [n for n in numbers if lives(n) and status(n).get("PPid") == str(pid)]


def _line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
