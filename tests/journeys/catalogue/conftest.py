"""The law as the tests find it when they are collected, and a city hall that the tests of a module share."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def open_city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A city hall for the whole module: everything in one transaction that never commits."""
    # Not at the head of the file: pytest reads it before Django is set up.
    city = import_module("tests.builders.city")
    clock = pytest.MonkeyPatch()
    clock.setattr(timezone, "now", lambda: city.NOW)
    with django_db_blocker.unblock(), city.standing():
        yield
    clock.undo()
