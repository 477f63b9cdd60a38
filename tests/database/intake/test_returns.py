"""What left a body is held when it is sent again; a certificate and a second person bring it back, and the body is told."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from gongxin.agencies.motions import MotionRefused
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event, Party
from gongxin.exchange.queries import lines
from gongxin.intake import held, reinsertions
from gongxin.intake import queries as intake
from gongxin.intake.actions import Settled
from gongxin.intake.opinions import Opinion
from gongxin.intake.queries import Receipt
from gongxin.intake.reinsertion import ReinsertionRefused, State, StaysAway
from gongxin.records import actions as records
from gongxin.records.audit import audit_records
from gongxin.records.history import history
from gongxin.subjects.judged import judgements_of
from gongxin.subjects.parties import Party as Named
from tests.builders import cases, city, files, matching, returns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def outcome(receipt: Receipt) -> tuple[str, frozenset[str]]:
    (row,) = intake.rows(receipt.batch, scope=EVERY_AGENCY)
    return row["outcome"], frozenset(c for c in row["codes"] if c.startswith("record."))


def test_sent_again_word_for_word_or_in_other_words_or_under_another_number_it_is_held() -> None:
    record = returns.left()
    ways: tuple[dict[str, str], ...] = (
        {},
        {"处罚内容": "罚款二千元"},
        {"行政处罚决定书文号": returns.OTHER_NUMBER},
    )
    for changes in ways:
        receipt = returns.sent(1, agency="samr", **changes)
        found, codes = outcome(receipt)
        assert (found, "record.contested" in codes) == ("held", True), changes
        away = returns.away(receipt)
        assert (away.contested_record, away.state) == (record, State.HELD)
        assert away.holder is not None
        assert cases.case(_case(away.holder)).records == (record,)
        assert away.subject_id == cases.subject()
    assert away.times == 3
    assert not cases.is_shown(record, city.TODAY)


def _case(holder: str) -> UUID:
    return UUID(holder.removeprefix("case:"))


def test_certified_and_approved_it_stands_again_and_everything_found_before_is_kept() -> None:
    record = returns.left()
    motion = returns.certified(returns.sent())
    assert not cases.is_shown(record, city.TODAY)
    returns.approved(motion)
    assert cases.is_shown(record, city.TODAY)
    states = [one.state for one in history(record).versions]
    assert states == ["admitted", "detached", "admitted"]
    name = files.body_name(1)
    (different,) = judgements_of(Named(name, (("record", str(record)),)))
    assert (different.verdict, different.ended_at) == ("different", None)
    with acting_for(EVERY_AGENCY):
        (certificate,) = reinsertions.certificates_of(*_only(reinsertions.returned()))
    (same,) = judgements_of(Named(name, (("certificate", str(certificate.id)),)))
    assert (same.verdict, same.subject_id) == ("same", cases.subject())
    assert certificate.paper_digest == returns.PAPER.digest.hex()
    assert list(audit_records()) == []


def _only(found: list[reinsertions.Returned]) -> tuple[UUID, int]:
    (one,) = found
    return one.batch, one.row_no


def test_under_another_number_it_is_a_record_of_its_own_and_later_copies_are_copies() -> None:
    returns.left()
    receipt = returns.sent(行政处罚决定书文号=returns.OTHER_NUMBER)
    returns.approved(returns.certified(receipt))
    (shown,) = city.public(1)
    assert shown.document_number == returns.OTHER_NUMBER
    again = returns.sent(行政处罚决定书文号=returns.OTHER_NUMBER)
    assert outcome(again)[0] == "duplicate"


def test_copies_hear_that_it_is_back() -> None:
    record = returns.left()
    before = lines.head()
    returns.approved(returns.certified(returns.sent()))
    (line,) = lines.lines_after(before, 10)
    assert (line.operation.value, line.reason, line.record) == ("ADD", "judged", record)


def test_whoever_certified_or_sent_it_does_not_release_it() -> None:
    returns.left()
    receipt = returns.sent()
    motion = returns.certified(receipt)
    with pytest.raises(MotionRefused):
        returns.approved(motion, by="samr.reviewer")
    with pytest.raises(ReinsertionRefused):
        returns.approved(motion, by="samr.clerk")
    with pytest.raises(ReinsertionRefused):
        returns.certified(receipt)  # one at a time
    assert city.public(1) == []


def test_a_certificate_says_what_why_and_by_which_paper() -> None:
    returns.left()
    receipt = returns.sent()
    for broken in (
        {"checked": " "},
        {"why": ""},
        {"number": ""},
        {"digest": b"short"},
        {"dated": date(2026, 6, 2)},
    ):
        with pytest.raises(ReinsertionRefused):
            returns.certified(receipt, paper=replace(returns.PAPER, **broken))


def test_silence_hides_it_on_the_day_after_the_fifth_working_day_with_nothing_running() -> None:
    """In again on Monday, 1 June 2026: five working days end on the 8th; nobody is told, so it is gone on the 9th."""
    record = returns.left()
    reinsertion = returns.approved(returns.certified(returns.sent()))
    with acting_for(EVERY_AGENCY):
        (owed,) = reinsertions.reinsertions_owed()
    assert (owed.subject_id, owed.record, owed.due) == (cases.subject(), record, date(2026, 6, 8))
    shown = [cases.is_shown(record, day) for day in (date(2026, 6, 8), date(2026, 6, 9))]
    assert shown == [True, False]
    returns.told(reinsertion, now=cases.at(date(2026, 6, 10)))
    assert cases.is_shown(record, date(2026, 6, 10))
    with acting_for(EVERY_AGENCY):
        assert reinsertions.reinsertions_owed() == []
    with pytest.raises(ReinsertionRefused):
        returns.told(reinsertion)  # once


def test_told_in_time_it_is_never_hidden() -> None:
    record = returns.left()
    returns.told(returns.approved(returns.certified(returns.sent())))
    assert cases.is_shown(record, date(2026, 6, 30))


def test_an_officer_alone_does_not_bring_it_back_by_the_queue_of_parties() -> None:
    """Whoever matches parties may find it another's; to the body that it is not about it goes by a certificate alone."""
    record = returns.left()
    receipt = returns.sent()
    settled = matching.decide(receipt, Opinion.SAME, cases.subject())
    assert settled == Settled(settled.review, 0, 1)
    assert history(record).versions[-1].state == "detached"
    assert returns.away(receipt).state is State.HELD


