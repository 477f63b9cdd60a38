"""A file becomes public facts: each room's part of the main way, on a real database."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.records import queries as records
from gongxin.refusal import Refusal
from tests.builders import city

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def test_an_admitted_penalty_is_not_public_before_a_second_account_releases_it() -> None:
    city.register(1)
    receipt = city.penalise(1)
    assert (receipt.rows, receipt.admitted, receipt.rejected, receipt.held) == (1, 1, 0, 0), (
        queries.rows(receipt.batch, scope=EVERY_AGENCY),
        queries.findings(receipt.batch, scope=EVERY_AGENCY),
    )
    assert city.public(1) == []
    assert city.release(receipt) == 1
    (record,) = city.public(1)
    assert record.document_number == "构市监罚〔2026〕1号"
    assert record.authority_key == "samr"
    assert record.severity == "general"
    assert record.shown_until == date(2027, 5, 6)


def test_the_sender_cannot_release_its_own_batch() -> None:
    city.register(1)
    receipt = city.penalise(1)
    with pytest.raises(Refusal) as refused:
        city.release(receipt, by="samr.clerk")
    assert refused.value.code == "batch.refused"
    assert city.public(1) == []


def test_the_reviewer_of_another_agency_cannot_release_it() -> None:
    city.register(1)
    receipt = city.penalise(1)
    with pytest.raises(Refusal):
        city.release(receipt, by="ecology.reviewer")
    assert city.public(1) == []


def test_a_release_is_bound_to_what_was_seen() -> None:
    city.register(1)
    receipt = city.penalise(1)
    with pytest.raises(Refusal) as refused:
        city.release(replace(receipt, digest=b"\1" * 32))
    assert refused.value.code == "release.refused"


def test_the_same_file_again_admits_nothing() -> None:
    city.register(1, 2)
    first = city.penalise(1, 2)
    second = city.penalise(1, 2)
    assert (first.admitted, second.admitted, second.duplicates) == (2, 0, 2)


def test_the_same_key_with_other_content_is_held_as_a_proposed_correction() -> None:
    city.register(1)
    city.release(city.penalise(1))
    again = city.penalise(1, 违法事实="另一种写法的违法事实")
    (row,) = queries.rows(again.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], "record.correction_proposed" in row["codes"]) == ("held", True)
    (record,) = city.public(1)
    facts = {shown.code: shown.value for shown in record.fields}
    assert facts["CF_SY"] == "未在规定期限内公示年度报告"


def test_a_row_without_a_valid_identifier_is_held_and_never_attached_by_name() -> None:
    city.register(1)
    receipt = city.penalise(1, 统一社会信用代码="00000000000000000X")
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held"
    assert "subject.no_identifier" in row["codes"]


def test_a_code_that_belongs_to_nobody_is_held() -> None:
    receipt = city.penalise(7)
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], sorted(row["codes"])) == ("held", ["subject.unknown", "uscc.doubtful"])


def test_the_name_of_a_legal_representative_is_stored_nowhere(tmp_path: Path) -> None:
    city.register(1)
    receipt = city.penalise(1, 法定代表人="张鸟勿名某")
    city.release(receipt)
    kept = Path(settings.GONGXIN_HOME, "batches", str(receipt.batch))
    files_kept = [path for path in kept.rglob("*") if path.is_file()]
    assert files_kept
    assert not [path for path in files_kept if "张鸟勿名某".encode() in path.read_bytes()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM records_version WHERE payload::text LIKE '%%张鸟勿名某%%'"
        )
        assert cursor.fetchone() == (0,)


def test_a_page_an_answer_and_a_command_read_the_same_record() -> None:
    city.register(1)
    city.release(city.penalise(1))
    (record,) = city.public(1)
    assert records.public_record(record.record, city.TODAY) == record


def test_a_neutral_licence_of_an_agency_in_good_standing_is_released_on_admission() -> None:
    city.register(1)
    receipt = city.license_(1)
    assert (receipt.admitted, receipt.released) == (1, True), queries.findings(
        receipt.batch, scope=EVERY_AGENCY
    )
    (record,) = city.public(1)
    assert (record.item, record.severity, record.shown_until) == (
        "licence",
        "none",
        date(2029, 5, 7),
    )


def test_an_answer_that_would_be_too_long_is_refused_and_never_cut_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    city.register(1)
    for number in (1, 2):
        city.release(city.penalise(1, 行政处罚决定书文号=f"构市监罚〔2026〕{number}号"))
    assert len(city.public(1)) == 2
    monkeypatch.setattr(records, "RECORDS_MAX", 1)
    with pytest.raises(Refusal) as refused:
        city.public(1)
    assert refused.value.code == "records.too_many"
