"""Puts together what a notice says, from what the rooms know when it is read. It decides and writes nothing."""

from datetime import date, datetime
from typing import Final

from gongxin.cases import queries as cases
from gongxin.cases.kinds import Kind as CaseKind
from gongxin.cases.kinds import Party
from gongxin.cases.standing import Case, standing
from gongxin.catalogue import queries as law
from gongxin.catalogue.publication import Fact, term
from gongxin.exchange.queries import recalls
from gongxin.notices import case_wording, wording
from gongxin.notices.case_wording import Stepped
from gongxin.notices.kinds import Kind, Owed
from gongxin.notices.queries.clock import civil, since
from gongxin.notices.queries.moves import moved
from gongxin.notices.texts import Pair, Recorded, Text
from gongxin.notices.wording import Term
from gongxin.records import ownfile
from gongxin.records.lifecycle import State
from gongxin.records.ownfile import Own


def text_of(owed: Owed, today: date) -> Text | None:
    """What the notice says on this day, in the present scope; None once its record was erased: nothing is left to say."""
    own = ownfile.own_record(owed.subject_id, owed.record) if owed.record else None
    if owed.record is not None and own is None:
        return None
    if own is None or owed.key.kind in _OF_CASES:
        return _of_case(owed, _recorded(own) if own else None)
    return _of_record(owed, own, today)


_OF_CASES: Final = frozenset({Kind.CASE, Kind.MASKED, Kind.MOVED})


def _of_record(owed: Owed, own: Own, today: date) -> Text | None:
    match owed.key.kind:
        case Kind.LISTED:
            return wording.listed(_recorded(own), _term(own, owed.at, today))
        case Kind.LEFT:
            return wording.left(
                _recorded(own), wording.LEFT[owed.word or own.state], civil(owed.at)
            )
        case Kind.REINSERTED:
            return wording.reinserted(_recorded(own), civil(owed.at))
        case _:
            return _used(owed, own)


def _recorded(own: Own) -> Recorded:
    return Recorded(
        item=Pair(own.item_zh, own.item_en),
        document_number=own.document_number,
        authority=own.authority_name,
        decided=own.decided_date,
        left=None if own.is_yours and own.state is State.ADMITTED else _why(own),
    )


def _why(own: Own) -> Pair:
    """What became of it last."""
    return wording.LEFT[own.state if own.state is not State.ADMITTED else "anothers"]


def _term(own: Own, shown_at: datetime, today: date) -> Term:
    item = law.item_version(own.item, own.item_version)
    fact = Fact(own.severity, own.decided_date, own.authority_key, own.valid_until)
    found = term(item.publication, fact, today)
    rule = Pair(found.rule.zh, found.rule.en) if found.rule else None
    return Term(civil(shown_at), found.shown_until, found.repair_from, rule)


def _used(owed: Owed, own: Own) -> Text | None:
    recall = recalls.recall(owed.key.ref)
    if recall is None:
        return None
    name = recalls.names([recall.recipient])[recall.recipient]
    return wording.used(_recorded(own), Pair(name.zh, name.en), civil(owed.at))


def _of_case(owed: Owed, of: Recorded | None) -> Text | None:
    """`of`: the record that the case is about; None where it is about none."""
    found = cases.case(owed.key.ref)
    if found is None:
        return None
    if owed.key.kind is Kind.CASE:
        return case_wording.stepped(of, _step(found, owed.key.number))
    if owed.key.kind is Kind.MASKED and of is not None:
        return case_wording.masked(of, found.kind, civil(owed.at))
    for one in moved(since(), case=found.id):
        if one.loading == owed.key.number:
            return case_wording.moved(of, found.kind, one.before, one.after)
    return None


def _step(found: Case, number: int) -> Stepped:
    """The step as it stood then: what was due after it, by the calendar as it is now."""
    then = standing(found.kind, [one for one in found.events if one.number <= number])
    event = then.events[-1]
    told = event.told
    clock = then.clock
    reported = then.events[0].told
    return Stepped(
        case=found.kind,
        event=event.event,
        on=event.on,
        text=told.get("text", ""),
        article=told.get("article", ""),
        due=cases.working(clock).due if clock else None,
        is_review=event.party is Party.REVIEWER,
        remedy=told.get("remedy", ""),
        paper="，".join(
            one
            for key in ("authority", "document")
            if (one := told.get(key) or reported.get(key, ""))
        )
        if found.kind is CaseKind.REVOCATION
        else "",
    )
