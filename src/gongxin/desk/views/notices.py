"""Notices at the desk: what is to be printed and posted, numbers of the post office, one notice with all that happened to it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.paging import Pages, page_of
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.notices import papers
from gongxin.notices.actions import delivery as acts
from gongxin.notices.composing import text_of
from gongxin.notices.delivery import Event
from gongxin.notices.entering import Entry, entries
from gongxin.notices.kinds import Key, Returned, Seen, key_of
from gongxin.notices.papers import Letter
from gongxin.notices.queries import contacts, letters, lists, standing
from gongxin.notices.queries.clock import SUBJECT, civil
from gongxin.notices.queries.lists import View
from gongxin.notices.queries.standing import Notice
from gongxin.subjects import queries as subjects

# In which list a number of the post office is entered, and what it then means.
ENTERED: Final = {View.POST: Event.POSTED, View.POSTED: Event.DELIVERED}


@require_safe
@permitted("notice.list")
def notices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One of the lists, the longest owed first, and how many stand how."""
    return page(request, visit, "notices", _list(request, visit, _view(request.GET.get("view"))))


@require_POST
@permitted("notice.print")
def notices_print(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The next letters get their numbers; the file is fetched from the page of the run, as often as it is needed."""
    del request
    first = acts.print_run(by=visit.by, now=visit.now)
    visit.shown.extend(str(one.key) for one in letters.run(first))
    return HttpResponseRedirect(reverse("desk:notice_run", args=[first]))


@require_POST
@permitted("notice.enter")
def notices_enter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Numbers of the post office, one field a letter or a pasted list. What cannot be entered is shown again, with the reason."""
    view = _view(request.POST.get("view"))
    event = ENTERED.get(view)
    if event is None:
        raise FormIncomplete
    pasted, unread = entries(request.POST.get("list", ""))
    typed = _typed(request)
    refused = acts.enter(event=event, entries=[*typed, *pasted], by=visit.by, now=visit.now)
    if not refused and not unread:
        return HttpResponseRedirect(f"{reverse('desk:notices')}?view={view.value}")
    context = {
        **_list(request, visit, view),
        "refused": refused,
        "unread": unread,
        "entered": len(typed) + len(pasted) - len(refused),
    }
    return page(request, visit, "notices", context, 422)


def find_run(visit: Visit, **address: object) -> str | None:
    del visit
    number = int(str(address["letter"]))
    return "printed" if number <= letters.NUMBER_MAX and letters.run(number) else None


@require_safe
@permitted("notice.run", find_run)
def notice_run(request: HttpRequest, visit: Visit, letter: int) -> HttpResponse:
    """The letters that were printed together, with the way to their file."""
    run = letters.run(letter)
    found = _notices([one.key for one in run], visit)
    named = subjects.briefs([one.owed.subject_id for one in found.values()])
    rows = [
        (one, found[one.key], named.get(found[one.key].owed.subject_id))
        for one in run
        if one.key in found
    ]
    visit.shown.extend(str(one.key) for one in run)
    context = {"rows": rows, "letter": letter, "printed": run[0]}
    return page(request, visit, "notice_run", context)


@require_safe
@permitted("notice.run", find_run)
def notice_run_file(request: HttpRequest, visit: Visit, letter: int) -> HttpResponse:
    """The letters of a run as one PDF."""
    del request
    run = letters.run(letter)
    found = _notices([one.key for one in run], visit)
    made = [_letter(found[one.key], one.number, visit) for one in run if one.key in found]
    visit.shown.extend(str(one.key) for one in run)
    return _pdf([one for one in made if one is not None], visit, f"letters-{letter}")


def find_notice(visit: Visit, **address: object) -> str | None:
    """The state of a notice, behind the wall of whoever asks."""
    key = key_of(str(address["key"]))
    found = standing.notice(key, visit.now) if key else None
    return found.standing.state.value if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("notice.read", find_notice, posts="notice.deliver")
def notice(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """One notice: what it says, and all that happened to it. A POST enters what happened."""
    if request.method == "POST":
        _entered(request, visit, _key(key))
        return HttpResponseRedirect(reverse("desk:notice", args=[key]))
    found = _notice(key, visit)
    state = found.standing.state.value
    organisation = subjects.organisation(found.owed.subject_id)
    if organisation is not None:
        visit.shown.append(str(organisation.public_id))
    may_deliver = visit.may("notice.deliver", state)
    may_announce = visit.may("notice.announce", state)
    context = {
        "one": found,
        "text": text_of(found.owed, visit.today),
        "organisation": organisation,
        "reminded": contacts.way_of(found.owed.subject_id),
        "returned": list(Returned) if may_deliver and found.standing.may(Event.RETURNED) else [],
        "seen": list(Seen) if may_deliver and found.standing.may(Event.HANDED_OVER) else [],
        "may_print": may_deliver and found.standing.may(Event.PRINTED),
        "may_fetch": visit.may("notice.paper", state),
        "may_announce": may_announce and found.standing.may(Event.ANNOUNCED),
        "may_end": may_announce and found.standing.may(Event.ANNOUNCEMENT_ENDED),
        "clock": law.deadline(SUBJECT, civil(found.owed.at)),
    }
    return page(request, visit, "notice", context)


@require_safe
@permitted("notice.paper", find_notice)
def notice_file(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """The letter of one notice: for the counter, or with the number that it was printed under."""
    del request
    found = _notice(key, visit)
    made = _letter(found, found.standing.letter, visit)
    return _pdf([made] if made else [], visit, f"letter-{found.standing.letter or 'counter'}")


@require_POST
@permitted("notice.announce", find_notice)
def notice_announce(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """An announcement begins, or has stood as long as its law asks."""
    basis = request.POST.get("basis", "")
    if request.POST.get("event") == Event.ANNOUNCED:
        acts.announce(
            key=_key(key),
            paper=request.POST.get("paper", ""),
            basis=basis,
            by=visit.by,
            now=visit.now,
        )
    else:
        acts.end_announcement(
            key=_key(key),
            on=_day(request.POST.get("on", "")),
            basis=basis,
            by=visit.by,
            now=visit.now,
        )
    return HttpResponseRedirect(reverse("desk:notice", args=[key]))


def _entered(request: HttpRequest, visit: Visit, key: Key) -> None:
    event, code = request.POST.get("event"), request.POST.get("code", "")
    if event == Event.PRINTED:
        acts.print_again(key=key, by=visit.by, now=visit.now)
    elif event == Event.RETURNED and code in set(Returned):
        acts.bring_back(key=key, why=Returned(code), by=visit.by, now=visit.now)
    elif event == Event.HANDED_OVER and code in set(Seen):
        acts.hand_over(key=key, seen=Seen(code), by=visit.by, now=visit.now)
    else:
        raise FormIncomplete


def _list(request: HttpRequest, visit: Visit, view: View) -> dict[str, object]:
    figures = lists.figures(visit.now)
    number = page_of(request)
    found = lists.listed(view, visit.now, page=number)
    named = subjects.briefs([one.owed.subject_id for one in found])
    may_enter = visit.may("notice.enter")
    return {
        "figures": figures,
        "view": view,
        "views": [(one, figures.of(one)) for one in View],
        "rows": [(one, named.get(one.owed.subject_id)) for one in found],
        "pages": Pages.of(request, figures.of(view), lists.PAGE, number),
        "clock": law.deadline(SUBJECT, visit.today),
        "may_print": view is View.PRINT and visit.may("notice.print"),
        "enters": ENTERED.get(view) if may_enter else None,
        "runs": letters.runs()
        if visit.may("notice.run") and view in {View.PRINT, View.POST}
        else [],
        "run_max": lists.RUN_MAX,
    }


def _typed(request: HttpRequest) -> list[Entry]:
    """The fields beside the letters that were filled."""
    lines = (
        f"{name.removeprefix('letter-')} {value}"
        for name, value in request.POST.items()
        if name.startswith("letter-") and str(value).strip()
    )
    found, unread = entries("\n".join(lines))
    if unread:
        raise FormIncomplete
    return found


def _notices(keys: Sequence[Key], visit: Visit) -> dict[Key, Notice]:
    found = (standing.notice(key, visit.now) for key in keys)
    return {one.key: one for one in found if one is not None}


def _letter(found: Notice, number: int | None, visit: Visit) -> Letter | None:
    """None: nothing is left to say, for the record was erased."""
    text = text_of(found.owed, visit.today)
    body = subjects.organisation(found.owed.subject_id)
    if text is None or body is None:
        return None
    return Letter(found.key, body.name, body.code, body.address, number, text, visit.now)


def _pdf(made: list[Letter], visit: Visit, name: str) -> HttpResponse:
    if not made:
        raise FormIncomplete
    return HttpResponse(
        papers.paper(made, visit.now),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Cache-Control": "no-store",
        },
    )


def _notice(key: str, visit: Visit) -> Notice:
    found = standing.notice(_key(key), visit.now)
    assert found is not None, "the gate has found it"
    return found


def _key(text: str) -> Key:
    found = key_of(text)
    assert found is not None, "the gate has found it"
    return found


def _view(text: str | None) -> View:
    return View(text) if text in set(View) else View.PRINT


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormIncomplete from None
