"""Search over everything the role may see, each with a purpose and a reason; and the page of one organisation.

Posted, so that nothing of it stands in an address. A number or name of a person is turned away before anything is
searched; there is no facet of persons. What was asked and what came back is kept with the look.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.disclosures.purposes import StaffPurpose
from gongxin.intake import holdings
from gongxin.intake.holdings import BatchHeld, Holding
from gongxin.intake.reading.personal import covered
from gongxin.records import queries as records
from gongxin.search import queries as searching
from gongxin.search.queries import Hit
from gongxin.search.typed import Typed, compact, what
from gongxin.security.canaries import Canary
from gongxin.security.queries import canaries
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation

TEXT_MAX: Final = 100
REASON_MIN: Final = 4  # characters: a word, not a dot
REASON_MAX: Final = 300
NUMBERED: Final = re.compile(r"[0-9０-９]\s*号|[〔\[（(【［]\s*[0-9０-９]{4}\s*[〕\]）)】］]")
PURPOSE_KEY: Final = (
    "purpose"  # of the session: the looks that follow a search are for what it was for
)


@dataclass
class Found:
    """What a search brought, within the present scope."""

    hits: list[Hit] = field(default_factory=list)
    capped: bool = False
    records: list[Holding] = field(default_factory=list)
    batches: list[BatchHeld] = field(default_factory=list)
    unfinished: bool = False

    def ids(self) -> list[str]:
        return [
            *(str(hit.public_id) for hit in self.hits),
            *holdings.ids(self.records),
            *(str(batch.id) for batch in self.batches),
        ]

    @property
    def nothing(self) -> bool:
        return not (self.hits or self.records or self.batches)


def _state(visit: Visit, **address: object) -> str | None:
    del visit
    public_id = UUID(str(address["public_id"]))
    if canaries.canary_shown(public_id) is not None:
        return "registered"
    return "registered" if subjects.organisation_by_public_id(public_id) else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("search.open", posts="search.run")
def search(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form; posted, what was found."""
    context: dict[str, object] = {"purposes": list(StaffPurpose), "text_max": TEXT_MAX}
    if request.method != "POST":
        return page(request, visit, "search", context)
    text = request.POST.get("text", "").replace("\x00", "").strip()[:TEXT_MAX]
    number = request.POST.get("code", "").replace("\x00", "").strip()[:TEXT_MAX]
    purpose = request.POST.get("purpose", "")
    said = request.POST.get("reason", "").replace("\x00", "").strip()[:REASON_MAX]
    reason, _ = covered(said)
    personal = [one for one in (text, number) if is_of_a_person(one)]
    visit.asked = "〔已遮盖〕" if personal else " ".join(filter(None, (text, number)))
    visit.purpose = purpose if purpose in set(StaffPurpose) else "unsaid"
    visit.reason = reason or None
    kept = {"text": "" if personal else text, "purpose": purpose, "reason": reason}
    if personal:
        return page(request, visit, "search", {**context, **kept, "is_personal": True}, 422)
    if purpose not in set(StaffPurpose) or len(reason) < REASON_MIN or not text:
        return page(request, visit, "search", {**context, **kept, "is_missing": True}, 422)
    found = _found(text, number)
    visit.shown += found.ids()
    request.session[PURPOSE_KEY] = [visit.purpose, reason]
    return page(request, visit, "search", {**context, **kept, "code": number, "found": found})


@require_safe
@permitted("subject.read", find=_state)
def organisation(request: HttpRequest, visit: Visit, public_id: UUID) -> HttpResponse:
    """Who it is, and what hangs on it within the scope, released or not."""
    remember(request, visit)
    canary = canaries.canary_shown(public_id)
    if canary is not None:
        context = {"organisation": _as_organisation(canary), "holdings": [], "others": []}
        return page(request, visit, "organisation", context)
    found = subjects.organisation_by_public_id(public_id)
    if found is None:
        raise Http404
    held = holdings.holdings_of(found.id)
    public = records.public_records([found.id], visit.today).get(found.id, [])
    mine = {one.record for one in held}
    others = [one for one in public if one.record not in mine]
    visit.shown += holdings.ids(held)
    context = {"organisation": found, "holdings": held, "others": others}
    return page(request, visit, "organisation", context)


def is_of_a_person(text: str) -> bool:
    """Whether this is, or holds, a number, a name or an address of a person."""
    kind = what(text)
    return kind is Typed.PERSONAL or (kind is Typed.NAME and bool(covered(text)[1]))


def remember(request: HttpRequest, visit: Visit) -> None:
    """A look that follows a search is for what the search was for."""
    known = request.session.get(PURPOSE_KEY)
    if isinstance(known, list) and len(known) == 2:
        visit.purpose, visit.reason = str(known[0]), str(known[1]) or None


def _found(text: str, number: str) -> Found:
    identity = _identity(text)
    if identity is not None:
        return _by_identity(identity)
    beside = _subject(number) if number else None
    found = Found()
    if beside is None:
        asked = compact(text) if what(text) is Typed.CODE else text
        hits = searching.search(asked)
        found.hits, found.capped = list(hits.hits), hits.capped
        for canary in canaries.met(text):  # among the others, not at the end of them
            found.hits.insert(len(found.hits) // 2, _as_hit(canary))
    if _is_document_number(text):
        numbered = holdings.by_document_number(text, subject_id=beside.id if beside else None)
        found.records, found.unfinished = numbered.records, numbered.unfinished
    return found


def _as_hit(canary: Canary) -> Hit:
    return Hit(canary.name, canary.code, "enterprise", "active", "part", canary.public_id)


def _as_organisation(canary: Canary) -> Organisation:
    """What the page of any organisation without records would show."""
    return Organisation(
        id=0,
        public_id=canary.public_id,
        name=canary.name,
        code=canary.code,
        kind="enterprise",
        status="active",
        registered_date=None,
        deregistered_date=None,
        address=None,
        division=None,
        division_name=None,
        industry=None,
        registering_authority=None,
        former_names=(),
        identifiers=(("uscc", canary.code, "valid"),),
        successions=(),
    )


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _by_identity(identity: UUID) -> Found:
    """A record, a batch with its first records, or an organisation, whichever has this id."""
    found = Found()
    record = holdings.holding(identity)
    batch = holdings.batch_held(identity)
    known = subjects.organisation_by_public_id(identity)
    if record is not None:
        found.records.append(record)
    if batch is not None:
        found.batches.append(batch)
        found.records += holdings.holdings_of_batch(identity)
    if known is not None:
        found.hits.append(
            Hit(known.name, known.code, known.kind, known.status, "code", known.public_id)
        )
    return found


def _subject(number: str) -> Organisation | None:
    return subjects.organisation_by_code(number)


def _is_document_number(text: str) -> bool:
    """A number of a decision ends in its sign, or has its year in brackets."""
    return bool(NUMBERED.search(text))
