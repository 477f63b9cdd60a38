"""What left a body and was sent again: the queue, one row with its certificates, and the notice to the body."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.cases import queries as cases
from gongxin.cases.standing import Case
from gongxin.catalogue import queries as law
from gongxin.deadlines import CITY
from gongxin.desk import fallen
from gongxin.desk.carrying import RETURN
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.desk.views.matching import words_of
from gongxin.desk.views.motions import decide_as, find_of
from gongxin.desk.views.uploads import in_memory
from gongxin.intake import actions, held, reinsertions
from gongxin.intake.reading.personal import covered
from gongxin.intake.reinsertion import CHANNELS, Paper, State
from gongxin.intake.reinsertions import Away
from gongxin.look.papers import digest_of
from gongxin.subjects import queries as subjects

_CASE: Final = "case:"


@dataclass(frozen=True)
class Finding:
    """What took a content from its body: the case, and the day it ended."""

    case: Case
    on: date


@require_safe
@permitted("return.list")
def returns(request: HttpRequest, visit: Visit) -> HttpResponse:
    away, back = reinsertions.away(), reinsertions.returned()
    due = {one.reinsertion: one.due for one in reinsertions.reinsertions_owed()}
    visit.shown.extend([f"{one.batch}:{one.row_no}" for one in away] + [str(o.id) for o in back])
    context = {
        "away": [(one, law.item_version(one.item, one.item_version), _found(one)) for one in away],
        "back": [(one, subjects.organisation(one.subject_id), due.get(one.id)) for one in back],
        "cards": {card.key: card for card in agencies.agencies()},
    }
    return page(request, visit, "returns", context)


@require_safe
@permitted("fallen.list")
def fallen_entries(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Entries in lists that fell with their decision: hidden already, to be withdrawn with the reason."""
    found = fallen.lines(visit)
    visit.shown.extend(str(line.entry.record) for line in found)
    named = {one.record: one for one in cases.records_named([line.entry.record for line in found])}
    context = {
        "lines": [(line, named[line.entry.record]) for line in found],
        "cards": {card.key: card for card in agencies.agencies()},
        "may_report": visit.may("case.report_revocation", "admitted"),
    }
    return page(request, visit, "fallen", context)


def find_row(visit: Visit, **address: object) -> str | None:
    """How a row that left before stands, behind the wall of the visit's agency."""
    batch, row_no = address["batch"], address["row_no"]
    assert isinstance(batch, UUID)
    assert isinstance(row_no, int)
    away = reinsertions.row(batch, row_no)
    if away is not None:
        return away.state.value
    back = reinsertions.reinsertion_of_row(batch, row_no)
    return back.state.value if back else None


@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
@permitted("return.read", find_row, posts="return.certify")
def row(request: HttpRequest, visit: Visit, batch: UUID, row_no: int) -> HttpResponse:
    """Why it waits, by what it may come back. A POST is the certificate of a reviewer of its agency."""
    if request.method == "POST":
        motion = actions.certify(
            batch=batch, row_no=row_no, paper=_paper(request), by=visit.by, now=visit.now
        )
        return HttpResponseRedirect(reverse("desk:motion", kwargs={"motion": motion}))
    away = reinsertions.row(batch, row_no)
    back = reinsertions.reinsertion_of_row(batch, row_no)
    state = away.state if away else back.state if back else State.GONE
    told = held.case(batch, row_no)
    if told is None:
        raise Http404
    subject = away.subject_id if away else back.subject_id if back else None
    context = {
        "away": away,
        "back": back,
        "state": state.value,
        "told": told,
        "subject": subjects.organisation(subject) if subject else None,
        "found": _found(away) if away else None,
        "why": [words_of(code) for code in told.codes if code.startswith(("subject.", "record."))],
        "certificates": reinsertions.certificates_of(batch, row_no),
        "agency": agencies.agency_by_key(told.agency_key),
        "may_certify": visit.may("return.certify", state.value),
        "clock": law.deadline("reinsertion.notice", visit.today),
    }
    return page(request, visit, "return_row", context)


def find_back(visit: Visit, **address: object) -> str | None:
    """Whether the body was told, behind the wall of the visit's agency."""
    found = reinsertions.reinsertion(UUID(str(address["reinsertion"])))
    return found.state.value if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("return.read_told", find_back, posts="return.tell")
def reinsertion(request: HttpRequest, visit: Visit, reinsertion: UUID) -> HttpResponse:
    """A record that is in again, with the clock of its notice. A POST says that the body was told."""
    if request.method == "POST":
        channel = request.POST.get("channel", "")
        if channel not in CHANNELS:
            raise FormIncomplete
        actions.tell(
            reinsertion=reinsertion,
            channel=channel,
            proof=_covered(request.POST.get("proof", "")),
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(reverse("desk:reinsertion", args=[reinsertion]))
    found = reinsertions.reinsertion(reinsertion)
    assert found is not None, "the gate has found it"
    visit.shown.append(str(found.record))
    told_on = found.told_at.astimezone(CITY).date() if found.told_at else None
    context = {
        "found": found,
        "subject": subjects.organisation(found.subject_id),
        "agency": agencies.agency_by_key(found.agency_key),
        "clock": reinsertions.clock_of(found.on_date, told_on),
        "channels": list(CHANNELS),
        "may_tell": visit.may("return.tell", found.state.value),
    }
    return page(request, visit, "reinsertion", context)


@require_POST
@permitted("motion.approve_return", find_of(RETURN))
def decide(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


def _found(away: Away) -> Finding | None:
    """The case that found it, where this visit's agency may see it."""
    if away.holder is None or not away.holder.startswith(_CASE):
        return None
    case = cases.case(UUID(away.holder.removeprefix(_CASE)))
    return Finding(case, case.events[-1].on) if case else None


def _paper(request: HttpRequest) -> Paper:
    digest = digest_of(request)
    try:
        dated = date.fromisoformat(request.POST.get("dated", ""))
    except ValueError:
        raise FormIncomplete from None
    return Paper(
        checked=_covered(request.POST.get("checked", "")),
        why=_covered(request.POST.get("why", "")),
        number=_covered(request.POST.get("number", "")),
        dated=dated,
        digest=digest or b"",
    )


def _covered(text: str) -> str:
    """Written by hand, and read by others: marks of a person are covered before anything is kept."""
    return covered(text.strip())[0]
