"""Why a row of a register was not simply entered: the codes with their reasons and remedies. A table; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Finding:
    """A code, whether it holds the row, and what it means in both languages."""

    code: str
    holds: bool
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str


_ASK_ZH, _ASK_EN = (
    "由登记机关或专人核对后处理",
    "The registering authority or an officer looks at it",
)

_FINDINGS = (
    Finding(
        "subject.no_identifier",
        True,
        "没有可用的代码，不以名称登记主体",
        "No usable code; a name alone registers nobody",
        "请补填统一社会信用代码或注册号",
        "Give the unified code or a registration number",
    ),
    Finding("subject.no_name", True, "没有名称", "No name", "请补填名称", "Give the name"),
    Finding(
        "subject.identifiers_disagree",
        True,
        "同一行的代码属于不同主体",
        "The codes of this row belong to different bodies",
        _ASK_ZH,
        _ASK_EN,
    ),
    Finding(
        "subject.conflicting_rows",
        True,
        "本批中另有一行以同一代码登记了不同内容",
        "Another row of the batch gives this code with other content",
        "请核对后只保留一行",
        "Keep the right one of the rows",
    ),
    Finding(
        "subject.other_code",
        True,
        "该主体已登记另一统一社会信用代码或组织机构代码",
        "The body is registered with another unified or organisation code",
        _ASK_ZH,
        _ASK_EN,
    ),
    Finding(
        "subject.revived",
        True,
        "已注销或吊销的主体被报为存续",
        "A body cancelled or revoked is reported as active",
        _ASK_ZH,
        _ASK_EN,
    ),
    Finding(
        "subject.kind_changed",
        True,
        "个体工商户与其他组织之间的类型变更",
        "The kind changes from or to individual business",
        _ASK_ZH,
        _ASK_EN,
    ),
    Finding(
        "subject.dates_contradict",
        True,
        "注销日期早于成立日期",
        "Cancelled before it was registered",
        "请核对日期",
        "Check the dates",
    ),
    Finding(
        "subject.former_name_again",
        True,
        "名称是该主体已停用的曾用名，可能是旧文件",
        "The name is one this body has laid down; the file may be old",
        _ASK_ZH,
        _ASK_EN,
    ),
    Finding(
        "subject.renamed",
        False,
        "名称已变更，原名称记为曾用名",
        "Renamed; the old name is kept as a former name",
        "无须处理",
        "Nothing to do",
    ),
    Finding(
        "subject.changed",
        False,
        "登记信息已更新，原内容保留",
        "The entry was renewed; what it said before is kept",
        "无须处理",
        "Nothing to do",
    ),
)

FINDINGS: Mapping[str, Finding] = MappingProxyType({f.code: f for f in _FINDINGS})
