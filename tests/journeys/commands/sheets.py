"""Files that an agency's clerk would send today, on disk and in each form."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils import timezone

from tests.builders import files
from tests.journeys.commands.commandline import CommandLine

Rows = Sequence[Mapping[str, str]]


def today() -> date:
    """The civil day of the doors: they read the machine's clock."""
    return timezone.now().astimezone(ZoneInfo("Asia/Shanghai")).date()


def samr_code(gongxin: CommandLine) -> str:
    """The market regulator's own code, as the law names it."""
    return str(gongxin.select("SELECT uscc FROM agencies_agency WHERE key = 'samr'")[0][0])


def penalties(gongxin: CommandLine, *serials: int, prefix: str = "") -> list[dict[str, str]]:
    """A recent penalty on each of these bodies; `prefix` keeps the document numbers of two files apart."""
    decided = today() - timedelta(days=20)
    return [
        files.penalty(
            serial,
            authority_code=samr_code(gongxin),
            行政处罚决定书文号=f"构市监罚〔{decided.year}〕{prefix}{serial}号",
            处罚决定日期=decided.isoformat(),
            处罚有效期=(decided + timedelta(days=365)).isoformat(),
        )
        for serial in serials
    ]


def licences(gongxin: CommandLine, *serials: int) -> list[dict[str, str]]:
    """A recent licence of each of these bodies."""
    decided = today() - timedelta(days=20)
    return [
        files.licence(
            serial,
            authority_code=samr_code(gongxin),
            许可决定日期=decided.isoformat(),
            有效期自=decided.isoformat(),
            有效期至=(decided + timedelta(days=900)).isoformat(),
        )
        for serial in serials
    ]


def register(*serials: int) -> list[dict[str, str]]:
    return [files.registered(serial) for serial in serials]


def as_csv(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    path.write_bytes(files.table(rows).decode().encode(encoding))
    return path


def as_workbook(path: Path, rows: Rows) -> Path:
    """The same table as a workbook whose cells are all text."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(csv.reader(io.StringIO(files.table(rows).decode()))):
            sheet.write_row(number, 0, line)
    return path
