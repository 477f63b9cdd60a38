"""Objects of the pages of matching and duplicates, one a state, made by real acts: for the walk over every route."""

from collections.abc import Callable
from typing import Final

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import admissions
from gongxin.intake.opinions import Opinion
from gongxin.intake.queries import Receipt
from gongxin.records import actions as records
from gongxin.records import twins
from tests.builders import city, matching, staff
from tests.builders import twins as two

Objects = dict[str, dict[str, object]]
# Bodies that no other builder of the walk uses; each agency has its own.
_FIRST: Final = {"samr": 41, "emergency": 61}


def _serial(agency: str, place: int) -> int:
    return _FIRST[agency] + place


def _registered(agency: str, *places: int) -> None:
    city.register(*(_serial(agency, place) for place in places))


def _waiting(agency: str, place: int) -> tuple[Receipt, int]:
    _registered(agency, place)
    serial = _serial(agency, place)
    return matching.waiting(serial, agency=agency), matching.subject_of(serial)


def parties(agency: str) -> Objects:
    """Rows: waiting, asked about, settled, and one that is no matter of matching."""
    waiting, _ = _waiting(agency, 0)
    asked, _ = _waiting(agency, 1)
    matching.decide(asked, Opinion.UNSURE, question="请核对代码")
    settled, subject = _waiting(agency, 2)
    matching.decide(settled, Opinion.SAME, subject)
    _registered(agency, 3)
    serial = _serial(agency, 3)
    matching.send(matching.row_of(serial, agency=agency), agency=agency)
    other = matching.send(matching.row_of(serial, agency=agency), agency=agency)
    found = {"waiting": waiting, "asked": asked, "settled": settled, "other": other}
    return {state: {"batch": one.batch, "row_no": 1} for state, one in found.items()}


def judgements(agency: str) -> Objects:
    """Opinions: one that stands, one that is for ever, one taken back."""
    first, subject = _waiting(agency, 4)
    stands = matching.decide(first, Opinion.SAME, subject).review
    second, other = _waiting(agency, 5)
    for_ever = matching.decide(second, Opinion.DIFFERENT, other).review
    third, again = _waiting(agency, 6)
    ended = matching.decide(third, Opinion.SAME, again).review
    matching.take_back(ended)
    found = {"stands": stands, "for_ever": for_ever, "ended": ended}
    return {state: {"review": one} for state, one in found.items()}


def entered(agency: str) -> Objects:
    """What entered after a judgement: waiting, released, and taken back."""
    objects: Objects = {}
    for place, state in enumerate(("released", "gone", "waiting"), 7):
        receipt, subject = _waiting(agency, place)
        done = matching.decide(receipt, Opinion.SAME, subject)
        with acting_for(EVERY_AGENCY):
            newest = next(one.id for one in admissions.admissions() if one.batch == receipt.batch)
        if state == "released":
            matching.release_all(staff.account_of(Role.CENTRE_SUPERVISOR))
        if state == "gone":
            matching.take_back(done.review)
        objects[state] = {"admission": newest}
    return objects


def pairs(agency: str) -> Objects:
    """Pairs: open, told apart, merged, one of the two not shown yet, and one of the two gone."""
    objects: Objects = {}
    for place, state in enumerate(("open", "distinct", "merged", "unreleased", "gone"), 10):
        serial = _serial(agency, place)
        city.register(serial)
        two.reported_twice(serial, agency=agency, released=state != "unreleased")
        two.looked()
        with acting_for(EVERY_AGENCY):
            pair = two.newest()
            if state == "distinct":
                records.tell_apart(twin=pair.id, reason="两次检查", by=two.PROPOSER, now=city.NOW)
            if state == "gone":
                records.withdraw(
                    record=pair.one.record, reason="撤销", by="samr.reviewer", now=city.NOW
                )
        if state == "merged":
            two.merged(pair, pair.other.record)
        with acting_for(EVERY_AGENCY):
            found = twins.pair(pair.id)
        assert found is not None
        assert found.state == state
        objects[state] = {"twin": pair.id}
    return objects


PLACES: Final[dict[str, Callable[[str], Objects]]] = {
    "desk:party": parties,
    "desk:judgement": judgements,
    "desk:admission": entered,
    "desk:duplicate": pairs,
}
