"""The accounts of an organisation, by its own people: who may come in, a code for a colleague, where one is signed in."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongxin.agencies import passwords
from gongxin.look import attempts
from gongxin.owners import queries
from gongxin.owners.actions import accounts as actions
from gongxin.owners.actions import letters, sign_ins
from gongxin.owners.letters import printed
from gongxin.portal.owner import ABSOLUTE_MAX, IDLE_MAX, Owner, own_page, owner_only
from gongxin.portal.render import error_page


@require_safe
@owner_only
def accounts(request: HttpRequest, owner: Owner) -> HttpResponse:
    return own_page(request, owner, "owner_accounts", _context(owner))


@require_POST
@owner_only
def pass_on(request: HttpRequest, owner: Owner) -> HttpResponse:
    """A code for a colleague, on this one page and never again."""
    made = letters.pass_on(
        handle=owner.account,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=owner.today,
        by=owner.account,
        now=owner.now,
    )
    context = {"code": printed(made.code), "ends_at": made.ends_at}
    return own_page(request, owner, "owner_passed_on", context)


@require_POST
@owner_only
def close(request: HttpRequest, owner: Owner, account: UUID) -> HttpResponse:
    """Another account of the same organisation; of any other organisation there is none."""
    del request
    found = queries.account(account)
    if found is None or found[1] != owner.subject_id:
        raise Http404
    actions.close(account=account, by=owner.account, now=owner.now)
    return HttpResponseRedirect(reverse("portal:owner_accounts"))


@require_POST
@owner_only
def end_sign_ins(request: HttpRequest, owner: Owner) -> HttpResponse:
    """The one that the form names, if it is one's own and live; without a name all but this one."""
    if named := request.POST.get("sign_in"):
        if named not in {str(one.id) for one in _live(owner)}:
            raise Http404
        sign_ins.end(sign_in=UUID(named), by=owner.account, now=owner.now)
    else:
        sign_ins.end_all(handle=owner.account, but=owner.sign_in, by=owner.account, now=owner.now)
    return HttpResponseRedirect(reverse("portal:owner_accounts"))


@require_POST
@owner_only
def change_password(request: HttpRequest, owner: Owner) -> HttpResponse:
    """The new password holds here; everywhere else the account is signed out.

    What is refused is said on the page itself: a refusal that undid the transaction would undo the count as well.
    """
    attempt = attempts.of_code(f"owner-password:{owner.account}", now=owner.now)
    if wait := attempt.wait_seconds():
        return error_page(request, 429, wait_seconds=wait)
    try:
        _change(request, owner)
    except passwords.PasswordRefused as refusal:
        context = {**_context(owner), "refusal": refusal}
        return own_page(request, owner, "owner_accounts", context, 422)
    attempt.succeeded()
    sign_ins.end_all(handle=owner.account, but=owner.sign_in, by=owner.account, now=owner.now)
    return own_page(request, owner, "owner_accounts", {**_context(owner), "changed": True})


def _change(request: HttpRequest, owner: Owner) -> None:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise passwords.PasswordRefused("两次输入的密码不一样", "the two passwords differ")
    actions.change_password(
        handle=owner.account,
        old=request.POST.get("old", ""),
        new=new,
        by=owner.account,
        now=owner.now,
    )


def _context(owner: Owner) -> dict[str, object]:
    found = queries.accounts_of(owner.subject_id)
    return {
        "accounts": found,
        "labels": {one.handle: one.label for one in found},
        "sign_ins": _live(owner),
        "chars_min": passwords.CHARS_MIN,
    }


def _live(owner: Owner) -> list[queries.LiveSignIn]:
    return queries.live_sign_ins(
        owner.account, seen_since=owner.now - IDLE_MAX, begun_since=owner.now - ABSOLUTE_MAX
    )
