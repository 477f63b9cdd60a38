"""Every place of the desk that is about one object: how an object in each of its states is made, by real acts.

Each area has a module `desk_<area>.py` beside this one with its `PLACES`: route → (agency → {state: what its address names}).
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

Address = Mapping[str, object]
Place = Callable[[str], Mapping[str, Address]]


def places() -> dict[str, Place]:
    """All of them, by the name of the route."""
    found: dict[str, Place] = {}
    for path in sorted(Path(__file__).parent.glob("desk_*.py")):
        if path.stem != "desk_places":
            mine: Mapping[str, Place] = import_module(f"tests.builders.{path.stem}").PLACES
            assert not found.keys() & mine.keys(), "a route has one place"
            found.update(mine)
    return found


def objects(agency: str) -> Iterator[tuple[str, str, Address]]:
    """(route, state, address) of an object of this agency in each state of each place."""
    for route, place in places().items():
        for state, address in place(agency).items():
            yield route, state, address
