"""Coming in and leaving: name and password, then the code of the second factor."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.agencies.actions import sign_ins
from gongxin.desk.guard import SESSION_KEY, visit_of
from gongxin.desk.render import page


@require_http_methods(["GET", "HEAD"])
def sign_in(request: HttpRequest) -> HttpResponse:
    return page(request, None, "sign_in")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if visit is not None:
        held = UUID(str(request.session[SESSION_KEY]))
        sign_ins.end(sign_in=held, by=visit.by, now=visit.now)
    request.session.flush()
    return HttpResponseRedirect(reverse("desk:sign_in"))
