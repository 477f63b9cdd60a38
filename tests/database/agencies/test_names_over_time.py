"""Decisions under names that bodies bore once: attributed to the agency of today, kept word for word, never taken twice."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from gongxin.agencies import queries
from gongxin.agencies.actions import loading
from gongxin.agencies.models import AgencyName
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue import queries as catalogue
from gongxin.intake import queries as intake
from gongxin.intake.queries import Receipt
from gongxin.journal.models import Leaf
from gongxin.records import actions as records
from tests.builders import city

pytestmark = pytest.mark.django_db
REFORM = date(2019, 3, 1)
OF_2018 = {"处罚决定日期": "2018-05-06", "处罚有效期": "2099-12-31"}
FORMER = {"处罚机关": "构造市工商行政管理局"}


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()
    city.register(1)


def outcome(receipt: Receipt) -> str:
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    return str(row["outcome"])


def codes(receipt: Receipt) -> list[str]:
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    return list(row["codes"])


def findings(receipt: Receipt) -> dict[str, str]:
    """Code → sentence."""
    found = intake.findings(receipt.batch, scope=EVERY_AGENCY)
    return {str(one["code"]): str(one["message"]) for one in found}


@pytest.mark.parametrize(
    "name",
    [
        "构造市工商行政管理局",
        "市工商局",
        "工商行政管理局",
        "构造市质量技术监督局",
        "构造市　工商行政管理局",
        "构造市市场监督管理局",  # the present name, typed for an old decision
    ],
)
def test_a_penalty_of_a_body_since_dissolved_is_its_successors_under_the_name_reported(
    name: str,
) -> None:
    receipt = city.penalise(1, **OF_2018, 处罚机关=name)
    assert (receipt.admitted, outcome(receipt)) == (1, "admitted"), findings(receipt)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.key, v.payload ->> 'CF_CFJG' FROM records_version AS v"
            " JOIN agencies_agency AS a ON a.id = v.authority_id"
        )
        ((key, reported),) = cursor.fetchall()
    assert key == "samr"
    assert reported == name


@pytest.mark.parametrize("day", ["2019-03-01", "2026-05-06"])
def test_a_decision_after_the_name_was_given_up_is_held_and_says_until_when_it_was_one(
    day: str,
) -> None:
    receipt = city.penalise(1, 处罚决定日期=day, 处罚有效期="2099-12-31", **FORMER)
    assert (receipt.held, outcome(receipt)) == (1, "held")
    assert "名称已于2019-03-01停用" in findings(receipt)["authority.unknown"]


def test_a_name_that_contains_an_agencys_name_is_held() -> None:
    for name in ("构造市市场监督管理局第二分局", "市场监督", "某构造市工商行政管理局"):
        receipt = city.penalise(1, **OF_2018, 处罚机关=name)
        assert outcome(receipt) == "held"
        assert "名称未登记" in findings(receipt)["authority.unknown"]


def test_the_same_decision_under_the_later_name_is_the_same_record() -> None:
    assert outcome(city.penalise(1, **OF_2018, **FORMER)) == "admitted"
    again = city.penalise(1, **OF_2018, 处罚机关="构造市市场监督管理局")
    assert outcome(again) == "held"
    assert "record.correction_proposed" in codes(again)


def test_what_was_withdrawn_does_not_return_under_the_name_of_a_predecessor() -> None:
    receipt = city.penalise(1, **OF_2018)
    city.release(receipt)
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    records.withdraw(record=UUID(row["record"]), reason="set aside", by="samr.clerk", now=city.NOW)
    again = city.penalise(1, **OF_2018, **FORMER)
    assert outcome(again) == "held"
    assert "record.tombstoned" in codes(again)


def test_the_register_of_names_is_read_whole_with_its_days() -> None:
    told = {
        (norm, bearer.key, bearer.valid_from, bearer.valid_until)
        for norm, bearers in queries.authorities().by_name.items()
        for bearer in bearers
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.norm, a.key, n.valid_from, n.valid_until FROM agencies_agencyname AS n"
            " JOIN agencies_agency AS a ON a.id = n.agency_id"
        )
        assert told == set(cursor.fetchall())
    assert ("构造市工商行政管理局", "samr", None, REFORM) in told


def test_a_name_that_the_law_ends_gets_its_end_and_is_not_taken_away() -> None:
    definitions = list(catalogue.agencies())
    court = next(n for n, agency in enumerate(definitions) if agency.key == "court")
    ended = [
        replace(name, valid_until=date(2026, 1, 1)) if name.name == "市法院" else name
        for name in definitions[court].names
    ]
    definitions[court] = replace(definitions[court], en="Court", names=tuple(ended))

    def load() -> int:
        return loading.load_agencies(
            agencies=definitions, jurisdiction="xingning", by="system", now=city.NOW
        )

    names, leaves = AgencyName.objects.count(), Leaf.objects.count()
    assert load() == 2  # the name, and the agency's English one
    assert AgencyName.objects.get(name="市法院").valid_until == date(2026, 1, 1)
    assert queries.agency_by_key("court").name_en == "Court"
    assert load() == 0
    definitions[court] = replace(definitions[court], names=())
    assert load() == 0
    assert (AgencyName.objects.count(), Leaf.objects.count()) == (names, leaves + 1)
