"""Files that harm, confuse or betray a reader, made in code. Each comes with the answers that are right for it."""

import csv
import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Seed:
    """A hostile file and the outcomes that are right: refusal codes, or `table`."""

    name: str
    content: bytes
    answers: frozenset[str]


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "utf-8", **options: object) -> bytes:
    """Rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, **{"lineterminator": "\n", **options}).writerows(rows)  # type: ignore[arg-type]
    return text.getvalue().encode(encoding)


PLAIN_CSV = csv_bytes([HEADER, ROW, PERSON_ROW, ROW])

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
STYLES = f'{XML}<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


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
    return f'{prolog}<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{after}</worksheet>'


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
        "[Content_Types].xml": f'{XML}<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>',
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


def _row(**changes: str) -> tuple[str, ...]:
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


def _symlink() -> bytes:
    buffer = io.BytesIO(PLAIN_XLSX)
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("xl/media/image1.png")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def _twice() -> bytes:
    """Two members of one name: two readers would read two files."""
    content = with_parts(xl__worksheets__sheet9_dot_xml="x")
    return content.replace(b"xl/worksheets/sheet9.xml", b"xl/worksheets/sheet1.xml")


def _flagged(flag: int) -> bytes:
    content = bytearray(PLAIN_XLSX)
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, flag)
    return bytes(content)


def _lying_size(declared: int) -> bytes:
    """The directory says that a large member is small."""
    text = sheet_xml([HEADER, ROW]) + " " * 5_000_000
    size = struct.pack("<I", len(text.encode()))
    return zipped(parts({"处罚": text})).replace(size, struct.pack("<I", declared))


def _compound(stream: str) -> bytes:
    """The head of an OLE compound file with one directory name."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + stream.encode("utf-16-le") + bytes(512)
    )


_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY a{n} "{"&a" + (str(n - 1) if n else "") + ";"}{"&a" + (str(n - 1) if n else "") + ";"}">'
        for n in range(30)
    )
    + "]>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_NETWORK = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


