"""Every route × every role × two agencies × every state: what the table of access permits is answered, the rest is one 404.

Routes come from the resolver, objects from `tests/builders/desk_*.py`: a route without a rule, or without an object in each
state, fails. The second test takes the table away: what is another agency's still does not come back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import unwrap
from typing import Any, Final
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongxin.agencies import policy
from gongxin.agencies.roles import AGENCY_ROLES, Role
from tests.builders import city, desk_places, staff

pytestmark = pytest.mark.django_db

# Doors through which somebody comes who is not signed in yet. Each is argued for here.
OPEN: Final[Mapping[str, str]] = {
    "sign_in": "where somebody comes in",
    "sign_in_code": "the second step of coming in",
    "sign_in_as": "the entrance of the demonstration, absent in every other mode",
    "sign_out": "ends what there is, if there is anything",
    "invitation": "how an invited person sets a password, with both halves of the invitation",
    "invitation_factor": "how the same person sets the second factor",
}
HOME, OTHER = staff.AGENCIES
# Pages without an object whose address names something all the same.
NAMED: Final[Mapping[str, Mapping[str, object]]] = {
    "sheets_file": {"month": "2026-04", "form": "csv"}
}
# Places about what is no agency's; the wall says nothing of them, the table of access does.
NOBODYS: Final[Mapping[str, str]] = {
    "desk:organisation": "the register of organisations is public",
    "desk:authority": "the register of agencies is public",
    "desk:proposal": "a proposed edition is public",
    "desk:proposal_comment": "a proposed edition is public",
    "desk:proposal_decide": "a proposed edition is public",
    **dict.fromkeys(
        ("desk:letter", "desk:letter_print", "desk:owners_of", "desk:owner_close"),
        "an organisation's own accounts are no agency's",
    ),
    "desk:canary_end": "canaries are the platform's own",
    **dict.fromkeys(
        ("desk:partner", "desk:partner_change", "desk:partner_close", "desk:partner_collect"),
        "the register of those who hold copies is public",
    ),
    "desk:recall": "a recall is between the platform and a recipient",
    "desk:recall_confirm": "a recall is between the platform and a recipient",
}
METHODS: Final = ("get", "post")


@dataclass(frozen=True)
class Route:
    name: str
    view: Any

    @property
    def has_object(self) -> bool:
        return self.view.find is not None

    def action(self, method: str) -> str:
        return str(self.view.posts or self.view.action) if method == "post" else self.view.action


def routes() -> list[Route]:
    """The routes of the desk, in Chinese alone: English is the same views."""
    found: dict[str, Route] = {}
    for pattern in _patterns(get_resolver().url_patterns):
        if unwrap(pattern.callback).__module__.startswith("gongxin.desk."):
            assert pattern.name, f"{pattern.pattern} has no name"
            found.setdefault(pattern.name, Route(pattern.name, pattern.callback))
    return list(found.values())


def _patterns(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns)
        else:
            yield pattern


def guarded_routes() -> list[Route]:
    return [route for route in routes() if route.name not in OPEN]


def test_every_route_has_a_rule_and_every_rule_a_route_or_an_interface() -> None:
    bare = [r.name for r in guarded_routes() if getattr(r.view, "action", None) is None]
    assert not bare, f"behind no gate: {bare}"


def test_every_route_about_an_object_has_its_objects() -> None:
    about = {f"desk:{route.name}" for route in guarded_routes() if route.has_object}
    assert about == set(desk_places.places())


def test_whoever_audits_changes_nothing() -> None:
    """The auditor's looks are recorded by the gate; no rule lets the auditor write."""
    writing = {
        route.action("post")
        for route in guarded_routes()
        if route.view.posts or "post" in _methods(route)
    }
    reading = {route.view.action for route in guarded_routes() if route.view.posts}
    for action in writing - reading:
        open_to = policy.rule(action).roles
        assert Role.AUDITOR not in open_to or action in ASKING, action


# A search is a POST because nothing of it may stand in an address; it changes nothing. One's own account is one's own.
ASKING: Final[frozenset[str]] = frozenset({"password.change", "sign_in.end", "search.run"})


