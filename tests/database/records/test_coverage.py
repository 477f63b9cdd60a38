"""Coverage counts organisations that have a file and facts, by kind and domain, and nothing that has left."""

import json
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.jobs.commands.coverage import as_document
from gongxin.records import actions as records
from gongxin.records.coverage import Coverage, coverage
from tests.builders import city, files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def _coverage() -> Coverage:
    return coverage(settings.GONGXIN_JURISDICTION, city.TODAY)


def test_every_registered_body_has_a_file_and_those_with_facts_are_counted_once() -> None:
    city.register(1, 2, 3)
    city.penalise(1)
    city.license_(1, 2)
    (kind,) = _coverage().kinds
    assert (kind.kind, kind.registered) == ("enterprise", 3)
    assert (kind.with_facts.organisations, kind.with_facts.facts) == (2, 3)
    assert {k: v.organisations for k, v in kind.by_domain.items()} == {"administration": 2}
    assert {k: (v.organisations, v.facts) for k, v in kind.by_item.items()} == {
        "penalty": (1, 1),
        "licence": (2, 2),
    }
    assert kind.share == 2 / 3


def test_a_fact_counts_before_it_is_shown_and_not_after_it_was_withdrawn() -> None:
    city.register(1)
    receipt = city.penalise(1)
    assert _coverage().kinds[0].with_facts.facts == 1
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    records.withdraw(
        record=UUID(str(row["record"])), reason="决定被撤销", by="samr.reviewer", now=city.NOW
    )
    assert _coverage().kinds[0].with_facts.facts == 0


def test_a_deregistered_body_is_not_part_of_the_whole() -> None:
    gone = files.registered(2) | {"status": "注销"}
    city.send(files.table([files.registered(1) | {"status": "存续"}, gone]), item="registration")
    assert _coverage().registered == 1


def test_nobody_registered_gives_no_kind_and_no_share() -> None:
    assert _coverage() == Coverage(city.TODAY, ())


def test_the_page_and_the_command_give_the_same_counts(client: Client) -> None:
    city.register(1, 2)
    city.license_(2)
    document = json.loads(json.dumps(as_document(_coverage())))
    assert document["kinds"][0]["with_facts"] == {"organisations": 1, "facts": 1}
    assert document["kinds"][0]["share"] == 0.5
    assert "50.0%" in client.get("/coverage").text