def text_seeds() -> Iterator[tuple[str, bytes, str]]:
    """Text files: name, content, right answers joined by blanks."""
    head = csv_bytes([HEADER])
    yield "nothing", b"", "file.empty"
    yield "only a byte order mark", b"\xef\xbb\xbf", "file.empty"
    yield "only blanks", b" \n \r\n\t\n", "file.empty"
    yield "only a header", head, "file.empty"
    yield "a header and blank rows", head + b",,,,,,,\n" * 50 + b"\n \n", "file.empty"
    yield "only commas", b",,,,\n" * 9, "file.header"
    yield "ordinary", PLAIN_CSV, TABLE
    yield "with a byte order mark", b"\xef\xbb\xbf" + PLAIN_CSV, TABLE
    yield "GB18030", PLAIN_CSV.decode().encode("gb18030"), TABLE
    yield "UTF-16 little endian", PLAIN_CSV.decode().encode("utf-16"), TABLE
    yield "UTF-16 big endian", b"\xfe\xff" + PLAIN_CSV.decode().encode("utf-16-be"), TABLE
    yield "UTF-16 without a mark", PLAIN_CSV.decode().encode("utf-16-le"), "csv.nul file.encoding"
    yield (
        "Big5",
        "行政相對人名稱,統一社會信用代碼\n某某公司,91441481MA4UNAMB2R\n".encode("big5"),
        "file.encoding",
    )
    yield (
        "Big5 under codes",
        ("CF_XDR_MC,CF_SY\n" + "某某貿易有限公司,違反規定銷售產品經營場所\n" * 9).encode("big5"),
        "file.encoding",
    )
    yield "Latin", "Name,Straße\nMüller,x\n".encode("latin-1"), "file.encoding file.header"
    yield "broken UTF-8 in the last row", PLAIN_CSV + b"\xff\xfe\xe4\xb8,\n", "file.encoding"
    yield "half a character at the end", PLAIN_CSV + "公".encode()[:2], "file.encoding"
    yield "overlong UTF-8", PLAIN_CSV + b"\xc0\xaf,\n", "file.encoding"
    yield "surrogates in UTF-8", PLAIN_CSV + b"\xed\xa0\x80,\n", "file.encoding"
    yield "NUL", PLAIN_CSV.replace("销售".encode(), b"a\0b"), "csv.nul"
    yield "lone carriage returns", PLAIN_CSV.replace(b"\n", b"\r"), TABLE
    yield "mixed line ends", PLAIN_CSV.replace(b"\n", b"\r\n", 2), TABLE
    yield "U+2028 in a cell", PLAIN_CSV.replace("销售".encode(), "销\u2028售".encode()), TABLE
    for name, delimiter in (
        ("semicolons", ";"),
        ("tabs", "\t"),
        ("wide commas", "，"),
        ("bars", "|"),
    ):
        rows = "\n".join(delimiter.join(r) for r in (HEADER, ROW)).encode()
        yield name, rows, "csv.delimiter"
    yield "a quote never closed", head + b'"abc\n' + csv_bytes([ROW] * 3), "csv.quote"
    yield (
        "a quote never closed in a large file",
        head + b'"abc,x\n' + csv_bytes([ROW] * 20_000),
        "csv.quote csv.record_too_long",
    )
    yield "text after a closing quote", head + b'"abc"d,1,2,3,4,5,6,7\n', "csv.quote"
    yield "curly quotes", csv_bytes([HEADER, _row(facts="“销售，”")]), TABLE
    yield (
        "a quote inside a cell",
        csv_bytes([HEADER]) + csv_bytes([ROW]).replace("销售".encode(), b'a"b'),
        TABLE,
    )
    yield "a cell of 40,000 characters", csv_bytes([HEADER, _row(facts="长" * 40_000), ROW]), TABLE
    yield (
        "a cell of 3 MB",
        csv_bytes([HEADER, _row(facts="x" * 3_000_000)]),
        "csv.record_too_long csv.quote",
    )
    yield (
        "a quoted cell of 3 MB of lines",
        head + b'"' + b"x\n" * 1_500_000 + b'",1,2,3,4,5,6,7\n',
        "csv.quote csv.record_too_long",
    )
    yield "a line without an end", b"x" * 4_000_000, "csv.record_too_long csv.quote file.header"
    yield "wide and narrow rows", csv_bytes([HEADER, ROW, (*ROW, "x"), ROW[:3], ROW]), TABLE
    yield (
        "20,000 columns",
        csv_bytes([[*HEADER, *(f"c{i}" for i in range(20_000))], ROW]),
        "file.too_many_columns",
    )
    yield "a header twice", csv_bytes([[*HEADER, HEADER[0]], [*ROW, "x"]]), "file.header_duplicate"
    yield (
        "a header twice in another width",
        csv_bytes([[*HEADER, "罚款金额 "], [*ROW, "x"]]),
        "file.header_duplicate",
    )
    yield "another table", csv_bytes([["姓名", "班级"], [CANARY_NAME, "一"]]), "file.header"
    yield "no header", csv_bytes([ROW, PERSON_ROW]), "file.header"
    yield "titles above the header", csv_bytes([["2025年行政处罚"], [""], HEADER, ROW]), TABLE
    yield "headers in another order", csv_bytes([HEADER[::-1], ROW[::-1]]), TABLE
    yield "headers with stars and blanks", csv_bytes([[f" *{h}　" for h in HEADER], ROW]), TABLE
    yield "unnamed columns", csv_bytes([[*HEADER, "", ""], [*ROW, CANARY_NAME, CANARY_ID]]), TABLE
    yield "PDF", b"%PDF-1.7\n1 0 obj\n", "file.type_mismatch"
    yield "PDF after a line", b"\n\n%PDF-1.4\n" + PLAIN_CSV, "file.type_mismatch"
    yield "HTML", b"<html><table><tr><td>x</td></tr></table></html>", "file.type_mismatch"
    yield "an HTML table", b"\xef\xbb\xbf\n <table border=1><tr><td>x", "file.type_mismatch"
    yield "spreadsheet XML", b'<?xml version="1.0"?><Workbook/>', "file.type_mismatch"
    yield "JSON", b'[{"a": 1}]', "file.type_mismatch"
    yield "gzip", gzip.compress(PLAIN_CSV, mtime=0), "file.type_mismatch"
    yield "old XLS", _compound("Workbook"), "file.type_mismatch"
    yield "encrypted workbook", _compound("EncryptedPackage"), "file.encrypted"
    yield (
        "EICAR",
        rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        "file.type_mismatch",
    )
    yield "an image", b"\x89PNG\r\n\x1a\n" + bytes(99), "file.type_mismatch"
    yield (
        "random bytes",
        random.Random(1).randbytes(5_000),
        "csv.nul file.encoding file.header csv.quote",
    )
    yield "direction override in a name", csv_bytes([HEADER, _row(name="某\u202e公司")]), TABLE
    yield "piled-up marks", csv_bytes([HEADER, _row(name="某" + "\u0301" * 9_000)]), TABLE
    yield (
        "formulas as text",
        csv_bytes([HEADER, _row(facts='=cmd|"/C calc"!A0'), _row(facts="<script>")]),
        TABLE,
    )


