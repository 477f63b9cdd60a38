"""A throw-away PostgreSQL for the whole run: made when the first test asks for it, gone at the end.

Nothing here touches the home of the person who runs the tests. What the fixtures give:

- `db` (pytest-django, or the mark `django_db`): a database of its own per xdist worker, as the application
  role, rolled back after each test. The law is in force in it (`tests.builders.city.city_hall`).
  `transactional_db` is refused, for that role may not TRUNCATE: use the next.
- `fresh_database`: an empty migrated database that is committed to and dropped afterwards, for tests with
  two connections or a second process; Django's connections point at it. Gives `.dsn` and `.owner_dsn`.
- `fresh_city`: the same with the law in force.
- `own_cluster`: a PostgreSQL of its own, which a test may kill (`.pid`) and start again (`.restart()`).
- `owner_connection`: psycopg as the owner role on the database in use; rolled back at the end.
- `shared_data`: the folder of real input, else the test is skipped with a reason.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests.throwaway import HOME_VARIABLE, remove_dead_homes, throwaway_home

# The controller chooses the home; xdist's workers inherit it through the environment.
IS_CONTROLLER = HOME_VARIABLE not in os.environ
if IS_CONTROLLER:
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        pytest.exit("unset DJANGO_SETTINGS_MODULE: the tests choose their own home first", 2)
    os.environ[HOME_VARIABLE] = str(throwaway_home())
for name in [name for name in os.environ if name.startswith("GONGXIN_") and name != HOME_VARIABLE]:
    del os.environ[name]
(Path(os.environ[HOME_VARIABLE]) / "static").mkdir(exist_ok=True)
os.environ["GONGXIN_HOME"] = os.environ[HOME_VARIABLE]
os.environ["DJANGO_SETTINGS_MODULE"] = "gongxin.config.settings"

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

import psycopg  # noqa: E402 - after the environment is settled
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import translation  # noqa: E402

from tests.databases import CITY, EMPTY, Database, ThrowawayCluster  # noqa: E402

# Nothing is asserted about time: a slow machine finds what a fast one finds.
properties.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("house")


def pytest_configure() -> None:
    assert settings.DATABASES  # reads the settings now, so that pytest-django sets Django up


def pytest_unconfigure() -> None:
    if IS_CONTROLLER:
        home = Path(os.environ.pop(HOME_VARIABLE))
        ThrowawayCluster(home).stop()
        shutil.rmtree(home, ignore_errors=True)
        remove_dead_homes()


@pytest.fixture(scope="session")
def cluster(django_db_blocker: "DjangoDbBlocker") -> ThrowawayCluster:
    """The server of this run with its migrated template; the first worker to ask makes both."""
    made = ThrowawayCluster(Path(os.environ[HOME_VARIABLE]))
    with django_db_blocker.unblock():
        made.ensure()
    return made


@pytest.fixture(scope="session")
def django_db_setup(
    cluster: ThrowawayCluster, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[None]:
    """Replaces pytest-django's own: cloned from the template by the owner, used by the application."""
    database = cluster.clone(template=CITY)
    with django_db_blocker.unblock(), database.used_by_django():
        django_db_blocker.block()
        yield


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page in English leaves the thread in English; the next test begins as a new one does."""
    yield
    translation.deactivate()


@pytest.fixture
def fresh_database(
    cluster: ThrowawayCluster, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Database]:
    yield from _own(cluster, django_db_blocker, EMPTY)


@pytest.fixture
def fresh_city(
    cluster: ThrowawayCluster, django_db_blocker: "DjangoDbBlocker"
) -> Iterator[Database]:
    yield from _own(cluster, django_db_blocker, CITY)


def _own(
    cluster: ThrowawayCluster, django_db_blocker: "DjangoDbBlocker", template: str
) -> Iterator[Database]:
    database = cluster.clone(template=template)
    with django_db_blocker.unblock(), database.used_by_django():
        yield database
    cluster.drop(database)


@pytest.fixture
def own_cluster(django_db_blocker: "DjangoDbBlocker") -> Iterator[ThrowawayCluster]:
    """A PostgreSQL that this test alone uses, so it may be killed (`.pid`, `.restart()`)."""
    home = throwaway_home("own")
    own = ThrowawayCluster(home)
    try:
        with django_db_blocker.unblock():
            own.ensure()
            with own.clone("gongxin").used_by_django():
                yield own
    finally:
        own.stop()
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def owner_connection(
    request: pytest.FixtureRequest,
) -> Iterator[psycopg.Connection]:
    if not {"fresh_database", "fresh_city", "own_cluster"} & set(request.fixturenames):
        request.getfixturevalue("django_db_setup")
    owner = connections["owner"].settings_dict
    dsn = f"host={owner['HOST']} user={owner['USER']} dbname={owner['NAME']}"
    with psycopg.connect(dsn) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"the real input is not here: {folder}")
    return folder
