"""Fills in a downloaded workbook as a clerk does: the example row is copied under the headings of the empty sheet, nothing else touched."""

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from python_calamine import CalamineWorkbook

NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def filled_in(content: bytes, *, to: str, example: str) -> bytes:
    """The same archive; only the part of the sheet `to` has one row more."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    headings = [str(cell) for cell in book.get_sheet_by_name(to).to_python()[0]]
    heads, values = book.get_sheet_by_name(example).to_python()[:2]
    assert headings == [str(cell) for cell in heads]
    cells = "".join(
        f'<c r="{_column(place)}2" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
        for place, value in enumerate(values)
        if value != ""
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w") as written:
        part = _part(read, to)
        for name in read.namelist():
            body = read.read(name)
            if name == part:
                text = body.decode()
                assert text.count("</sheetData>") == 1
                text = text.replace("</sheetData>", f'<row r="2">{cells}</row></sheetData>')
                width = _column(len(headings) - 1)
                text = re.sub(r'<dimension ref="[^"]*"/>', f'<dimension ref="A1:{width}2"/>', text)
                body = text.encode()
            written.writestr(name, body)
    return out.getvalue()


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    names = [
        one.attrib["name"]
        for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind(
            "m:sheets/m:sheet", NAMESPACE
        )
    ]
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def _column(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
