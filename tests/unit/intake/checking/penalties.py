"""Rows of penalties for the tests of the check stage: one sound row, and pools of what real files hold."""

from datetime import date
from typing import Any

import polars as pl

from gongxin.agencies.names import Bearer
from gongxin.intake.checking import Authorities, Checked, check
from gongxin.jurisdiction import Item, Jurisdiction, load
from tests.unit.intake.checking import reference
from tests.unit.intake.checking.reference_cells import ALPHABET

TODAY = date(2026, 11, 23)
LAW: Jurisdiction = load(reference.LAW.parent, "xingning", accept_unverified=True)
PENALTY: Item = next(item for item in LAW.items if item.code == "penalty")
LICENCE: Item = next(item for item in LAW.items if item.code == "licence")
SAMR, HRSS = "11999999GX0000015T", "11999999GX0000023M"
NAMES = {
    "构造市市场监督管理局": (Bearer("samr"),),
    "构造市人力资源和社会保障局": (Bearer("hrss"),),
    "构造市公共信用信息中心": (Bearer("credit_centre"),),
}
CODES = {SAMR: "samr", HRSS: "hrss", "12999999GX0000074T": "credit_centre"}
AUTHORITIES = Authorities(CODES, NAMES, "samr")


def org_code(first8: str) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(digits.index(c) * w for c, w in zip(first8, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return first8 + {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def unified_code(first8: str, *, prefix: str = "91", inner: str | None = None) -> str:
    """A sound code in a division that does not exist."""
    body = f"{prefix}990101{inner or org_code(first8)}"
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


FIRM, OTHER, SHOP = (
    unified_code("10000001"),
    unified_code("MA4X1Y2W"),
    unified_code("20000002", prefix="92"),
)
DOUBTFUL = unified_code(
    "10000001", inner="100000010" if org_code("10000001")[8] != "0" else "100000011"
)

GOOD: dict[str, str | None] = {
    "CF_XDR_MC": "构造市样例商贸有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": FIRM,
    "CF_WSH": "构市监处罚〔2026〕1号",
    "CF_WFXW": "经营超过保质期的食品",
    "CF_SY": "当事人于2026年3月1日销售超过保质期的食品。",
    "CF_YJ": "《中华人民共和国食品安全法》",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款人民币2000元。",
    "CF_NR_FK": "0.2",
    "CF_JDRQ": "2026-04-01",
    "CF_YXQ": "2027-04-01",
    "CF_CFJG": "构造市市场监督管理局",
    "CF_CFJGDM": SAMR,
    "CF_SJLY": "构造市市场监督管理局",
    "CF_SJLYDM": SAMR,
}

_TEXTS = [None, "", " ", "　", "—", "-", " 前后有空白　", "两行\n文字", "=1+1", "@甲", "a\x00b", "x\x0b", "１２３ＡＢｃ",
          "一" * 300, "全角，标点（保留）", "N/A", "{{7*7}}", "'; DROP TABLE x"]  # fmt: skip
_DATES = [None, "", "2026-04-01", "2026/4/1", "2026.4.1", "20260401", "2026年4月1日", "2026 年 4 月 1 日", "２０２６－０４－０１",
          "2026-04-01T00:00:00", "2026-04-01 00:00:00.000", "2026-04-01 12:30:00", "2026-4/1", "03-02-23", "1/4/2026",
          "45000", "2023-02-30", "20231301", "0001-01-01", "1850-01-01", "2099-12-31", "9999-12-31", "1900-1-1", "2099/12/31",
          "长期", "无处罚期限", "—", "民国115年", "2030-01-01", "2016-04-01", "2026-03-31", "2026", "202604"]  # fmt: skip
_MONEY = [None, "", "0.2", "0.20", "20000000", "2000", "0", "0.000001", "0.0000001", "0.3000000", "-1", "1e3", "1E400", "NaN",
          "inf", "1,000.00", "￥1000", "RMB 20", "10万", "0.2万元", "０.２", " 0.2 ", "9" * 30, "999999999999.999999", ".5", "5.",
          "+5", "一千", "—", "0.05", "0.25", "00.2", "1'000"]  # fmt: skip
_KINDS = [None, "罚款", "警告", "2", "罚款;警告", "罚款；没收违法所得、没收非法财物", "没收违法所得、没收非法财物", "罚款、警告", "吊销许可证件",
          "暂扣许可证件", "行政拘留", "77", "其他-责令改正", "从未听说", "—", " 罚款 ", "罚款,罚款", "；", "责令停产停业"]  # fmt: skip
_UNIFIED = [None, FIRM, OTHER, SHOP, DOUBTFUL, FIRM.lower(), f" {FIRM[:8]} {FIRM[8:]}", "0" * 17 + "X", "无", FIRM[:-1],
            FIRM[:17] + ("0" if FIRM[17] != "0" else "1"), "O" + FIRM[1:]]  # fmt: skip
_ASTRAY = [None, None, FIRM, OTHER, "0" * 17 + "X"]

POOLS: dict[str, list[str | None]] = {
    "CF_XDR_MC": ["构造市样例商贸有限公司", "构造市·样例（商贸）有限公司", "Ａ１公司", *_TEXTS],
    "CF_XDR_LB": [
        "法人及非法人组织",
        "个体工商户",
        "自然人",
        "个人",
        "法人及其他组织",
        "不知道",
        None,
        "-",
    ],
    "CF_XDR_SHXYM": _UNIFIED,
    "CF_XDR_ZZJG": [
        *_ASTRAY,
        FIRM[8:17],
        OTHER[8:17],
        "123456789",
        f"{FIRM[8:16]}-{FIRM[16]}",
        "12",
    ],
    "CF_XDR_GSZC": _ASTRAY,
    "CF_XDR_SWDJ": _ASTRAY,
    "CF_WSH": [
        "构市监处罚〔2026〕1号",
        "构市监处罚[2026]1号",
        "（构）市监罚 (2026) 2号",
        "构市监处罚【２０２６】３号",
        "A-1a",
        "构〔某〕1号",
        "构市监〔2026〕",
        "（2026",
        *_TEXTS,
    ],
    "CF_WFXW": ["甲", *_TEXTS],
    "CF_SY": ["甲", *_TEXTS],
    "CF_CFLB": _KINDS,
    "CF_NR": [
        "罚款人民币2000元。",
        "罚款2,000元",
        "罚款0.2万元",
        "没收500元；罚款2000元",
        "12000元",
        "罚款2000.00元整",
        "警告",
        "1,2元",
        "罚款20000000元",
        *_TEXTS,
    ],
    "CF_NR_FK": _MONEY,
    "CF_NR_WFFF": _MONEY,
    "CF_NR_ZKDX": ["营业执照1号", *_TEXTS],
    "CF_JDRQ": _DATES,
    "CF_YXQ": _DATES,
    "CF_CFJG": [*NAMES, "某局", "构造市 市场监督管理局", None],
    "CF_CFJGDM": [*CODES, None, FIRM, SAMR[:-1] + "0", SAMR.lower()],
}


def table(rows: list[dict[str, str | None]], item: Item = PENALTY) -> pl.DataFrame:
    columns = {f.code: [row.get(f.code) for row in rows] for f in item.fields}
    schema = dict.fromkeys(columns, pl.String)
    return pl.DataFrame(columns, schema=schema).with_row_index("row", offset=1)


def checked(*rows: dict[str, str | None], item: Item = PENALTY, **options: Any) -> Checked:
    """The rows after the check stage."""
    authorities = options.pop("authorities", AUTHORITIES)
    calendar, today = options.pop("calendar", None), options.pop("today", TODAY)
    options.setdefault("placeholders", LAW.placeholders)
    return check(table(list(rows), item), item, authorities, calendar, today, **options)


def codes(row: dict[str, str | None], **options: Any) -> set[tuple[str, str]]:
    """(column, code) of every finding about one row, counted notes included."""
    found = checked(row, **options).findings
    return set(found.select("column", "code").iter_rows())


def changed(**values: str | None) -> dict[str, str | None]:
    """The sound row with some values changed."""
    return {**GOOD, **values}
