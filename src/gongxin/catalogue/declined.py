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


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def folded(text: str) -> str:
    """Width folded, spaces between Chinese characters and underscores of codes opened: 身 份 证, ID_CARD."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(?<=[\u3400-\u9fff])[\s_\-·.]+(?=[\u3400-\u9fff])", "", plain)
    return plain.replace("_", " ")


def hits(text: str, families: Iterable[DeclinedFamily], *, persons: bool) -> Iterator[Hit]:
    """Every family the text falls under. `persons`: is the subject of the item a person?"""
    for family in families:
        if family.persons_only and not persons:
            continue
        for wording in {folded(text), text}:
            found = _compiled(family.patterns).search(wording)
            if found is not None:
                yield Hit(family, found.group())
                break
