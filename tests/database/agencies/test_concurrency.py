"""Two starts of the platform at once: each account and agency is made once, and nobody is turned away by the other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from gongxin.agencies.actions import accounts, loading
from gongxin.agencies.models import Account, Agency, AgencyName
from gongxin.agencies.roles import Role
from gongxin.catalogue import queries as catalogue
from gongxin.journal.models import Leaf
from tests.builders import city

pytestmark = pytest.mark.usefixtures("fresh_city")
WRITERS = 4


def at_once(act: object) -> list[object]:
    start = Barrier(WRITERS)
    assert callable(act)

    def run() -> object:
        start.wait(timeout=30)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as threads:
        return [done.result() for done in [threads.submit(run) for _ in range(WRITERS)]]


def test_an_account_that_several_open_at_once_is_opened_once() -> None:
    city.city_hall()

    def open_account() -> str:
        return accounts.ensure_account(
            username="centre.officer",
            role=Role.CENTRE_OFFICER,
            agency_key=None,
            password=None,
            by="system",
            now=city.NOW,
        ).username

    assert at_once(open_account) == ["centre.officer"] * WRITERS
    assert Account.objects.filter(username="centre.officer").count() == 1
    opened = Leaf.objects.filter(kind="account.opened", body__account="centre.officer")
    assert opened.count() == 1


def test_agencies_that_several_load_at_once_are_loaded_once() -> None:
    city.city_hall()
    before = Agency.objects.count(), AgencyName.objects.count(), Leaf.objects.count()
    definitions = catalogue.agencies()

    def load() -> int:
        return loading.load_agencies(
            agencies=definitions,
            jurisdiction=settings.GONGXIN_JURISDICTION,
            by="system",
            now=city.NOW,
        )

    assert at_once(load) == [0] * WRITERS
    assert (Agency.objects.count(), AgencyName.objects.count(), Leaf.objects.count()) == before


def test_an_account_that_exists_is_left_as_it_is() -> None:
    city.city_hall()
    made = accounts.ensure_account(
        username="samr.clerk",
        role=Role.CENTRE_OFFICER,
        agency_key="ecology",
        password="another-password",
        by="system",
        now=city.NOW,
    )
    assert (made.role, made.agency and made.agency.key) == ("agency_clerk", "samr")
    assert not made.has_usable_password()
