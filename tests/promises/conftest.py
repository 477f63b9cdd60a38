"""A city hall with twelve registered bodies that the tests of a module share; what each test does is undone."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # Not at the head of the file: pytest reads it before Django is set up.
    city = import_module("tests.builders.city")
    with django_db_blocker.unblock(), city.standing():
        city.register(*range(1, 13))
        yield


@pytest.fixture
def hall(_standing: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    city = import_module("tests.builders.city")
    with django_db_blocker.unblock(), city.undone():
        yield
