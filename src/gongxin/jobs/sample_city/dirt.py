"""Applies makings to a sheet: which function changes a row so. It states no fate, and a row that refuses stays clean."""

from collections.abc import Mapping
from types import MappingProxyType

from . import faults, spelling
from .hand import Change, Hand
from .sheets import Sheet

CHANGES: Mapping[str, Change] = MappingProxyType(
    {change.__name__: change for change in (*spelling.MAKES, *faults.MAKES)}
)


def soil(hand: Hand, sheet: Sheet, dealt: Mapping[int, str]) -> None:
    """Change the rows named in `dealt`, in row order, and note in the sheet what each became."""
    sheet.makings.update(dealt)  # so that no repeat is made of a row still to be changed
    for i, making in sorted(dealt.items()):
        before = sheet.row(i), sheet.bodies[i], sheet.classes[i]
        if not CHANGES[making](hand, sheet, i):
            sheet.put(i, before[0])
            sheet.bodies[i], sheet.classes[i] = before[1], before[2]
            del sheet.makings[i]
