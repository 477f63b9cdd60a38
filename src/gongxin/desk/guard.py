"""The one gate of the desk: who is signed in, whose drafts the transaction sees, and what the table of access permits.

It decides nothing itself: the table does (`agencies/policy`). What is foreign, absent or not permitted gets the same 404.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Concatenate, Final, ParamSpec, Protocol
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from gongxin.agencies import policy, queries
from gongxin.agencies.actions import sign_ins
from gongxin.agencies.queries import Actor
from gongxin.agencies.scope import acting_for
from gongxin.desk.render import page
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Look
from gongxin.refusal import Refusal

P = ParamSpec("P")
SESSION_KEY: Final = "sign_in"
# Our own choice, after ASVS 5.0 V7.3: a clerk's lunch fits, a forgotten evening does not.
IDLE_MAX: Final = timedelta(minutes=60)
ABSOLUTE_MAX: Final = timedelta(hours=12)  # a long day; whoever works longer signs in again
NOTED_EVERY: Final = timedelta(minutes=1)  # how exactly the last look is known: one write a minute


@dataclass
class Visit:
    """One request of somebody signed in. A view tells it which ids it showed; the gate keeps them with the look."""

    actor: Actor
    now: datetime
    today: date
    sign_in: UUID
    purpose: str = "duty"  # what for, where the person is asked
    reason: str | None = None  # the same in the person's words, a person's marks covered
    asked: str | None = None  # what was searched for, a person's marks covered
    shown: list[str] = field(default_factory=list)

    @property
    def by(self) -> str:
        return self.actor.username

    @property
    def scope(self) -> str:
        return self.actor.scope

    def may(self, action: str, state: str | None = None) -> bool:
        """Whether a page should offer this to whoever reads it."""
        return policy.permits(action, self.actor.roles, state)


class Finder(Protocol):
    """The state of the object an address names, read behind the wall of the visit's agency; None: there is none."""

    def __call__(self, visit: Visit, **address: object) -> str | None: ...


View = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]
OpenView = Callable[Concatenate[HttpRequest, P], HttpResponse]


def permitted(
    action: str, find: Finder | None = None, *, posts: str | None = None
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """The view answers whom the table permits `action` (`posts`: that action for a POST), on the object `find` finds.

    One transaction a request, behind the wall of the actor's agency. A Refusal undoes it and is said on a page.
    """
    assert {action, posts or action} <= policy.RULES.keys(), "every route has a rule"

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            visit = visit_of(request)
            if visit is None:
                return _to_sign_in(request)
            asked = posts if posts and request.method == "POST" else action
            try:
                with acting_for(visit.scope):
                    _ensure(visit, asked, find, kwargs)
                    response = view(request, visit, *args, **kwargs)
                    # A search that was turned away is a search: what was asked stays.
                    if response.status_code < 400 or visit.asked is not None:
                        _keep(visit, asked, kwargs)
                return response
            except Refusal as refusal:
                return page(request, visit, "refused", {"refusal": refusal}, 409)

        guarded.action = action  # type: ignore[attr-defined]
        guarded.posts = posts  # type: ignore[attr-defined]
        guarded.find = find  # type: ignore[attr-defined]
        return guarded

    return decorate


def unguarded(why: str) -> Callable[[OpenView[P]], OpenView[P]]:
    """The view answers whoever asks, signed in or not: how one comes in. `why` is for whoever reads the addresses."""

    def decorate(view: OpenView[P]) -> OpenView[P]:
        @wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refusal as refusal:
                return page(request, None, "refused", {"refusal": refusal}, 409)

        opened.unguarded = why  # type: ignore[attr-defined]
        return opened

    return decorate


def visit_of(request: HttpRequest) -> Visit | None:
    """Who asks, looked up anew in each request: an account that was closed a second ago is nobody's."""
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
        sign_ins.note(sign_in=sign_in, by=found.actor.username, now=now)
    return Visit(found.actor, now, today, sign_in)


def _ensure(visit: Visit, action: str, find: Finder | None, address: dict[str, object]) -> None:
    """Nothing, or the one 404 for absent, foreign and not permitted."""
    state = find(visit, **address) if find else None
    if find is not None and state is None:
        raise Http404
    if not visit.may(action, state):
        raise Http404


def _keep(visit: Visit, action: str, address: dict[str, object]) -> None:
    rule = policy.rule(action)
    if not rule.recorded:
        return
    shown = [*(str(value) for value in address.values()), *visit.shown]
    disclosures.record_read(
        look=Look(
            visit.actor.role.value,
            visit.scope,
            action,
            visit.purpose,
            shown,
            visit.asked,
            visit.reason,
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=visit.by,
        now=visit.now,
    )


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The same for every address of the desk, whether it exists or not."""
    query = urlencode({"next": request.path}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"{reverse('desk:sign_in')}{'?' + query if query else ''}")
