"""The shape of a measurement."""

from typing import TypedDict


class Measurement(TypedDict):
    """One figure. `ratio` is value against the peer named in `against`; `budget` says what the ratio or value may be."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float | None
    budget: str | None
    met: bool | None
