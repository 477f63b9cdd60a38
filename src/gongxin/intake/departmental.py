"""The words of the interface that departments' systems speak already, and what they mean here. Pure tables and functions.

Request: `tableCode`, `departmentCode`, `tableVersionId`, `body`. Answer: `errorCode`, `errorMsg`, `totalSize`,
`successSize`, `failSize`, `tips`. It is the upload interface of a city platform as its published documents describe
it; the documents leave the shape of one tip open, so ours is our own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from gongxin.jurisdiction.values import Item

ROWS_MAX: Final = 1_000  # house number: they are read, checked and admitted while the caller waits

OK: Final = "200"
FAILED: Final = "500"
# Why nothing of a request was taken.
REQUEST_CODES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        OK: ("成功", "ok"),
        FAILED: ("处理失败", "failed"),
        "5001": ("JSON 解析错误", "not JSON"),
        "3001": ("目录编码为空", "the code of the table is empty"),
        "3002": ("目录编码不存在", "the code of the table is unknown"),
        "4001": ("部门编码为空", "the code of the department is empty"),
        "4002": ("部门编码不存在", "the code of the department is unknown"),
        "6001": ("数据为空", "there are no rows"),
        "6002": (
            f"数据格式错误：应为对象数组，至多 {ROWS_MAX} 条",
            f"the rows are an array of objects, at most {ROWS_MAX}",
        ),
    }
)


@dataclass(frozen=True)
class Meaning:
    """A code of theirs, and the findings of ours that it says: codes by their beginning, fields by role or type."""

    code: str
    zh: str
    findings: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


# The first that fits says it. The last one says all that their interface has no word for.
ROW_CODES: Final[tuple[Meaning, ...]] = (
    Meaning("20001", "数据重复或不是最新", ("duplicate", "record.", "identifier.repeated", "tombstone.")),
    Meaning("10001", "注册资本等金额不是数字", ("money.",)),
    Meaning(
        "10002", "名称为空", ("value.required", "value.placeholder"), frozenset({"party_name", "org_name"})
    ),
    Meaning(
        "10003", "必填日期为空", ("value.required", "value.placeholder"), types=frozenset({"date"})
    ),
    Meaning("30001", "行业代码错误", ("code.",), frozenset({"industry"})),
    Meaning("30002", "企业类型错误", ("code.", "kind.", "party.kind"), frozenset({"org_kind", "party_kind"})),
    Meaning(
        "10004",
        "格式错误",
        (
            "value.", "date.", "identifier.", "uscc.", "code.", "document.", "decimal.", "integer.", "year.",
            "flag.", "digest.", "text.", "party.code_missing",
        ),
    ),
    Meaning("40001", "规则校验未通过", ("",)),
)  # fmt: skip


class Fault(Exception):
    """The request as a whole is answered with this code of theirs."""

    def __init__(self, code: str, message: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message or REQUEST_CODES[code][0]


@dataclass(frozen=True)
class Request:
    """A request that is whole: which item, which rows."""

    item: str
    rows: Sequence[Mapping[str, Any]]


def understood(
    document: object, *, tables: Mapping[str, str], departments: frozenset[str]
) -> Request:
    """The request, or the Fault that their interface has a code for. Fields beyond the four have no effect."""
    if not isinstance(document, dict):
        raise Fault("5001", "请求体应为 JSON 对象")
    table = _said(document.get("tableCode"), "3001", "3002")
    department = _said(document.get("departmentCode"), "4001", "4002")
    item = tables.get(f"{table}/{document.get('tableVersionId', '')}") or tables.get(table)
    if item is None:
        raise Fault("3002")
    if department not in departments:
        raise Fault("4002")
    rows = document.get("body")
    if rows is None or rows in ([], ""):
        raise Fault("6001")
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row for row in rows):
        raise Fault("6002")
    if len(rows) > ROWS_MAX:
        raise Fault("6002")
    return Request(item, rows)


def _said(value: object, empty: str, unknown: str) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise Fault(empty)
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise Fault(unknown)
    return str(value).strip()


def code_of(finding: str, column: str, item: Item) -> Meaning:
    """The code of theirs that says a finding of ours about this field."""
    field = next((field for field in item.fields if field.code == column), None)
    role, type_ = (field.role or "", field.type) if field else ("", "")
    for meaning in ROW_CODES:
        is_field = (not meaning.roles or role in meaning.roles) and (
            not meaning.types or type_ in meaning.types
        )
        if is_field and finding.startswith(meaning.findings):
            return meaning
    raise AssertionError("the last meaning fits everything")


def tip(row: int, finding: str, column: str, item: Item, why: str) -> dict[str, str | int]:
    """One thing that is wrong with one row of the request."""
    meaning = code_of(finding, column, item)
    return {
        "row": row,
        "field": column,
        "errorCode": meaning.code,
        "errorMsg": f"{meaning.zh}：{why}" if why else meaning.zh,
    }


def answer(
    code: str, message: str, *, total: int = 0, success: int = 0, tips: Sequence[Any] = ()
) -> dict[str, Any]:
    """The one shape of an answer."""
    return {
        "errorCode": code,
        "errorMsg": message,
        "totalSize": total,
        "successSize": success,
        "failSize": total - success,
        "tips": list(tips),
    }
