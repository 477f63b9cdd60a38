"""The gate of an organisation's own pages: who is signed in for which organisation. It decides nothing else.

Every request asks anew: an account closed a second ago is nobody's, and an organisation that was cancelled has none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from gongxin.look import attempts
from gongxin.owners import queries
from gongxin.owners.actions import sign_ins
from gongxin.portal.render import page
from gongxin.refusal import Refusal

P = ParamSpec("P")
SESSION_KEY: Final = "owner_sign_in"
# Our own choice, after ASVS 5.0 V7.3: the computer of an office is shared.
IDLE_MAX: Final = timedelta(minutes=30)
ABSOLUTE_MAX: Final = timedelta(hours=12)
NOTED_EVERY: Final = timedelta(minutes=1)  # how exactly the last look is known: one write a minute


@dataclass(frozen=True)
class Owner:
    """One request of an organisation's own account. `account` is the name that other rooms and the journal take as `by`."""

    account: str
    label: str
    subject_id: int
    organisation: UUID
    name: str
    code: str
    sign_in: UUID
    now: datetime
    today: date


View = Callable[Concatenate[HttpRequest, Owner, P], HttpResponse]


def owner_only(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view answers whoever is signed in for an organisation; everybody else is led to the sign-in.

    One transaction a request; a Refusal undoes it and is said on a page. What is another organisation's the view answers
    with Http404, as what is absent. No answer is kept by anybody.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        owner = owner_of(request)
        if owner is None:
            return _to_sign_in(request)
        try:
            with transaction.atomic():
                response = view(request, owner, *args, **kwargs)
        except Refusal as refusal:
            response = own_page(request, owner, "owner_refused", {"refusal": refusal}, 409)
        response.headers["Cache-Control"] = "no-store"
        return response

    guarded.owner_only = True  # type: ignore[attr-defined]
    return guarded


def owner_of(request: HttpRequest) -> Owner | None:
    """Who asks; a browser that never signed in is not asked for a session at all."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    try:
        sign_in = UUID(str(request.session.get(SESSION_KEY, "")))
    except ValueError:
        return None
    now = timezone.now()
    today = timezone.localdate(now)
    found = queries.signed_in(
        sign_in, seen_since=now - IDLE_MAX, begun_since=now - ABSOLUTE_MAX, today=today
    )
    if found is None:
        return None
    if now - found.seen_at >= NOTED_EVERY:
        sign_ins.note(sign_in=sign_in, by=found.handle, now=now)
    body = found.organisation
    return Owner(
        found.handle, found.label, body.id, body.public_id, body.name, body.code, sign_in, now, today
    )  # fmt: skip


def own_page(
    request: HttpRequest,
    owner: Owner | None,
    template: str,
    context: dict[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page `portal/<template>.html`, with whose it is and the way to the other own pages."""
    return page(request, template, {"owner": owner, **(context or {})}, status)


def enter(request: HttpRequest, held: UUID, name: str, wanted: str) -> HttpResponse:
    """The browser is signed in. Its session and form token are new: what was planted before is worth nothing."""
    request.session.flush()
    rotate_token(request)
    request.session[SESSION_KEY] = str(held)
    response = HttpResponseRedirect(wanted)
    attempts.remember(request, response, counted_as(name))
    return response


def counted_as(name: str) -> str:
    """Under what attempts for this account are counted: never the name of somebody who works here."""
    return f"owner:{name}"


def own_path(wanted: str) -> str:
    """The path, if it is a page of an organisation's own; else the first of them. Never another site."""
    home = reverse("portal:mine")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) or "?" in wanted:
        return home
    try:
        found = resolve(wanted)
    except Resolver404:
        return home
    return wanted if hasattr(found.func, "owner_only") else home


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The same for every own page, whether what it names exists or not."""
    query = urlencode({"next": request.path}) if request.method == "GET" else ""
    address = f"{reverse('portal:owner_sign_in')}{'?' + query if query else ''}"
    return HttpResponseRedirect(address)
