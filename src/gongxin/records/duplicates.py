"""When two records may tell the same decision: the reasons in words, and which columns are compared. Pure; merges nothing.

Our own choice, made so that an officer reads few pairs and misses none that matters: the same authority, and two of
number, day and content. `sql/twins.sql` applies it to sets.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gongxin.jurisdiction.values import Item

# The day of the decision and the day on which it was served or entered are often taken for one another.
DAYS_APART_MAX: Final = 3


@dataclass(frozen=True)
class Reason:
    """Why a pair looks like one decision."""

    code: str
    zh: str
    en: str


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        reason.code: reason
        for reason in (
            Reason("number.same", "文号相同", "the same number"),
            Reason(
                "number.form",
                "文号只是写法不同",
                "the number differs in the way it is written only",
            ),
            Reason(
                "number.digits",
                "文号的字不同、数字相同",
                "the words of the number differ, its digits do not",
            ),
            Reason("date.same", "决定日期相同", "the same day"),
            Reason("date.near", "决定日期相差不超过三天", "the days are at most three apart"),
            Reason("content.same", "内容相同", "the same content"),
            Reason(
                "authority.alias",
                "同一机关，名称写法不同",
                "the same authority, written in another way",
            ),
            Reason("authority.other", "所写机关不同", "another authority is named"),
            Reason("party.name", "当事人名称写法不同", "the party is written in another way"),
        )
    }
)


@dataclass(frozen=True)
class Compared:
    """Which columns of one version of an item are compared."""

    item: str
    version: int
    document: str | None
    authority_name: str | None
    party_name: str | None
    content: tuple[str, ...]
    parts: tuple[str, ...]  # of the natural key besides: where they differ, the facts are two


_KEY_ROLES: Final = frozenset({"document_number", "authority_code", "party_name"})


def compared(item: Item) -> Compared:
    """The columns of an item by their roles."""
    role = {field.code: field.role for field in item.fields}

    def code(wanted: str) -> str | None:
        field = item.by_role(wanted)
        return field.code if field else None

    content = (code(wanted) for wanted in ("result", "facts"))
    return Compared(
        item=item.code,
        version=item.version,
        document=code("document_number"),
        authority_name=code("authority_name"),
        party_name=code("party_name"),
        content=tuple(c for c in content if c),
        parts=tuple(c for c in item.natural_key if role.get(c) not in _KEY_ROLES),
    )


@dataclass(frozen=True)
class Difference:
    """One field of a pair, side by side."""

    code: str
    zh: str
    en: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def side_by_side(
    one: Mapping[str, str | None], other: Mapping[str, str | None], items: Sequence[Item]
) -> list[Difference]:
    """Every field that either record fills: those that differ first, each part in the order of the form."""
    fields = {field.code: field for item in items for field in item.fields}
    told = [
        Difference(code, field.zh, field.en, one.get(code) or "", other.get(code) or "")
        for code, field in fields.items()
        if one.get(code) or other.get(code)
    ]
    return sorted(told, key=lambda difference: not difference.differs)
