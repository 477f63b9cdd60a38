"""Whose is this row: one at a time, candidates with reasons and contradictions, and a named officer's opinion."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies import queries as agencies
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.paging import Pages, page_of
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.intake import actions, held, reviews
from gongxin.intake.findings import message
from gongxin.intake.held import Case
from gongxin.intake.opinions import SOURCES, Given, Opinion
from gongxin.subjects import judged, queries
from gongxin.subjects.judged import Judged
from gongxin.subjects.parties import Party
from gongxin.subjects.queries import Organisation
from gongxin.subjects.ranking import FEATURES, Ranked

KEYS = "123456789"  # of the first candidates; the others are reached by Tab
_FEATURES = {feature.key: feature for feature in FEATURES}


@dataclass(frozen=True)
class Words:
    """A code as a sentence in both languages."""

    zh: str
    en: str


def words_of(code: str) -> Words:
    """What a code says, in the words of the table of checks."""
    return Words(message(code, {}, "zh"), message(code, {}, "en"))


@dataclass(frozen=True)
class Candidate:
    """A candidate as the page lays it out."""

    key: str
    subject_id: int
    organisation: Organisation | None
    name: str
    reasons: tuple[object, ...]
    contradictions: tuple[Words, ...]
    different: bool


@require_safe
@permitted("party.list")
def parties(request: HttpRequest, visit: Visit) -> HttpResponse:
    number = page_of(request)
    waiting = held.waiting(number)
    total, asked, oldest = held.counts()
    visit.shown.extend(f"{one.batch}:{one.row_no}" for one in waiting)
    names = {agency.key: agency for agency in agencies.agencies()}
    listed = [
        (
            one,
            [names[key] for key in one.agencies if key in names],
            [words_of(c) for c in one.codes],
        )
        for one in waiting
    ]
    context = {
        "listed": listed,
        "total": total,
        "asked": asked,
        "oldest": oldest,
        "pages": Pages.of(request, total, held.PAGE_PARTIES, number),
    }
    return page(request, visit, "parties", context)


def _row_state(visit: Visit, **address: object) -> str | None:
    batch, row_no = address["batch"], address["row_no"]
    assert isinstance(batch, UUID)
    assert isinstance(row_no, int)
    return held.state_of(batch, row_no)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("party.read", _row_state, posts="party.judge")
def party(request: HttpRequest, visit: Visit, batch: UUID, row_no: int) -> HttpResponse:
    """One row. A POST is an officer's opinion; the next row that waits comes after it."""
    if request.method == "POST":
        return _decided(request, visit, batch, row_no)
    case = held.case(batch, row_no)
    if case is None:
        raise Http404
    told = Party(case.party.name, case.party.known_by, decided_date=case.decided)
    judgements = judged.judgements_of(told) if case.party.known_by else []
    listed = _candidates(case, told, judgements)
    visit.shown.extend(str(one.organisation.public_id) for one in listed if one.organisation)
    before, after = _neighbours(batch, row_no)
    context = {
        "case": case,
        "candidates": listed,
        "sources": SOURCES.values(),
        "may_judge": visit.may("party.judge", case.state),
        "live": _live(judgements),
        "reviews": reviews.reviews_of(batch, row_no),
        "before": before,
        "after": after,
        "agency": agencies.agency_by_key(case.agency_key),
        "done": request.GET.get("done"),
        "why": [words_of(code) for code in case.codes if code.startswith(("subject.", "record."))],
        "keys": KEYS,
        "others": [r for r in case.rows if (r.batch, r.row_no) != (batch, row_no)],
    }
    return page(request, visit, "party", context)


