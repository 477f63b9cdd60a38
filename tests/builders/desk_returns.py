"""What left a body and was sent again, in each of its states, made by real acts; and the motions about it."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Final
from uuid import UUID

from gongxin.agencies.actions import motions
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import reinsertions
from gongxin.jobs.accounts import reviewer_of
from gongxin.records import actions as records
from tests.builders import city, returns
from tests.builders.desk_upload import once

Address = Mapping[str, object]
_SERIALS: Final = count(8201)


def _held(agency: str) -> Address:
    """The row that brought again what left."""
    serial = next(_SERIALS)
    returns.left(serial, agency=agency)
    return {"batch": returns.sent(serial, agency=agency).batch, "row_no": 1}


def rows(agency: str) -> Mapping[str, Address]:
    serial = next(_SERIALS)
    returns.left(serial, agency=agency)
    certified = returns.sent(serial, agency=agency)
    returns.certified(certified)
    return {
        "held": _held(agency),
        "certified": {"batch": certified.batch, "row_no": 1},
        "gone": _gone(agency),
        "returned": _place(_in_again(agency)),
        "told": _place(_told(agency)),
    }


def _gone(agency: str) -> Address:
    serial = next(_SERIALS)
    record = returns.left(serial, agency=agency)
    with acting_for(EVERY_AGENCY):
        records.withdraw(record=record, reason="被撤销", by=reviewer_of(agency), now=city.NOW)
    return {"batch": returns.sent(serial, agency=agency).batch, "row_no": 1}


def _in_again(agency: str) -> UUID:
    return returns.returned(next(_SERIALS), agency=agency)


def _told(agency: str) -> UUID:
    found = _in_again(agency)
    returns.told(found)
    return found


def _place(reinsertion: UUID) -> Address:
    with acting_for(EVERY_AGENCY):
        found = reinsertions.reinsertion(reinsertion)
    assert found is not None
    return {"batch": found.batch, "row_no": found.row_no}


def in_again(agency: str) -> Mapping[str, Address]:
    return {
        "returned": {"reinsertion": _in_again(agency)},
        "told": {"reinsertion": _told(agency)},
    }


def _motion(agency: str) -> UUID:
    serial = next(_SERIALS)
    returns.left(serial, agency=agency)
    return returns.certified(returns.sent(serial, agency=agency))


def decided(agency: str) -> Mapping[str, Address]:
    """A motion in each of its states."""
    found = {state: _motion(agency) for state in ("open", "approved", "refused", "withdrawn")}
    returns.approved(found["approved"])
    with acting_for(EVERY_AGENCY):
        motions.refuse(motion=found["refused"], answer="文书不清", by=returns.SECOND, now=city.NOW)
        motions.take_back(motion=found["withdrawn"], by=reviewer_of(agency), now=city.NOW)
    return {state: {"motion": motion} for state, motion in found.items()}


PLACES: dict[str, Callable[[str], Mapping[str, Address]]] = {
    "desk:return_row": partial(once, "return_row", rows),
    "desk:reinsertion": partial(once, "reinsertion", in_again),
    "desk:motion_decide_return": partial(once, "motion_return", decided),
}
