"""Why a whole file is not read: one table of codes with reason and remedy. A refusal never quotes a cell of the file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from gongxin.refusal import Refusal


class FileRefused(Refusal):
    """The file as a whole is not read, and nothing of it is kept. `code` says why."""

    code = "file"


class Why(NamedTuple):
    """Reason and remedy of one code; `{name}` stands for a detail."""

    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


_SAVE_ZH = "请在表格软件中另存为 .xlsx 或 UTF-8 编码的 .csv 后重新报送。"
_SAVE_EN = "Save it in the spreadsheet program as .xlsx or as .csv in UTF-8 and send it again."
_EXPORT_ZH = "请从原系统重新导出后报送。"
_EXPORT_EN = "Export it again from the source system and send it."
_SPLIT_ZH = "请拆分为多个文件，或改用 CSV 报送。"
_SPLIT_EN = "Split it into several files, or send CSV."
_JSON_ZH = "请每行写一个对象（或整份写成一个数组），值只用文字、数字、true、false、null。"
_JSON_EN = "Write one object a line (or one array), with texts, numbers, true, false and null alone as values."
_XML_ZH = "请写成 <ROWDATA><ROW><列名>值</列名>…</ROW>…</ROWDATA>，不含属性、注释和声明以外的内容。"
_XML_EN = "Write <ROWDATA><ROW><NAME>value</NAME>…</ROW>…</ROWDATA>, without attributes, comments or anything else but the declaration."

REASONS: Mapping[str, Why] = MappingProxyType(
    {
        "file.empty": Why(
            "文件中没有数据行。",
            "The file holds no data row.",
            "本期确无数据的，请按零报告处理，不要报送空表。",
            "If there is nothing to report, report zero; do not send an empty table.",
        ),
        "file.type_mismatch": Why(
            "文件内容是 {found}，不是 CSV、XLSX、逐行 JSON 或旧推送 XML。",
            "By its content the file is {found}: neither CSV nor XLSX, nor JSON lines, nor the XML of the former push.",
            _SAVE_ZH,
            _SAVE_EN,
        ),
        "file.encrypted": Why(
            "文件设有密码或已加密。",
            "The file is protected by a password or encrypted.",
            "请去掉密码后重新报送。",
            "Remove the password and send it again.",
        ),
        "file.macro": Why(
            "工作簿含有宏（{member}）。",
            "The workbook holds macros ({member}).",
            "请另存为不含宏的 .xlsx。",
            "Save it as .xlsx without macros.",
        ),
        "file.zip_ratio": Why(
            "压缩包解压后过大（{member}：{unpacked} 字节）。",
            "Unpacked, the archive is out of proportion ({member}: {unpacked} bytes).",
            _SPLIT_ZH,
            _SPLIT_EN,
        ),
        "file.zip_path": Why(
            "压缩包内有不允许的成员：{member}。",
            "The archive holds a member that is not allowed: {member}.",
            _SAVE_ZH,
            _SAVE_EN,
        ),
        "file.malformed": Why(
            "文件结构损坏或不合规（{part}）。",
            "The file is damaged or not well formed ({part}).",
            _SAVE_ZH,
            _SAVE_EN,
        ),
        "file.too_large": Why(
            "文件超过上限 {limit} 字节。",
            "The file is larger than {limit} bytes.",
            _SPLIT_ZH,
            _SPLIT_EN,
        ),
        "file.too_many_rows": Why(
            "数据行超过上限 {limit} 行。", "There are more than {limit} rows.", _SPLIT_ZH, _SPLIT_EN
        ),
        "file.too_many_columns": Why(
            "列数超过上限 {limit} 列。",
            "There are more than {limit} columns.",
            "请只保留模板中的列。",
            "Keep only the columns of the template.",
        ),
        "file.too_many_findings": Why(
            "问题超过 {limit} 条，整份文件不予读取。",
            "There are more than {limit} findings; the file is not read.",
            _EXPORT_ZH,
            _EXPORT_EN,
        ),
        "file.far_cells": Why(
            "工作表中有相距过远的单元格（{place}）。",
            "The sheet has cells too far apart ({place}).",
            "请删除表格以外的多余单元格。",
            "Delete the stray cells outside the table.",
        ),
        "file.encoding": Why(
            "无法确定文件编码，或内容与编码 {encoding} 不符（第 {line} 行附近）。",
            "The encoding cannot be settled, or the bytes are not {encoding} (near line {line}).",
            "请另存为 UTF-8，或在报送时注明编码。",
            "Save it in UTF-8, or declare the encoding when sending it.",
        ),
        "file.header": Why(
            "前 {rows} 行中没有可识别的表头，应含例如：{expected}。",
            "No known header row in the first {rows} rows; expected for example: {expected}.",
            "请使用本事项的模板表头（代码或中文名称，顺序不限）。",
            "Use the headers of the item's template (codes or Chinese names, in any order).",
        ),
        "file.header_duplicate": Why(
            "表头重复：{header}。",
            "The header {header} stands twice.",
            "请删除重复的列。",
            "Delete the column that is there twice.",
        ),
        "file.header_two_rows": Why(
            "表头不止一行，看不出各列的名称（第 {row} 行）。",
            "The header takes more than one row, and the names of the columns cannot be told (row {row}).",
            "请把表头改为一行，不合并单元格；工作簿的两行表头，上下两格合起来应是模板的列名。",
            "Use one header row without merged cells; in a workbook with two, both cells together must be a name of the template.",
        ),
        "file.classified": Why(
            "表头以上有密级标志，整份文件不予读取，未保存任何内容。",
            "A mark of state secrecy stands above the header; the file is not read and nothing of it is kept.",
            "涉密信息不得报送本平台。请按保密规定处理，并立即联系本单位保密部门。",
            "Classified matter must not be sent here. Follow the rules on secrets and call your secrecy office at once.",
        ),
        "csv.quote": Why(
            "第 {line} 行开始的引号没有正确闭合。",
            "The quote opened at line {line} is not closed properly.",
            "单元格内的引号请写成两个，并用引号括起整个单元格；或改用 XLSX。",
            "Double a quote inside a cell and enclose the cell in quotes; or send XLSX.",
        ),
        "csv.delimiter": Why(
            "列分隔符是“{found}”，应为英文逗号。",
            "The columns are separated by {found}; a comma is expected.",
            "请另存为以英文逗号分隔的 CSV。",
            "Save it as CSV separated by commas.",
        ),
        "csv.nul": Why(
            "第 {line} 行含有空字符（NUL）。",
            "Line {line} holds a NUL character.",
            _EXPORT_ZH,
            _EXPORT_EN,
        ),
        "csv.record_too_long": Why(
            "第 {line} 行开始的一条记录超过 {limit} 字节。",
            "The record at line {line} is longer than {limit} bytes.",
            _EXPORT_ZH,
            _EXPORT_EN,
        ),
        "json.syntax": Why(
            "第 {line} 行附近不是合规的 JSON。",
            "Near line {line} the file is no well-formed JSON.",
            _JSON_ZH,
            _JSON_EN,
        ),
        "json.shape": Why(
            "第 {line} 行附近不是一个单层对象。",
            "Near line {line} stands no flat object.",
            _JSON_ZH,
            _JSON_EN,
        ),
        "json.number": Why(
            "第 {line} 行附近含有 NaN 或 Infinity，不是 JSON 的数字。",
            "Near line {line} stands NaN or Infinity, which is no number of JSON.",
            _JSON_ZH,
            _JSON_EN,
        ),
        "xml.syntax": Why(
            "第 {line} 行附近不是合规的 XML。",
            "Near line {line} the file is no well-formed XML.",
            _XML_ZH,
            _XML_EN,
        ),
        "xml.shape": Why(
            "第 {line} 行附近的“{part}”不属于旧推送格式。",
            "“{part}” near line {line} is no part of the form of the former push.",
            _XML_ZH,
            _XML_EN,
        ),
        "xml.dangerous": Why(
            "第 {line} 行附近含有文档类型、实体或处理指令（{part}），一律不读。",
            "Near line {line} stands a document type, an entity or an instruction ({part}); such files are never read.",
            _XML_ZH,
            _XML_EN,
        ),
        "file.changed": Why(
            "读取过程中文件发生变化或无法重读。",
            "The file changed while it was read, or cannot be read twice.",
            "请重新报送。",
            "Send it again.",
        ),
        "file.parser_died": Why(
            "解析该文件时解析进程异常终止。",
            "The parser process died on this file.",
            _SAVE_ZH,
            _SAVE_EN,
        ),
        "file.timeout": Why(
            "解析超时（{seconds} 秒）。",
            "Reading took longer than {seconds} seconds.",
            _SPLIT_ZH,
            _SPLIT_EN,
        ),
        "file.memory": Why(
            "解析该文件所需内存超过上限。",
            "Reading the file would take more memory than allowed.",
            _SPLIT_ZH,
            _SPLIT_EN,
        ),
        "file.confinement": Why(
            "本机无法隔离解析进程，因此拒绝解析。",
            "This machine cannot confine the parser, so no file is parsed.",
            "请系统管理员启用 seccomp 或网络命名空间。",
            "Ask the administrator to allow seccomp or network namespaces.",
        ),
    }
)


def _class_of(code: str) -> type[FileRefused]:
    name = "FileRefused_" + code.replace(".", "_")
    return type(name, (FileRefused,), {"code": code, "__doc__": REASONS[code].en})


_CLASSES = {code: _class_of(code) for code in REASONS}


class _Details(dict[str, str | int | None]):
    def __missing__(self, key: str) -> str:
        return "?"


def refused(code: str, **details: str | int | None) -> FileRefused:
    """The refusal of this code, ready to raise."""
    why = REASONS[code]
    known = _Details({k: v[:200] if isinstance(v, str) else v for k, v in details.items()})
    zh, en = why.zh.format_map(known), why.en.format_map(known)
    return _CLASSES[code](zh, en, remedy_zh=why.remedy_zh, remedy_en=why.remedy_en, details=known)
