"""Reads small files of our own before the confinement, so that codecs and modules that load late are loaded. Nothing of it is kept."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

from gongxin.intake.reading.plan import Limits, Plan
from gongxin.intake.reading.refusals import FileRefused

_CODECS = (
    "gb18030", "gb2312", "big5hkscs", "cp950", "utf-16", "utf-16-le", "utf-16-be", "cp437", "latin-1", "ascii", "idna",
)  # fmt: skip
_ROWS = (
    "甲,乙\n9144-1481,电话 020-81234567\u202e\u200b\n"
    '91440102199001011234,"手机 13800138000，身份证 440102199001011234"\n短\n'
    "丙,学生王某（男，12岁）住甲镇乙村1号；姓名：丁某；微信 abcdefg；一三八〇〇一三八〇〇〇\n丁,机密★10年\n"
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="B1" t="inlineStr"><is><t>乙</t></is></c></row>'
    '<row r="2"><c r="A2"><v>0.25</v></c><c r="B2"><f>1</f><v>1</v></c></row>'
    "</sheetData></worksheet>",
}


class _Nowhere(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


def rehearse(read: Callable[[dict[str, Any], BinaryIO, Any], None]) -> None:
    """Run the reader over one file of each kind."""
    for codec in _CODECS:
        "".encode(codec)
        b"".decode(codec)
    plan = Plan(
        known=(("甲",), ("乙",)),
        identifiers=("甲",),
        scan=("乙",),
        party_codes=("甲",),
        cut_without_code=True,
    )
    order = {
        "plan": plan.as_document(),
        "limits": Limits().as_document(),
        "declared": None,
        "retry": None,
    }
    files = (
        _ROWS.encode(),
        _ROWS.replace("，", '" ').encode(),
        _ROWS.replace("\n", "\r\n").encode("utf-16"),
        b'{"\xe7\x94\xb2": 1, "\xe4\xb9\x99": 0.5, "x": true}\n{"\xe7\x94\xb2": "1\\ud800", "\xe4\xb9\x99": [1]}\n{',
        b'[{"\xe7\x94\xb2": null, "\xe4\xb9\x99": "1"}, 1]',
        f"{_HEAD}<ROWDATA><ROW><甲>1</甲><乙>2</乙></ROW></ROWDATA>".encode(),
        "<ROWDATA><ROW><甲>1</甲><乙>&x;</乙></ROW></ROWDATA>".encode(),
        _workbook(zipfile.ZIP_DEFLATED),
        _workbook(zipfile.ZIP_DEFLATED)[:-30],
    )
    for content in files:
        with suppress(FileRefused):
            read(order, io.BytesIO(content), _Nowhere())


def _workbook(compression: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, _HEAD + text)
    return buffer.getvalue()
