"""Cases at the desk: the queue with its clocks, one case with the working of each clock, and the steps of each party."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import AGENCY_ROLES
from gongxin.attachments import actions as attachments
from gongxin.attachments import queries as kept
from gongxin.cases import queries
from gongxin.cases.actions import filing, steps
from gongxin.cases.apart import as_read_on
from gongxin.cases.kinds import SPOKEN, Event, Kind, Party, State
from gongxin.cases.queries import Due, spoken
from gongxin.cases.saying import (
    EVIDENCE,
    FAULTS,
    FINDINGS,
    GROUNDS,
    MATTERS,
    NEEDS,
    REVOCATIONS,
    WANTED,
    WHO,
    Word,
)
from gongxin.cases.standing import Case, StepRefused, leak_clock
from gongxin.cases.tables import TABLES
from gongxin.catalogue import queries as law
from gongxin.deadlines.rules import ExtensionReason
from gongxin.desk.case_tasks import is_mine
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.desk.views.records import find as find_record
from gongxin.intake.reading.personal import covered
from gongxin.jurisdiction import Domain
from gongxin.look import evidence
from gongxin.records import masks
from gongxin.refusal import Refusal
from gongxin.security.incidents import Grade
from gongxin.subjects import queries as subjects

LIST_MAX: Final = (
    100  # on one page; what is due first stands first, so that nothing urgent is cut off
)
SHOWN: Final = ("mine", "open", "closed")
# Which route takes the steps of a party in a state.
_ROUTES: Final = (
    ("case.check", "desk:case_check", Party.PLATFORM),
    ("case.decide", "desk:case_decide", Party.PROVIDER),
    ("case.review", "desk:case_review", Party.REVIEWER),
    ("case.carry_out", "desk:case_carry_out", Party.PLATFORM),
    ("case.answer", "desk:case_answer", Party.PLATFORM),
    ("case.state", "desk:case_state", Party.PROVIDER),
    ("case.head", "desk:case_head", Party.HEAD),
    ("tip.pass", "desk:tip_pass", Party.PLATFORM),
    ("tip.answer", "desk:tip_answer", Party.PROVIDER),
)
LISTS: Final[Mapping[str, Mapping[str, Word]]] = {
    "ground": GROUNDS,
    "evidence": EVIDENCE,
    "cause": REVOCATIONS,
    "matter": MATTERS,
    "wanted": WANTED,
    "who": WHO,
    "fault": FAULTS,
    "finding": FINDINGS,
}
# What is entered by an act of its own.
_APART: Final = frozenset({Event.INCIDENT})


@dataclass(frozen=True)
class Line:
    """One case in the queue."""

    case: Case
    due: Due | None

    @property
    def about(self) -> Word | None:
        """What a case about no record is about; of a tip a list says nothing."""
        told = self.case.events[0].told
        return MATTERS.get(told.get("matter", "")) or WANTED.get(told.get("wanted", ""))

    @property
    def day(self) -> date:
        return (self.due.working.due if self.due else None) or date.max


@dataclass(frozen=True)
class Way:
    """One step that may be taken now: where its form goes, and what it asks."""

    event: Event
    party: Party
    address: str
    fields: tuple[str, ...]
    reasons: tuple[ExtensionReason, ...]
    may_be_false: bool  # a refusal may find that the commitment was false
    follows: str  # the word that says what follows from it

    @property
    def choices(self) -> dict[str, list[Word]]:
        """The fields of which one of a list is chosen."""
        return {key: list(LISTS[key].values()) for key in self.fields if key in LISTS}


@dataclass(frozen=True)
class Said:
    """What was said with a step, as a page prints it."""

    key: str
    text: str
    words: tuple[Word, ...]
    codes: tuple[str, ...]


@require_safe
@permitted("case.list")
def cases(request: HttpRequest, visit: Visit) -> HttpResponse:
    found = queries.cases()
    groups = {
        "mine": [one for one in found if is_mine(visit, one)],
        "open": [one for one in found if one.standing.is_open],
        "closed": [one for one in found if not one.standing.is_open][::-1],
    }
    show = request.GET.get("show", "mine")
    show = show if show in SHOWN else "mine"
    chosen = groups[show] if show != "closed" else groups[show][:LIST_MAX]
    measured = queries.measure()
    lines = [Line(one, queries.due_of(one.standing, visit.now, measured)) for one in chosen]
    lines = lines if show == "closed" else sorted(lines, key=lambda line: line.day)[:LIST_MAX]
    firsts = [line.case.records[0] for line in lines if line.case.records]
    named = {one.record: one for one in queries.records_named(firsts)}
    cards = {card.key: card for card in agencies.agencies()}
    context = {
        "show": show,
        "counts": {name: len(group) for name, group in groups.items()},
        "lines": [
            (line, named[line.case.records[0]] if line.case.records else None) for line in lines
        ],
        "more": len(groups[show]) - len(lines),
        "cards": cards,
        "figures": [
            (cards.get(key), one) for key, one in queries.answers(found, visit.now).items()
        ],
    }
    return page(request, visit, "cases", context)


def find_case(visit: Visit, **address: object) -> str | None:
    """The state of a case that the wall lets be seen."""
    found = queries.case(UUID(str(address["case"])))
    return found.state.value if found else None


@require_safe
@permitted("case.read", find_case)
def case(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    stored = queries.case(case)
    assert stored is not None, "the gate has found it"
    found = as_read_on(stored, visit.today)
    visit.shown.extend(str(record) for record in found.records)
    visit.purpose = _purpose(found.kind)
    hidden = [masks.masks_of(record).get(found.holder) for record in found.records]
    context = {
        "case": found,
        "card": agencies.agency_by_key(found.agency_key),
        "organisation": subjects.organisation(found.subject_id) if found.subject_id else None,
        "named": queries.records_named(found.records),
        "due": queries.due_of(found.standing, visit.now),
        "clocks": queries.workings(found.standing)[::-1],
        "leak": spoken.leak_due(found, visit.now),
        "may_enter": _may_enter(found, visit),
        "grades": list(Grade),
        "incident_may_be_read": visit.may("incident.read"),
        "cards": {one.key: one for one in agencies.agencies()},
        "domains": _in_charge(visit) if found.kind is Kind.TIP else (),
        "steps": [(one, _said(one.told)) for one in found.events],
        "ways": _ways(found, visit),
        "masked_from": min((day for day in hidden if day is not None), default=None),
        "correcting": found.state is State.CORRECTING,
        "involved": any(one.by == visit.by for one in found.events),
        "files": [(card, found.party_of(card.by)) for card in kept.of(found.holder)],
    }
    return page(request, visit, "case", context)


def _purpose(kind: Kind) -> str:
    if kind in SPOKEN:
        return "complaint"
    return "repair" if kind is Kind.REPAIR else "objection"


def _may_enter(found: Case, visit: Visit) -> bool:
    """Whether this visit may enter the leak as an incident: once, by whoever deals with the complaint."""
    parties = {Party.HEAD} if found.kind is Kind.OWN_COMPLAINT else {Party.PLATFORM}
    is_leak = leak_clock(found.standing) is not None
    return (
        is_leak
        and found.standing.first(Event.INCIDENT) is None
        and visit.may("case.enter_incident", found.state)
        and any(found.standing.may(Event.INCIDENT, party) for party in parties)
    )


def _in_charge(visit: Visit) -> list[tuple[Domain, list[str]]]:
    """Who is in charge of what, as the catalogue entitles them: agencies by domain, in its order."""
    items = law.items(visit.today)
    found = []
    for domain in law.law().domains:
        keys = {key for item in items if item.domain == domain.key for key in item.agencies}
        if keys:
            found.append((domain, sorted(keys)))
    return found


def find_file(visit: Visit, **address: object) -> str | None:
    """The state of a file that came with a case that the wall lets be seen."""
    found = queries.case(UUID(str(address["case"])))
    card = evidence.found(found.holder, UUID(str(address["file"]))) if found else None
    return card.state.value if card else None


@require_safe
@permitted("case.attachment", find_file)
def attachment(request: HttpRequest, visit: Visit, case: UUID, file: UUID) -> HttpResponse:
    """The file as a download. Each look is kept, as every look at a case is."""
    found = queries.case(case)
    assert found is not None, "the gate has found it"
    card = evidence.found(found.holder, file)
    assert card is not None, "the gate has found it"
    visit.purpose = _purpose(found.kind)
    given = evidence.given(card, by=visit.by, now=visit.now)
    if isinstance(given, Refusal):
        return page(request, visit, "refused", {"refusal": given}, 409)
    return given


def _said(told: Mapping[str, str]) -> list[Said]:
    shown = []
    for key, text in told.items():
        if key == "number":
            continue
        words = LISTS.get(key, {})
        codes = text.split() if key in {"contradictions", "reasons"} else []
        known = tuple(words[part] for part in text.split() if part in words)
        shown.append(Said(key, text, known, tuple(codes)))
    return shown


def _ways(found: Case, visit: Visit) -> list[Way]:
    ways = []
    for action, route, party in _ROUTES:
        if not visit.may(action, found.state):
            continue
        for state, event in TABLES[found.kind]:
            if state is found.state and event not in _APART and found.standing.may(event, party):
                ways.append(
                    Way(
                        event=event,
                        party=party,
                        address=reverse(route, args=[found.id]),
                        fields=NEEDS[event],
                        reasons=_extensions(found) if event is Event.EXTEND else (),
                        may_be_false=event is Event.REFUSE and party is Party.PROVIDER,
                        follows=_follows(found.kind, event, party),
                    )
                )
    return ways


def _follows(kind: Kind, event: Event, party: Party) -> str:
    if event is not Event.UPHOLD:
        return event.value
    return f"{kind}.{event}" if kind is Kind.NOT_US else f"{party}.{event}"


def _extensions(found: Case) -> tuple[ExtensionReason, ...]:
    clock = found.standing.clock
    extension = law.deadline(clock.key, clock.started).extension if clock else None
    return extension.reasons if extension else ()


@evidence.with_files
@require_POST
@permitted("case.check", find_case)
def check(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PLATFORM)


@evidence.with_files
@require_POST
@permitted("case.decide", find_case)
def decide(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PROVIDER)


@evidence.with_files
@require_POST
@permitted("case.review", find_case)
def review(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.REVIEWER)


@evidence.with_files
@require_POST
@permitted("case.carry_out", find_case)
def carry_out(request: HttpRequest, visit: Visit, case: UUID) -> HttpResponse:
    return take(request, visit, case, Party.PLATFORM)


def take(request: HttpRequest, visit: Visit, case: UUID, party: Party) -> HttpResponse:
    """The step that a form of a case asks for, by this party."""
    try:
        event = Event(request.POST.get("event", ""))
    except ValueError:
        raise FormIncomplete from None
    if event not in NEEDS or event in _APART:
        raise FormIncomplete
    told = {
        key: covered_text(request.POST.get(key, "")) for key in (*NEEDS[event], "false_commitment")
    }
    files = evidence.prepared(request)
    then = steps.staff_step(
        case=case, event=event, party=party, told=told, by=visit.by, now=visit.now
    )
    if files and then.kind is Kind.TIP:
        raise StepRefused(
            "举报不收附件：举报的内容到期清空，附件不清空",
            "no files with a report of wrongdoing: what is said of it is emptied in time, files are not",
        )
    attachments.keep_prepared(
        holder=then.holder, agency_key=then.agency_key, files=files, by=visit.by, now=visit.now
    )
    return HttpResponseRedirect(reverse("desk:case", args=[case]))


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("case.report_revocation", find_record)
def report_revocation(request: HttpRequest, visit: Visit, record: UUID) -> HttpResponse:
    """Enter that a court or an authority took the decision back; another person withdraws the record."""
    if request.method == "POST":
        made = filing.report_revocation(
            record=record,
            party=Party.PROVIDER if AGENCY_ROLES & visit.actor.roles else Party.PLATFORM,
            document=covered_text(request.POST.get("document", "")),
            authority=covered_text(request.POST.get("authority", "")),
            cause=request.POST.get("cause", ""),
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(reverse("desk:case", args=[made]))
    context = {
        "record": record,
        "named": queries.records_named([record])[0],
        "causes": list(REVOCATIONS.values()),
        "clock": law.deadline("revocation.withdraw", visit.today),
    }
    return page(request, visit, "case_revocation", context)


def covered_text(text: str) -> str:
    """Written by hand, and read by others: marks of a person are covered before anything is kept."""
    return covered(text.strip())[0]
