"""Ordinary files and their parts: the eight columns of a penalty as CSV and as a workbook written by hand, with canaries of a person."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident_number(first17: str) -> str:
    """A number with its check character by GB 11643, for tests alone."""
    return (
        first17
        + "10X98765432"[sum(int(c) * w for c, w in zip(first17, _WEIGHTS, strict=True)) % 11]
    )


# Nobody's: there is no division 999999.
CANARY_ID = resident_number("99999919900101123")
CANARY_NAME = "金丝雀其人"
CANARY_PHONE = "13912345678"

HEADER = (
    "行政相对人名称",
    "行政相对人类别",
    "统一社会信用代码",
    "法定代表人",
    "违法事实",
    "行政处罚决定书文号",
    "罚款金额",
    "处罚决定日期",
)
ROW = (
    "某某一号贸易有限公司",
    "法人及非法人组织",
    "91441481MA4UNAMB2R",
    CANARY_NAME,
    "销售不合格产品",
    "〔2025〕1号",
    "0.2",
    "2025-03-15",
)
PERSON_ROW = (
    CANARY_NAME,
    "自然人",
    CANARY_ID,
    "",
    f"电话{CANARY_PHONE}",
    "〔2025〕2号",
    "0.1",
    "2025-03-16",
)
TABLE = "table"


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "utf-8", **options: object) -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, **{"lineterminator": "\n", **options}).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode(encoding)


PLAIN_CSV = csv_bytes([HEADER, ROW, PERSON_ROW, ROW])

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = f'{XML}<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


def letters(column: int) -> str:
    """A column number from 0 as letters."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def escape(text: str) -> str:
    """Text as XML character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cell(row: int, column: int, value: str) -> str:
    """A text cell, or raw XML where the value begins with `<`: its attributes and content after `<c r=…`."""
    reference = f"{letters(column)}{row}"
    if value.startswith("<raw"):
        return value.replace("<raw", f'<c r="{reference}"', 1)
    return (
        f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    )


def sheet_xml(
    rows: Sequence[Sequence[str]], *, after: str = "", first: int = 1, prolog: str = XML
) -> str:
    """Rows as the XML of a sheet."""
    body = "".join(
        f'<row r="{n}">' + "".join(cell(n, c, v) for c, v in enumerate(row) if v) + "</row>"
        for n, row in enumerate(rows, first)
    )
    return f'{prolog}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


def parts(sheets: Mapping[str, str], *, states: Mapping[str, str] = {}) -> dict[str, str | bytes]:
    """The parts of a workbook with these sheets (name to XML)."""
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}" state="{states.get(name, "visible")}"/>'
        for n, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="rs" Type="{_RELATION}/styles" Target="styles.xml"/>'
    related += (
        f'<Relationship Id="rt" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{_PACKAGE}">{related}</Relationships>',
        "xl/styles.xml": STYLES,
    }
    for n, xml in enumerate(sheets.values(), 1):
        made[f"xl/worksheets/sheet{n}.xml"] = xml
    return made


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Members as a ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def workbook(rows: Sequence[Sequence[str]], **options: str) -> bytes:
    """One sheet as a workbook."""
    return zipped(parts({"处罚": sheet_xml(rows, **options)}))  # type: ignore[arg-type]


def with_parts(**extra: str | bytes) -> bytes:
    """An ordinary workbook and further parts; `__` in a name stands for a slash, `_dot_` for a dot."""
    named = {k.replace("__", "/").replace("_dot_", "."): v for k, v in extra.items()}
    return zipped({**parts({"处罚": sheet_xml([HEADER, ROW])}), **named})


PLAIN_XLSX = workbook([HEADER, ROW, PERSON_ROW, ROW])


def changed_row(**changes: str) -> tuple[str, ...]:
    places = dict(
        zip(
            ("name", "kind", "code", "person", "facts", "number", "amount", "day"),
            range(8),
            strict=True,
        )
    )
    row = list(ROW)
    for field, value in changes.items():
        row[places[field]] = value
    return tuple(row)
