"""`gongxin codes`: grades the identifiers in one column of a file. Stores nothing; a person's number is not even echoed."""

import argparse
import csv
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Final

from django.conf import settings

from gongxin.identifiers import Grade, Known, Reason, grade_many
from gongxin.intake.reading.personal import MASKS, covered
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.jurisdiction import load
from gongxin.refusal import Refusal

NAME: Final = "codes"
HELP_ZH: Final = "检查一列代码"
HELP_EN: Final = "grade the codes in a column of a file"
NEEDS_DJANGO: Final = False

CELL_CHARACTERS_MAX: Final = 1_000_000  # the reader's limit; no code is longer than a line


class CodesUnreadable(Refusal):
    code = "codes.unreadable"


class ColumnMissing(Refusal):
    code = "codes.column_missing"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="CSV")
    parser.add_argument(
        "--column", required=True, metavar="NAME", help="列名 · the column's header"
    )
    parser.add_argument("--json", action="store_true", help="一个 JSON 文档 · one JSON document")


def run(args: argparse.Namespace) -> int:
    values = column(args.file, args.column)
    graded = grade_many([*values], known=_known())
    person = graded.has(Reason.RESIDENT_ID)
    rows = [
        {
            "row": number,
            "value": MASKS["resident_id"] if is_person else covered(value, only_resident=True)[0],
            "scheme": scheme,
            "grade": grade,
            "reason": reason,
        }
        for number, (value, is_person, (_, scheme, grade, reason)) in enumerate(
            zip(values, person.tolist(), graded.frame().iter_rows(), strict=True), 1
        )
    ]
    if args.json:
        answer_json(rows)
        return DONE
    for row in rows:
        if row["grade"] != Grade.VALID:
            answer(
                "\t".join(str(row[k] or "") for k in ("row", "value", "scheme", "grade", "reason"))
            )
    counts = Counter(str(row["grade"]) for row in rows)
    told = "  ".join(f"{g.value} {counts[g.value]:,}" for g in Grade)
    say(f"共 {len(rows):,} 行：{told}", f"{len(rows):,} rows: {told}")
    return DONE


def column(path: Path, name: str) -> list[str]:
    """The cells under one header, in order; short rows have an empty cell there."""
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise CodesUnreadable(
            f"无法读取文件：{error.strerror}", f"the file cannot be read: {error.strerror}"
        ) from None
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    try:
        lines = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise CodesUnreadable(f"不是规范的 CSV：{error}", f"not well-formed CSV: {error}") from None
    headers = [header.strip() for header in lines[0]] if lines else []
    if headers.count(name) != 1:
        raise ColumnMissing(
            f"表头中没有（或不止一个）“{name}”列",
            f"the header has no, or more than one, column {name!r}",
            remedy_zh="现有列：" + "、".join(headers),
            remedy_en="columns: " + ", ".join(headers),
        )
    at = headers.index(name)
    return [line[at] if at < len(line) else "" for line in lines[1:] if line]


def decoded(data: bytes) -> str:
    """Strict UTF-8, with or without its mark, else strict GB18030, else refused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CodesUnreadable(
        "文件既不是 UTF-8 也不是 GB18030 文本",
        "the file is neither UTF-8 nor GB18030 text",
        remedy_zh="请另存为 UTF-8 编码的 CSV",
        remedy_en="save it as CSV in UTF-8",
    )


def _known() -> Known:
    """Allotted prefixes and divisions from the law's files, so that no database is needed."""
    law = load(
        settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        settings.GONGXIN_JURISDICTION,
        accept_unverified=settings.GONGXIN_MODE != "production",
    )
    counties = [one for one in law.divisions if one.level == "county"]
    return Known.of(
        [prefix.prefix for prefix in law.prefixes],
        [division.code for one in counties for division in one.divisions],
    )
