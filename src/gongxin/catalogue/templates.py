"""The fillable template of an item: a sheet to fill in with drop-downs, notes to every column, an example row, the code lists.

Pure: the same item gives the same bytes. Every cell is written as text, so that no program reads a formula in it.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from gongxin.jurisdiction import Field, Item

ROWS_READY: Final = 2_000  # rows of the empty sheet that carry drop-downs and the text format
_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "text": ("文字", "text"),
    "date": ("日期，如 2026-05-06", "a day, such as 2026-05-06"),
    "code": ("从下拉表中选一个", "one of the list"),
    "codes": ("从代码表中选，多个用分号隔开", "of the list; several are parted by semicolons"),
    "money": ("金额，只填数字", "an amount, digits alone"),
    "identifier": ("代码或登记号", "a code or number of registration"),
    "document_number": ("文书号", "number of a document"),
    "flag": ("是或否", "是 (yes) or 否 (no)"),
    "integer": ("整数", "a whole number"),
    "decimal": ("数，可有小数", "a number, decimals allowed"),
    "year": ("四位年份", "a year of four digits"),
    "digest": ("文书文件的 SHA-256，64位", "SHA-256 of the document's file, 64 characters"),
}
_FLAGS: Final = ("是", "否")


def header(field: Field) -> str:
    """The column's heading: its Chinese name, and its unit where the name does not say it."""
    if field.unit is not None and field.unit not in field.zh:
        return f"{field.zh}({field.unit})"
    return field.zh


def need(field: Field, item: Item) -> tuple[str, str]:
    """When the field must be filled in, in words."""
    if field.required:
        return "必填", "required"
    when = field.required_when
    if when is None:
        return "选填", "optional"
    named = item.field(when.field)
    values = "、".join(when.values)
    blank = "、".join(item.field(code).zh for code in when.blank)
    zh = f"“{named.zh}”为{values}" + (f"且{blank}都未填" if blank else "") + "时必填"
    en = f'required where "{named.en}" is {values}' + (
        " and no other number is given" if blank else ""
    )
    return zh, en


def csv_template(item: Item, rows: Sequence[Mapping[str, str]] = ()) -> bytes:
    """The headings, and rows under them (field code → text). The mark in front tells spreadsheet programs the encoding."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([header(field) for field in item.fields])
    writer.writerows([[row.get(field.code, "") for field in item.fields] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def workbook_template(item: Item, example: Mapping[str, str]) -> bytes:
    """The same as a workbook: 填报 to fill in, 说明 with notes, 示例 with the example row, 代码表 with the lists."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    # A file says when it was made; the day of the item's version stands there, so that the bytes repeat.
    day = item.in_force_from
    book.set_properties({"created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
    forms = {
        "head": book.add_format(
            {"bold": True, "bg_color": "#E6EFED", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "must": book.add_format(
            {"bold": True, "bg_color": "#0B5358", "font_color": "#FFFFFF", "border": 1,
             "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }  # fmt: skip
    sheet = book.add_worksheet("填报")
    notes, shown, lists = (book.add_worksheet(name) for name in ("说明", "示例", "代码表"))
    places = _lists(lists, item, forms)
    _to_fill_in(sheet, item, forms, places)
    _notes(notes, item, example, forms)
    for place, field in enumerate(item.fields):
        shown.write_string(0, place, header(field), forms["head"])
        shown.write_string(1, place, example.get(field.code, ""), forms["text"])
        shown.set_column(place, place, _width(field))
    book.close()
    return out.getvalue()


def _to_fill_in(sheet: Any, item: Item, forms: Mapping[str, Any], lists: Mapping[str, str]) -> None:
    sheet.freeze_panes(1, 0)
    for place, field in enumerate(item.fields):
        sheet.set_column(place, place, _width(field), forms["text"])
        sheet.write_string(0, place, header(field), forms["must" if field.required else "head"])
        sheet.write_comment(
            0, place, _comment(field, item), {"x_scale": 2.2, "y_scale": 1.4, "author": ""}
        )
        choice: dict[str, Any] | None = None
        if field.type == "flag":
            choice = {"validate": "list", "source": list(_FLAGS)}
        elif field.code in lists and field.type == "code":
            choice = {"validate": "list", "source": lists[field.code]}
            if field.code_list is not None and field.code_list.open:
                choice |= {"error_type": "warning"}
        if choice is not None:
            title = "请从下拉表中选择 · choose from the list"
            sheet.data_validation(1, place, ROWS_READY, place, {**choice, "error_title": title})


def _comment(field: Field, item: Item) -> str:
    zh, en = need(field, item)
    kind_zh, kind_en = _TYPES[field.type]
    parts = [f"{field.code} {field.en}", f"{zh}；{kind_zh}", f"{en}; {kind_en}"]
    parts += [field.note_zh] if field.note_zh else []
    parts += [field.note_en] if field.note_en else []
    return "\n".join(parts)


def _notes(sheet: Any, item: Item, example: Mapping[str, str], forms: Mapping[str, Any]) -> None:
    lines = [
        (f"{item.zh} · {item.en}（{item.code} v{item.version}）", ""),
        (item.description_zh, item.description_en),
        (
            "请在“填报”表中从第二行起填写，每行一条；列的顺序可以变，表头不要改。",
            'Fill in the sheet "填报" from its second row on, one fact a row; columns may be moved, headings not renamed.',
        ),
        (
            "不要填写任何个人的姓名、证件号码或电话：有这样的列会在读入时剪除。",
            "Write no person's name, document number or telephone: such columns are cut while the file is read.",
        ),
    ]
    for row, (zh, en) in enumerate(lines):
        sheet.write_string(row, 0, zh, forms["wrap"])
        sheet.write_string(row, 1, en, forms["wrap"])
    heads = ("列 · column", "English", "代码 · code", "须填 · need", "类型 · type", "长度 · length")
    top = len(lines) + 1
    for place, text in enumerate((*heads, "说明 · note", "示例 · example")):
        sheet.write_string(top, place, text, forms["head"])
    for row, field in enumerate(item.fields, start=top + 1):
        cells = (
            header(field),
            field.en,
            field.code,
            " · ".join(need(field, item)),
            " · ".join(_TYPES[field.type]),
            str(field.length or ""),
            " ".join(one for one in (field.note_zh, field.note_en) if one),
            example.get(field.code, ""),
        )
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, forms["wrap"])
    sheet.set_column(0, 1, 34)
    sheet.set_column(2, 7, 22)


def _lists(sheet: Any, item: Item, forms: Mapping[str, Any]) -> dict[str, str]:
    """Writes each code list as three columns; returns where the codes of each field's list stand."""
    places: dict[str, str] = {}
    written: dict[str, str] = {}
    column = 0
    for field in item.fields:
        codes = field.code_list
        if codes is None:
            continue
        if codes.key not in written:
            for place, text in enumerate((header(field), "名称", "English")):
                sheet.write_string(0, column + place, text, forms["head"])
            for row, value in enumerate(codes.values, start=1):
                for place, text in enumerate((value.code, value.zh, value.en)):
                    sheet.write_string(row, column + place, text, forms["text"])
            name = xlsxwriter.utility.xl_col_to_name(column)
            written[codes.key] = f"='代码表'!${name}$2:${name}${len(codes.values) + 1}"
            sheet.set_column(column, column + 2, 24)
            column += 4
        places[field.code] = written[codes.key]
    return places


def _width(field: Field) -> float:
    """Wide enough for the heading; Chinese characters take two columns."""
    return float(max(12, min(40, 2 * len(header(field)) + 4)))
