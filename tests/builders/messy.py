"""A workbook as an agency really keeps it: notes above, a header of two lines with merged cells, full-width codes, and rows that are wrong in a few ways."""

import io
from collections.abc import Mapping, Sequence
from typing import Final

import xlsxwriter

from tests.builders import city, files
from tests.builders.codes import unified_code

ROWS: Final = 412
LABELLED: Final = 18  # "统一代码：" before the code
CHINESE_DAYS: Final = 13  # 二〇二六年四月六日
IMPOSSIBLE: Final = 2  # 2026-02-30
UNKNOWN_KINDS: Final = 3  # a number that no list knows
NAMELESS: Final = 1  # no document number
BAD: Final = LABELLED + CHINESE_DAYS + IMPOSSIBLE + UNKNOWN_KINDS + NAMELESS
assert BAD == 37
SHEET: Final = "行政处罚"
HEADER_ROW: Final = 3  # of the upper line, from 0

# Two lines: what groups stand above, what is below them; one cell over both lines where nothing is below.
HEADINGS: Final[Sequence[tuple[str, Sequence[str]]]] = (
    ("行政相对人", ("名称", "类别")),
    ("统一社会信用代码", ()),
    ("法定代表人", ()),
    ("行政处罚决定书文号", ()),
    ("基本情况", ("违法行为类型", "违法事实", "处罚依据")),
    ("处罚", ("类别", "内容", "决定日期", "有效期")),
    ("罚款金额(万元)", ()),
    ("处罚机关", ("", "统一社会信用代码")),
    ("数据来源单位", ("", "统一社会信用代码")),
)
# The field under each column, in the words of the present template.
ORDER: Final = (
    "行政相对人名称", "行政相对人类别", "统一社会信用代码", "法定代表人", "行政处罚决定书文号",
    "违法行为类型", "违法事实", "处罚依据", "处罚类别", "处罚内容", "处罚决定日期", "处罚有效期",
    "罚款金额(万元)", "处罚机关", "处罚机关统一社会信用代码", "数据来源单位", "数据来源单位统一社会信用代码",
)  # fmt: skip
_CHINESE: Final = "〇一二三四五六七八九"
_FULL_WIDTH: Final = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
)


def rows(*, month: int = 4, first: int = 1) -> list[dict[str, str]]:
    """412 penalties of that month on bodies of these serials, 37 of them wrong."""
    made = []
    for number in range(ROWS):
        serial = first + number
        code = unified_code(serial).translate(_FULL_WIDTH)
        day = f"2026-{month:02d}-06"
        row = files.penalty(
            serial,
            authority_code=city.samr_code(),
            统一社会信用代码=code,
            行政处罚决定书文号=f"构市监罚〔2026〕{month}{serial:04d}号",
            处罚决定日期=day,
            处罚有效期=day.replace("2026", "2027"),
        )
        made.append(row)
    places = iter(range(7, ROWS, 11))  # spread over the whole file
    for _ in range(LABELLED):
        row = made[next(places)]
        row["统一社会信用代码"] = f"统一代码：{row['统一社会信用代码']}"
    for _ in range(CHINESE_DAYS):
        made[next(places)]["处罚决定日期"] = f"二〇二六年{_CHINESE[month]}月六日"
    for _ in range(IMPOSSIBLE):
        made[next(places)]["处罚决定日期"] = "2026-02-30"
    for _ in range(UNKNOWN_KINDS):
        made[next(places)]["处罚类别"] = "99"
    for _ in range(NAMELESS):
        made[next(places)]["行政处罚决定书文号"] = ""
    return made


def workbook(data: Sequence[Mapping[str, str]]) -> bytes:
    """The rows under their header of two lines, with notes above and a row of totals below."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("填表说明").write_string(0, 0, "本表由各科室填写后汇总")
    sheet = book.add_worksheet(SHEET)
    plain = book.add_format({"bold": True})
    sheet.merge_range(0, 0, 0, len(ORDER) - 1, "构造市行政处罚信息汇总表", plain)
    sheet.write_string(1, 0, "填报单位：构造市市场监督管理局")
    sheet.write_string(1, 8, "填报日期：2026年6月")
    column = 0
    for above, below in HEADINGS:
        if not below:
            sheet.merge_range(HEADER_ROW, column, HEADER_ROW + 1, column, above, plain)
            column += 1
            continue
        sheet.merge_range(HEADER_ROW, column, HEADER_ROW, column + len(below) - 1, above, plain)
        for place, text in enumerate(below):
            sheet.write_string(HEADER_ROW + 1, column + place, text)
        column += len(below)
    for number, row in enumerate(data):
        for place, name in enumerate(ORDER):
            sheet.write_string(HEADER_ROW + 2 + number, place, row[name])
    last = HEADER_ROW + 2 + len(data)
    sheet.write_string(last, 0, "合计")
    sheet.write_number(last, 12, 82.4)
    book.close()
    return out.getvalue()
