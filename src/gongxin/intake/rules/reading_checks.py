"""The findings about bytes and headers. A table; it decides nothing."""

from typing import Final

from gongxin.intake.reading.personal import KINDS
from gongxin.intake.reading.refusals import REASONS
from gongxin.intake.rules.vocabulary import HOUSE, PERSONS, SECRETS, TEMPLATE, TRAPS, Check


def _cell(code: str, severity: str, zh: str, en: str, do_zh: str, do_en: str) -> Check:
    source = PERSONS if code.startswith("person.") or code == "text.personal_data" else HOUSE
    return Check(code, severity, zh, en, do_zh, do_en, source, "read")


def _consume(code: str, severity: str, zh: str, en: str, do_zh: str, do_en: str) -> Check:
    return Check(code, severity, zh, en, do_zh, do_en, TRAPS, "consume")


_NONE_ZH, _NONE_EN = "无须处理", "Nothing to do"
_AGAIN_ZH, _AGAIN_EN = "请删除后重新填写", "Delete them and type the value again"

# Why a whole file is not read: the reader's own words.
_FILES: Final = tuple(
    Check(code, "reject", why.zh, why.en, why.remedy_zh, why.remedy_en, HOUSE, "read")
    for code, why in REASONS.items()
)
_CELLS: Final = (
    _cell(
        "file.headers",
        "reject",
        "表头与该事项不符",
        "The headers do not fit this item",
        "请按模板改正表头",
        "Correct the headers as in the template",
    ),
    _cell(
        "file.line_ends",
        "note",
        "换行符不一致，已统一",
        "Mixed line ends were made equal",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.blank_rows",
        "note",
        "空行已略过：{count} 行",
        "Blank rows were left out: {count}",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.sheet",
        "note",
        "读取的工作表：{sheet}",
        "The sheet that was read: {sheet}",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.hidden_sheet",
        "note",
        "读取的工作表是隐藏的：{sheet}",
        "The sheet read is hidden: {sheet}",
        "请确认应当报送",
        "Check that it is meant to be sent",
    ),
    _cell(
        "file.other_sheets",
        "note",
        "其他工作表未读取",
        "Other sheets were not read",
        "请分别上传",
        "Send them one by one",
    ),
    _cell(
        "file.external_links",
        "note",
        "工作簿含外部链接，已忽略",
        "Links to other files were ignored",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.rows_above_header",
        "note",
        "表头以上的说明行已略过：{count} 行",
        "Rows above the header were left out: {count}",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.header_two_lines",
        "note",
        "两行表头已合成一行读取：第 {rows} 行",
        "A header of two rows was read as one: rows {rows}",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.hidden_rows",
        "note",
        "隐藏的行也已读入：{count} 行",
        "Hidden rows were read like the others: {count}",
        "请确认应当报送；不应报送的请删去",
        "Check that they are meant to be sent; delete those that are not",
    ),
    _cell(
        "file.hidden_columns",
        "note",
        "隐藏的列也已读入：{columns}",
        "Hidden columns were read like the others: {columns}",
        "请确认应当报送；不应报送的请删去",
        "Check that they are meant to be sent; delete those that are not",
    ),
    _cell(
        "file.dates_from_1904",
        "note",
        "工作簿的日期从1904年起算，已按此读取",
        "The workbook counts its days from 1904 and was read so",
        "请抽查几个日期",
        "Look at a few of the days",
    ),
    _cell(
        "file.total_row",
        "note",
        "表尾的合计行未读入：第 {row} 行",
        "The row of totals at the end was left out: row {row}",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "file.encoding_by_header",
        "note",
        "编码由表头识别为 {encoding}",
        "The encoding was told by the headers: {encoding}",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "row.width",
        "reject",
        "本行的列数与表头不同",
        "The row has more or fewer cells than the header",
        "请检查多余或缺少的分隔符",
        "Look for a separator too many or too few",
    ),
    _cell(
        "row.key_twice",
        "reject",
        "同一条记录中“{key}”出现两次，该条未读入",
        "“{key}” stands twice in one record; the record was not read",
        "请只保留一个",
        "Keep one of them",
    ),
    _cell(
        "row.late_key",
        "reject",
        "前面的记录没有“{key}”这一项，该条未读入",
        "The first records have no “{key}”; the record was not read",
        "请让每条记录带齐全部项，空的写 null 或留空",
        "Let every record name all its items, empty ones as null or blank",
    ),
    _cell(
        "row.late_leftover",
        "warn",
        "“{key}”不属于本事项，前面的记录也没有，其值未读入",
        "“{key}” is not part of the item and not in the first records; its value was not taken",
        "如属误写请改名；否则可删除",
        "Rename it if misspelt, else leave it out",
    ),
    _cell(
        "cell.nested",
        "reject",
        "该项的值是列表或对象，不是单个值",
        "The value is a list or an object, not a single value",
        "请只写单个值",
        "Write a single value",
    ),
    _cell(
        "cell.surrogate",
        "reject",
        "该项的值含有半个字符",
        "The value holds half a character",
        "请从原系统重新导出",
        "Export it again from the source system",
    ),
    _cell(
        "cell.flag",
        "note",
        "true、false 已写成“是”“否”",
        "true and false were written as 是 and 否",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "cell.merged",
        "reject",
        "单元格被合并，值不属于任何一行",
        "Merged cells: the value belongs to no single row",
        "请取消合并并逐行填写",
        "Unmerge and fill each row",
    ),
    _cell(
        "cell.formula",
        "reject",
        "单元格是公式",
        "The cell is a formula",
        "请粘贴为数值",
        "Paste it as a value",
    ),
    _cell(
        "cell.error",
        "reject",
        "单元格是错误值",
        "The cell is an error value",
        "请改正后上传",
        "Correct it",
    ),
    _cell(
        "cell.numeric_identifier",
        "reject",
        "代码存成了数字，末位可能已丢失",
        "A code is kept as a number; its last digits may be lost",
        "请把该列设为文本格式，重新填写代码",
        "Format the column as text and enter the code again",
    ),
    _cell(
        "cell.invisible",
        "reject",
        "含不可见字符或控制字符",
        "Invisible or control characters",
        _AGAIN_ZH,
        _AGAIN_EN,
    ),
    _cell(
        "cell.replacement",
        "reject",
        "含替换字符，文件此前解码有误",
        "A replacement character: the file was decoded wrongly before",
        "请从原系统重新导出",
        "Export it again from the source system",
    ),
    _cell(
        "cell.combining", "reject", "组合字符过多", "Too many combining marks", _AGAIN_ZH, _AGAIN_EN
    ),
    _cell(
        "cell.too_long",
        "reject",
        "单元格超过长度上限",
        "The cell is longer than a cell may be",
        "请删减",
        "Shorten it",
    ),
    _cell(
        "cell.date",
        "note",
        "日期单元格已写成日期文字",
        "A date cell was written as an ISO date",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "cell.number",
        "note",
        "数字单元格已写成精确小数",
        "A numeric cell was written as an exact decimal",
        _NONE_ZH,
        _NONE_EN,
    ),
    _cell(
        "text.invisible",
        "warn",
        "文字中含零宽字符",
        "A zero-width character in free text",
        _AGAIN_ZH,
        _AGAIN_EN,
    ),
    _cell(
        "text.personal_data",
        "hold",
        f"文字中疑有个人信息（{'、'.join(kind.zh for kind in KINDS.values())}之一），已遮盖",
        f"The text seems to hold personal data (one of: {', '.join(kind.en for kind in KINDS.values())});"
        " it was masked",
        "请由经办人核对后放行",
        "A person must look before it goes on",
    ),
    Check(
        "text.classified",
        "reject",
        "有密级标志（{level}），该行未读入，未保存",
        "A mark of secrecy ({level}); the row was not read and not kept",
        "涉密信息不得报送本平台。请按保密规定处理，并立即联系本单位保密部门",
        "Classified matter must not be sent here. Follow the rules on secrets and call your secrecy office at once",
        SECRETS,
        "read",
    ),
    _cell(
        "person.column_cut",
        "note",
        "个人信息列未读入，未保存",
        "A column about persons was not read and not kept",
        "以后请不要报送该列",
        "Leave the column out next time",
    ),
    _cell(
        "person.row_cut",
        "reject",
        "自然人的行未读入，未保存",
        "A row about a natural person was not read and not kept",
        "本平台不收录自然人的信息",
        "The platform holds nothing about natural persons",
    ),
)
READING: Final[tuple[Check, ...]] = (*_FILES, *_CELLS)

