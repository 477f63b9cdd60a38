"""Releasing shows what was admitted: never what left in between, never nothing, never an adverse fact by one person."""

from uuid import UUID, uuid4

import pytest
from django.db import connection

from gongxin.intake.queries import Receipt
from gongxin.records import actions
from gongxin.records import queries as records
from gongxin.records.actions import ReleaseRefused
from tests.builders import city

pytestmark = pytest.mark.django_db


@pytest.fixture
def penalties() -> Receipt:
    city.city_hall()
    city.register(1, 2)
    return city.penalise(1, 2)


def feed() -> list[tuple[UUID, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT record, operation FROM records_change ORDER BY sequence")
        return list(cursor.fetchall())


def test_what_was_withdrawn_before_the_release_is_not_announced_by_it(penalties: Receipt) -> None:
    gone, stays = records.records_of_batch(penalties.batch).values()
    actions.withdraw(record=gone, reason="报错", by="samr.clerk", now=city.NOW)
    assert city.release(penalties) == 1
    assert feed() == [(stays, "add")]
    assert gone not in [record for record, _ in feed()], "nobody outside ever knew of it"


def test_a_batch_of_which_nothing_stands_cannot_be_released(penalties: Receipt) -> None:
    for record in records.records_of_batch(penalties.batch).values():
        actions.withdraw(record=record, reason="报错", by="samr.clerk", now=city.NOW)
    with pytest.raises(ReleaseRefused):
        city.release(penalties)


def test_a_batch_cannot_be_released_before_it_exists() -> None:
    city.city_hall()
    batch = uuid4()
    with pytest.raises(ReleaseRefused):
        actions.release_batch(
            batch=batch,
            jurisdiction="xingning",
            kind="two_person",
            seen_hash=records.batch_digest(batch),
            proposed_by="samr.clerk",
            by="samr.reviewer",
            now=city.NOW,
        )


def test_an_adverse_fact_is_not_released_on_its_agencys_standing(penalties: Receipt) -> None:
    with pytest.raises(ReleaseRefused):
        actions.release_batch(
            batch=penalties.batch,
            jurisdiction="xingning",
            kind="standing",
            seen_hash=records.batch_digest(penalties.batch),
            proposed_by="samr.clerk",
            by="samr.clerk",
            now=city.NOW,
        )
    assert city.public(1) == []
