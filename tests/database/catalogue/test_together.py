"""Two loads at once, and the two ways of counting months, agree."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from gongxin.catalogue import actions
from gongxin.catalogue.models import Edition, ItemVersion, Loading, PublicationRule
from gongxin.catalogue.publication import add_months
from gongxin.jurisdiction import load
from tests.databases import Database

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.mark.usefixtures("fresh_database")
def test_two_loads_at_once_put_one_edition_in_force_once() -> None:
    law = load(Path(settings.GONGXIN_JURISDICTIONS_DIRECTORY), "xingning", accept_unverified=True)
    start = Barrier(3)

    def put() -> bool:
        start.wait(timeout=30)
        try:
            return actions.put_in_force(law=law, by="system", now=NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        changed = sorted(run.result() for run in [threads.submit(put) for _ in range(3)])
    assert changed == [False, False, True]
    assert (Edition.objects.count(), Loading.objects.count()) == (1, 1)
    assert ItemVersion.objects.count() == len(law.items)
    assert PublicationRule.objects.count() == sum(len(item.publication) for item in law.items)


def test_months_are_counted_as_postgresql_counts_them(fresh_database: Database) -> None:
    with psycopg.connect(fresh_database.dsn) as session:

        @hypothesis_settings(max_examples=200, deadline=None)
        @given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(0, 120))
        def agree(day: date, months: int) -> None:
            row = session.execute(
                "SELECT (%s::date + make_interval(months => %s))::date", [day, months]
            ).fetchone()
            assert row == (add_months(day, months),)

        agree()
