"""My own account: where it is signed in, its password, what was lent and taught."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongxin.agencies import passwords
from gongxin.agencies.actions import accounts, sign_ins
from gongxin.agencies.queries import accounts as account_queries
from gongxin.agencies.queries import sign_ins as queries
from gongxin.desk.guard import ABSOLUTE_MAX, IDLE_MAX, Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.views.access import wait_page
from gongxin.look import attempts

FAILURES_OF: Final = timedelta(days=30)


@require_safe
@permitted("me.read")
def me(request: HttpRequest, visit: Visit) -> HttpResponse:
    return page(request, visit, "me", _context(visit))


@require_POST
@permitted("sign_in.end")
def end_sign_ins(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The one that the form names, if it is one's own and live; without a name all but this one."""
    if named := request.POST.get("sign_in"):
        if _own_state(visit, named) != "live":
            raise Http404
        sign_ins.end(sign_in=UUID(named), by=visit.by, now=visit.now)
    else:
        sign_ins.end_all(username=visit.by, but=visit.sign_in, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:me"))


@require_POST
@permitted("password.change")
def change_password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The new password holds here; everywhere else the account is signed out.

    What is refused is said on the page itself: a refusal that undid the transaction would undo the count as well.
    """
    attempt = attempts.of_code(f"password:{visit.by}", now=visit.now)
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


def _own_state(visit: Visit, named: str) -> str | None:
    """Where a sign-in of one's own stands; None for another's, and for what is none."""
    try:
        return queries.sign_in_state(UUID(named), username=visit.by)
    except ValueError:
        return None
