"""What a subject reads of its own that is not public: its own versions, why they are not shown, and nothing of anybody else."""

from datetime import date
from uuid import UUID

import pytest

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.portal.ownfile import left
from gongxin.records import actions as records
from gongxin.records import ownfile
from gongxin.records.actions import attribution
from tests.builders import catalogue, city, files, owners
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()
    city.register(1, 2)


def own(serial: int = 1, today: date = city.TODAY) -> dict[UUID, str]:
    """Why each record of this body that is not public is not, by record."""
    shown = [one.record for one in city.public(serial, today)]
    found = ownfile.not_shown(owners.body(serial).id, shown)
    return {one.record: str(left(one, today).why) for one in found}


def released(receipt: object) -> UUID:
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)  # type: ignore[attr-defined]
    if not receipt.released:  # type: ignore[attr-defined]
        city.release(receipt)  # type: ignore[arg-type]
    return UUID(str(row["record"]))


def sent(code: str, **changes: str) -> UUID:
    item = catalogue.items()[code]
    row = catalogue.row(item, XDR_MC=files.body_name(1), XDR_SHXYM=unified_code(1), **changes)
    return released(city.send(catalogue.table(item, [row]), item=code))


def test_what_is_public_is_not_told_twice() -> None:
    released(city.penalise(1))
    assert own() == {}


def test_a_minor_penalty_is_kept_and_not_public() -> None:
    assert own() == {}
    record = released(city.penalise(1, 处罚类别="警告"))
    assert own() == {record: "kept"}


def test_what_an_exit_ended_was_lifted() -> None:
    number = "构市监异列〔2026〕7号"
    entry = sent("abnormal_operation", YC_LRWH=number, YC_LRRQ="2026-03-02")
    sent("abnormal_operation_exit", YC_LRWH=number, YC_YCRQ="2026-05-20")
    assert own()[entry] == "lifted"


def test_what_ended_names_its_first_day_without() -> None:
    record = released(city.penalise(1))
    day = date(2027, 5, 6)
    assert own(today=day) == {record: "ended"}
    (one,) = ownfile.not_shown(owners.body(1).id, [])
    assert left(one, day).ended_date == day


def test_what_left_keeps_its_reason_and_its_versions() -> None:
    record = released(city.penalise(1))
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    assert own() == {record: "withdrawn"}
    found = ownfile.own_record(owners.body(1).id, record)
    assert found is not None
    assert (found.reason, found.versions, found.is_yours) == ("决定被撤销", 2, True)
    first, second = ownfile.own_versions(owners.body(1).id, record)
    assert [first.number, second.number] == [1, 2]
    assert "法定代表人" not in {field.zh for field in first.fields}


def test_what_was_detached_is_told_as_open() -> None:
    record = released(city.penalise(1))
    attribution.detach(
        records=[record], reason="judgement.ended", by="centre.officer", now=city.NOW
    )
    assert own() == {record: "detached"}


def test_another_bodys_and_an_unreleased_record_are_not_there() -> None:
    theirs = released(city.penalise(2))
    city.penalise(1)
    subject = owners.body(1).id
    assert own() == {}
    assert ownfile.own_record(subject, theirs) is None
    assert ownfile.own_versions(subject, theirs) == []