def _methods(route: Route) -> set[str]:
    """Which methods a route without an object answers at all: asked of the view, not of its source."""
    if route.has_object:
        return set()
    browser = Client()
    return {
        m
        for m in METHODS
        if getattr(browser, m)(_address(route, NAMED.get(route.name, {}))).status_code != 405
    }


def _address(route: Route, address: Mapping[str, object]) -> str:
    return reverse(f"desk:{route.name}", kwargs=dict(address))


def browsers() -> Iterator[tuple[Role, str, Client]]:
    for role in Role:
        for agency in (HOME, OTHER) if role in AGENCY_ROLES else (HOME,):
            yield role, agency, staff.signed_in(role, agency)


class _Undone(Exception):
    """Ends a look that changes nothing."""


def _without(body: bytes, address: Mapping[str, object], route: Route) -> bytes:
    """A page without the address that its reader asked for, which stands in the link to the other language."""
    return body.replace(_address(route, address).encode(), b"")


def _status(browser: Client, method: str, address: str) -> tuple[int, bytes]:
    """Status and body of one request, whose effects are undone."""
    answer: list[tuple[int, bytes]] = []
    try:
        with transaction.atomic():
            response = getattr(browser, method)(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            # The link to the other language repeats the address that was asked.
            answer.append((response.status_code, body.replace(address.encode(), b"")))
            raise _Undone
    except _Undone:
        return answer[0]


def test_each_role_meets_what_the_table_permits_and_else_the_same_404() -> None:
    city.city_hall()
    table = {f"desk:{route.name}": route for route in guarded_routes()}
    people = list(browsers())
    absent = _status(people[0][2], "get", "/desk/nothing-here")[1]
    nothing_there = absent.replace(b"/desk/nothing-here", b"")
    wrong: list[str] = []
    for name, state, address in desk_places.objects(HOME):
        route = table[name]
        for role, agency, browser in people:
            for method in METHODS:
                status, body = _status(browser, method, _address(route, address))
                if status == 405:
                    continue
                meets = role not in AGENCY_ROLES or agency == HOME or name in NOBODYS
                allowed = meets and policy.permits(route.action(method), {role}, state)
                seen = f"{method} {name} [{state}] {role} of {agency}: {status}"
                if allowed == (status == 404) or status >= 500:
                    wrong.append(seen)
                elif not allowed and _without(body, address, route) != nothing_there:
                    wrong.append(f"{seen}: another body than an absent page")
    assert not wrong, "\n".join(wrong)


def test_each_role_meets_the_pages_without_an_object_that_the_table_permits() -> None:
    city.city_hall()
    wrong: list[str] = []
    for route in guarded_routes():
        if route.has_object:
            continue
        for role, agency, browser in browsers():
            for method in METHODS:
                status, _body = _status(browser, method, _address(route, NAMED.get(route.name, {})))
                if status == 405:
                    continue
                allowed = policy.permits(route.action(method), {role})
                if allowed == (status == 404) or status >= 500:
                    wrong.append(f"{method} {route.name} {role} of {agency}: {status}")
    assert not wrong, "\n".join(wrong)


def test_with_every_check_of_the_door_taken_away_the_wall_alone_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every role may do everything now; what is the other agency's is still not there."""
    city.city_hall()
    table = {f"desk:{route.name}": route for route in guarded_routes()}
    monkeypatch.setattr(policy, "permits", lambda *_asked: True)
    strangers = [staff.signed_in(role, OTHER) for role in sorted(AGENCY_ROLES)]
    seen: list[str] = []
    for name, state, address in desk_places.objects(HOME):
        for browser in strangers if name not in NOBODYS else ():
            for method in METHODS:
                status, body = _status(browser, method, _address(table[name], address))
                told = _without(body, address, table[name])
                leaked = any(str(v).encode() in told for v in address.values() if _tells(v))
                if status not in {404, 405} or leaked:
                    seen.append(f"{method} {name} [{state}]: {status}")
    assert not seen, "\n".join(seen)


def _tells(value: object) -> bool:
    return isinstance(value, UUID)
