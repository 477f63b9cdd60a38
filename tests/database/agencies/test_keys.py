"""Keys of programs: two people give one out, the agency alone holds it, and what is kept opens nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.agencies import queries
from gongxin.agencies.actions import keys as acts
from gongxin.agencies.key_reading import keys_listed
from gongxin.agencies.keys import DAYS_MAX, KeyRefused
from gongxin.agencies.motions import MotionRefused
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.refusal import Refusal
from tests.builders import city, machines, staff
from tests.builders.attacks import attack_room
from tests.builders.machine_attacks import KEY, KEY_CASES, KEY_RENEWED

TODAY = timezone.localdate


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _hall(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


def test_every_rule_of_keys_refuses_what_it_is_there_to_refuse() -> None:
    machines.issued_key()
    with acting_for(EVERY_AGENCY):
        attack_room("agencies", renewed=KEY_RENEWED, cases=KEY_CASES, tables={KEY})


@pytest.mark.parametrize(
    "change",
    [
        {"label": " "},
        {"label": "长" * 61},
        {"scopes": ()},
        {"scopes": ("submit", "release")},
        {"items": ()},
        {"addresses": ()},
        {"addresses": ("10.0.0.0/33",)},
        {"addresses": ("anywhere",)},
        {"per_minute": 0},
        {"per_day": 59},
        {"per_day": 10**9},
        {"ends_date": TODAY()},
        {"ends_date": TODAY() + timedelta(days=DAYS_MAX + 1)},
        {"tables": {"XZCF": "honour"}},
        {"tables": {"X Z": "penalty"}},
        {"department_code": "x" * 65},
    ],
)
def test_a_plan_that_does_not_fit_is_refused_by_name(change: dict[str, Any]) -> None:
    with pytest.raises(KeyRefused) as refused:
        machines.proposed_key(**change)
    assert refused.value.details["field"] == next(iter(change))


@pytest.mark.parametrize(
    ("role", "agency"),
    [(Role.AGENCY_CLERK, "samr"), (Role.AGENCY_REVIEWER, "emergency"), (Role.CENTRE_OFFICER, "samr"), (Role.SECURITY_ADMINISTRATOR, "samr"), (Role.AUDITOR, "samr")],
)  # fmt: skip
def test_only_the_agencys_reviewer_or_a_system_administrator_asks(role: Role, agency: str) -> None:
    with acting_for(EVERY_AGENCY), pytest.raises(KeyRefused):
        acts.propose(
            plan=machines.plan(),
            reason="x",
            today=TODAY(),
            by=staff.account_of(role, agency),
            now=timezone.now(),
        )


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMINISTRATOR])
def test_only_a_security_administrator_approves_and_never_their_own(role: Role) -> None:
    motion = machines.proposed_key()
    with acting_for(EVERY_AGENCY):
        moved = queries.motion(motion)
        assert moved is not None
        with pytest.raises(Refusal):
            acts.issue(
                motion=motion,
                seen_hash=moved.seen_hash,
                by=staff.account_of(role, number=2),
                now=timezone.now(),
            )
        with pytest.raises(MotionRefused):
            acts.issue(
                motion=motion,
                seen_hash=bytes(32),
                by=staff.account_of(Role.SECURITY_ADMINISTRATOR),
                now=timezone.now(),
            )


def test_a_key_is_collected_once_by_the_agencys_reviewer_and_kept_nowhere() -> None:
    identity = machines.approved_key()
    others = (
        staff.account_of(Role.SECURITY_ADMINISTRATOR),
        staff.account_of(Role.SYSTEM_ADMINISTRATOR),
        staff.account_of(Role.AGENCY_CLERK),
        staff.account_of(Role.AGENCY_REVIEWER, "emergency"),
    )
    now, today = timezone.now(), TODAY()
    with acting_for(EVERY_AGENCY):
        for other in others:
            with pytest.raises(KeyRefused):
                acts.collect(key=identity, today=today, by=other, now=now)
        reviewer = staff.account_of(Role.AGENCY_REVIEWER)
        secret = acts.collect(key=identity, today=today, by=reviewer, now=now)
        with pytest.raises(KeyRefused):
            acts.collect(key=identity, today=today, by=reviewer, now=now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(k)::text FROM agencies_key AS k")
            kept = " ".join(text for (text,) in cursor.fetchall())
            cursor.execute("SELECT body::text FROM journal_leaf")
            kept += " ".join(text for (text,) in cursor.fetchall())
    assert secret not in kept
    assert secret[3:] not in kept
    assert len(secret) == 46


def test_a_key_of_an_agency_is_not_there_for_another() -> None:
    ours = machines.issued_key("samr")
    theirs = machines.issued_key("emergency")
    with acting_for("emergency"):
        assert [card.id for card in keys_listed(TODAY())] == [theirs.card.id]
        with pytest.raises(KeyRefused):
            acts.revoke(
                key=ours.card.id,
                reason="x",
                by=staff.account_of(Role.AGENCY_REVIEWER, "emergency"),
                now=timezone.now(),
            )


def test_a_program_never_takes_the_account_of_somebody() -> None:
    from gongxin.agencies.actions import accounts  # noqa: PLC0415

    accounts.ensure_account(
        username="samr.key.1",
        role=Role.AGENCY_REVIEWER,
        agency_key="samr",
        password=None,
        by="system",
        now=timezone.now(),
    )
    with pytest.raises(Refusal, match=r"account\.taken"):
        machines.approved_key()


def test_revoking_closes_the_account_too() -> None:
    issued = machines.issued_key()
    assert queries.actor(issued.card.account).role is Role.AGENCY_CLERK
    machines.revoke(issued.card.id)
    with pytest.raises(Refusal, match=r"account\.unknown"):
        queries.actor(issued.card.account)
