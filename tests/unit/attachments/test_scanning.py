"""What a scanner answers, and what is no answer: only "OK" is clean, and silence is never taken for it."""

from pathlib import Path

import pytest

from gongxin.attachments.scanning import Clamd
from tests.builders import evidence


@pytest.fixture
def door(tmp_path: Path) -> Path:
    return tmp_path / "clamd.sock"


def test_a_file_is_sent_whole_and_what_was_found_is_named(door: Path) -> None:
    large = evidence.png() + b"\0" * 300_000
    with evidence.clamd(door) as daemon:
        clean = Clamd(door).scan(large)
        found = Clamd(door).scan(large + evidence.EICAR)
    assert clean is not None
    assert clean.is_clean
    assert found is not None
    assert found.name == "Win.Test.EICAR_HDB-1"
    assert daemon.seen == [large, large + evidence.EICAR]


@pytest.mark.parametrize(
    "says",
    [b"", b"OK", b"stream: ok", b"stream: OKAY", b"INSTREAM size limit exceeded. ERROR", b"stream: x ERROR", b"\xff\xfe",
     b"UNKNOWN COMMAND", b"stream:  FOUND", b"x" * 100_000],
)  # fmt: skip
def test_anything_else_is_no_answer(door: Path, says: bytes) -> None:
    with evidence.clamd(door) as daemon:
        daemon.says = says or b"\0"
        found = Clamd(door).scan(b"x")
    assert found is None


def test_a_scanner_that_is_not_there_answers_nothing(door: Path) -> None:
    assert Clamd(door).scan(b"x") is None
    door.write_text("not a socket")
    assert Clamd(door).scan(b"x") is None


def test_what_a_scanner_calls_it_cannot_disturb_a_page(door: Path) -> None:
    with evidence.clamd(door) as daemon:
        daemon.says = b"stream: \x1b[31mBad\x07 FOUND"
        found = Clamd(door).scan(b"x")
    assert found is not None
    assert found.name == "?[31mBad?"
