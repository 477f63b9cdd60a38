"""Values of persons that stand in the files and must never be stored, echoed or printed. Nobody bears them."""

from dataclasses import dataclass

from . import codes

POOL = 64
_FIRST = "虛氐鬯彡龠黹鬲耒"  # no surnames
_SECOND = "甪畀皐睾矧砉碛稂"


@dataclass(frozen=True)
class Canaries:
    """Small pools, so that whoever looks for them can look for all of them."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    telephones: tuple[str, ...]
    cards: tuple[str, ...]

    def all(self) -> list[str]:
        return [*self.names, *self.numbers, *self.telephones, *self.cards]


def hatch(seed: int) -> Canaries:
    """The pools of one city."""
    start = seed % 9_000 * POOL
    return Canaries(
        names=tuple(f"{_FIRST[i % 8]}{_SECOND[i // 8]}乂" for i in range(POOL)),
        numbers=tuple(codes.resident_number(start + 17 * i) for i in range(POOL)),
        telephones=tuple(codes.telephone(i) for i in range(POOL)),
        cards=tuple(codes.bank_card(start + i) for i in range(POOL)),
    )
