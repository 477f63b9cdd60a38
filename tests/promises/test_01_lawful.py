"""1. Lawful. "Nothing is stored that no catalogue item in force on that day allows."

Which rows the check stage refuses is attacked under tests/unit/intake/checking; here: that what is refused leaves
nothing behind, in no table and in no folder.
"""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.intake import queries
from gongxin.jobs.accounts import clerk_of
from gongxin.refusal import Refusal
from tests.builders import city, files

pytestmark = pytest.mark.usefixtures("hall")

Stored = tuple[dict[str, int], frozenset[str]]


@pytest.fixture(autouse=True)
def _own_home(settings: Settings, tmp_path: Path) -> None:
    """Folders of batches that no other test writes to."""
    settings.GONGXIN_HOME = tmp_path
    (tmp_path / "batches").mkdir()


def stored() -> Stored:
    """How many rows each table has, and which folders of batches there are."""
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        counts = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            (counts[table],) = cursor.fetchone()
    folder = Path(settings.GONGXIN_HOME) / "batches"
    return counts, frozenset(path.name for path in folder.iterdir())


def penalties(**changes: str) -> bytes:
    return files.table([files.penalty(1, authority_code=city.samr_code(), **changes)])


@pytest.mark.parametrize(
    ("item", "agency", "day", "code"),
    [
        (
            "penalty",
            "samr",
            date(2017, 12, 31),
            "catalogue.item_unknown",
        ),  # in force from 2018-01-01
        ("licence", "samr", date(2017, 12, 31), "catalogue.item_unknown"),
        ("credit_score", "samr", city.TODAY, "catalogue.item_unknown"),
        ("", "samr", city.TODAY, "catalogue.item_unknown"),
        ("registration", "hrss", city.TODAY, "batch.refused"),  # not entitled
        ("penalty", "credit_centre", city.TODAY, "batch.refused"),
        ("penalty", "nobody", city.TODAY, "account.unknown"),
    ],
)
def test_what_no_item_allows_leaves_nothing_behind(
    item: str, agency: str, day: date, code: str
) -> None:
    content, before = penalties(), stored()
    with pytest.raises(Refusal) as refused:
        city.send(content, item=item, agency=agency, today=day)
    assert refused.value.code == code
    assert stored() == before


def test_on_its_first_day_in_force_an_item_is_taken() -> None:
    day = date(2018, 1, 1)
    assert catalogue.item_in_force("penalty", day).version == 1
    receipt = city.penalise_on(day, 1, 处罚决定日期="2018-01-01", 处罚有效期="2019-01-01")
    assert (receipt.rows, receipt.admitted + receipt.held + receipt.rejected) == (1, 1)


def test_a_file_of_another_item_is_refused_by_its_headers_and_leaves_nothing() -> None:
    content, before = penalties(), stored()
    with pytest.raises(Refusal) as refused:
        city.send(content, item="licence")
    assert refused.value.code == "file.headers"
    assert stored() == before


def test_an_account_of_another_agency_cannot_report_for_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content, before = penalties(), stored()
    monkeypatch.setattr(city, "clerk_of", lambda _: clerk_of("ecology"))
    with pytest.raises(Refusal) as refused:
        city.send(content, item="penalty", agency="samr")
    assert refused.value.code == "batch.refused"
    assert stored() == before


def test_a_column_that_the_item_does_not_have_is_stored_nowhere() -> None:
    canary = "卡纳里一七三九"
    receipt = city.penalise(1, 信用评分=canary, 家庭成员=canary)
    assert receipt.admitted == 1
    assert {"信用评分", "家庭成员"} <= set(receipt.leftovers) | set(receipt.cut)
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload::text FROM records_version")
        assert canary not in "".join(text for (text,) in cursor.fetchall())


def test_every_stored_payload_has_the_fields_of_its_item_version_and_no_other() -> None:
    city.penalise(1, 2, 备注="无")
    city.license_(3, 4)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, item_version, array_agg(DISTINCT key) FROM records_version, jsonb_object_keys(payload) AS key"
            " GROUP BY item, item_version"
        )
        found = cursor.fetchall()
    assert {item for item, _, _ in found} == {"penalty", "licence"}
    for item, version, keys in found:
        assert set(keys) == {f.code for f in catalogue.item_shape(item, version).fields}


def test_a_decision_of_a_body_that_may_not_decide_it_is_not_admitted() -> None:
    """The file's own agency decides and reports: "who produces it is responsible for it"."""
    receipt = city.penalise(1, 处罚机关="构造市第九局", 处罚机关统一社会信用代码="")
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] in {"rejected", "held"}
    assert city.public(1) == []
