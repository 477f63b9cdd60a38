"""Workbooks that harm, confuse or betray a reader: name, content, right answers joined by blanks."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.builders.ordinary_files import (
    CANARY_NAME,
    HEADER,
    MAIN,
    PLAIN_XLSX,
    ROW,
    TYPES,
    XML,
    changed_row,
    parts,
    sheet_xml,
    with_parts,
    workbook,
    zipped,
)

TABLE = "table"


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


def values() -> Iterator[tuple[str, bytes, str]]:
    """Ordinary workbooks and odd values."""
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
                changed_row(facts="<raw><f>1+1</f><v>2</v></c>"),
                changed_row(facts='<raw t="e"><v>#REF!</v></c>'),
            ]
        ),
        TABLE,
    )
    yield (
        "a formula without a value",
        workbook([HEADER, changed_row(name="<raw><f>A1</f></c>")]),
        TABLE,
    )
    yield (
        "a shared formula",
        workbook([HEADER, changed_row(facts='<raw t="str"><f t="shared" si="0"/><v>x</v></c>')]),
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
    odd = sheet_xml([HEADER, ROW], prolog=XML.replace("UTF-8", "UTF-9"))
    yield "an encoding nobody knows", zipped(parts({"a": odd})), "file.malformed"
    yield (
        "names twice as two header rows",
        workbook([HEADER, HEADER, ROW]),
        "file.header_two_rows",
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
        workbook([HEADER, changed_row(code="<raw><v>999999199001011234</v></c>")]),
        TABLE,
    )
    yield (
        "long numbers elsewhere",
        workbook([HEADER, changed_row(number="<raw><v>6222021234567890</v></c>")]),
        TABLE,
    )
    yield (
        "dates, booleans, exponents",
        workbook(
            [
                HEADER,
                changed_row(
                    day='<raw s="1"><v>45731</v></c>',
                    amount="<raw><v>2E-1</v></c>",
                    number='<raw t="b"><v>1</v></c>',
                ),
            ]
        ),
        TABLE,
    )


def places() -> Iterator[tuple[str, bytes, str]]:
    """Cells, rows and sheets in odd places."""
    yield (
        "numbers beyond floats",
        workbook(
            [
                HEADER,
                changed_row(amount="<raw><v>1e400</v></c>"),
                changed_row(amount="<raw><v>-1e-320</v></c>"),
                changed_row(amount="<raw><v>NaN</v></c>"),
            ]
        ),
        f"{TABLE} file.malformed",
    )
    yield (
        "dates out of range",
        workbook(
            [
                HEADER,
                changed_row(day='<raw s="1"><v>99999999</v></c>'),
                changed_row(day='<raw s="1"><v>-5</v></c>'),
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
        workbook([HEADER, changed_row(facts='<raw t="s"><v>99999</v></c>')]),
        f"{TABLE} file.malformed file.parser_died",
    )
    yield (
        "a negative shared string",
        workbook([HEADER, changed_row(facts='<raw t="s"><v>-1</v></c>')]),
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


def members() -> Iterator[tuple[str, bytes, str]]:
    """Macros, links, archives that are something else."""
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
                "[Content_Types].xml": f'{XML}<Types xmlns="{TYPES}"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>',
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


def bombs() -> Iterator[tuple[str, bytes, str]]:
    """Paths, lies, entities, cuts."""
    yield "only a signature", b"PK\x03\x04", "file.malformed"
    yield (
        "a shared string of 600 MB",
        with_parts(
            xl__sharedStrings_dot_xml=f'{XML}<sst xmlns="{MAIN}"><si><t>'
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
                xl__sharedStrings_dot_xml=f'<?xml version="1.0"?>{doctype}<sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'
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
