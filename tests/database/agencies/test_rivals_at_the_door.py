"""Many at once: counts are exact, a code opens once, and who is closed is out in every process."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from gongxin.agencies.actions import accounts, sign_ins
from gongxin.agencies.models import Account, SignIn
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.reviews import Circle
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.limits import counting
from tests.builders import city, desk_access, staff
from tests.databases import Database

pytestmark = pytest.mark.usefixtures("fresh_city")


T = TypeVar("T")


def at_once(number: int, act: Callable[[], T]) -> list[T]:
    start = Barrier(number)

    def run() -> T:
        start.wait(timeout=60)
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as threads:
        return [done.result() for done in [threads.submit(run) for _ in range(number)]]


def test_of_fifty_attempts_at_once_exactly_the_limit_is_heard() -> None:
    now = timezone.now()
    today = timezone.localdate(now)

    def attempt(kind: str) -> int:
        return counting.wait_seconds(kind=kind, address="one", now=now, today=today)

    for kind, limit in (("sign_in_name", 10), ("sign_in_address", 10), ("second_factor", 5)):
        waits = at_once(50, partial(attempt, kind))
        assert sum(wait == 0 for wait in waits) == limit, kind


def test_what_succeeded_is_given_back_exactly() -> None:
    now = timezone.now()
    today = timezone.localdate(now)

    def succeed() -> int:
        wait = counting.wait_seconds(kind="second_factor", address="two", now=now, today=today)
        counting.give_back(kind="second_factor", address="two", now=now, today=today)
        return wait

    at_once(20, succeed)
    waits = [
        counting.wait_seconds(kind="second_factor", address="two", now=now, today=today)
        for _ in range(6)
    ]
    assert [wait == 0 for wait in waits] == [True] * 5 + [False]


def test_a_code_sent_eight_times_at_once_signs_in_once() -> None:
    city.city_hall()
    now = timezone.now()
    keys = desk_access.secured(now=now)
    code = keys.code(now)

    def enter() -> UUID | None:
        return sign_ins.begin_with_code(
            username=keys.username, code=code, device="test", by=keys.username, now=now
        )

    held = at_once(8, enter)
    assert sum(one is not None for one in held) == 1
    assert SignIn.objects.filter(account__username=keys.username).count() == 1


CLOSE = """
import django
django.setup()
from django.utils import timezone
from gongxin.agencies.actions import accounts
accounts.close(username="samr.clerk", reason="x", by="office.security", now=timezone.now())
"""


def test_who_is_closed_in_another_process_is_out_at_the_next_request(
    fresh_city: Database,
) -> None:
    city.city_hall()
    browser = staff.browser_of("samr.clerk")
    assert browser.get("/desk/").status_code == 200
    subprocess.run(
        [sys.executable, "-c", CLOSE],
        check=True,
        timeout=120,
        env={
            **os.environ,
            **fresh_city.environment,
            "DJANGO_SETTINGS_MODULE": "gongxin.config.settings",
        },
    )
    assert browser.get("/desk/").status_code == 302


def test_two_who_close_each_other_leave_one() -> None:
    """Without the lock both would be closed, and nobody could open an account again."""
    city.city_hall()
    now = timezone.now()
    accounts.ensure_account(
        username="office.second", role=Role.SYSTEM_ADMINISTRATOR, agency_key=None, password=None,
        by="system", now=now, person="T-2",
    )  # fmt: skip
    pairs = iter([("office.system", "office.second"), ("office.second", "office.system")])

    def close() -> bool:
        by, other = next(pairs)
        try:
            accounts.close(username=other, reason="x", by=by, now=now)
        except AccountRefused:
            return False
        return True

    assert sorted(at_once(2, close)) == [False, True]
    left = Account.objects.filter(role=Role.SYSTEM_ADMINISTRATOR, is_active=True)
    assert left.count() == 1


def test_what_was_signed_or_failed_is_changed_by_nobody() -> None:
    city.city_hall()
    now = timezone.now()
    desk_access.signed(Circle.CLERKS, "samr", today=city.TODAY, now=now)
    sign_ins.fail(step="code", username="samr.clerk", by="desk", now=now)
    for table in ("agencies_review", "agencies_reviewline", "agencies_signinfailure"):
        for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with (
                acting_for(EVERY_AGENCY),
                pytest.raises(DatabaseError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
