"""What a sheet is before it is a file: columns by template code, and which column plays which part. It holds no fates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

V = TypeVar("V")

Cell = str | float | date  # numbers and days stand only where a spreadsheet shall hold them

PENALTY_COLUMNS = (
    ("CF_XDR_MC", "行政相对人名称"),
    ("CF_XDR_LB", "行政相对人类别"),
    ("CF_XDR_SHXYM", "统一社会信用代码"),
    ("CF_XDR_GSZC", "工商注册号"),
    ("CF_XDR_ZZJG", "组织机构代码"),
    ("CF_XDR_SWDJ", "税务登记号"),
    ("CF_XDR_SYDW", "事业单位证书号"),
    ("CF_XDR_SHZZ", "社会组织登记证号"),
    ("CF_FRDB", "法定代表人"),
    ("CF_FR_ZJLX", "法定代表人证件类型"),
    ("CF_FR_SFZH", "法定代表人证件号码"),
    ("CF_XDR_ZJLX", "证件类型"),
    ("CF_XDR_ZJHM", "证件号码"),
    ("CF_WSH", "行政处罚决定书文号"),
    ("CF_WFXW", "违法行为类型"),
    ("CF_SY", "违法事实"),
    ("CF_YJ", "处罚依据"),
    ("CF_CFLB", "处罚类别"),
    ("CF_NR", "处罚内容"),
    ("CF_NR_FK", "罚款金额（万元）"),
    ("CF_NR_WFFF", "没收违法所得、没收非法财物的金额（万元）"),
    ("CF_NR_ZKDX", "暂扣或吊销证照名称及编号"),
    ("CF_JDRQ", "处罚决定日期"),
    ("CF_YXQ", "处罚有效期"),
    ("CF_GSJZQ", "公示截止期"),
    ("CF_CFJG", "处罚机关"),
    ("CF_CFJGDM", "处罚机关统一社会信用代码"),
    ("CF_SJLY", "数据来源单位"),
    ("CF_SJLYDM", "数据来源单位统一社会信用代码"),
    ("BZ", "备注"),
)
LICENCE_COLUMNS = (
    ("XK_XDR_MC", "行政相对人名称"),
    ("XK_XDR_LB", "行政相对人类别"),
    ("XK_XDR_SHXYM", "统一社会信用代码"),
    ("XK_XDR_GSZC", "工商注册号"),
    ("XK_XDR_ZZJG", "组织机构代码"),
    ("XK_XDR_SWDJ", "税务登记号"),
    ("XK_XDR_SYDW", "事业单位证书号"),
    ("XK_XDR_SHZZ", "社会组织登记证号"),
    ("XK_FRDB", "法定代表人"),
    ("XK_FR_ZJLX", "法定代表人证件类型"),
    ("XK_FR_SFZH", "法定代表人证件号码"),
    ("XK_XDR_ZJLX", "证件类型"),
    ("XK_XDR_ZJHM", "证件号码"),
    ("XK_XKWS", "行政许可决定文书名称"),
    ("XK_WSH", "行政许可决定文书号"),
    ("XK_XKLB", "许可类别"),
    ("XK_XKZS", "许可证书名称"),
    ("XK_XKBH", "许可编号"),
    ("XK_NR", "许可内容"),
    ("XK_JDRQ", "许可决定日期"),
    ("XK_YXQZ", "有效期自"),
    ("XK_YXQZI", "有效期至"),
    ("XK_XKJG", "许可机关"),
    ("XK_XKJGDM", "许可机关统一社会信用代码"),
    ("XK_ZT", "当前状态"),
    ("XK_LYDW", "数据来源单位"),
    ("XK_LYDWDM", "数据来源单位统一社会信用代码"),
    ("BZ", "备注"),
)


def by_name(values: Mapping[str, V]) -> Mapping[str, V]:
    """The same, unchangeable."""
    return MappingProxyType(dict(values))


@dataclass(frozen=True)
class Form:
    """A template: its columns in order, and the code of each part the makings touch, "" where it has no such part."""

    item: str
    columns: tuple[tuple[str, str], ...]
    droppable: tuple[str, ...]  # optional columns that some agencies leave out
    party: str
    party_kind: str
    uscc: str
    registration_number: str
    organisation_code: str
    representative: str
    representative_paper: str
    representative_number: str
    person_paper: str
    person_number: str
    document: str
    content: str
    decided: str
    valid_from: str | None
    valid_until: str
    authority: str
    authority_code: str
    required: tuple[str, ...]  # those that the making "a required field left empty" empties in turn
    key: tuple[str, ...] = ()  # what makes a fact its own, where no number of it can be relied on
    kinds: Mapping[str, list[str]] = field(default_factory=lambda: by_name({}))  # columns alike
    lengths: Mapping[str, int] = field(default_factory=lambda: by_name({}))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.columns)

    @property
    def parts(self) -> frozenset[str]:
        """What there is of all that a making may need."""
        named: tuple[str, ...] = (
            "party_kind",
            "registration_number",
            "organisation_code",
            "document",
            "content",
        )
        named = (*named, "valid_until", "authority_code", "person_number")
        there = {name for name in named if getattr(self, name)}
        return frozenset(there | {kind for kind, codes in self.kinds.items() if codes})


PENALTY = Form(
    item="penalty",
    columns=PENALTY_COLUMNS,
    droppable=("CF_XDR_SWDJ", "CF_XDR_SYDW", "CF_XDR_SHZZ", "CF_FR_ZJLX", "BZ"),
    party="CF_XDR_MC",
    party_kind="CF_XDR_LB",
    uscc="CF_XDR_SHXYM",
    registration_number="CF_XDR_GSZC",
    organisation_code="CF_XDR_ZZJG",
    representative="CF_FRDB",
    representative_paper="CF_FR_ZJLX",
    representative_number="CF_FR_SFZH",
    person_paper="CF_XDR_ZJLX",
    person_number="CF_XDR_ZJHM",
    document="CF_WSH",
    content="CF_NR",
    decided="CF_JDRQ",
    valid_from=None,
    valid_until="CF_YXQ",
    authority="CF_CFJG",
    authority_code="CF_CFJGDM",
    required=("CF_WSH", "CF_SY", "CF_CFLB", "CF_JDRQ", "CF_XDR_MC"),
)
LICENCE = Form(
    item="licence",
    columns=LICENCE_COLUMNS,
    droppable=("XK_XDR_SWDJ", "XK_XDR_SYDW", "XK_XDR_SHZZ", "XK_FR_ZJLX", "BZ"),
    party="XK_XDR_MC",
    party_kind="XK_XDR_LB",
    uscc="XK_XDR_SHXYM",
    registration_number="XK_XDR_GSZC",
    organisation_code="XK_XDR_ZZJG",
    representative="XK_FRDB",
    representative_paper="XK_FR_ZJLX",
    representative_number="XK_FR_SFZH",
    person_paper="XK_XDR_ZJLX",
    person_number="XK_XDR_ZJHM",
    document="XK_WSH",
    content="XK_NR",
    decided="XK_JDRQ",
    valid_from="XK_YXQZ",
    valid_until="XK_YXQZI",
    authority="XK_XKJG",
    authority_code="XK_XKJGDM",
    required=("XK_WSH", "XK_XKLB", "XK_NR", "XK_JDRQ", "XK_XDR_MC"),
)


@dataclass
class Sheet:
    """Some rows of one file, column by column, and what the making of each uncommon row was."""

    form: Form
    columns: dict[str, list[Cell]]
    bodies: list[int]  # which body each row is about
    classes: list[str]  # the severity class each row was made in; "none" for neutral items
    makings: dict[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.bodies)

    def row(self, i: int) -> dict[str, Cell]:
        return {code: column[i] for code, column in self.columns.items()}

    def put(self, i: int, row: dict[str, Cell]) -> None:
        for code, value in row.items():
            self.columns[code][i] = value

    def append(self, row: Mapping[str, Cell], body: int) -> None:
        """One more row about the body, of no class."""
        for code, column in self.columns.items():
            column.append(row[code])
        self.bodies.append(body)
        self.classes.append("none")

    def drop_last(self) -> None:
        for column in self.columns.values():
            column.pop()
        self.bodies.pop()
        self.classes.pop()
