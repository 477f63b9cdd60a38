"""An organisation comes to its first account: a letter is asked for, and with its code both factors are set."""

from typing import Final
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongxin.agencies import factors
from gongxin.agencies.passwords import PasswordRefused
from gongxin.look import attempts
from gongxin.look.devices import device_of
from gongxin.owners import queries
from gongxin.owners.actions import accounts, letters, sign_ins
from gongxin.owners.identity import SERVICE
from gongxin.owners.letters import CodeRefused, plain_code
from gongxin.owners.names import OFFERED
from gongxin.portal.middleware import counted
from gongxin.portal.owner import enter, own_page
from gongxin.portal.render import error_page
from gongxin.refusal import Refusal

SETTING_KEY: Final = "owner_setting"


# Exempt: it queues a letter to an address that the register has, whoever asks; without the token it needs no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("owner_letter", "POST")
def register(request: HttpRequest) -> HttpResponse:
    """Ask for the letter. The answer is the same for every code, known or not."""
    if request.method != "POST":
        return own_page(request, None, "owner_register", {"service": SERVICE})
    now = timezone.now()
    letters.ask(
        uscc=plain_code(request.POST.get("uscc", "")),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=timezone.localdate(now),
        by="portal",
        now=now,
    )
    return own_page(request, None, "owner_asked")


@require_http_methods(["GET", "HEAD", "POST"])
@counted("owner_code", "POST")
def register_code(request: HttpRequest) -> HttpResponse:
    """With the code: the account's purpose and a password. Every wrong code gets the same page."""
    context: dict[str, object] = {"offered": OFFERED}
    if request.method != "POST":
        return own_page(request, None, "owner_code", context)
    try:
        account = _set_up(request)
    except Refusal as refusal:
        typed = {name: request.POST.get(name, "")[:40] for name in ("uscc", "label")}
        return own_page(
            request, None, "owner_code", {**context, "refusal": refusal, "typed": typed}, 422
        )
    request.session.flush()
    request.session[SETTING_KEY] = str(account)
    return HttpResponseRedirect(reverse("portal:owner_factor"))


def _set_up(request: HttpRequest) -> UUID:
    now = timezone.now()
    if request.POST.get("password") != request.POST.get("again"):
        raise PasswordRefused("两次输入的密码不一样", "the two passwords differ")
    account = accounts.set_up(
        uscc=plain_code(request.POST.get("uscc", "")),
        code=request.POST.get("code", "")[:40],
        label=request.POST.get("label", ""),
        password=request.POST.get("password", ""),
        today=timezone.localdate(now),
        by="portal",
        now=now,
    )
    if account is None:
        raise CodeRefused
    return account


@require_http_methods(["GET", "HEAD", "POST"])
def register_factor(request: HttpRequest) -> HttpResponse:
    """The QR code, until a code from the person's generator proves that it was read."""
    try:
        account = UUID(str(request.session.get(SETTING_KEY, "")))
    except ValueError:
        return HttpResponseRedirect(reverse("portal:owner_code"))
    now = timezone.now()
    today = timezone.localdate(now)
    found = queries.secret_to_show(account, now=now, today=today)
    if found is None:
        return HttpResponseRedirect(reverse("portal:owner_code"))
    name, secret = found
    failed = ""
    if request.method == "POST":
        attempt = attempts.of_code(f"owner:{account}", now=now)
        if wait := attempt.wait_seconds():
            return error_page(request, 429, wait_seconds=wait)
        code = request.POST.get("code", "")
        try:
            handle = accounts.confirm(account=account, code=code, today=today, by="portal", now=now)
        except Refusal as refusal:
            return own_page(request, None, "owner_refused", {"refusal": refusal}, 409)
        if handle is not None:
            attempt.succeeded()
            held = sign_ins.begin(handle=handle, device=device_of(request), by=handle, now=now)
            return enter(request, held, str(name), reverse("portal:mine"))
        failed = _("验证码不对。请核对手机时间，用当前显示的六位数字再试。")
    address = factors.address(secret, username=str(name), issuer="公信 Gongxin")
    context = {
        "name": name,
        "secret": secret,
        "picture": segno.make(address, error="m").svg_data_uri(scale=4, border=4),
        "failed": failed,
    }
    return own_page(request, None, "owner_factor", context, 422 if failed else 200)
