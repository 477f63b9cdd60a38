"""Search by name or code. A code is posted, never part of an address; a number of a person is not searched at all."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongxin.look.page import other_path
from gongxin.portal.middleware import counted
from gongxin.portal.render import page
from gongxin.search import queries as searching
from gongxin.search.typed import Typed, compact, what

TEXT_MAX = 100  # the longest registered names have some 60 characters
HITS_MAX = 20


# Exempt: a search changes nothing, and without the token the public pages need no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("search")
def search(request: HttpRequest) -> HttpResponse:
    """POST: from the box, so that what is typed stays out of every log. GET `?q=`: a name that may be shared."""
    posted = request.method == "POST"
    text = (request.POST if posted else request.GET).get("q", "").strip()[:TEXT_MAX]
    text = text.replace("\x00", "")
    kind = what(text)
    if kind is Typed.NOTHING:
        return page(request, "search", {"kind": kind})
    if kind is Typed.PERSONAL:
        # The link to the other language would repeat the address, and with it the number.
        return page(request, "search", {"kind": kind, "other_address": other_path(request)}, 422)
    if kind is Typed.NAME and posted:
        return HttpResponseRedirect(
            f"{reverse('portal:search')}?{urlencode({'q': text})}", status=303
        )
    found = searching.search(compact(text) if kind is Typed.CODE else text, limit=HITS_MAX)
    if kind is Typed.CODE and len(found.hits) == 1:
        to = reverse("portal:organisation", kwargs={"public_id": found.hits[0].public_id})
        return HttpResponseRedirect(to, status=303)
    return page(request, "search", {"kind": kind, "text": text, "found": found, "most": HITS_MAX})
