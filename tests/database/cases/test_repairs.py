"""Repair under Order 36: from which day, with what, for all records of one decision, and what follows from yes and no."""

from datetime import date
from uuid import UUID

import pytest

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.cases import queries
from gongxin.cases.actions import filing
from gongxin.cases.kinds import Event, Party, State
from gongxin.cases.saying import FilingRefused, RepairTooEarly, SayingRefused
from gongxin.intake import queries as intake
from gongxin.records import queries as records
from gongxin.records.history import history
from tests.builders import cases, city

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def test_before_its_day_it_is_refused_and_said_from_when() -> None:
    record = city.published_penalty()  # decided on 6 May 2026
    shown = records.public_record(record, TODAY)
    assert shown is not None
    assert shown.repair_from is not None
    with pytest.raises(RepairTooEarly) as refused:
        cases.repair(record)
    assert refused.value.details == {"earliest": shown.repair_from.isoformat()}
    cases.repair(record, now=cases.at(shown.repair_from))


def test_it_needs_a_commitment_and_evidence_of_the_list() -> None:
    record = city.published_penalty(处罚决定日期="2026-01-06", 处罚有效期="2027-01-06")
    for committed, evidence in (("", ["paid"]), ("yes", []), ("yes", ["rumour"])):
        with pytest.raises(SayingRefused):
            filing.file_repair(
                subject_id=cases.subject(), record=record, committed=committed, evidence=evidence,
                text="", by="owner.one", now=city.NOW,
            )  # fmt: skip


def test_a_neutral_record_has_nothing_to_repair() -> None:
    city.register(1)
    receipt = city.license_(1)
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    with pytest.raises(FilingRefused):
        cases.repair(UUID(row["record"]))


def test_granted_it_is_gone_for_good_and_free_of_any_job() -> None:
    record = city.published_penalty(处罚决定日期="2026-01-06", 处罚有效期="2027-01-06")
    case = cases.repair(record)
    due = queries.due_of(cases.case(case).standing, city.NOW)
    assert due is not None
    assert due.working.due == date(2026, 6, 4)  # three working days
    cases.step(cases.forwarded(case), Event.GRANT, Party.PROVIDER)
    assert history(record).versions[-1].state == "repaired"
    assert not cases.is_shown(record, TODAY)


def test_one_application_is_for_every_record_of_the_decision() -> None:
    city.register(1)
    paper = "构市监罚〔2026〕5号"
    days = {"处罚决定日期": "2026-01-06", "处罚有效期": "2027-01-06", "行政处罚决定书文号": paper}
    found = []
    for kind in ("罚款", "警告"):
        receipt = city.penalise(
            1, **days, 处罚类别=kind, 处罚内容=f"{kind}处理", 违法事实=f"事实{kind}"
        )
        if receipt.admitted:
            city.release(receipt)
            (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
            found.append(UUID(row["record"]))
    case = cases.case(cases.repair(found[0]))
    assert sorted(case.records) == sorted(found)


def test_refused_with_its_article_the_record_stays_and_the_provider_may_be_late_once() -> None:
    record = city.published_penalty(处罚决定日期="2026-01-06", 处罚有效期="2027-01-06")
    case = cases.forwarded(cases.repair(record))
    assert not cases.is_shown(record, date(2026, 6, 5))  # unanswered after Thursday
    with pytest.raises(SayingRefused):
        cases.step(case, Event.REFUSE, Party.PROVIDER, article=" ")
    done = cases.step(case, Event.REFUSE, Party.PROVIDER, now=cases.at(date(2026, 6, 5)))
    assert done.state is State.REFUSED
    assert cases.is_shown(record, date(2026, 6, 5))


def test_a_false_commitment_bars_nobody_while_the_laws_number_is_not_known() -> None:
    record = city.published_penalty(处罚决定日期="2026-01-06", 处罚有效期="2027-01-06")
    case = cases.forwarded(cases.repair(record))
    cases.step(case, Event.REFUSE, Party.PROVIDER, false_commitment="yes")
    assert len(queries.false_commitments(cases.subject())) == 1
    assert queries.barred_until(cases.subject()) is None
    cases.repair(record)
