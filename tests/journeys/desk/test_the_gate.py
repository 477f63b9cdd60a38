"""Whoever works here comes in by the gate, sees what the table permits, and is out at once when the sign-in ends."""

from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from gongxin.agencies.actions import sign_ins
from gongxin.agencies.policy import POLICY
from gongxin.agencies.roles import Role
from gongxin.desk.guard import SESSION_KEY
from tests.builders import city, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def test_without_a_sign_in_every_page_leads_to_the_same_door(client: Client) -> None:
    for address in ("/desk/", "/desk/policy"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            f"/desk/sign-in?next={address.replace('/', '%2F')}",
        )


def test_the_table_of_access_is_printed_as_it_is_applied() -> None:
    page = staff.signed_in(Role.AUDITOR).get("/en/desk/policy").content.decode()
    assert all(escape(rule.en) in page for rule in POLICY)


def test_a_sign_in_that_ended_elsewhere_is_nobodys_at_the_next_request() -> None:
    browser = staff.signed_in(Role.AGENCY_CLERK)
    assert browser.get("/desk/").status_code == 200
    held = UUID(browser.session[SESSION_KEY])
    sign_ins.end(sign_in=held, by="office.security", now=timezone.now())
    assert browser.get("/desk/").status_code == 302
