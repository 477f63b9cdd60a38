"""Proposed editions of the catalogue: what would change, until when anybody may say something, what was answered."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.catalogue import actions, proposing
from gongxin.catalogue import queries as law
from gongxin.catalogue.difference import difference
from gongxin.catalogue.proposals import COMMENT_CHARS_MAX
from gongxin.catalogue.proposing import ProposalUnknown
from gongxin.intake.reading.personal import covered
from gongxin.portal import moment
from gongxin.portal.middleware import counted, open_page
from gongxin.portal.moment import Moment
from gongxin.portal.render import error_page, page
from gongxin.refusal import Refusal

PUBLIC = "public"  # who comments is not asked


@require_safe
@open_page(seconds=5)
def proposals(request: HttpRequest) -> HttpResponse:
    today = moment.of(request).today
    found = [(one, one.is_open_on(today)) for one in proposing.proposals()]
    return page(request, "proposals", {"proposals": found})


# Exempt, as the trial of a file is: without the token the public pages need no cookie, and what a form on
# another site would send is turned away by what the browser says of itself.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("comment", "POST")
def proposal(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """GET: the changes side by side and the comments. POST: one comment, what is a person's masked before it is kept."""
    at = moment.of(request)
    if request.method != "POST":
        return _shown(request, proposal, at)
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return error_page(request, 403)
    said, _masked = covered(request.POST.get("text", ""))
    try:
        actions.comment(proposal=proposal, text=said, today=at.today, by=PUBLIC, now=at.now)
    except ProposalUnknown:
        raise Http404 from None
    except Refusal as refusal:
        return _shown(request, proposal, at, refusal=refusal, said=said)
    return HttpResponseRedirect(reverse("portal:proposal", args=[proposal]) + "#comments")


def _shown(
    request: HttpRequest, proposal: UUID, at: Moment, refusal: Refusal | None = None, said: str = ""
) -> HttpResponse:
    try:
        found = proposing.proposal(proposal)
    except ProposalUnknown:
        raise Http404 from None
    context = {
        "proposal": found,
        "is_open": found.is_open_on(at.today),
        "changes": difference(law.edition(found.base), law.edition(found.edition)),
        "characters_max": COMMENT_CHARS_MAX,
        "refusal": refusal,
        "said": said,
    }
    return page(request, "proposal", context, 422 if refusal else 200)
