"""`gongxin codes`: every cell of a column graded, no person's number echoed."""

import argparse
import json
from pathlib import Path

import pytest

from gongxin.jobs.commands import codes
from tests.unit.identifiers import reference

SOUND = reference.code("91", "441481", "MA4XN0T1")
PERSON = "99999919800130000" + reference.resident("99999919800130000")


def graded(
    path: Path, capsys: pytest.CaptureFixture[str], name: str = "代码"
) -> list[dict[str, object]]:
    parser = argparse.ArgumentParser()
    codes.configure(parser)
    assert codes.run(parser.parse_args([str(path), "--column", name, "--json"])) == 0
    rows: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_cell_of_the_column_has_a_grade(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    path = tmp_path / "文件.csv"
    path.write_bytes(f'名称,代码\n甲,{SOUND}\n"乙,丙",无\n丁\n戊,{SOUND[:17]}\n'.encode(encoding))
    assert graded(path, capsys) == [
        {"row": 1, "value": SOUND, "scheme": "uscc", "grade": "valid", "reason": ""},
        {"row": 2, "value": "无", "scheme": None, "grade": "absent", "reason": "empty"},
        {"row": 3, "value": "", "scheme": None, "grade": "absent", "reason": "empty"},
        {"row": 4, "value": SOUND[:17], "scheme": "uscc", "grade": "invalid", "reason": "length"},
    ]


def test_a_persons_number_is_not_echoed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"代码\n{PERSON}\n身份证：{PERSON}\n{PERSON[:6]} {PERSON[6:]}\n", "utf-8")
    rows = graded(path, capsys)
    assert [row["grade"] for row in rows] == ["invalid"] * 3
    assert not any(PERSON[6:14] in str(row) for row in rows)
    assert rows[0]["reason"] == "resident_id"


def test_a_file_that_cannot_be_read_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    for data in (b"\xff\xff\xff", b"a\0b\n", b'"a\n'):
        path.write_bytes(data)
        with pytest.raises((codes.CodesUnreadable, codes.ColumnMissing)):
            codes.column(path, "b")
    with pytest.raises(codes.CodesUnreadable):
        codes.column(tmp_path / "absent.csv", "b")


@pytest.mark.parametrize("header", ["", "a,c", "b,b"])
def test_a_column_must_stand_once_in_the_header(tmp_path: Path, header: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(header + "\n1,2\n", "utf-8")
    with pytest.raises(codes.ColumnMissing):
        codes.column(path, "b")
