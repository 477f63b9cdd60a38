"""Writes the register of the constructed bodies as the market regulator sends it. A rejected row is always about a stranger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from . import codes
from .bodies import City
from .canaries import POOL, Canaries
from .papers import Authority
from .sheets import Cell
from .spelling import DATE_FORMS, FULL_WIDTH

ITEM = "registration"
COLUMNS = (
    ("DJ_MC", "名称"),
    ("DJ_DM", "统一社会信用代码"),
    ("DJ_ZCH", "注册号"),
    ("DJ_ZZJG", "组织机构代码"),
    ("DJ_LX", "类型"),
    ("DJ_ZT", "登记状态"),
    ("DJ_CLRQ", "成立日期"),
    ("DJ_ZXRQ", "注销日期"),
    ("DJ_ZS", "住所"),
    ("DJ_XZQH", "行政区划代码"),
    ("DJ_HY", "行业代码"),
    ("DJ_CYM", "曾用名"),
    ("DJ_ZCZB", "注册资本"),
    ("DJ_JYFW", "经营范围"),
    ("DJ_DJJG", "登记机关"),
    ("DJ_DJJGDM", "登记机关统一社会信用代码"),
    ("法定代表人", "法定代表人"),
    ("联系电话", "联系电话"),
)
# A column left out once and filled the next time would be a change of the entry, so only these may be.
DROPPABLE = ("DJ_ZZJG", "联系电话")
Row = dict[str, Cell]


@dataclass
class Part:
    """Rows of one register file, and the making of each uncommon one by position."""

    rows: list[Row] = field(default_factory=list)
    makings: dict[int, str] = field(default_factory=dict)

    def columns(self, start: int, stop: int) -> dict[str, list[Cell]]:
        chosen = self.rows[start:stop]
        return {code: [row[code] for row in chosen] for code, _ in COLUMNS}


@dataclass
class Clerk:
    """Who writes the register: part after part, remembering some rows to send again."""

    city: City
    authority: Authority
    canaries: Canaries
    draw: np.random.Generator
    kept: list[Row] = field(default_factory=list)
    strangers: int = 0

    def write(self, bodies: range, dealt: list[str]) -> Part:
        """The bodies of one part in order, with what was dealt to it; additional rows stand at the end."""
        part = Part([self.row(body) for body in bodies])
        places = iter(self.draw.permutation(len(part.rows)).tolist())
        for making in dealt:
            if making in _SPELLINGS:
                self._respell(part, next(places), making)
            else:
                self._append(part, making)
        clean = [row for i, row in enumerate(part.rows) if i not in part.makings]
        self.kept += clean[:: max(1, len(clean) // 200)]
        return part

    def row(self, body: int) -> Row:
        city, number = self.city, body % POOL
        gone, former = int(city.deregistered[body]), city.former.get(body)
        return {
            "DJ_MC": city.names[body],
            "DJ_DM": city.codes[body] or city.registration_numbers[body],
            "DJ_ZCH": city.registration_numbers[body] if city.codes[body] else "",
            "DJ_ZZJG": "",
            "DJ_LX": city.titles[body],
            "DJ_ZT": "注销" if gone else "存续",
            "DJ_CLRQ": date.fromordinal(int(city.registered[body])).isoformat(),
            "DJ_ZXRQ": date.fromordinal(gone).isoformat() if gone else "",
            "DJ_ZS": city.addresses[body],
            "DJ_XZQH": city.divisions[body],
            "DJ_HY": city.industries[body],
            "DJ_CYM": former.name if former else "",
            "DJ_ZCZB": f"{city.capitals[body]}万元",
            "DJ_JYFW": city.scopes[body],
            "DJ_DJJG": self.authority.name,
            "DJ_DJJGDM": self.authority.uscc,
            "法定代表人": self.canaries.names[number],
            "联系电话": self.canaries.telephones[number],
        }

    def _respell(self, part: Part, i: int, making: str) -> None:
        row = part.rows[i]
        respelt = _SPELLINGS[making](row, self.draw)
        if respelt != row:
            part.rows[i] = respelt
            part.makings[i] = making

    def _append(self, part: Part, making: str) -> None:
        row = self._additional(part, making)
        if row is not None:
            part.makings[len(part.rows)] = making
            part.rows.append(row)

    def _additional(self, part: Part, making: str) -> Row | None:
        if making == "twice_in_file":
            i = int(self.draw.integers(0, len(part.rows)))
            return None if i in part.makings else dict(part.rows[i])
        if making == "sent_again":
            return _date_form(self.kept.pop(), self.draw) if self.kept else None
        if self.strangers >= len(self.city.strangers):
            return None
        row = self.row(self.city.strangers[self.strangers])
        self.strangers += 1
        return row | _FAULTS[making](row)


def _full_width(row: Row, draw: np.random.Generator) -> Row:
    return row | {"DJ_DM": str(row["DJ_DM"]).translate(FULL_WIDTH)}


def _lower_case(row: Row, draw: np.random.Generator) -> Row:
    return row | {"DJ_DM": str(row["DJ_DM"]).lower()}


def _spaces(row: Row, draw: np.random.Generator) -> Row:
    code = str(row["DJ_DM"])
    return row | {"DJ_DM": f"{code[:6]} {code[6:]} ", "DJ_MC": f" {row['DJ_MC']}"}


def _date_form(row: Row, draw: np.random.Generator) -> Row:
    day = date.fromisoformat(str(row["DJ_CLRQ"]))
    form = DATE_FORMS[int(draw.integers(0, len(DATE_FORMS)))]
    return row | {"DJ_CLRQ": form.format(y=day.year, m=day.month, d=day.day)}


_SPELLINGS: Mapping[str, Callable[[Row, np.random.Generator], Row]] = {
    "full_width": _full_width,
    "lower_case_code": _lower_case,
    "spaces": _spaces,
    "date_forms": _date_form,
}
_FAULTS: Mapping[str, Callable[[Row], Row]] = {
    "wrong_check": lambda row: {"DJ_DM": codes.with_wrong_check(str(row["DJ_DM"]))},
    "required_missing": lambda row: {"DJ_MC": ""},
    "no_such_day": lambda row: {"DJ_CLRQ": f"{str(row['DJ_CLRQ'])[:4]}-02-30"},
}


def succession_rows(city: City) -> list[Mapping[str, str]]:
    """Who absorbed whom, when; the register's template has no column for it."""
    return [
        {
            "absorbed": city.codes[absorbed],
            "absorbing": city.codes[absorbing],
            "effective": date.fromordinal(int(city.deregistered[absorbed])).isoformat(),
        }
        for absorbed, absorbing in city.mergers
    ]