def test_the_same_file_two_weeks_later_brings_nothing_back() -> None:
    record = returns.left()
    for day in (date(2026, 6, 1), date(2026, 6, 15)):
        receipt = city.penalise_on(day, 1)
        assert outcome(receipt)[0] == "held"
        assert not cases.is_shown(record, day)
    assert city.public(1, date(2026, 6, 15)) == []


def test_what_was_withdrawn_or_repaired_does_not_come_back_by_certificate() -> None:
    record = returns.left()
    receipt = returns.sent()
    motion = returns.certified(receipt)
    records.withdraw(record=record, reason="决定被撤销", by="samr.reviewer", now=city.NOW)
    with pytest.raises(StaysAway):
        returns.approved(motion)
    again = returns.sent()
    assert outcome(again) == ("held", frozenset({"record.tombstoned"}))
    with pytest.raises(StaysAway):
        returns.certified(again)
    assert city.public(1) == []


def test_what_speaks_against_it_since_the_certificate_is_not_answered_by_it() -> None:
    returns.left()
    motion = returns.certified(returns.sent())
    city.register(rows=[files.registered(1, reg_date="2026-05-20")])
    with pytest.raises(ReinsertionRefused):
        returns.approved(motion)
    assert city.public(1) == []


def test_found_again_not_to_be_about_it_it_leaves_again_and_waits_again() -> None:
    record = returns.left()
    returns.approved(returns.certified(returns.sent()))
    case = cases.forwarded(cases.not_us(record))
    cases.step(case, Event.UPHOLD, Party.PROVIDER)
    assert not cases.is_shown(record, city.TODAY)
    receipt = returns.sent()
    assert outcome(receipt)[0] == "held"
    assert returns.away(receipt).state is State.HELD


def test_nobody_meets_another_agencys_rows_or_certificates() -> None:
    returns.left()
    receipt = returns.sent()
    motion = returns.certified(receipt)
    with acting_for("emergency"):
        assert reinsertions.away() == []
        assert reinsertions.row(receipt.batch, 1) is None
        assert reinsertions.certificates_of(receipt.batch, 1) == []
    returns.approved(motion)
    with acting_for("emergency"):
        assert reinsertions.returned() == []
        assert reinsertions.reinsertions_owed() == []


def test_the_row_stays_in_sight_of_whoever_matches_parties() -> None:
    returns.left()
    receipt = returns.sent()
    with acting_for(EVERY_AGENCY):
        assert held.state_of(receipt.batch, 1) == "waiting"
