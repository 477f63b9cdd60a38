"""An organisation's person comes in and leaves: unified code, account and password, then the code of the second factor."""

from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.look import attempts
from gongxin.look.devices import device_of
from gongxin.owners import queries
from gongxin.owners.actions import sign_ins
from gongxin.owners.demonstration import LABEL, PASSWORD
from gongxin.owners.letters import plain_code
from gongxin.portal.owner import SESSION_KEY, counted_as, enter, own_page, own_path, owner_of
from gongxin.portal.render import error_page

HALF_KEY: Final = "owner_half"  # whoever gave the right password, until the code is given
HALF_SECONDS: Final = 300  # time to find the telephone


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Unknown, closed, cancelled and wrong get the same page after the same work."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted = own_path(asked.get("next", ""))
    if request.method != "POST":
        if owner_of(request) is not None:
            return HttpResponseRedirect(wanted)
        return own_page(request, None, "owner_sign_in", {"wanted": wanted, **demonstrated()})
    uscc = plain_code(request.POST.get("uscc", ""))
    label = request.POST.get("label", "").strip().lower()[:20]
    now = timezone.now()
    attempt = attempts.of_password(request, counted_as(f"{uscc}.{label}"), now=now)
    if wait := attempt.wait_seconds():
        return error_page(request, 429, wait_seconds=wait)
    handle = queries.password_holds(
        uscc, label, request.POST.get("password", ""), today=timezone.localdate(now)
    )
    if handle is None:
        context = {"wanted": wanted, "failed": True, **demonstrated()}
        return own_page(request, None, "owner_sign_in", context, 422)
    attempt.succeeded()
    request.session.flush()
    request.session[HALF_KEY] = [handle, f"{uscc}.{label}", int(now.timestamp()), wanted]
    return HttpResponseRedirect(reverse("portal:owner_sign_in_code"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, within five minutes of the password."""
    now = timezone.now()
    match request.session.get(HALF_KEY):
        case [str(handle), str(name), int(since), str(wanted)] if (
            0 <= now.timestamp() - since < HALF_SECONDS
        ):
            pass
        case _:
            return HttpResponseRedirect(reverse("portal:owner_sign_in"))
    if request.method != "POST":
        return own_page(request, None, "owner_sign_in_code")
    attempt = attempts.of_code(f"owner:{handle}", now=now)
    if wait := attempt.wait_seconds():
        return error_page(request, 429, wait_seconds=wait)
    held = sign_ins.begin_with_code(
        handle=handle,
        code=request.POST.get("code", ""),
        device=device_of(request),
        by=handle,
        now=now,
    )
    if held is None:
        failed = _("验证码不对，或者刚用过。请等下一个再试。")
        return own_page(request, None, "owner_sign_in_code", {"failed": failed}, 422)
    attempt.succeeded()
    return enter(request, held, name, wanted)


@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Signed in with one press as the demonstration's organisation; absent in every other mode."""
    now = timezone.now()
    known = demonstrated().get("entrances", ())
    asked = request.POST.get("handle", "")
    chosen = next((one for one in known if one.handle == asked), None)
    if chosen is None:
        raise Http404
    held = sign_ins.begin(
        handle=chosen.handle, device=device_of(request), by=chosen.handle, now=now
    )
    name = f"{chosen.uscc}.{chosen.label}"
    return enter(request, held, name, own_path(request.POST.get("next", "")))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    owner = owner_of(request)
    if owner is not None:
        sign_ins.end(sign_in=owner.sign_in, by=owner.account, now=owner.now)
        request.session.pop(SESSION_KEY, None)
        request.session.flush()
    return HttpResponseRedirect(reverse("portal:owner_sign_in"))


def demonstrated() -> dict[str, Any]:
    """The demonstration's entrances with all that a person would have; in every other mode nothing."""
    if settings.GONGXIN_MODE != "demo":
        return {}
    now = timezone.now()
    found = queries.entrances(LABEL, today=timezone.localdate(now), now=now)
    return {"entrances": found, "entrance_password": PASSWORD}