def _decided(request: HttpRequest, visit: Visit, batch: UUID, row_no: int) -> HttpResponse:
    chosen = request.POST.get("subject", "")
    seen = request.POST.get("seen", "")
    wanted = request.POST.get("opinion", "")
    if wanted not in {"same", "different", "unsure", "new"} or not seen.isdecimal():
        raise FormIncomplete
    _, following = _neighbours(batch, row_no)
    given = Given(
        batch=batch,
        row_no=row_no,
        opinion=Opinion(wanted),
        sources=tuple(request.POST.getlist("source")),
        reason=request.POST.get("reason", ""),
        seen=int(seen),
        subject_id=int(chosen) if chosen.isdecimal() else None,
        question=request.POST.get("question", ""),
    )
    done = actions.give_opinion(given=given, by=visit.by, now=visit.now)
    # A party that two more candidates may be is looked at again after one was ruled out.
    if given.opinion is Opinion.DIFFERENT:
        following = (batch, row_no)
    waits = following and held.state_of(*following) in {"waiting", "asked"}
    address = (
        reverse("desk:party", args=following) if waits and following else reverse("desk:parties")
    )
    return HttpResponseRedirect(f"{address}?done={done.review}")


def _neighbours(batch: UUID, row_no: int) -> tuple[tuple[UUID, int] | None, ...]:
    """The row before and after this one's party in the queue."""
    waiting = held.ahead()
    queue = [(one.batch, one.row_no) for one in waiting]
    mine = held.reported(batch, row_no)
    key = (mine.name, mine.scheme, mine.code) if mine and mine.code else None
    first = next(
        (
            (one.batch, one.row_no)
            for one in waiting
            if (one.batch, one.row_no) == (batch, row_no)
            or (key and (one.name, one.scheme, one.code) == key)
        ),
        (batch, row_no),
    )
    place = queue.index(first) if first in queue else -1
    before = queue[place - 1] if place > 0 else None
    after = queue[place + 1] if place + 1 < len(queue) else None
    return before, after


def _live(judgements: Sequence[Judged]) -> tuple[Judged, Organisation | None] | None:
    found = next((j for j in judgements if j.verdict == "same" and j.ended_at is None), None)
    return (found, queries.organisation(found.subject_id)) if found else None


def _candidates(case: Case, told: Party, judgements: Sequence[Judged]) -> list[Candidate]:
    ranked = queries.candidates(told)
    listed = []
    for place, one in enumerate(ranked):
        subject = one.candidate.subject_id
        against = set(one.contradictions) | held.against(case.party, one.candidate, case.days)
        listed.append(
            Candidate(
                key=KEYS[place] if place < len(KEYS) else "",
                subject_id=subject,
                organisation=queries.organisation(subject),
                name=_present(one),
                reasons=tuple((_FEATURES[r.key], r.share) for r in one.reasons if r.share > 0),
                contradictions=tuple(words_of(code) for code in sorted(against)),
                different=any(
                    j.subject_id == subject and j.verdict == "different" for j in judgements
                ),
            )
        )
    return listed


def _present(one: Ranked) -> str:
    present = (n.norm for n in one.candidate.names if n.kind == "present")
    return next(present, str(one.candidate.subject_id))


@require_safe
@permitted("judgement.list")
def judgements(request: HttpRequest, visit: Visit) -> HttpResponse:
    listed = reviews.reviews()
    visit.shown.extend(str(one.id) for one in listed)
    return page(request, visit, "judgements", {"listed": listed})


def _review_state(visit: Visit, **address: object) -> str | None:
    identity = address["review"]
    assert isinstance(identity, int)
    found = reviews.review(identity)
    return found.state if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("judgement.read", _review_state, posts="judgement.take_back")
def judgement(request: HttpRequest, visit: Visit, review: int) -> HttpResponse:
    """One opinion: who, when, why. A POST takes it back."""
    if request.method == "POST":
        actions.take_back(
            review=review, reason=request.POST.get("reason", ""), by=visit.by, now=visit.now
        )
        return HttpResponseRedirect(reverse("desk:judgement", args=[review]))
    found = reviews.review(review)
    if found is None:
        raise Http404
    ended = judged.judgements([found.judgement]) if found.judgement else {}
    context = {
        "review": found,
        "subject": queries.organisation(found.subject) if found.subject else None,
        "sources": [SOURCES[c] for c in found.evidence.get("seen", "").split() if c in SOURCES],
        "judgement": ended.get(found.judgement or 0),
        "may_take_back": visit.may("judgement.take_back", found.state),
        "undone": reviews.review(found.undone_by) if found.undone_by else None,
    }
    return page(request, visit, "judgement", context)
