"""A person comes to an account: with the link and the opening code, a password and the second factor are set."""

from typing import Final
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongxin.agencies import factors, invitations
from gongxin.agencies.actions import invitations as actions
from gongxin.agencies.actions import sign_ins
from gongxin.agencies.invitations import InvitationRefused
from gongxin.agencies.passwords import PasswordRefused
from gongxin.agencies.queries import sign_ins as queries
from gongxin.desk.guard import unguarded
from gongxin.desk.render import page
from gongxin.desk.views.access import enter, wait_page
from gongxin.look import attempts
from gongxin.look.devices import device_of
from gongxin.refusal import Refusal

SETTING_KEY: Final = "setting"


@require_http_methods(["GET", "HEAD", "POST"])
@unguarded("how an invited person sets a password")
def invitation(request: HttpRequest, link: str) -> HttpResponse:
    """A link that is not in force gets the same page as one whose code is wrong."""
    if request.method != "POST":
        return page(request, None, "invitation")
    attempt = attempts.of_code(f"invitation:{link}", now=timezone.now())
    if wait := attempt.wait_seconds():
        return wait_page(request, wait)
    try:
        setting = _set_password(request, link)
    except (InvitationRefused, PasswordRefused) as refusal:
        return page(request, None, "invitation", {"refusal": refusal}, 422)
    attempt.succeeded()
    request.session.flush()
    request.session[SETTING_KEY] = str(setting.invitation)
    return HttpResponseRedirect(reverse("desk:invitation_factor"))


def _set_password(request: HttpRequest, link: str) -> actions.Setting:
    now = timezone.now()
    if request.POST.get("password") != request.POST.get("again"):
        raise PasswordRefused("两次输入的密码不一样", "the two passwords differ")
    username = queries.invited(invitations.kept(link), now=now)
    if username is None:
        raise InvitationRefused
    return actions.set_password(
        link=link,
        code=request.POST.get("code", ""),
        password=request.POST.get("password", ""),
        by=username,
        now=now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unguarded("how an invited person sets the second factor")
def invitation_factor(request: HttpRequest) -> HttpResponse:
    """The QR code, until a code from the person's generator proves that it was read."""
    try:
        setting = UUID(str(request.session.get(SETTING_KEY, "")))
    except ValueError:
        return HttpResponseRedirect(reverse("desk:sign_in"))
    now = timezone.now()
    found = queries.secret_to_show(setting, now=now)
    if found is None:
        return HttpResponseRedirect(reverse("desk:sign_in"))
    username, secret = found
    failed: str | Refusal = ""
    if request.method == "POST":
        attempt = attempts.of_code(f"account:{username}", now=now)
        if wait := attempt.wait_seconds():
            return wait_page(request, wait)
        code = request.POST.get("code", "")
        if actions.confirm_factor(invitation=setting, code=code, by=username, now=now):
            attempt.succeeded()
            held = sign_ins.begin(
                username=username, device=device_of(request), by=username, now=now
            )
            return enter(request, held, username, reverse("desk:home"))
        failed = _("验证码不对。请核对手机时间，用当前显示的六位数字再试。")
    address = factors.address(secret, username=username, issuer="公信 Gongxin")
    context = {
        "username": username,
        "secret": secret,
        "picture": segno.make(address, error="m").svg_data_uri(scale=4, border=4),
        "failed": failed,
    }
    return page(request, None, "invitation_factor", context, 422 if failed else 200)