def workbook_seeds() -> Iterator[tuple[str, bytes, str]]:
    """Workbooks: name, content, right answers joined by blanks."""
    yield "ordinary workbook", PLAIN_XLSX, TABLE
    yield "an empty sheet", workbook([]), "file.empty"
    yield "a header alone", workbook([HEADER]), "file.empty"
    yield "another header", workbook([["姓名", "班级"], [CANARY_NAME, "一"]]), "file.header"
    yield "titles above", workbook([["2025年"], [], HEADER, ROW]), TABLE
    yield (
        "formula and error cells",
        workbook(
            [
                HEADER,
                _row(facts="<raw><f>1+1</f><v>2</v></c>"),
                _row(facts='<raw t="e"><v>#REF!</v></c>'),
            ]
        ),
        TABLE,
    )
    yield "a formula without a value", workbook([HEADER, _row(name="<raw><f>A1</f></c>")]), TABLE
    yield (
        "a shared formula",
        workbook([HEADER, _row(facts='<raw t="str"><f t="shared" si="0"/><v>x</v></c>')]),
        TABLE,
    )
    yield (
        "merged data cells",
        workbook(
            [HEADER, ROW, ["", *ROW[1:]], ["", *ROW[1:]]],
            after='<mergeCells><mergeCell ref="A2:A4"/></mergeCells>',
        ),
        TABLE,
    )
    yield (
        "a merged header",
        workbook([HEADER, ROW], after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'),
        "file.header_two_rows",
    )
    yield (
        "a merge over everything",
        workbook([HEADER, ROW], after='<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'),
        TABLE,
    )
    yield (
        "a numeric identifier",
        workbook([HEADER, _row(code="<raw><v>999999199001011234</v></c>")]),
        TABLE,
    )
    yield (
        "long numbers elsewhere",
        workbook([HEADER, _row(number="<raw><v>6222021234567890</v></c>")]),
        TABLE,
    )
    yield (
        "dates, booleans, exponents",
        workbook(
            [
                HEADER,
                _row(
                    day='<raw s="1"><v>45731</v></c>',
                    amount="<raw><v>2E-1</v></c>",
                    number='<raw t="b"><v>1</v></c>',
                ),
            ]
        ),
        TABLE,
    )
    yield (
        "numbers beyond floats",
        workbook(
            [
                HEADER,
                _row(amount="<raw><v>1e400</v></c>"),
                _row(amount="<raw><v>-1e-320</v></c>"),
                _row(amount="<raw><v>NaN</v></c>"),
            ]
        ),
        f"{TABLE} file.malformed",
    )
    yield (
        "dates out of range",
        workbook(
            [
                HEADER,
                _row(day='<raw s="1"><v>99999999</v></c>'),
                _row(day='<raw s="1"><v>-5</v></c>'),
            ]
        ),
        TABLE,
    )
    yield (
        "cells far apart",
        zipped(
            parts(
                {
                    "a": sheet_xml([HEADER, ROW]).replace(
                        "</sheetData>",
                        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
                    )
                }
            )
        ),
        "file.far_cells",
    )
    yield (
        "rows far apart",
        zipped(
            parts(
                {
                    "a": sheet_xml([HEADER, ROW]).replace(
                        "</sheetData>",
                        '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
                    )
                }
            )
        ),
        "file.far_cells file.too_many_rows",
    )
    yield (
        "a cell beyond the sheet",
        zipped(
            parts(
                {
                    "a": sheet_xml([HEADER, ROW]).replace(
                        "</sheetData>",
                        '<row r="2"><c r="ZZZ9999999"><v>1</v></c></row></sheetData>',
                    )
                }
            )
        ),
        "file.malformed",
    )
    yield (
        "a bad reference",
        zipped(parts({"a": sheet_xml([HEADER, ROW]).replace('r="A2"', 'r="2A"')})),
        "file.malformed",
    )
    yield (
        "a row without number",
        zipped(parts({"a": sheet_xml([HEADER, ROW]).replace('<row r="2">', "<row>")})),
        TABLE,
    )
    yield (
        "a row number that is none",
        zipped(parts({"a": sheet_xml([HEADER, ROW]).replace('<row r="2">', '<row r="x">')})),
        "file.malformed",
    )
    yield (
        "a missing shared string",
        workbook([HEADER, _row(facts='<raw t="s"><v>99999</v></c>')]),
        f"{TABLE} file.malformed file.parser_died",
    )
    yield (
        "a negative shared string",
        workbook([HEADER, _row(facts='<raw t="s"><v>-1</v></c>')]),
        f"{TABLE} file.malformed file.parser_died",
    )
    yield (
        "one useful sheet of two",
        zipped(parts({"说明": sheet_xml([["请填写"]]), "数据": sheet_xml([HEADER, ROW])})),
        TABLE,
    )
    yield (
        "two useful sheets",
        zipped(parts({"一": sheet_xml([HEADER, ROW]), "二": sheet_xml([HEADER, ROW])})),
        TABLE,
    )
    yield (
        "a bomb beside a good sheet",
        zipped(
            parts(
                {
                    "弹": sheet_xml([["x"]]).replace(
                        "</sheetData>",
                        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
                    ),
                    "数据": sheet_xml([HEADER, ROW]),
                }
            )
        ),
        TABLE,
    )
    yield (
        "a hidden sheet",
        zipped(parts({"藏": sheet_xml([HEADER, ROW])}, states={"藏": "veryHidden"})),
        TABLE,
    )
    yield (
        "150 sheets",
        zipped(parts({f"s{n}": sheet_xml([["x"]]) for n in range(150)})),
        "file.malformed",
    )
    yield (
        "a sheet that is missing",
        zipped(
            {k: v for k, v in parts({"a": sheet_xml([HEADER, ROW])}).items() if "sheet1" not in k}
        ),
        "file.malformed",
    )
    yield "a sheet cut off", zipped(parts({"a": sheet_xml([HEADER, ROW])[:-40]})), "file.malformed"
    yield (
        "a prefixed namespace",
        zipped(
            parts(
                {
                    "a": sheet_xml([HEADER, ROW])
                    .replace("xmlns=", "xmlns:x=")
                    .replace("<", "<x:")
                    .replace("<x:/", "</x:")
                    .replace("<x:?", "<?")
                }
            )
        ),
        f"{TABLE} file.empty file.malformed file.header",
    )
    yield (
        "deep nesting",
        zipped(
            parts({"a": f"{XML}<worksheet>" + "<a>" * 200_000 + "</a>" * 200_000 + "</worksheet>"})
        ),
        "file.empty file.malformed file.parser_died file.memory",
    )
    yield "macros", with_parts(xl__vbaProject_dot_bin=b"\0"), "file.macro"
    yield (
        "macros by type",
        zipped(
            {
                **parts({"a": sheet_xml([HEADER, ROW])}),
                "[Content_Types].xml": f'{XML}<Types xmlns="{_TYPES}"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
            }
        ),
        "file.macro",
    )
    yield (
        "an old macro sheet",
        with_parts(xl__macrosheets__sheet1_dot_xml=XML + "<a/>"),
        "file.macro",
    )
    yield (
        "links to elsewhere",
        with_parts(
            xl__externalLinks__externalLink1_dot_xml=XML
            + '<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>',
            xl__connections_dot_xml=XML + "<connections/>",
        ),
        TABLE,
    )
    yield "a zip of something", zipped({"a.txt": "x"}), "file.type_mismatch"
    yield "a text document", zipped({"word/document.xml": "x"}), "file.type_mismatch"
    yield "a binary workbook", zipped({"xl/workbook.bin": "x"}), "file.type_mismatch"
    yield (
        "an open document",
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "file.type_mismatch",
    )
    yield "an empty archive", b"PK\x05\x06" + bytes(18), "file.malformed file.type_mismatch"
    yield "only a signature", b"PK\x03\x04", "file.malformed"
    yield (
        "a shared string of 600 MB",
        with_parts(
            xl__sharedStrings_dot_xml=f'{XML}<sst xmlns="{_MAIN}"><si><t>'
            + "x" * 60_000_000
            + "</t></si></sst>"
        ),
        "file.zip_ratio",
    )
    yield "a path upwards", with_parts(**{"..__..__etc__cron_dot_d__x": "x"}), "file.zip_path"
    yield "an absolute path", with_parts(__etc__x="x"), "file.zip_path"
    yield "a drive", with_parts(**{"C:__x": "x"}), "file.zip_path"
    yield "a symbolic link", _symlink(), "file.zip_path"
    yield "a member twice", _twice(), "file.malformed"
    yield "an encrypted member", _flagged(1), "file.encrypted"
    yield "a lie about the size", _lying_size(2_000), "file.malformed"
    yield "bytes before the archive", b"PK\x03\x04" + PLAIN_XLSX, "file.malformed"
    yield (
        "3,000 members",
        zipped({**parts({"a": sheet_xml([HEADER, ROW])}), **{f"x/{n}": "" for n in range(3000)}}),
        "file.zip_ratio",
    )
    for name, doctype in (
        ("billion laughs", _LAUGHS),
        ("an outside entity", _OUTSIDE),
        ("a network entity", _NETWORK),
    ):
        sheet = sheet_xml([HEADER, ROW], prolog=XML.replace(' standalone="yes"', "") + doctype)
        yield f"{name} in a sheet", zipped(parts({"a": sheet})), "file.malformed"
        yield (
            f"{name} in the strings",
            with_parts(
                xl__sharedStrings_dot_xml=f'<?xml version="1.0"?>{doctype}<sst xmlns="{_MAIN}"><si><t>&e;</t></si></sst>'
            ),
            "file.malformed",
        )
        yield (
            f"{name} in a side part",
            with_parts(docProps__core_dot_xml=f'<?xml version="1.0"?>{doctype}<x/>'),
            "file.malformed",
        )
    for share in (10, 50, 90, 99):
        yield (
            f"a workbook cut at {share} %",
            PLAIN_XLSX[: len(PLAIN_XLSX) * share // 100],
            "file.malformed",
        )


def seeds() -> list[Seed]:
    """The whole corpus."""
    made = [*text_seeds(), *workbook_seeds()]
    return [Seed(name, content, frozenset(answers.split(" "))) for name, content, answers in made]


def mutant(content: bytes, number: int) -> bytes:
    """The content with a few bytes changed, lost, doubled or moved; the same number gives the same mutant."""
    chance = random.Random(number)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        until = min(len(data), at + chance.randint(1, 40))
        change: Callable[[], None] = chance.choice(_CHANGES)(data, at, until, chance)
        change()
    return bytes(data)


def _overwrite(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__setitem__(slice(at, until), chance.randbytes(until - at))


def _flip(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    flipped = bytes(b ^ (1 << chance.randrange(8)) for b in data[at : at + 1])
    return lambda: data.__setitem__(slice(at, at + 1), flipped)


def _lose(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__delitem__(slice(at, until))


def _double(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__setitem__(slice(at, at), data[at:until] * chance.randint(1, 5))


def _insert(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    token = chance.choice(
        [
            b'"',
            b",",
            b"\n",
            b"\0",
            b"\r",
            b"\xff",
            b"PK\x03\x04",
            b"<!DOCTYPE",
            b"\xe2\x80\xae",
            b"</row>",
        ]
    )
    return lambda: data.__setitem__(slice(at, at), token)


def _cut(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__delitem__(slice(max(at, len(data) // 2), None))


_CHANGES = (_overwrite, _flip, _flip, _lose, _double, _insert, _insert, _cut)


def mutants(count: int, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Mutants of the two ordinary files: every second one a workbook whose parts were changed before packing."""
    for number in range(start, start + count):
        if number % 3 == 0:
            yield number, mutant(PLAIN_CSV, number)
        elif number % 3 == 1:
            yield number, mutant(PLAIN_XLSX, number)
        else:
            members = parts({"处罚": sheet_xml([HEADER, ROW, PERSON_ROW])})
            name = random.Random(number).choice(sorted(members))
            content = members[name]
            raw = content.encode() if isinstance(content, str) else content
            yield number, zipped({**members, name: mutant(raw, number)})
