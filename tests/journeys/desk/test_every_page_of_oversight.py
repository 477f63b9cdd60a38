"""Each page of oversight opens, in both languages, for whom the table permits it, and for nobody else."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.urls.resolvers import URLPattern
from django.utils import translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies import policy
from gongxin.agencies.roles import Role
from gongxin.desk import urls
from tests.builders import city, desk_oversight, staff

ROUTES: list[URLPattern] = urls.OVERSIGHT
# They answer a POST with a page and change nothing but the look that they leave.
READ_BY_POST = {"search.run"}
NOBODYS = "00000000-0000-4000-8000-000000000000"
POSTS_ALONE = {"canary_end", "incident_close", "propose", "proposal_comment", "proposal_decide"}
TAKES_POST = POSTS_ALONE | {"incident_new"}  # by the action that opens them


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One city for all tests of the module."""
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test does to the city is undone; addresses are written in Chinese, whatever page was read before."""
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


def action_of(route: URLPattern) -> str:
    return str(getattr(route.callback, "action"))  # noqa: B009 - set by the gate


def posted_by(route: URLPattern) -> str | None:
    """The action of a POST to this route, where it takes one."""
    own = getattr(route.callback, "posts")  # noqa: B009 - set by the gate
    return own or (action_of(route) if route.name in TAKES_POST else None)


def addresses(route: URLPattern) -> Iterator[tuple[str | None, str]]:
    """(state, address) of each object that this route may name; one without a state where it names none."""
    name = f"desk:{route.name}"
    places = desk_oversight.PLACES.get(name)
    if places is None:
        yield None, reverse(name)
        return
    for state, address in places("samr").items():
        yield state, reverse(name, kwargs=address)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_page_opens_for_whom_the_table_permits_it(route: URLPattern) -> None:
    action = action_of(route)
    found = list(addresses(route))
    for role in Role:
        browser = staff.signed_in(role)
        for state, address in found:
            expected = 200 if policy.permits(action, {role}, state) else 404
            if route.name in POSTS_ALONE:  # methods are looked at before the gate, for everybody
                expected = 405
            for language in ("", "/en"):
                got = browser.get(language + address).status_code
                assert got == expected, (role, state)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_the_auditor_changes_nothing(route: URLPattern) -> None:
    auditor = staff.signed_in(Role.AUDITOR)
    for _, address in addresses(route):
        answer = auditor.post(address, {})
        if posted_by(route) in READ_BY_POST:
            assert answer.status_code == 422
        else:
            assert answer.status_code in {404, 405}, address


def test_no_rule_that_writes_is_the_auditors() -> None:
    own = {"password.change", "sign_in.end"}  # everybody's own password and sign-ins
    writing = {one.action for one in policy.POLICY if one.writes and Role.AUDITOR in one.roles}
    assert writing == own


def test_every_action_of_a_post_says_that_it_writes() -> None:
    posted = {action for route in ROUTES if (action := posted_by(route)) is not None}
    assert {action for action in posted if not policy.rule(action).writes} == READ_BY_POST


@pytest.mark.parametrize("name", ["activity", "versions"])
def test_another_agencys_record_is_as_absent_as_one_that_never_was(name: str) -> None:
    theirs = desk_oversight.records_by_state("emergency")
    for role in (Role.AGENCY_CLERK, Role.AGENCY_REVIEWER):
        browser = staff.signed_in(role, "samr")
        for address in theirs.values():
            foreign = browser.get(reverse(f"desk:{name}", kwargs=address))
            absent = browser.get(f"/desk/records/{NOBODYS}/{name}")
            assert (foreign.status_code, absent.status_code) == (404, 404)
            # The page names its own address, and nothing else of what was asked.
            asked = str(address["record"]).encode()
            assert foreign.content.replace(asked, NOBODYS.encode()) == absent.content
