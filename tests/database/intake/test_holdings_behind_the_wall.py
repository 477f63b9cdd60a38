"""Records reach the desk through the walled batch alone: without any check of a view, the database holds the line."""

from uuid import UUID

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue.queries import item_shape
from gongxin.intake import activity, holdings
from gongxin.records import actions as records
from gongxin.subjects import queries as subjects
from tests.builders import city, desk_oversight
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db

SERIAL = 4150


@pytest.fixture
def theirs() -> tuple[UUID, UUID]:
    """A record of the other agency on a body, and its batch."""
    city.city_hall()
    receipt = desk_oversight.admitted("emergency", SERIAL)
    return desk_oversight.record_of(receipt), receipt.batch


def test_another_agency_s_record_comes_back_by_no_way(theirs: tuple[UUID, UUID]) -> None:
    record, batch = theirs
    body = subjects.organisation_by_code(unified_code(SERIAL))
    assert body is not None
    number = f"构罚〔2026〕{SERIAL}号"
    item = item_shape("penalty", 1)

    def seen(scope: str) -> list[object]:
        return [
            holdings.holding(record),
            holdings.batch_held(batch),
            *holdings.holdings_of(body.id),
            *holdings.holdings_of_batch(batch),
            *holdings.by_document_number(number).records,
            *holdings.by_document_number(number, subject_id=body.id).records,
            activity.origin(batch, 1, item, scope=scope),
        ]

    for scope in ("samr", ""):
        with acting_for(scope):
            assert [one for one in seen(scope) if one is not None] == []
    for scope in ("emergency", EVERY_AGENCY):
        with acting_for(scope):
            assert len([one for one in seen(scope) if one is not None]) == 7


def test_a_record_changed_by_an_officer_stays_its_agency_s(theirs: tuple[UUID, UUID]) -> None:
    record, batch = theirs
    records.withdraw(record=record, reason="决定被撤销", by="centre.officer", now=city.NOW)
    with acting_for("emergency"):
        found = holdings.holding(record)
    assert found is not None
    assert (found.number, found.state, found.batch) == (2, "withdrawn", batch)
    with acting_for("samr"):
        assert holdings.holding(record) is None


def test_a_search_that_takes_too_long_is_stopped_and_says_so(
    theirs: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert theirs
    monkeypatch.setattr(holdings, "_BY_NUMBER", "pg_sleep(3) IS NOT NULL AND %(number)s <> '' AND %(items)s::text[] IS NOT NULL AND %(versions)s::int[] IS NOT NULL AND %(fields)s::text[] IS NOT NULL")  # fmt: skip
    monkeypatch.setattr(holdings, "SECONDS_MAX", 1)
    with acting_for(EVERY_AGENCY):
        found = holdings.by_document_number("构罚〔2026〕1号")
        assert (found.records, found.unfinished) == ([], True)
        with connection.cursor() as cursor:  # the rest of the request goes on, without the limit
            cursor.execute("SELECT current_setting('statement_timeout')")
            assert cursor.fetchone() == ("0",)
