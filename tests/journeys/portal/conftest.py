"""What the journeys of the portal need: a city hall on a fixed day, and the clock standing on it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from importlib import import_module

import pytest
from django.core.cache import cache
from django.utils import timezone

TODAY = date(2026, 6, 1)  # the builders' day
SetDay = Callable[[date], None]


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> SetDay:
    """Moves the clock of the doors to the morning of a day; nothing runs in between."""

    def set_day(day: date) -> None:
        now = datetime.combine(day, time(2), UTC)
        monkeypatch.setattr(timezone, "now", lambda: now)
        cache.clear()

    set_day(TODAY)
    return set_day


@pytest.fixture
def hall(db: None, on_day: SetDay) -> None:
    """The law in force and the accounts, on the builders' day."""
    # Not at the head of the file: pytest reads it before Django is set up.
    city = import_module("tests.builders.city")
    assert city.TODAY == TODAY
    city.city_hall()
