"""Files of a case in each of their states, handed in and looked through by real acts."""

import tempfile
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from uuid import UUID

from django.test import override_settings

from gongxin.agencies.scope import acting_for
from gongxin.attachments import actions, queries
from gongxin.attachments.kinds import State
from tests.builders import cases, city, desk_cases, evidence

Address = Mapping[str, object]
_WIDTHS = count(11)


def handed_in(holder: str, agency: str = "samr", *, content: bytes | None = None) -> UUID:
    """A picture like no other, for this holder."""
    return actions.keep(
        holder=holder,
        agency_key=agency,
        content=content or evidence.png(next(_WIDTHS), 9),
        name="缴款凭证.png",
        by=cases.OWNER,
        now=city.NOW,
    )


def looked_through(file: UUID, agency: str = "samr", *, says: bytes | None = None) -> State:
    """A scanner answers about this file: that it is clean, or what it is told to say."""
    with tempfile.TemporaryDirectory() as folder:
        door = Path(folder) / "clamd.sock"
        with (
            override_settings(GONGXIN_CLAMD=door),
            evidence.clamd(door) as daemon,
            acting_for(agency),
        ):
            daemon.says = says
            return actions.ensure_scanned(file=file, by="system", now=city.NOW)


def files_in_states(agency: str) -> dict[str, dict[str, object]]:
    """A file of a case of the agency in each state that a site without a scanner can meet."""
    case = UUID(str(desk_cases.cases_in_states(agency)["checking"]["case"]))
    holder = f"case:{case}"
    with acting_for(agency):
        known = {card.state.value: card.id for card in queries.of(holder)}
    if not known:
        plain, clean, infected = (handed_in(holder, agency) for _ in range(3))
        assert looked_through(clean, agency) is State.CLEAN
        says = b"stream: Win.Test FOUND"
        assert looked_through(infected, agency, says=says) is State.INFECTED
        known = {"not_scanned": plain, "clean": clean, "infected": infected}
    return {state: {"case": case, "file": file} for state, file in known.items()}


PLACES: dict[str, Callable[[str], Mapping[str, Address]]] = {"desk:case_file": files_in_states}
