"""Writes clean penalties and licences over constructed bodies, batch by batch. Every row it makes is one that must be admitted."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from . import texts
from .bodies import City
from .canaries import POOL, Canaries
from .sanctions import SANCTIONS
from .sheets import PENALTY, Cell, Form, Sheet

OPEN_END = "2099-12-31"


@dataclass(frozen=True)
class Authority:
    """One agency as the city's files name it. Given from outside: the generator knows no agency list."""

    key: str
    name: str
    uscc: str


@dataclass
class Press:
    """What is needed to write one agency's papers of one item. Its decisions are numbered through each year, as an office does."""

    city: City
    authority: Authority
    form: Form
    as_of: date
    canaries: Canaries
    pool: NDArray[np.int64]  # bodies that ordinary rows are about
    number: int = 0  # of the papers before this press
    issued: Counter[int] = field(default_factory=Counter)  # decisions of each year
    before: int = field(init=False)

    def __post_init__(self) -> None:
        self.before = self.number

    def print(self, count: int, draw: np.random.Generator) -> Sheet:
        """`count` clean rows."""
        bodies = self._bodies(count, draw)
        decided = self._decided(bodies, draw)
        sheet = Sheet(self.form, {}, bodies.tolist(), [])
        self._parties(sheet, bodies, draw)
        if self.form is PENALTY:
            self._penalties(sheet, decided, draw)
        else:
            self._licences(sheet, decided, draw)
        sheet.columns = {code: sheet.columns[code] for code in self.form.codes}
        self.number += count
        return sheet

    def _bodies(self, count: int, draw: np.random.Generator) -> NDArray[np.int64]:
        """Round and round a shuffled pool, so that no body is hit much more often than another."""
        rounds = -(-count // len(self.pool))
        return np.concatenate([draw.permutation(self.pool) for _ in range(rounds)])[:count]

    def _decided(self, bodies: NDArray[np.int64], draw: np.random.Generator) -> NDArray[np.int64]:
        """More in the last year than in the two before it; always after the body was registered."""
        today = self.as_of.toordinal()
        recent = draw.integers(1, 366, len(bodies))
        older = draw.integers(366, 1080, len(bodies))
        days = today - np.where(draw.random(len(bodies)) < 0.62, recent, older)
        too_early = days <= self.city.registered[bodies]
        return np.where(too_early, today - recent, days)

    def _parties(self, sheet: Sheet, bodies: NDArray[np.int64], draw: np.random.Generator) -> None:
        city, form, columns, empty = self.city, self.form, sheet.columns, [""] * len(bodies)
        columns[form.party] = [city.names[b] for b in sheet.bodies]
        columns[form.party_kind] = [city.party_kinds[b] for b in sheet.bodies]
        columns[form.uscc] = [city.codes[b] for b in sheet.bodies]
        for code in form.codes[3:8]:
            columns[code] = list(empty)
        person = draw.integers(0, POOL, len(bodies)).tolist()
        columns[form.representative] = [self.canaries.names[p] for p in person]
        columns[form.representative_paper] = ["居民身份证"] * len(bodies)
        columns[form.representative_number] = [self.canaries.numbers[p] for p in person]
        columns[form.person_paper] = list(empty)
        columns[form.person_number] = list(empty)

    def _documents(self, decided: NDArray[np.int64], word: str) -> list[Cell]:
        mark = texts.DESKS[self.authority.key].mark
        written: list[Cell] = []
        for day in decided.tolist():
            year = date.fromordinal(day).year
            self.issued[year] += 1
            written.append(f"{mark}{word}〔{year}〕{self.before + self.issued[year]}号")
        return written

    def _authority(self, sheet: Sheet, codes: tuple[str, str, str, str]) -> None:
        name, uscc = self.authority.name, self.authority.uscc
        for code, value in zip(codes, (name, uscc, name, uscc), strict=True):
            sheet.columns[code] = [value] * len(sheet)

    def _penalties(
        self, sheet: Sheet, decided: NDArray[np.int64], draw: np.random.Generator
    ) -> None:
        count, columns = len(sheet), sheet.columns
        desk = texts.DESKS[self.authority.key]
        which = draw.integers(0, len(desk.offences), count).tolist()
        shares = np.array([sanction.share for sanction in SANCTIONS])
        chosen = draw.choice(len(SANCTIONS), size=count, p=shares / shares.sum()).tolist()
        sanctions = [SANCTIONS[i] for i in chosen]
        luck = draw.random((2, count)).tolist()
        fines = [_amount(s.fine, x) for s, x in zip(sanctions, luck[0], strict=True)]
        gains = [_amount(s.gain, x) for s, x in zip(sanctions, luck[1], strict=True)]
        days = [date.fromordinal(day) for day in decided.tolist()]
        found = [date.fromordinal(day) for day in (decided - draw.integers(20, 80, count)).tolist()]
        columns["CF_WSH"] = self._documents(decided, "罚")
        columns["CF_WFXW"] = [desk.offences[i].kind for i in which]
        columns["CF_SY"] = [
            desk.offences[i].facts.replace("{day}", f"{d.year}年{d.month}月{d.day}日")
            for i, d in zip(which, found, strict=True)
        ]
        columns["CF_YJ"] = [f"{desk.offences[i].law}、《中华人民共和国行政处罚法》" for i in which]
        columns["CF_CFLB"] = [s.kinds for s in sanctions]
        columns["CF_NR"] = [
            s.content.replace("{fine}", str(fine)).replace("{gain}", str(gain))
            for s, fine, gain in zip(sanctions, fines, gains, strict=True)
        ]
        columns["CF_NR_FK"] = [ten_thousands(fine) if fine else "" for fine in fines]
        columns["CF_NR_WFFF"] = [ten_thousands(gain) if gain else "" for gain in gains]
        columns["CF_NR_ZKDX"] = [
            f"样例许可证 构许字{self.number + i + 1:06d}" if "许可证件" in s.kinds else ""
            for i, s in enumerate(sanctions)
        ]
        columns["CF_JDRQ"] = [day.isoformat() for day in days]
        columns["CF_YXQ"] = [years_after(day, 1).isoformat() for day in days]
        columns["CF_GSJZQ"] = [""] * count
        self._authority(sheet, ("CF_CFJG", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM"))
        columns["BZ"] = [""] * count
        sheet.classes = [s.severity for s in sanctions]

    def _licences(
        self, sheet: Sheet, decided: NDArray[np.int64], draw: np.random.Generator
    ) -> None:
        count, columns = len(sheet), sheet.columns
        desk = texts.DESKS[self.authority.key]
        permits = [desk.permits[i] for i in draw.integers(0, len(desk.permits), count).tolist()]
        days = [date.fromordinal(day) for day in decided.tolist()]
        columns["XK_XKWS"] = [p.document for p in permits]
        columns["XK_WSH"] = self._documents(decided, "许")
        columns["XK_XKLB"] = [p.category for p in permits]
        columns["XK_XKZS"] = [p.certificate for p in permits]
        columns["XK_XKBH"] = [
            f"GZ{day.year}{self.number + i + 1:07d}" for i, day in enumerate(days)
        ]
        columns["XK_NR"] = [p.content for p in permits]
        columns["XK_JDRQ"] = [day.isoformat() for day in days]
        columns["XK_YXQZ"] = list(columns["XK_JDRQ"])
        columns["XK_YXQZI"] = [
            years_after(day, p.years).isoformat() if p.years else OPEN_END
            for day, p in zip(days, permits, strict=True)
        ]
        self._authority(sheet, ("XK_XKJG", "XK_XKJGDM", "XK_LYDW", "XK_LYDWDM"))
        columns["XK_ZT"] = ["1"] * count
        columns["BZ"] = [""] * count
        sheet.classes = ["none"] * count


def _amount(span: tuple[int, int] | None, luck: float) -> int:
    """An amount in 元, whole hundreds."""
    return 0 if span is None else 100 * (span[0] + int(luck * (span[1] - span[0] + 1)))


def ten_thousands(yuan: int) -> str:
    """元 as the template wants it, in 万元, exact and without an exponent."""
    whole, rest = divmod(yuan, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def years_after(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
