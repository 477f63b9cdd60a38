"""A home and a database for the tests of one module, in this process: committed to, and gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests.databases import Database, ThrowawayCluster
from tests.throwaway import throwaway_home


@contextmanager
def own_home(
    cluster: ThrowawayCluster, blocker: DjangoDbBlocker
) -> Iterator[tuple[Path, Database]]:
    """Django's connections and the platform's folders lead here until the end of the block."""
    home = throwaway_home("module")
    database = cluster.clone()
    try:
        with pytest.MonkeyPatch.context() as patch, blocker.unblock(), database.used_by_django():
            patch.setattr(settings, "GONGXIN_HOME", home)
            patch.setattr(settings, "GONGXIN_KEYS", home / "keys")
            yield home, database
    finally:
        cluster.drop(database)
        shutil.rmtree(home, ignore_errors=True)
