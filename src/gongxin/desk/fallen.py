"""Entries in lists whose decision was revoked and that nobody has told of yet: for the page and for what waits. Decides nothing."""

from dataclasses import dataclass
from datetime import date

from gongxin.cases import queries as cases
from gongxin.cases.kinds import Kind
from gongxin.catalogue import queries as law
from gongxin.deadlines import CITY, Started, due
from gongxin.desk.guard import Visit
from gongxin.records import revoked
from gongxin.records.revoked import Fallen

CLOCK = "revocation.withdraw"


@dataclass(frozen=True)
class Line:
    """One of them, and the day by which it is to be withdrawn."""

    entry: Fallen
    due: date | None


def lines(visit: Visit) -> list[Line]:
    """Those of the visit's agency (of all, for the centre) without a case of revocation."""
    found = revoked.entries(visit.scope)
    if not found:
        return []
    about = cases.cases_about([one.record for one in found])
    told = {record for case in about if case.kind is Kind.REVOCATION for record in case.records}
    clocks, calendar = law.clocks(), law.dated_calendar()
    listed = []
    for one in found:
        if one.record not in told:
            on = one.told_at.astimezone(CITY).date()
            listed.append(Line(one, due(clocks.rule(CLOCK, on), (Started(on),), calendar).due))
    return listed
