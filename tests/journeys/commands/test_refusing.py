"""What the command line says to wrong use, to a file that is not there, and to what it does not know: never a stack trace."""

import os
from pathlib import Path

import pytest

from tests.journeys.commands.commandline import CommandLine

WRONG_USE: tuple[tuple[str | bytes, ...], ...] = (
    (),
    ("nothing",),
    ("intake",),
    ("intake", "submit"),
    ("intake", "submit", "f.csv", "--item", "penalty"),
    ("intake", "submit", "f.csv", "--item", "penalty", "--agency", "samr", "--encoding", "x"),
    ("intake", "release", "00000000-0000-0000-0000-000000000000"),
    ("subjects", "import", "f.csv"),
    ("search",),
    ("search", b"\xff\xfe"),
    ("check",),
    ("codes", "f.csv"),
    ("journal",),
    ("journal", "prove", "first"),
    ("demo", "nothing"),
    ("demo", "crash", "--kills", "0"),
    ("demo", "--organisations", "1"),
)


@pytest.mark.parametrize("arguments", WRONG_USE)
def test_wrong_use_ends_with_two_and_leaves_standard_output_empty(
    gongxin: CommandLine, arguments: tuple[str | bytes, ...]
) -> None:
    ended = gongxin.run(*arguments)
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert "usage: gongxin" in ended.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("intake", "check", "{}", "--item", "penalty"),
        ("intake", "submit", "{}", "--item", "penalty", "--agency", "samr"),
        ("subjects", "import", "{}", "--agency", "samr"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    gongxin: CommandLine, folder: Path, command: tuple[str, ...]
) -> None:
    before = gongxin.everything()
    for path in (folder / "不存在.csv", folder):
        error = gongxin.refusal(*(word.format(path) for word in command))
        assert error["code"] == "file.unreadable"
        assert str(path) in error["zh"]
        assert error["remedy_zh"]
    assert gongxin.everything() == before


def test_a_file_without_the_right_to_read_it_is_named(gongxin: CommandLine, folder: Path) -> None:
    closed = folder / "closed.csv"
    closed.write_text("a")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    error = gongxin.refusal("intake", "check", closed, "--item", "penalty")
    assert error["code"] == "file.unreadable"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("intake", "show", "00000000-0000-0000-0000-000000000000"), "batch.refused"),
        (("intake", "show", "first"), "batch.refused"),
        (
            ("intake", "release", "00000000-0000-0000-0000-000000000000", "--by", "samr.reviewer"),
            "batch.refused",
        ),
        (("check", "123"), "check.code_invalid"),
        (("catalogue", "show", "nothing"), "catalogue.item_unknown"),
        (("codes", "/nonexistent.csv", "--column", "code"), "codes.unreadable"),
    ],
)
def test_what_is_not_known_is_refused_with_its_code(
    gongxin: CommandLine, arguments: tuple[str, ...], code: str
) -> None:
    assert gongxin.refusal(*arguments)["code"] == code


def test_broken_and_empty_files_are_refused_by_name(gongxin: CommandLine, folder: Path) -> None:
    before = gongxin.everything()
    for name, content in (
        ("empty.csv", b""),
        ("not-a-workbook.xlsx", b"PK\x03\x04" + b"\0" * 200),
        ("neither.csv", b"\xff\xfe\xfa" * 99),
    ):
        path = folder / name
        path.write_bytes(content)
        error = gongxin.refusal("intake", "submit", path, "--item", "penalty", "--agency", "samr")
        assert error["code"].startswith("file."), error
    assert gongxin.everything() == before


def test_codes_of_a_column_are_graded(gongxin: CommandLine, folder: Path) -> None:
    path = folder / "codes.csv"
    path.write_text("name,code\n甲,91441402196271995E\n乙,914414021962719950\n丙,\n", "utf-8")
    rows = gongxin.json("codes", path, "--column", "code")
    assert [list(row) for row in rows] == [["row", "value", "scheme", "grade", "reason"]] * 3
    assert [row["grade"] for row in rows] == ["valid", "invalid", "absent"]


def test_the_catalogue_is_linted_and_shown(gongxin: CommandLine) -> None:
    assert gongxin.json("catalogue", "lint")["complaints"] == []
    shown = gongxin.json("catalogue", "show")
    assert {item["code"] for item in shown} >= {"penalty", "licence", "registration"}
