"""Applies makings to a sheet: which function changes a row so. It states no fate, and a row that refuses stays clean."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from . import faults, miswritten, spelling, words
from .hand import Change, Hand
from .sheets import Sheet

CHANGES: Mapping[str, Change] = MappingProxyType(
    {change.__name__: change for change in (*spelling.MAKES, *faults.MAKES, *miswritten.MAKES)}
)
_SIMPLE = {new: old for old, new in words.TRADITIONAL.items()}
# Only these are meant to be a second row of a fact that is there already.
REPEATS = frozenset({"twice_in_file", "other_content", "sent_again", "other_content_later"})


def soil(hand: Hand, sheet: Sheet, dealt: Mapping[int, str]) -> None:
    """Change the rows named in `dealt`, in row order, and note in the sheet what each became."""
    sheet.makings.update(dealt)  # so that no repeat is made of a row still to be changed
    for i, making in sorted(dealt.items()):
        before = sheet.row(i), sheet.bodies[i], sheet.classes[i]
        changed = CHANGES[making](hand, sheet, i)
        if not changed or (making not in REPEATS and _stands_already(sheet, i)):
            sheet.put(i, before[0])
            sheet.bodies[i], sheet.classes[i] = before[1], before[2]
            del sheet.makings[i]


def _stands_already(sheet: Sheet, i: int) -> bool:
    """Whether the change made the row one of a fact of another row: the same key, and the same body or name."""
    if not sheet.form.key:
        return False
    mine, name = keyed(sheet, i)
    for j in range(len(sheet)):
        key, other = keyed(sheet, j)
        if j != i and key == mine and (name == other or sheet.bodies[i] == sheet.bodies[j]):
            return True
    return False


def keyed(sheet: Sheet, i: int) -> tuple[tuple[str, ...], str]:
    """The parts of the key besides the party, and the party's name, as they are compared."""
    rest = [code for code in sheet.form.key if code != sheet.form.party]
    return tuple(_plain(sheet, code, i) for code in rest), _plain(sheet, sheet.form.party, i)


def _plain(sheet: Sheet, code: str, i: int) -> str:
    folded = unicodedata.normalize("NFKC", str(sheet.columns[code][i])).translate(_SIMPLE)
    return "".join(folded.split()).removesuffix("年度")
