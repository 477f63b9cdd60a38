"""The law at the desk: the catalogue with its editions and differences; an edition proposed, commented on, decided by another."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongxin.cases.actions import recounting
from gongxin.catalogue import actions, contents, proposing
from gongxin.catalogue import queries as law
from gongxin.catalogue.difference import Change, difference
from gongxin.catalogue.linting import lint
from gongxin.catalogue.proposals import COMMENT_CHARS_MAX, Event, ProposalRefused, touches_rights
from gongxin.catalogue.proposing import ProposalCard, ProposalUnknown
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.intake.reading.personal import covered
from gongxin.jurisdiction import Jurisdiction
from gongxin.refusal import Refusal

CHANGES_MAX: Final = 500  # on a page; the rest is counted


def _state(visit: Visit, **address: object) -> str | None:
    del visit
    try:
        return proposing.proposal(UUID(str(address["proposal"]))).state.value
    except ProposalUnknown:
        return None


@require_safe
@permitted("law.read")
def catalogue(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What may be recorded today, by domain, with who reports it and how soon."""
    in_force = law.law_on(visit.today).items
    groups = contents.by_domain(in_force, law.law().domains)
    context = {"groups": groups, "count": len(in_force), "loadings": law.loadings()[:1]}
    return page(request, visit, "law", context)


@require_safe
@permitted("law.read")
def editions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every edition that was put in force, and what differs between two of them."""
    known = law.loadings()
    digests = [loading.digest for loading in known]
    old, new = (request.GET.get(name, "") for name in ("old", "new"))
    if not (old or new) and len(digests) > 1:
        old, new = digests[1], digests[0]
    if any(one and one not in digests for one in (old, new)):
        raise Http404
    changes = difference(law.edition(old), law.edition(new)) if old and new else ()
    context = {"loadings": known, "old": old, "new": new, **_cut(changes)}
    return page(request, visit, "editions", context)


@require_safe
@permitted("edition.list")
def proposals(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was proposed; for whoever may propose, what the folder would change."""
    found = [(one, one.is_open_on(visit.today)) for one in proposing.proposals()]
    context: dict[str, object] = {"proposals": found}
    if visit.may("edition.propose"):
        context |= _folder()
    return page(request, visit, "proposals", context)


@require_POST
@permitted("edition.propose")
def propose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The folder becomes a proposal, if it still is what was seen."""
    folder = law.folder_law(settings.GONGXIN_JURISDICTION)
    if request.POST.get("seen", "") != folder.digest:
        raise ProposalRefused(
            "目录文件与所见不同", "the folder is not what was seen",
            remedy_zh="请重新查看差异后再提出", remedy_en="look at the differences again",
        )  # fmt: skip
    reason, _ = covered(request.POST.get("reason", "").replace("\x00", ""))
    made = actions.propose(law=folder, reason=reason, today=visit.today, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:proposal", args=[made]))


@require_safe
@permitted("edition.read", find=_state)
def proposal(request: HttpRequest, visit: Visit, proposal: UUID) -> HttpResponse:
    """The changes side by side, the comments, and what this visit may do about it."""
    found = proposing.proposal(proposal)
    changes = difference(law.edition(found.base), law.edition(found.edition))
    is_mine = found.proposed_by == visit.by
    may_decide = visit.may("edition.decide", found.state.value)
    context = {
        "proposal": found,
        "is_open": found.is_open_on(visit.today),
        "characters_max": COMMENT_CHARS_MAX,
        "may_comment": visit.may("edition.comment", found.state.value)
        and found.is_open_on(visit.today),
        "may_decide": may_decide and not is_mine,
        "may_withdraw": may_decide and is_mine,
        "is_ripe": _is_ripe(found, visit),
        **_cut(changes),
    }
    return page(request, visit, "proposal", context)


@require_POST
@permitted("edition.comment", find=_state)
def comment(request: HttpRequest, visit: Visit, proposal: UUID) -> HttpResponse:
    """One comment, as public as everybody's; a person's marks are covered before it is kept."""
    said, _ = covered(request.POST.get("text", "").replace("\x00", ""))
    actions.comment(proposal=proposal, text=said, today=visit.today, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:proposal", args=[proposal]) + "#comments")


@require_POST
@permitted("edition.decide", find=_state)
def decide(request: HttpRequest, visit: Visit, proposal: UUID) -> HttpResponse:
    """Approve, refuse or withdraw, bound to the digest over the edition and every comment that was on the page."""
    try:
        event = Event(request.POST.get("event", ""))
    except ValueError:
        raise ProposalRefused("请选择结论", "choose what is decided") from None
    answer, _ = covered(request.POST.get("answer", "").replace("\x00", ""))
    actions.decide_proposal(
        proposal=proposal,
        event=event,
        seen=request.POST.get("seen", ""),
        answer=answer,
        today=visit.today,
        by=visit.by,
        now=visit.now,
    )
    recounting.follow_calendar(by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:proposal", args=[proposal]))


def _is_ripe(found: ProposalCard, visit: Visit) -> bool:
    """Whether it could be approved today: comments are over."""
    return found.comment_until is None or visit.today > found.comment_until


def _folder() -> dict[str, object]:
    """What the folder of the law would change, what the linter refuses of it, and whether it asks for comments."""
    base = law.digest_in_force(settings.GONGXIN_JURISDICTION)
    try:
        folder: Jurisdiction = law.folder_law(settings.GONGXIN_JURISDICTION)
    except Refusal as refusal:
        return {"folder_refusal": refusal}
    if base is None or base == folder.digest:
        return {"folder_changes": 0}
    changes = difference(law.edition(base), folder)
    return {
        "folder": folder,
        "folder_changes": len(changes),
        "asks_for_comments": touches_rights(changes),
        "complaints": lint(folder),
        **_cut(changes),
    }


def _cut(changes: tuple[Change, ...]) -> dict[str, object]:
    return {
        "changes": changes[:CHANGES_MAX],
        "more": max(len(changes) - CHANGES_MAX, 0),
        "in_all": len(changes),
    }
