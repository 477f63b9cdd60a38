"""A clock that a test of the desk can set, where what it asks depends on the time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings


@dataclass
class Clock:
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def pass_by(self, **units: float) -> None:
        self.now += timedelta(**units)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Wednesday 25 November 2026, ten in the morning in the city."""
    made = Clock(datetime(2026, 11, 25, 2, 0, 10, tzinfo=UTC))
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # Not at the head of the file: pytest reads it before Django is set up.
    with django_db_blocker.unblock(), import_module("tests.builders.city").standing():
        yield


@pytest.fixture
def hall(_standing: None, django_db_blocker: DjangoDbBlocker, settings: Settings) -> Iterator[None]:
    """A city hall that the tests of a module share; what a test does to it is undone. Hashing is cheap."""
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]
    with django_db_blocker.unblock(), import_module("tests.builders.city").undone():
        yield
