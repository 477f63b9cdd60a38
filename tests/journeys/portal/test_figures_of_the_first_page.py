"""What the first page counts is of now: kept while nothing happens, counted anew once something did."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongxin.portal import figures
from gongxin.records import actions as records
from tests.builders import city

pytestmark = pytest.mark.usefixtures("hall")


def after_five_seconds() -> None:
    """As if the seconds had passed for which a figure may be old while much happens."""
    cache.delete(f"portal.figures.{city.TODAY.isoformat()}")


def test_a_withdrawn_record_leaves_the_figures_and_a_quiet_platform_counts_once() -> None:
    cache.clear()
    record = city.published_penalty(1)
    assert figures.of(city.TODAY).records == 1
    after_five_seconds()
    with CaptureQueriesContext(connection) as asked:
        assert figures.of(city.TODAY).records == 1
    assert len(asked) == 1, "nothing happened: nothing is counted"
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    after_five_seconds()
    assert figures.of(city.TODAY).records == 0
