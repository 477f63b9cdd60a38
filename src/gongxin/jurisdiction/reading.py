"""Reads one table of a TOML file strictly: every key is taken or refused, with its place. Never fills a gap by guessing."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime

from gongxin.jurisdiction.refusals import LawRefused
from gongxin.jurisdiction.values import MARKS


class Table:
    """A TOML table that is consumed: what is left over at `done()` is refused by name."""

    def __init__(self, content: dict[str, object], place: str) -> None:
        self._content = dict(content)
        self.place = place

    def _take(self, key: str, *, missing_ok: bool) -> object:
        if key not in self._content:
            if missing_ok:
                return None
            raise LawRefused(self.place, f"缺少“{key}”", f'"{key}" is missing')
        return self._content.pop(key)

    def _wrong(self, key: str, zh: str, en: str) -> LawRefused:
        return LawRefused(f"{self.place}.{key}", f"应为{zh}", f"must be {en}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, missing_ok=default is not None)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value != value.strip() or not (value or default == ""):
            raise self._wrong(key, "非空文本，首尾无空格", "non-empty text without outer spaces")
        return value

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if key in self._content else None

    def texts(self, key: str, *, missing_ok: bool = False) -> tuple[str, ...]:
        value = self._take(key, missing_ok=missing_ok)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self._wrong(key, "文本列表", "a list of texts")
        if len(set(value)) != len(value):
            raise self._wrong(key, "不重复的文本列表", "a list of texts without repeats")
        return tuple(value)

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self._wrong(key, "、".join(allowed) + " 之一", "one of " + ", ".join(allowed))
        return value

    def mark(self, key: str = "mark") -> str:
        return self.one_of(key, MARKS)

    def number(self, key: str) -> int:
        value = self.number_or_none(key)
        if value is None:
            raise LawRefused(self.place, f"缺少“{key}”", f'"{key}" is missing')
        return value

    def number_or_none(self, key: str) -> int | None:
        value = self._take(key, missing_ok=True)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise self._wrong(key, "非负整数", "a whole number, not negative")
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        value = self._take(key, missing_ok=default is not None)
        if value is None and default is not None:
            return default
        if not isinstance(value, bool):
            raise self._wrong(key, "true 或 false", "true or false")
        return value

    def day(self, key: str) -> date:
        value = self.day_or_none(key)
        if value is None:
            raise LawRefused(self.place, f"缺少“{key}”", f'"{key}" is missing')
        return value

    def day_or_none(self, key: str) -> date | None:
        value = self._take(key, missing_ok=True)
        if value is None:
            return None
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self._wrong(key, "日期", "a date")
        return value

    def days(self, key: str) -> tuple[date, ...]:
        value = self._take(key, missing_ok=False)
        if not isinstance(value, list) or not all(
            isinstance(one, date) and not isinstance(one, datetime) for one in value
        ):
            raise self._wrong(key, "日期列表", "a list of dates")
        if sorted(set(value)) != value:
            raise self._wrong(key, "升序且不重复的日期", "dates in order, without repeats")
        return tuple(value)

    def period(self) -> tuple[date, date | None]:
        """`in_force_from` and `in_force_until`; a period that ends before it begins is refused."""
        start, end = self.day("in_force_from"), self.day_or_none("in_force_until")
        if end is not None and end <= start:
            raise self._wrong("in_force_until", "晚于 in_force_from 的日期", "after in_force_from")
        return start, end

    def table(self, key: str) -> "Table | None":
        value = self._take(key, missing_ok=True)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(key, "表", "a table")
        return Table(value, f"{self.place}.{key}")

    def tables(self, key: str) -> Iterator["Table"]:
        value = self._take(key, missing_ok=True)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._wrong(key, "表的列表", "a list of tables")
        for position, one in enumerate(value, start=1):
            name = next((str(one[k]) for k in ("key", "code", "value") if k in one), position)
            yield Table(one, f"{self.place}.{key}[{name}]")

    def done(self) -> None:
        """Refuses what nobody asked for: a misspelt key would otherwise be a law that is not applied."""
        if self._content:
            left = "、".join(sorted(self._content))
            raise LawRefused(self.place, f"有不认识的键：{left}", f"unknown keys: {left}")


def parse(text: str, place: str) -> Table:
    try:
        return Table(tomllib.loads(text), place)
    except tomllib.TOMLDecodeError as error:
        raise LawRefused(
            place, f"不是有效的 TOML（{error}）", f"not valid TOML ({error})"
        ) from error
