"""A clock that a test of the desk can set, where what it asks depends on the time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.builders import city


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
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture
def hall(_standing: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A city hall that the tests of a module share; what a test does to it is undone."""
    with django_db_blocker.unblock(), city.undone():
        yield
