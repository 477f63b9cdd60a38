"""What follows from an officer's judgement: the rows of the party, of whatever file and agency, and nothing else."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, admissions, held, queries
from gongxin.intake.batches import BatchRefused
from gongxin.intake.opinions import DecidedMeanwhile, Opinion, OpinionRefused
from gongxin.records import actions as records
from gongxin.records.audit import audit_records
from gongxin.refusal import Refusal
from gongxin.subjects import queries as subjects
from gongxin.subjects.refusals import JudgedAlready, JudgedDifferent
from tests.builders import city, files, matching, staff
from tests.builders.codes import unified_code

SAMR, EMERGENCY = "samr", "emergency"


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        city.register(1, 2)
        staff.account_of(Role.CENTRE_SUPERVISOR)
        yield


@pytest.fixture(autouse=True)
def _undone(_standing: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


def test_same_admits_every_row_of_the_party_and_shows_nothing_before_it_is_released() -> None:
    first = matching.waiting(1)
    second = matching.waiting(1, agency=EMERGENCY, 行政处罚决定书文号="构应急罚〔2026〕8号")
    elsewhere = matching.waiting(2)
    done = matching.decide(first, Opinion.SAME, matching.subject_of(1))
    assert (done.admitted, done.left) == (2, 0)
    for receipt in (first, second):
        after = queries.receipt(receipt.batch, scope=EVERY_AGENCY)
        assert (after.admitted, after.held, after.rows) == (1, 0, 1)
    assert queries.receipt(elsewhere.batch, scope=EVERY_AGENCY).held == 1
    assert city.public(1) == []
    assert matching.release_all() == 2
    assert len(city.public(1)) == 2
    assert city.public(2) == []
    assert list(audit_records()) == []


def test_a_later_file_of_a_judged_party_attaches_by_itself() -> None:
    matching.decide(matching.waiting(1), Opinion.SAME, matching.subject_of(1))
    later = matching.send(
        matching.row_of(1, name="构造市旧名有限公司", 行政处罚决定书文号="构市监罚〔2026〕77号")
    )
    assert (later.admitted, later.held) == (1, 0)
    city.release(later)
    (shown,) = city.public(1)
    assert "77" in shown.document_number


def test_a_later_file_that_brings_a_contradiction_nobody_weighed_waits_again() -> None:
    """The officer weighed a name; that the body was registered after the decision is another matter."""
    city.register(rows=[files.registered(3, reg_date="2026-05-01")])
    matching.decide(matching.waiting(3), Opinion.SAME, matching.subject_of(3))
    early = matching.send(
        matching.row_of(
            3, name="构造市旧名有限公司", 行政处罚决定书文号="构市监罚〔2026〕78号", 处罚决定日期="2026-04-20"
        )
    )  # fmt: skip
    assert matching.outcomes(early) == [
        ("held", ("subject.contradiction.registered_after",)),
    ]
    again = matching.decide(early, Opinion.SAME, matching.subject_of(3))
    assert again.admitted == 1


def test_a_row_without_a_code_is_judged_for_its_own_decision_and_never_for_its_name() -> None:
    first = matching.send(matching.row_of(1, 统一社会信用代码=""))
    assert first.held == 1
    matching.decide(first, Opinion.SAME, matching.subject_of(1))
    assert queries.receipt(first.batch, scope=EVERY_AGENCY).admitted == 1
    other = matching.send(
        matching.row_of(1, 统一社会信用代码="", 行政处罚决定书文号="构市监罚〔2026〕90号")
    )
    assert (other.admitted, other.held) == (0, 1)
    again = matching.send(matching.row_of(1, 统一社会信用代码=""))
    assert again.duplicates == 1


def test_different_is_remembered_whatever_comes_later() -> None:
    receipt = matching.waiting(1)
    matching.decide(receipt, Opinion.DIFFERENT, matching.subject_of(1))
    with pytest.raises(JudgedDifferent):
        matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    # The register learns the very name: without the judgement the row would attach now.
    city.register(rows=[files.registered(1, name="构造市旧名有限公司")])
    later = matching.send(
        matching.row_of(1, name="构造市旧名有限公司", 行政处罚决定书文号="构市监罚〔2026〕79号")
    )
    assert matching.outcomes(later) == [("held", ("subject.contradiction.judged",))]


def test_different_is_not_taken_back() -> None:
    done = matching.decide(matching.waiting(1), Opinion.DIFFERENT, matching.subject_of(1))
    with pytest.raises(JudgedDifferent):
        matching.take_back(done.review)


def test_cannot_tell_goes_back_to_the_agency_with_a_question_and_waits() -> None:
    receipt = matching.waiting(1)
    with pytest.raises(OpinionRefused, match="what the agency is asked"):
        matching.decide(receipt, Opinion.UNSURE)
    matching.decide(receipt, Opinion.UNSURE, question="请核对代码和名称哪个有误")
    with acting_for(SAMR):
        assert held.state_of(receipt.batch, 1) == "asked"
        assert [one.asked for one in held.waiting()] == [True]
    with acting_for(EMERGENCY):
        assert held.waiting() == []
        assert held.state_of(receipt.batch, 1) is None
    assert matching.decide(receipt, Opinion.SAME, matching.subject_of(1)).admitted == 1


def test_new_registers_the_body_by_its_code_and_admits_its_rows() -> None:
    receipt = matching.send(matching.row_of(9, name="构造市样例新有限公司"))
    assert matching.outcomes(receipt) == [("held", ("subject.unknown",))]
    done = matching.decide(receipt, Opinion.NEW)
    assert done.admitted == 1
    found = subjects.organisation_by_code(unified_code(9))
    assert found is not None
    assert (found.name, found.kind) == ("构造市样例新有限公司", "enterprise")
    assert matching.release_all() == 1
    assert len(city.public(9)) == 1
    assert list(audit_records()) == []


def test_new_is_refused_where_the_code_is_somebodys_or_is_none() -> None:
    for receipt in (matching.waiting(1), matching.send(matching.row_of(2, 统一社会信用代码=""))):
        with pytest.raises(Refusal):
            matching.decide(receipt, Opinion.NEW)
    found = subjects.organisation_by_code(unified_code(1))
    assert found is not None
    assert found.name == files.body_name(1)


def test_an_opinion_rests_on_something_and_says_why() -> None:
    receipt = matching.waiting(1)
    for sources, reason in (((), "因为"), (("rumour",), "因为"), (("document",), " ")):
        given = matching.given(receipt, Opinion.SAME, matching.subject_of(1), sources, reason)
        with pytest.raises(OpinionRefused), acting_for(EVERY_AGENCY):
            actions.give_opinion(given=given, by=matching.JUDGE, now=city.NOW)


def test_who_looked_before_somebody_else_decided_is_told() -> None:
    receipt = matching.waiting(1)
    matching.decide(receipt, Opinion.UNSURE, question="请核对")
    with pytest.raises(DecidedMeanwhile):
        matching.decide(receipt, Opinion.SAME, matching.subject_of(1), seen=0)


def test_what_enters_after_a_judgement_is_released_by_neither_sender_nor_judge() -> None:
    judge = staff.account_of(Role.CENTRE_OFFICER)
    receipt = matching.waiting(1)
    matching.decide(receipt, Opinion.SAME, matching.subject_of(1), by=judge)
    with acting_for(EVERY_AGENCY):
        (entered,) = admissions.waiting()
        for account in (judge, "samr.clerk"):
            with pytest.raises(BatchRefused):
                actions.release_admission(
                    admission=entered.id, seen_hash=entered.digest(),
                    actor=agencies.actor(account), by=account, now=city.NOW,
                )  # fmt: skip
        with pytest.raises(Refusal, match="not what was seen"):
            actions.release_admission(
                admission=entered.id, seen_hash=bytes(32), actor=agencies.actor("samr.reviewer"),
                by="samr.reviewer", now=city.NOW,
            )  # fmt: skip
    assert matching.release_all("samr.reviewer") == 1


def test_taken_back_the_records_leave_at_once_and_come_back_with_the_next_judgement() -> None:
    receipt = matching.waiting(1)
    done = matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    matching.release_all()
    (before,) = city.public(1)
    with pytest.raises(OpinionRefused, match="other than the judge"):
        matching.take_back(done.review, by=matching.JUDGE)
    assert matching.take_back(done.review) == 1
    assert city.public(1) == []
    assert queries.receipt(receipt.batch, scope=EVERY_AGENCY).held == 1
    again = matching.decide(receipt, Opinion.SAME, matching.subject_of(2))
    assert again.admitted == 1
    assert city.public(2) == []  # what was seen at the first release was another subject's
    matching.release_all()
    (after,) = city.public(2)
    assert (after.record, after.number) == (before.record, 3)
    assert after.fields == before.fields
    assert city.public(1) == []
    assert list(audit_records()) == []


def test_what_was_withdrawn_meanwhile_does_not_come_back_with_a_judgement_taken_back() -> None:
    receipt = matching.waiting(1)
    done = matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    matching.release_all()
    (shown,) = city.public(1)
    records.withdraw(record=shown.record, reason="决定被撤销", by="samr.reviewer", now=city.NOW)
    assert matching.take_back(done.review) == 0
    later = matching.waiting(1)
    assert matching.outcomes(later)[0][0] == "held"
    with acting_for(EVERY_AGENCY):
        assert held.state_of(later.batch, 1) == "other"  # it may not return, whoever's it is
    assert city.public(1) == []


def test_an_opinion_is_taken_back_once() -> None:
    done = matching.decide(matching.waiting(1), Opinion.SAME, matching.subject_of(1))
    matching.take_back(done.review)
    with pytest.raises(Refusal):
        matching.take_back(done.review)


def test_a_party_found_to_be_one_body_is_not_found_to_be_another() -> None:
    matching.decide(matching.waiting(1), Opinion.SAME, matching.subject_of(1))
    city.register(rows=[files.registered(3, reg_date="2026-05-30")])
    later = matching.send(
        matching.row_of(1, name="构造市旧名有限公司", 行政处罚决定书文号="构市监罚〔2026〕80号",
                        处罚决定日期="2014-01-01")
    )  # fmt: skip
    assert later.held == 1  # before its registration: nobody weighed that
    with pytest.raises(JudgedAlready):
        matching.decide(later, Opinion.SAME, matching.subject_of(2))


def test_what_waits_for_something_else_besides_stays_where_it_is() -> None:
    """The part that only an officer can answer is answered; the rest still waits."""
    elsewhere = agencies.agency_by_key(EMERGENCY).name_zh
    receipt = matching.waiting(1, 处罚机关=elsewhere)
    done = matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    assert (done.admitted, done.left) == (0, 1)
    assert matching.outcomes(receipt) == [("held", ())]  # the authority's name and code disagree


def test_a_retention_counts_rows_that_entered_late_with_the_records() -> None:
    receipt = matching.waiting(1)
    matching.decide(receipt, Opinion.SAME, matching.subject_of(1))
    rows = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert [row["outcome"] for row in rows] == ["admitted"]
    assert rows[0]["record"]
