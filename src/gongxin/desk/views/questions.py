"""Questions about missing numbers: the list, one with its answers, answering, signing, and asking at once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.intake.reading.personal import covered
from gongxin.promises.actions import questions as acts
from gongxin.promises.queries import numbers
from gongxin.promises.queries import questions as asked
from gongxin.promises.questions import ANSWERABLE, OWING, Kind, State, Verdict

LIST_MAX = 300  # on one page; the oldest first, so that what waits longest is never cut off
SHOWN = ("owing", "overdue", "settled")


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("question.list", posts="question.ask")
def questions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What is owed, or what was settled; a POST asks about what is missing now."""
    if request.method == "POST":
        acts.ask(today=visit.today, by=visit.by, now=visit.now)
        return HttpResponseRedirect(reverse("desk:questions"))
    found = asked.questions()
    show = request.GET.get("show", "owing")
    show = show if show in SHOWN else "owing"
    owing = [q for q in found if q.state in OWING]
    groups = {
        "owing": owing,
        "overdue": [q for q in owing if q.is_overdue(visit.today)],
        "settled": [q for q in found if q.state not in OWING][::-1],
    }
    own = visit.scope
    gaps = [
        one for one in numbers.gaps(visit.today) if own in {EVERY_AGENCY, one.agency}
    ]  # no list of records: holes between numbers
    context = {
        "show": show,
        "counts": {name: len(group) for name, group in groups.items()},
        "rows": [(q, q.is_overdue(visit.today)) for q in groups[show][:LIST_MAX]],
        "more": max(len(groups[show]) - LIST_MAX, 0),
        "breaks": [one for one in gaps if one.gap.is_break],
        "waiting": sum(
            one.gap.size for one in gaps if not one.gap.is_break and not one.is_due(visit.today)
        ),
        "unknown": sum(
            one.gap.size for one in gaps if not one.gap.is_break and one.due_date is None
        ),
        "clock": law.deadline("duty.missing_number", visit.today),
        "may_ask": visit.may("question.ask"),
        "cards": {card.key: card for card in agencies.agencies()},
        "items": {item.code: item for item in law.law().items},
    }
    return page(request, visit, "questions", context)


def find_question(visit: Visit, **address: object) -> str | None:
    """The state of a question that the wall lets be seen."""
    found = asked.question(UUID(str(address["question"])))
    return found.state.value if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("question.read", find_question, posts="question.answer")
def question(request: HttpRequest, visit: Visit, question: UUID) -> HttpResponse:
    if request.method == "POST":
        try:
            kind = Kind(request.POST.get("kind", ""))
        except ValueError:
            raise FormIncomplete from None
        acts.answer(
            question=question,
            kind=kind,
            basis=_covered(request.POST.get("basis", "")),
            note=_covered(request.POST.get("note", "")),
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(reverse("desk:question", args=[question]))
    found = asked.question(question)
    assert found is not None, "the gate has found it"
    last = found.last
    signs = visit.may("question.sign", found.state) and last is not None
    context = {
        "question": found,
        "overdue": found.is_overdue(visit.today),
        "card": agencies.agency_by_key(found.agency),
        "item": next(one for one in law.law().items if one.code == found.item),
        "clock": law.deadline("duty.missing_number", found.asked_date),
        "kinds": [kind.value for kind in Kind],
        "may_answer": found.state in ANSWERABLE and visit.may("question.answer", found.state),
        "may_sign": signs and last is not None and last.answered_by != visit.by,
        "is_mine": signs and last is not None and last.answered_by == visit.by,
        "promised": found.state is State.PROMISED,
    }
    return page(request, visit, "question", context)


@require_POST
@permitted("question.sign", find_question)
def question_sign(request: HttpRequest, visit: Visit, question: UUID) -> HttpResponse:
    try:
        answer = UUID(request.POST.get("answer", ""))
        verdict = Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise FormIncomplete from None
    acts.decide(
        question=question,
        answer=answer,
        verdict=verdict,
        reason=_covered(request.POST.get("reason", "")),
        by=visit.by,
        now=visit.now,
    )
    return HttpResponseRedirect(reverse("desk:question", args=[question]))


def _covered(text: str) -> str:
    """Written by hand and shown to the public: marks of a person are covered before anything is kept."""
    return covered(text.strip())[0]
