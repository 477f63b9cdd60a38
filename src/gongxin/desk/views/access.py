"""Coming in and leaving: name and password, then the code of the second factor."""

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.agencies.actions import sign_ins
from gongxin.agencies.demonstration import ENTRANCES
from gongxin.agencies.queries import sign_ins as queries
from gongxin.desk.guard import SESSION_KEY, unguarded, visit_of
from gongxin.desk.render import page
from gongxin.look import attempts
from gongxin.look.devices import device_of

HALF_KEY: Final = "half"  # whoever gave the right password, until the code is given
HALF_SECONDS: Final = 300  # time to find the telephone


@require_http_methods(["GET", "HEAD", "POST"])
@unguarded("how one comes in")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password. Unknown, closed and wrong get the same page after the same work."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted = own_path(request, asked.get("next", ""))
    if request.method != "POST":
        if visit_of(request) is not None:
            return HttpResponseRedirect(wanted)
        return _sign_in_page(request, wanted)
    username = request.POST.get("name", "").strip()[:64]
    attempt = attempts.of_password(request, username, now=timezone.now())
    if wait := attempt.wait_seconds():
        return wait_page(request, wait)
    if not queries.password_holds(username, request.POST.get("password", "")):
        sign_ins.fail(step="password", username=username, by="desk", now=attempt.now)
        return _sign_in_page(request, wanted, failed=True)
    attempt.succeeded()
    request.session.flush()
    request.session[HALF_KEY] = [username, int(attempt.now.timestamp()), wanted]
    return HttpResponseRedirect(reverse("desk:sign_in_code"))


@require_http_methods(["GET", "HEAD", "POST"])
@unguarded("the second step of coming in")
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, within five minutes of the password."""
    username, wanted = half_of(request)
    if username is None:
        return HttpResponseRedirect(reverse("desk:sign_in"))
    if request.method != "POST":
        return page(request, None, "sign_in_code")
    attempt = attempts.of_code(f"account:{username}", now=timezone.now())
    if wait := attempt.wait_seconds():
        return wait_page(request, wait)
    held = sign_ins.begin_with_code(
        username=username,
        code=request.POST.get("code", ""),
        device=device_of(request),
        by=username,
        now=attempt.now,
    )
    if held is None:
        sign_ins.fail(step="code", username=username, by="desk", now=attempt.now)
        failed = _("验证码不对，或者刚用过。请等下一个再试。")
        return page(request, None, "sign_in_code", {"failed": failed}, 422)
    attempt.succeeded()
    return enter(request, held, username, wanted)


@require_POST
@unguarded("leaving")
def sign_out(request: HttpRequest) -> HttpResponse:
    visit = visit_of(request)
    if visit is not None:
        sign_ins.end(sign_in=visit.sign_in, by=visit.by, now=visit.now)
    request.session.flush()
    return HttpResponseRedirect(reverse("desk:sign_in"))


@require_POST
@unguarded("the demonstration's entrance, absent in every other mode")
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Signed in with one press as one of the demonstration's accounts."""
    username = request.POST.get("name", "")
    if not is_demonstration() or username not in {one.username for one in ENTRANCES}:
        raise Http404
    held = sign_ins.begin(
        username=username, device=device_of(request), by=username, now=timezone.now()
    )
    return enter(request, held, username, own_path(request, request.POST.get("next", "")))


def enter(request: HttpRequest, held: UUID, username: str, wanted: str) -> HttpResponse:
    """The browser is signed in. Its session and form token are new: what was planted before is worth nothing."""
    request.session.flush()
    rotate_token(request)
    request.session[SESSION_KEY] = str(held)
    response = HttpResponseRedirect(wanted)
    attempts.remember(request, response, username)
    return response


def half_of(request: HttpRequest) -> tuple[str | None, str]:
    """Who gave the right password within the last minutes, and where to go next."""
    match request.session.get(HALF_KEY):
        case [str(username), int(since), str(wanted)]:
            fresh = 0 <= timezone.now().timestamp() - since < HALF_SECONDS
            return (username, wanted) if fresh else (None, wanted)
        case _:
            return None, reverse("desk:home")


def own_path(request: HttpRequest, wanted: str) -> str:
    """The path, if it is a page of this desk; else the first page. Never another site, never an act."""
    home = reverse("desk:home")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) or "?" in wanted:
        return home
    try:
        found = resolve(wanted)
    except Resolver404:
        return home
    del request
    is_page = found.namespace == "desk" and not hasattr(found.func, "unguarded")
    return wanted if is_page else home


def wait_page(request: HttpRequest, seconds: int) -> HttpResponse:
    """Too many attempts: when the next one is heard."""
    response = page(request, None, "wait", {"minutes": -(-seconds // 60)}, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def is_demonstration() -> bool:
    return str(settings.GONGXIN_MODE) == "demo"


def _sign_in_page(request: HttpRequest, wanted: str, *, failed: bool = False) -> HttpResponse:
    context = {
        "wanted": wanted,
        "failed": failed,
        "entrances": ENTRANCES if is_demonstration() else (),
    }
    return page(request, None, "sign_in", context, 422 if failed else 200)
