"""Covers what is a person's in a text with a visible mask: the one table of masks, and the one function. It never returns, counts by value or keeps what it found."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from gongxin.intake.reading import accounts, homes, minors, names, numbers
from gongxin.intake.reading.numbers import Span, fold


class Kind(NamedTuple):
    """One kind of what is covered: its name in two languages, and where it stands in a folded text."""

    zh: str
    en: str
    spans: Callable[[str], Iterator[Span]]


# In the order in which they win where two of them meet.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "resident_id": Kind("身份证号", "resident numbers", numbers.resident_spans),
        "bank_card": Kind("银行卡号", "bank cards", numbers.card_spans),
        "phone": Kind("电话", "telephones", numbers.phone_spans),
        "email": Kind("邮箱", "e-mail", accounts.email_spans),
        "account": Kind("社交账号", "QQ and WeChat accounts", accounts.account_spans),
        "minor": Kind("未成年人", "children", minors.minor_spans),
        "name": Kind("姓名", "names", names.name_spans),
        "home": Kind("住址", "homes", homes.home_spans),
    }
)
MASKS: Mapping[str, str] = MappingProxyType(
    {kind: f"〔已遮盖：{said.zh}〕" for kind, said in KINDS.items()}
)
# Cells that answer no to these, asked of whole columns, hold nothing that `covered` covers.
HINTS = (
    numbers.TEN_DIGITS,
    "|".join((numbers.SPOKEN, accounts.HINT)),
    minors.HINT,
    names.HINT,
    homes.HINT,
)
RESIDENT_HINTS = (numbers.FIFTEEN_DIGITS,)

_MASK = re.compile("|".join(map(re.escape, MASKS.values())))
_OPAQUE = (
    "\ue000"  # a character nobody writes: no word and no number is read into a mask or across it
)


def covered(text: str, *, only_resident: bool = False) -> tuple[str, dict[str, int]]:
    """The text with masks, and how many of each kind. A text once covered stays as it is."""
    kinds = ("resident_id",) if only_resident else tuple(KINDS)
    counts: dict[str, int] = {}
    # A mask may show what stands beside it: a name before a covered number. So it is asked until nothing more is found.
    while found := _found(text, kinds):
        for start, end, kind in found:
            text = text[:start] + MASKS[kind] + text[end:]
            counts[kind] = counts.get(kind, 0) + 1
    return text, dict(sorted(counts.items()))


def _found(text: str, kinds: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Places to cover, last first; none touches another, and none touches a mask."""
    folded = fold(_MASK.sub(lambda m: _OPAQUE * len(m.group()), text))
    found: list[tuple[int, int, str]] = []
    for kind in kinds:
        for start, end in KINDS[kind].spans(folded):
            free = all(end <= a or start >= b for a, b, _ in found)
            if free and start < end and _OPAQUE not in folded[start:end]:
                found.append((start, end, kind))
    return sorted(found, reverse=True)
