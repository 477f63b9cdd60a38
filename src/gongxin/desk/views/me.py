"""My own account: where it is signed in, its password, what was lent and taught."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongxin.agencies import passwords
from gongxin.agencies.actions import accounts, sign_ins
from gongxin.agencies.queries import accounts as account_queries
from gongxin.agencies.queries import sign_ins as queries
from gongxin.desk import attempts
from gongxin.desk.guard import ABSOLUTE_MAX, IDLE_MAX, Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.views.access import wait_page

FAILURES_OF: Final = timedelta(days=30)


def own_sign_in(visit: Visit, **address: object) -> str | None:
    """A sign-in of one's own: live or ended."""
    return queries.sign_in_state(UUID(str(address["sign_in"])), username=visit.by)


@require_safe
@permitted("me.read")
def me(request: HttpRequest, visit: Visit) -> HttpResponse:
    return page(request, visit, "me", _context(visit))


@require_POST
@permitted("sign_in.end", own_sign_in)
def end_sign_in(request: HttpRequest, visit: Visit, sign_in: UUID) -> HttpResponse:
    sign_ins.end(sign_in=sign_in, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:me"))


@require_POST
@permitted("sign_in.end_all")
def end_sign_ins(request: HttpRequest, visit: Visit) -> HttpResponse:
    sign_ins.end_all(username=visit.by, but=visit.sign_in, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:me"))


@require_POST
@permitted("password.change")
def change_password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The new password holds here; everywhere else the account is signed out.

    What is refused is said on the page itself: a refusal that undid the transaction would undo the count as well.
    """
    attempt = attempts.of_code(f"password:{visit.by}")
    if wait := attempt.wait_seconds():
        return wait_page(request, wait)
    try:
        _change(request, visit)
    except passwords.PasswordRefused as refusal:
        return page(request, visit, "me", {**_context(visit), "refusal": refusal}, 422)
    attempt.succeeded()
    return page(request, visit, "me", {**_context(visit), "changed": True})


def _change(request: HttpRequest, visit: Visit) -> None:
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    if new != request.POST.get("again"):
        raise passwords.PasswordRefused("两次输入的密码不一样", "the two passwords differ")
    accounts.change_password(username=visit.by, old=old, new=new, by=visit.by, now=visit.now)
    sign_ins.end_all(username=visit.by, but=visit.sign_in, by=visit.by, now=visit.now)


def _context(visit: Visit) -> dict[str, object]:
    card = account_queries.account(visit.by, today=visit.today, now=visit.now)
    assert card is not None, "whoever is signed in has an account"
    return {
        "card": card,
        "training_states": [(one, one.standing(visit.today)) for one in card.trainings],
        "sign_ins": queries.live_sign_ins(
            visit.by, seen_since=visit.now - IDLE_MAX, begun_since=visit.now - ABSOLUTE_MAX
        ),
        "failures": queries.failed_sign_ins_of(visit.by, since=visit.now - FAILURES_OF),
        "chars_min": passwords.CHARS_MIN,
    }
