"""A confined process has no network, starts nothing, writes nothing and dies at its memory limit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gongxin.intake.reading import FileRefused, Limits, read_table
from tests.builders.ordinary_files import HEADER, ROW, csv_bytes
from tests.unit.intake.reading.plans import PLAN

SOURCE = str(Path(__file__).parents[4] / "src")

ATTEMPTS = """
import ctypes, json, os, socket, sys, threading
sys.path.insert(0, SOURCE)
from gongxin.confinement.denial import confine
libc = ctypes.CDLL(None, use_errno=True)
kept_open = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
confined = confine(memory_bytes=64 << 20, cpu_seconds=5)
def attempt(act):
    try:
        act()
    except PermissionError:
        return "denied"
    except OSError as error:
        return f"errno {error.errno}"
    except MemoryError:
        return "no memory"
    return "done"
def call(number, *arguments):
    def act():
        if libc.syscall(number, *arguments) < 0:
            raise OSError(ctypes.get_errno(), "syscall")
    return act
def thread():
    worker = threading.Thread(target=lambda: answers.append(1))
    answers = []
    worker.start()
    worker.join()
    assert answers == [1]
print(json.dumps({
    "confined": confined,
    "uid": os.getuid(),
    "socket": attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
    "unix socket": attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)),
    "connect": attempt(lambda: kept_open.connect(("127.0.0.1", 9))),
    "bind": attempt(lambda: kept_open.bind(("127.0.0.1", 0))),
    "socketpair": attempt(socket.socketpair),
    "fork": attempt(os.fork),
    "exec": attempt(lambda: os.execv("/bin/true", ["true"])),
    "write a file": attempt(lambda: os.open(WRITABLE, os.O_WRONLY)),
    "create a file": attempt(lambda: os.open(WRITABLE + ".new", os.O_CREAT | os.O_RDWR)),
    "remove a file": attempt(lambda: os.unlink(WRITABLE)),
    "kill the parent": attempt(lambda: os.kill(os.getppid(), 0)),
    "io_uring": attempt(call(425, 1, None)),
    "a thread": attempt(thread),
    "memory": attempt(lambda: bytearray(256 << 20)),
    "read a file": attempt(lambda: os.open("/proc/self/statm", os.O_RDONLY)),
}))
"""


def attempts(tmp_path: Path) -> dict[str, object]:
    target = tmp_path / "target"
    target.write_text("x")
    target.chmod(0o666)
    script = ATTEMPTS.replace("SOURCE", repr(SOURCE)).replace("WRITABLE", repr(str(target)))
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    answers: dict[str, object] = json.loads(run.stdout)
    return answers


def test_a_confined_process_can_compute_and_nothing_else(tmp_path: Path) -> None:
    answers = attempts(tmp_path)
    uid = answers.pop("uid")
    assert uid == (65_534 if os.geteuid() == 0 else os.getuid())
    assert answers.pop("read a file") in {"done", "denied"}
    assert answers == {
        "confined": True,
        "socket": "denied",
        "unix socket": "denied",
        "connect": "denied",
        "bind": "denied",
        "socketpair": "denied",
        "fork": "denied",
        "exec": "denied",
        "write a file": "denied",
        "create a file": "denied",
        "remove a file": "denied",
        "kill the parent": "denied",
        "io_uring": "denied",
        "a thread": "done",
        "memory": "no memory",
    }


def test_a_child_that_needs_more_memory_than_it_may_is_ended(tmp_path: Path) -> None:
    limits = Limits(memory_bytes=8 << 20)
    big = csv_bytes([HEADER, *[ROW] * 60_000])
    with pytest.raises(FileRefused) as refusal:
        read_table(big, name="x", plan=PLAN, out_dir=tmp_path, limits=limits)
    assert refusal.value.code in {"file.memory", "file.parser_died"}
    assert not list(tmp_path.iterdir())


def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    limits = Limits(wall_seconds=0, wall_seconds_per_gib=0)
    with pytest.raises(FileRefused) as refusal:
        read_table(csv_bytes([HEADER, ROW]), name="x", plan=PLAN, out_dir=tmp_path, limits=limits)
    assert refusal.value.code == "file.timeout"


def test_a_child_that_spends_its_processor_time_is_ended(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=1)
    big = csv_bytes([HEADER, *[ROW] * 10]) + csv_bytes([ROW]) * 900_000
    with pytest.raises(FileRefused) as refusal:
        read_table(big, name="x", plan=PLAN, out_dir=tmp_path, limits=limits)
    assert refusal.value.code == "file.timeout"
