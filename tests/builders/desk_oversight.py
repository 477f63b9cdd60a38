"""Objects of the pages that watch over the platform, made by real acts: one in each state, and the address of each."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.utils import timezone

from gongxin.agencies.queries import agency_by_key
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import actions as catalogue
from gongxin.catalogue import proposing
from gongxin.catalogue.proposals import Event
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Look
from gongxin.intake import queries as intake
from gongxin.intake.queries import Receipt
from gongxin.records import actions as records
from gongxin.records import histories
from gongxin.records.lifecycle import State
from gongxin.security.actions import canaries, incidents
from gongxin.security.incidents import EntryKind, Grade, IncidentKind, Note, Opening
from gongxin.security.queries import canaries as kept
from gongxin.subjects import queries as subjects
from tests.builders import city, files, staff
from tests.builders.codes import unified_code

Places = dict[str, dict[str, object]]  # state → what stands in the address

_SERIALS: Final = {"samr": 4100, "emergency": 4200}
CANARY: Final = 4300  # serial of its code; nobody registers it


def admitted(agency: str, serial: int) -> Receipt:
    """A penalty of this agency on a registered body; not released."""
    if subjects.organisation_by_code(unified_code(serial)) is None:
        city.register(serial)
    card = agency_by_key(agency)
    row = files.penalty(
        serial,
        authority_code=card.uscc,
        处罚机关=card.name_zh,
        行政处罚决定书文号=f"构罚〔2026〕{serial}号",
    )
    return city.send(files.table([row]), item="penalty", agency=agency)


def record_of(receipt: Receipt) -> UUID:
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    return UUID(row["record"])


def records_by_state(agency: str) -> Places:
    """A record that stands, and one that was withdrawn."""
    first = _SERIALS[agency]
    standing, gone = admitted(agency, first), record_of(admitted(agency, first + 1))
    if histories.versions(gone)[-1].state is State.ADMITTED:  # two places ask for them
        records.withdraw(record=gone, reason="决定被撤销", by="centre.officer", now=city.NOW)
    return {"admitted": {"record": record_of(standing)}, "withdrawn": {"record": gone}}


def organisation(agency: str) -> Places:
    serial = _SERIALS[agency] + 2
    city.register(serial)
    found = subjects.organisation_by_code(unified_code(serial))
    assert found is not None
    return {"registered": {"public_id": found.public_id}}


def canary(agency: str = "samr") -> UUID:
    """A canary that stands; one for each agency asked for."""
    serial = CANARY + list(_SERIALS).index(agency)
    with acting_for(EVERY_AGENCY):
        for placed in kept.canaries():  # two places ask for it
            if placed.code == unified_code(serial):
                return placed.id
        return canaries.place(
            name=f"构造市隐鹤{agency}有限公司",
            code=unified_code(serial),
            by=staff.account_of(Role.SECURITY_ADMINISTRATOR),
            now=timezone.now(),
        )


def canaries_by_state(agency: str) -> Places:
    return {"standing": {"canary": canary(agency)}}


def looked_at(canary_id: UUID, *, agency: str = "samr", by: str = "samr.clerk") -> UUID:
    """Somebody opened the page of the canary; the look."""
    found = kept.canary(canary_id)
    assert found is not None
    look = Look("agency_clerk", agency, "subject.read", "reporting", [str(found.public_id)])
    with acting_for(agency):
        return disclosures.record_read(
            look=look, jurisdiction="xingning", by=by, now=timezone.now()
        )


def alarms_by_state(agency: str) -> Places:
    """One that nobody has looked into, and one that was."""
    placed = canary(agency)
    fresh, old = (looked_at(placed, agency=agency, by=f"{agency}.clerk") for _ in range(2))
    with acting_for(EVERY_AGENCY):
        canaries.answer(
            read=old,
            text="核实为演练",
            by=staff.account_of(Role.SECURITY_ADMINISTRATOR),
            now=timezone.now(),
        )
    return {"open": {"read": fresh}, "closed": {"read": old}}


def incident(*, by: str | None = None) -> UUID:
    """An open incident with a measure."""
    now = timezone.now()
    opener = by or staff.account_of(Role.SECURITY_ADMINISTRATOR)
    opening = Opening(IncidentKind.WRONG_FACT, Grade.ORDINARY, None, now, "两条记录误公开约十分钟")
    with acting_for(EVERY_AGENCY):
        made = incidents.open_incident(opening=opening, by=opener, now=now)
        note = Note(EntryKind.MEASURE, "已撤回并核查同批记录")
        incidents.add(incident=made, note=note, by=opener, now=now)
    return made


def incidents_by_state(agency: str) -> Places:
    del agency
    open_one, closed = incident(), incident()
    with acting_for(EVERY_AGENCY):
        incidents.close(
            incident=closed,
            text="已核查，无其他影响",
            by=staff.account_of(Role.CENTRE_SUPERVISOR),
            now=timezone.now(),
        )
    return {"open": {"incident": open_one}, "closed": {"incident": closed}}


def proposals_by_state(agency: str) -> Places:
    """One that is open, and one that was withdrawn."""
    del agency
    withdrawn = city.proposed_edition()
    catalogue.decide_proposal(
        proposal=withdrawn,
        event=Event.WITHDRAW,
        seen=proposing.proposal(withdrawn).content,
        answer="另行提出",
        today=city.TODAY,
        by="centre.officer",
        now=city.NOW,
    )
    return {"open": {"proposal": city.proposed_edition()}, "withdrawn": {"proposal": withdrawn}}


def authority(agency: str) -> Places:
    return {"known": {"key": agency}}


PLACES: Final[dict[str, Callable[[str], Places]]] = {
    "desk:organisation": organisation,
    "desk:activity": records_by_state,
    "desk:versions": records_by_state,
    "desk:alarm": alarms_by_state,
    "desk:canary_end": canaries_by_state,
    "desk:incident": incidents_by_state,
    "desk:incident_close": incidents_by_state,
    "desk:proposal": proposals_by_state,
    "desk:proposal_comment": proposals_by_state,
    "desk:proposal_decide": proposals_by_state,
    "desk:authority": authority,
}
