"""Recalls at the desk: whom somebody must telephone, one recall with all that happened, and a recipient's paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.catalogue import queries as law
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.paging import Pages, page_of
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.exchange.acknowledgements import SAYABLE, CallResult, outcome_of
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.queries import partners, recall_lists
from gongxin.exchange.queries import recalls as owed
from gongxin.exchange.queries.recall_clock import ACT, NAMED
from gongxin.exchange.recalls import State


@require_safe
@permitted("recall.list")
def recalls(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The call sheet, the oldest first, and how many recalls stand how."""
    figures = recall_lists.figures(visit.now)
    number = page_of(request)
    found = owed.with_standing(recall_lists.call_sheet(visit.now, page=number), visit.now)
    called = owed.names({one.recall.recipient for one in found})
    late = figures.call_sheet + figures.listed
    context = {
        "figures": figures,
        "late": late,
        "rows": [
            (
                one,
                called[one.recall.recipient],
                [event for event in one.happened if event.event == "called"][-1:],
            )
            for one in found
        ],
        "pages": Pages.of(request, late, recall_lists.SHEET_MAX, number),
        "clocks": [law.deadline(key, visit.today) for key in (ACT, NAMED)],
    }
    return page(request, visit, "recalls", context)


def find_recall(visit: Visit, **address: object) -> str | None:
    """The state of a recall that somebody can act on; what can only be redeemed has no page."""
    found = owed.standing_of(UUID(str(address["recall"])), visit.now)
    return found.standing.state.value if found and found.standing.state in _SHOWN else None


_SHOWN = frozenset(State) - {State.REDEEMABLE}


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("recall.read", find_recall, posts="recall.call")
def recall(request: HttpRequest, visit: Visit, recall: UUID) -> HttpResponse:
    """One recall; a POST enters a call."""
    if request.method == "POST":
        if request.POST.get("result") not in set(CallResult):
            raise FormIncomplete
        acts.call(
            recall=recall,
            result=CallResult(request.POST["result"]),
            note=request.POST.get("note", ""),
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(reverse("desk:recall", args=[recall]))
    found = owed.standing_of(recall, visit.now)
    assert found is not None, "the gate has found it"
    state = found.standing.state.value
    card = partners.partner_in_force(found.recall.recipient.name)
    context = {
        "one": found,
        "is_sent": card is not None and card.webhook is not None,
        "name": owed.names([found.recall.recipient])[found.recall.recipient],
        "results": [one.value for one in CallResult],
        "outcomes": sorted(one.value for one in SAYABLE),
        "may_call": visit.may("recall.call", state),
        "may_confirm": visit.may("recall.confirm", state) and not (card and card.ack_key),
        "may_follow": visit.may("record.activity"),
    }
    visit.shown.append(str(found.recall.record))
    return page(request, visit, "recall", context)


@require_POST
@permitted("recall.confirm", find_recall)
def recall_confirm(request: HttpRequest, visit: Visit, recall: UUID) -> HttpResponse:
    acts.confirm_in_writing(
        recall=recall,
        outcome=outcome_of(request.POST.get("outcome", "")),
        paper=request.POST.get("paper", ""),
        by=visit.by,
        now=visit.now,
    )
    return HttpResponseRedirect(reverse("desk:recall", args=[recall]))