CONSUMING: Final[tuple[Check, ...]] = (
    _consume(
        "header.missing",
        "reject",
        "缺少必填列：{fields}",
        "Required columns are missing: {fields}",
        "请按模板补齐",
        "Add them as in the template",
    ),
    _consume(
        "header.duplicate",
        "reject",
        "多列指向同一字段 {field}：{headers}",
        "Several columns mean the field {field}: {headers}",
        "请只保留一列",
        "Keep one of them",
    ),
    _consume(
        "header.conflict",
        "reject",
        "列名“{header}”的代码是 {by_code}，文字却是 {by_label}，可能整体错位",
        "The code of “{header}” means {by_code}, its label {by_label}: labels may have slipped",
        "请核对表头与数据是否错列",
        "Check the headers against the columns below them",
    ),
    _consume(
        "header.unit",
        "reject",
        "列“{header}”的单位与模板（{unit}）不同",
        "The unit of “{header}” is not that of the template ({unit})",
        "请按模板的单位填报",
        "Use the unit of the template",
    ),
    _consume(
        "header.family",
        "reject",
        "这些列属于另一类事项（{prefix}）：{headers}",
        "The columns belong to another item ({prefix}): {headers}",
        "请确认事项选择正确",
        "Check that the item is the right one",
    ),
    _consume(
        "header.leftover",
        "warn",
        "列“{header}”不属于本事项，未读入",
        "The column “{header}” is not part of the item and was not taken",
        "如属误写请改名；否则可删除",
        "Rename it if misspelt, else leave it out",
    ),
    Check(
        "item.not_in_force",
        "reject",
        "事项 {item} 第 {version} 版今日不施行",
        "Version {version} of the item {item} is not in force today",
        "请使用现行版本",
        "Use the version in force",
        "promise 1: nothing is stored that no item in force allows",
        "consume",
    ),
    Check(
        "provider.not_entitled",
        "reject",
        "{provider} 无权报送事项 {item}",
        "{provider} is not entitled to report {item}",
        "请由目录所列单位报送",
        "Let an agency named by the catalogue report it",
        TEMPLATE,
        "consume",
    ),
)
