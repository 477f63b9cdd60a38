"""Does a text ask for what is declined? Pure: the families and their patterns are data of the law; this only applies them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from gongxin.jurisdiction import DeclinedFamily


@dataclass(frozen=True)
class Hit:
    family: DeclinedFamily
    seen: str


@dataclass(frozen=True, eq=False)  # one for each table of families, compared as itself
class Net:
    """The families with their patterns compiled: one question that most texts pass, then one for each family."""

    any_of: re.Pattern[str]
    any_of_persons: re.Pattern[str]
    families: tuple[tuple[DeclinedFamily, re.Pattern[str]], ...]


@lru_cache(maxsize=8)
def net(families: tuple[DeclinedFamily, ...]) -> Net:
    """Compiled once for a table of families."""
    return Net(
        any_of=_compiled(
            p for family in families if not family.persons_only for p in family.patterns
        ),
        any_of_persons=_compiled(p for family in families for p in family.patterns),
        families=tuple((family, _compiled(family.patterns)) for family in families),
    )


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    told = [f"(?:{pattern})" for pattern in patterns]
    return re.compile("|".join(told) if told else r"(?!)", re.IGNORECASE)


def folded(text: str) -> str:
    """Width folded, spaces between Chinese characters and underscores of codes opened: 身 份 证, ID_CARD."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<=[\u3400-\u9fff])[\s_\-·.]+(?=[\u3400-\u9fff])", "", plain)
    return plain.replace("_", " ")


@lru_cache(maxsize=65_536)  # shared fields and lists bring the same few texts again and again
def hits(text: str, cast: Net, *, persons: bool) -> tuple[Hit, ...]:
    """Every family the text falls under. `persons`: is the subject of the item a person?"""
    return tuple(_hits(text, cast, persons=persons))


def _hits(text: str, cast: Net, *, persons: bool) -> Iterator[Hit]:
    wordings = tuple(dict.fromkeys((folded(text), text)))
    asked = cast.any_of_persons if persons else cast.any_of
    if not any(asked.search(wording) for wording in wordings):
        return
    for family, pattern in cast.families:
        if family.persons_only and not persons:
            continue
        for wording in wordings:
            found = pattern.search(wording)
            if found is not None:
                yield Hit(family, found.group())
                break
