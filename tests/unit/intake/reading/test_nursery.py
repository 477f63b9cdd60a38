"""Each file is read by a confined process of its own, whatever happened to the one before or to the nursery."""

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from gongxin.intake.reading import FileRefused, ReadTable, read_table
from tests.builders.ordinary_files import HEADER, ROW, csv_bytes
from tests.unit.intake.reading import processes
from tests.unit.intake.reading.plans import PLAN

ROOT = Path(__file__).parents[4]
NOBODY = 65_534
FILTERED = "2"  # proc(5): SECCOMP_MODE_FILTER


class _Slow(io.BytesIO):
    """A file whose end comes when it is let go."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.go = threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        if not piece:
            self.go.wait(60)
        return piece


def _read(folder: Path, source: bytes | io.BytesIO | None = None) -> ReadTable:
    content = csv_bytes([HEADER, ROW]) if source is None else source
    return read_table(content, name="x", plan=PLAN, out_dir=folder)


@contextmanager
def _reading(folder: Path) -> Iterator[tuple[int, Callable[[], ReadTable]]]:
    """The process that reads a file now, confined, and how to let it come to the end."""
    # More than a pipe and a piece, so that it has read the order and begun.
    slow = _Slow(csv_bytes([HEADER, *[ROW] * 60_000]))
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(_read, folder, slow)

        def finish() -> ReadTable:
            slow.go.set()
            return future.result(60)

        try:
            yield _confined(), finish
        finally:
            slow.go.set()


def _confined() -> int:
    for _ in range(600):
        for reader in processes.readers(os.getpid()):
            if processes.status(reader).get("Seccomp") == FILTERED:
                return reader
        time.sleep(0.05)
    pytest.fail("nobody reads, or not confined")


def test_who_reads_is_confined_and_holds_nothing_but_its_three_pipes(tmp_path: Path) -> None:
    with _reading(tmp_path) as (reader, finish):
        status = processes.status(reader)
        assert (status["Seccomp"], status["NoNewPrivs"]) == (FILTERED, "1")
        if os.geteuid() == 0:
            assert set(status["Uid"].split()) == {str(NOBODY)}
            held = {os.readlink(f) for f in Path(f"/proc/{reader}/fd").iterdir()}
            pipes = {name for name in held if name.startswith("pipe:")}
            assert len(pipes) == 3
            assert not [name for name in held - pipes if not name.startswith("anon_inode:")], held
        assert finish().rows == 60_000
    assert processes.readers(os.getpid()) == []


def test_two_files_are_read_by_two_processes_of_one_nursery(tmp_path: Path) -> None:
    _read(tmp_path / "a")
    (nursery,) = processes.nurseries(os.getpid())
    with _reading(tmp_path / "b") as (first, finish):
        finish()
    with _reading(tmp_path / "c") as (second, finish):
        finish()
    assert first != second
    assert processes.nurseries(os.getpid()) == [nursery]


def test_files_at_once_do_not_mix(tmp_path: Path) -> None:
    counts = [1, 20, 300, 4000] * 4
    contents = [csv_bytes([HEADER, *[ROW] * count]) for count in counts]
    with ThreadPoolExecutor(8) as pool:
        folders = [tmp_path / str(n) for n in range(len(counts))]
        tables = list(pool.map(_read, folders, contents))
    assert [table.rows for table in tables] == counts
    assert processes.readers(os.getpid()) == []


def test_a_nursery_that_was_ended_is_made_again(tmp_path: Path) -> None:
    _read(tmp_path / "a")
    (nursery,) = processes.nurseries(os.getpid())
    processes.kill(nursery)
    assert _read(tmp_path / "b").rows == 1
    assert nursery not in processes.nurseries(os.getpid())


def test_a_reader_that_was_ended_refuses_its_file_alone(tmp_path: Path) -> None:
    with _reading(tmp_path / "a") as (reader, finish):
        processes.kill(reader)
        with pytest.raises(FileRefused) as refusal:
            finish()
    assert refusal.value.code == "file.parser_died"
    assert _read(tmp_path / "b").rows == 1


def test_a_nursery_that_ends_while_a_file_is_read_takes_no_other_file_with_it(
    tmp_path: Path,
) -> None:
    with _reading(tmp_path / "a") as (reader, finish):
        (nursery,) = processes.nurseries(os.getpid())
        processes.kill(nursery)
        with pytest.raises(FileRefused) as refusal:
            finish()  # how it ended is known to nobody: not a table that can be trusted
        assert refusal.value.code == "file.parser_died"
    assert not processes.lives(reader)
    assert _read(tmp_path / "b").rows == 1


DIVIDES = """
import os, sys
sys.path[:0] = [SOURCE, SOURCE + "/src"]
from pathlib import Path
from gongxin.intake.reading import read_table
from tests.builders.ordinary_files import HEADER, ROW, csv_bytes
from tests.unit.intake.reading import processes
from tests.unit.intake.reading.plans import PLAN
def read():
    table = read_table(csv_bytes([HEADER, ROW]), name="x", plan=PLAN, out_dir=Path(sys.argv[1]))
    return table.rows, len(processes.nurseries(os.getpid()))
first = read()
pid = os.fork()
if pid == 0:
    print(read(), flush=True)
    os._exit(0)
os.waitpid(pid, 0)
print(first, read())
"""


def test_a_process_that_divides_makes_a_nursery_of_its_own(tmp_path: Path) -> None:
    script = DIVIDES.replace("SOURCE", repr(str(ROOT)))
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.split("\n")[:2] == ["(1, 1)", "(1, 1) (1, 1)"]
    assert run.stderr == ""
