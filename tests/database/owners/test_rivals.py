"""Many at once: a code is tried five times and opens one account, a letter is queued once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from gongxin.owners.actions import accounts, letters
from gongxin.owners.letters import TRIES_MAX
from gongxin.owners.models import Account, Letter, Turn
from tests.builders import city, owners
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("fresh_database")
NUMBER = 8


def at_once(*acts: Any) -> list[Any]:
    start = Barrier(len(acts))

    def run(act: Any) -> Any:
        start.wait(timeout=60)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(run, act) for act in acts]]


def tried(code: str, label: str = "finance") -> Any:
    now = timezone.now()
    return accounts.set_up(
        uscc=unified_code(1),
        code=code,
        label=label,
        password=owners.PASSWORD,
        today=timezone.localdate(now),
        by="portal",
        now=now,
    )


def test_wrong_codes_at_once_count_each_and_no_more_than_five_are_compared(
    settings: Settings,
) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]
    city.city_hall()
    city.register(1)
    code = owners.handed_out(1)
    assert at_once(*(partial(tried, f"WRNG{n:06}") for n in range(NUMBER))) == [None] * NUMBER
    assert Turn.objects.filter(kind="failed").count() == TRIES_MAX
    assert tried(code) is None


def test_a_right_code_sent_twice_at_once_makes_one_account(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]
    city.city_hall()
    city.register(1)
    code = owners.handed_out(1)
    made = at_once(*[partial(tried, code)] * NUMBER)
    assert len(set(made)) == 1
    assert Account.objects.count() == 1


def test_a_letter_asked_for_many_times_at_once_is_queued_once() -> None:
    city.city_hall()
    city.register(1)
    now = timezone.now()
    ask = partial(
        letters.ask,
        uscc=unified_code(1),
        jurisdiction=django_settings.GONGXIN_JURISDICTION,
        today=timezone.localdate(now),
        by="portal",
        now=now,
    )
    at_once(*[ask] * NUMBER)
    assert Letter.objects.count() == 1
