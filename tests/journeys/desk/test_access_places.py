"""Every page about accounts and reviews, for every role, two agencies and every state: the table of access decides, else 404."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from gongxin.agencies import policy
from gongxin.agencies.roles import AGENCY_ROLES, Role
from tests.builders import city, staff
from tests.builders.desk_access import PLACES

OTHER = {"samr": "emergency", "emergency": "samr"}


@pytest.fixture(scope="module")
def _people(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture
def browsers(_people: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[Role, Client]]:
    with django_db_blocker.unblock(), city.undone():
        yield {role: staff.signed_in(role, "samr", number=7) for role in Role}


@pytest.mark.parametrize("route", sorted(PLACES))
@pytest.mark.parametrize("agency", staff.AGENCIES)
def test_the_table_decides_and_everything_else_is_absent(
    browsers: dict[Role, Client], route: str, agency: str
) -> None:
    for state, address in PLACES[route](agency).items():
        path = reverse(route, kwargs=address)
        view = resolve(path).func
        for role, browser in browsers.items():
            foreign = role in AGENCY_ROLES and agency != "samr"
            hidden = role in AGENCY_ROLES and route in {
                "desk:review_office",
                "desk:review_security",
            }
            for method, action in (("get", view.action), ("post", view.posts or view.action)):  # type: ignore[attr-defined]
                allowed = policy.permits(action, {role}, state) and not (foreign or hidden)
                with city.undone():
                    status = getattr(browser, method)(path).status_code
                if status != 405:
                    assert (status != 404) is allowed, (route, state, role, method, status)
