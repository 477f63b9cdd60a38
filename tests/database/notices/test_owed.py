"""Which notices are owed follows from what happened: each kind by hand, and what owes nothing."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event, Party
from gongxin.exchange.actions import recalls as recall_acts
from gongxin.exchange.queries import recalls
from gongxin.exchange.recalls import Outcome, Recipient
from gongxin.intake import actions as intake
from gongxin.intake import correcting
from gongxin.notices.actions import delivery
from gongxin.notices.composing import text_of
from gongxin.notices.delivery import State
from gongxin.notices.kinds import Kind
from gongxin.notices.queries import lists
from gongxin.notices.queries.standing import Notice
from gongxin.records import actions as records
from gongxin.records import masks
from gongxin.records.actions import Agreed
from tests.builders import cases, city, desk_notices, holders, notices, returns, spoken, twins

pytestmark = pytest.mark.django_db

MON, TUE, WED = (date(2026, 6, day) for day in (1, 2, 3))


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def now() -> datetime:
    """A release is dated by the clock of the database; whoever asks, asks after it."""
    return timezone.now() + timedelta(seconds=1)


def all_kinds(serial: int = 1) -> list[Kind]:
    return notices.kinds(serial, now=now())


def said(one: Notice) -> str:
    with acting_for(EVERY_AGENCY):
        text = text_of(one.owed, timezone.localdate())
    assert text is not None
    return "\n".join(
        [text.title.zh]
        + [value.zh for part in text.parts for pair in part.facts for value in pair]
        + [line.zh for part in text.parts for line in part.paragraphs]
    )


def the(kind: Kind, serial: int = 1) -> Notice:
    (found,) = [one for one in notices.to(serial, now=now()) if one.key.kind is kind]
    return found


# ------------------------------------------------------------------------------- listed


def test_a_penalty_owes_one_notice_from_its_release_on_and_none_before() -> None:
    city.register(1)
    receipt = city.penalise(1)
    assert all_kinds() == []
    before = timezone.now()
    city.release(receipt)
    one = the(Kind.LISTED)
    assert before <= one.owed.at <= now()
    assert (one.owed.agency_key, one.standing.events) == ("samr", ())


def test_the_one_notice_tells_the_decision_and_the_repair_together() -> None:
    city.published_penalty()
    text = said(the(Kind.LISTED))
    for fact in (
        "构市监罚〔2026〕1号", "构造市市场监督管理局", "2026-05-06", "2027-05-05",  # shown through the eve of 6 May 2027
        "2026-08-06",  # three months after the decision
        "不收费", "异议", "不是我们", "《信用修复管理办法》（国家发展改革委令第36号）",
    ):  # fmt: skip
        assert fact in text, fact


def test_a_fact_that_hurts_nobody_owes_none() -> None:
    city.register(1)
    city.license_(1)  # of an agency in good standing: shown at once
    assert len(city.public(1)) == 1
    assert all_kinds() == []


def test_what_the_law_does_not_show_owes_none() -> None:
    """A warning is minor: it is not published in principle."""
    city.register(1)
    fields = {"处罚类别": "警告", "处罚内容": "警告", "罚款金额(万元)": ""}
    city.release(city.penalise(1, **fields))
    assert city.public(1) == []
    assert all_kinds() == []


@pytest.mark.parametrize(("decided", "owed"), [("2026-03-31", 0), ("2026-04-01", 1)])
def test_what_was_decided_before_the_duty_began_owes_none(decided: str, owed: int) -> None:
    city.published_penalty(处罚决定日期=decided, 处罚有效期="2027-06-01")
    assert len(city.public(1)) == 1
    assert all_kinds() == [Kind.LISTED] * owed


def test_a_correction_is_no_second_entry() -> None:
    city.published_penalty()
    first = the(Kind.LISTED).key
    second = city.penalise(1, **{"处罚内容": "罚款3000元", "罚款金额(万元)": "0.3"})
    with acting_for(EVERY_AGENCY):
        found = correcting.proposed(second.batch, None)
        intake.accept_corrections(
            batch=second.batch, row=None, digest=found.digest,
            agreed=Agreed("samr.clerk", "金额写错", found.digest), by="samr.reviewer", now=city.NOW,
        )  # fmt: skip
    assert city.public(1)[0].number == 2
    assert [one.key for one in notices.to(now=now())] == [first]


# ------------------------------------------------------------------------------- left


@pytest.mark.parametrize(
    ("act", "word"), [(records.withdraw, "已撤回"), (records.repair, "已修复")]
)
def test_a_record_that_leaves_owes_one_more_and_takes_nothing_back(act: object, word: str) -> None:
    record = city.published_penalty()
    act(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)  # type: ignore[operator]
    assert sorted(all_kinds()) == [Kind.LEFT, Kind.LISTED]
    assert word in said(the(Kind.LEFT))
    assert "已不再公开" in said(the(Kind.LISTED))


def test_what_was_never_shown_leaves_nobody_a_notice() -> None:
    city.register(1)
    receipt = city.penalise(1)
    with acting_for(EVERY_AGENCY):
        records.undo_batch(batch=receipt.batch, reason="报错了", by="samr.clerk", now=city.NOW)
    assert all_kinds() == []


def test_a_batch_that_is_undone_tells_each_body_in_it() -> None:
    city.register(1, 2)
    receipt = city.penalise(1, 2)
    city.release(receipt)
    with acting_for(EVERY_AGENCY):
        records.undo_batch(batch=receipt.batch, reason="报错了", by="samr.clerk", now=city.NOW)
    for serial in (1, 2):
        assert "整批" in said(the(Kind.LEFT, serial))


def test_one_of_two_that_gave_way_is_told() -> None:
    city.register(1)
    twins.reported_twice()
    (pair,) = twins.looked()
    twins.merged(pair, pair.other.record)
    assert all_kinds().count(Kind.LEFT) == 1
    assert "同一决定" in said(the(Kind.LEFT))


# ------------------------------------------------------------------------------- case


def test_each_step_of_a_case_that_others_took_is_told_with_its_reasons() -> None:
    record = city.published_penalty()
    case = cases.objection(record)
    assert Kind.CASE not in all_kinds()  # what it filed itself it knows
    cases.step(case, Event.ASK, Party.PLATFORM, text="请补付款凭证")
    cases.own_step(case, Event.COMPLETE)
    cases.rejected(case)
    cases.own_step(case, Event.APPEAL)
    cases.step(case, Event.CONFIRM, Party.REVIEWER, text="决定书原件如此记载")
    told = [one for one in notices.to(now=now()) if one.key.kind is Kind.CASE]
    # file 1, ask 2, complete 3, forward 4, reject 5, appeal 6, confirm 7
    assert [one.key.number for one in told] == [2, 4, 5, 7]
    for one, words in zip(told, ("请补付款凭证", "最迟", "复核", "行政复议"), strict=True):
        assert words in said(one)
    assert "决定书原件如此记载" in said(told[-1])


def test_what_a_case_decided_is_told_once_and_not_again_as_a_record_that_left() -> None:
    record = city.published_penalty()
    case = cases.forwarded(cases.objection(record))
    cases.step(case, Event.UPHOLD, Party.PROVIDER)
    assert not cases.is_shown(record, MON)
    assert sorted(all_kinds()) == [Kind.CASE, Kind.CASE, Kind.LISTED]


def test_a_revocation_is_told_when_it_is_carried_out() -> None:
    record = city.published_penalty()
    case = cases.revocation(record)
    assert Kind.CASE not in all_kinds()
    cases.step(case, Event.CARRY_OUT, Party.PLATFORM)
    assert cases.SAYS["document"] in said(the(Kind.CASE))
    cases.step(case, Event.REINSTATE, Party.PLATFORM)
    assert sorted(all_kinds()) == [Kind.CASE, Kind.CASE, Kind.LISTED]


# ------------------------------------------------------------------------------- masked


def test_silence_is_told_from_the_day_it_hides_with_nothing_running() -> None:
    """Filed on Monday: the check is due on Tuesday, hidden from Wednesday on."""
    case = cases.objection(city.published_penalty())
    assert Kind.MASKED not in notices.kinds(now=cases.at(TUE))
    (one,) = [n for n in notices.to(now=cases.at(WED)) if n.key.kind is Kind.MASKED]
    assert one.key.ref == case
    assert one.owed.at == datetime(2026, 6, 2, 16, tzinfo=UTC)  # midnight in the city
    assert "2026-06-03" in said(one)


@pytest.mark.parametrize("answered", ["forwarded", "dropped"])
def test_an_answer_in_time_hides_nothing_and_is_told_of_no_silence(answered: str) -> None:
    case = cases.objection(city.published_penalty())
    if answered == "forwarded":  # then due on Thursday, two days after
        cases.forwarded(case, now=cases.at(TUE))
        assert Kind.MASKED not in notices.kinds(now=cases.at(date(2026, 6, 4)))
        assert Kind.MASKED in notices.kinds(now=cases.at(date(2026, 6, 5)))
    else:
        cases.own_step(case, Event.DROP, now=cases.at(TUE))
        assert Kind.MASKED not in notices.kinds(now=now())


def test_a_late_answer_does_not_take_back_that_it_was_late() -> None:
    case = cases.objection(city.published_penalty())
    cases.step(
        cases.forwarded(case, now=cases.at(WED)), Event.REJECT, Party.PROVIDER, now=cases.at(WED)
    )
    assert all_kinds().count(Kind.MASKED) == 1


def test_a_repair_that_was_granted_in_time_left_no_silence_behind() -> None:
    """What left keeps its mask as it stood; that is no silence."""
    record = city.published_penalty(处罚决定日期="2026-04-02", 处罚有效期="2027-04-02")
    july = date(2026, 7, 6)
    case = cases.forwarded(cases.repair(record, now=cases.at(july)), now=cases.at(july))
    cases.step(case, Event.GRANT, Party.PROVIDER, now=cases.at(july))
    assert sorted(all_kinds()) == [Kind.CASE, Kind.CASE, Kind.LISTED]


# ------------------------------------------------------------------------------- moved, used


def test_another_calendar_is_told_with_both_days_and_both_workings() -> None:
    cases.objection(city.published_penalty())
    cases.objection(city.published_penalty(2), serial=2, now=cases.at(date(2026, 6, 8)))
    assert Kind.MOVED not in all_kinds()
    notices.proclaim_holiday(TUE)
    one = the(Kind.MOVED)
    assert one.owed.at == city.NOW + timedelta(hours=1)
    text = said(one)
    for words in ("2026-06-02", "2026-06-03", "06-02 放假", "06-02 计"):
        assert words in text, words
    assert Kind.MOVED not in all_kinds(2)  # came after
    cases.forwarded(one.key.ref, now=cases.at(WED))
    assert [n.key for n in notices.to(now=now()) if n.key.kind is Kind.MOVED] == [one.key]


def test_a_calendar_that_moves_no_open_clock_owes_none() -> None:
    case = cases.objection(city.published_penalty())
    cases.rejected(case, now=city.NOW)
    notices.proclaim_holiday(TUE)
    assert Kind.MOVED not in all_kinds()


def used_by(record: UUID, outcome: Outcome) -> None:
    holders.partner("bank-u", signs=False)
    holders.give("bank-u", [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    (owed,) = recalls.of_recipient(Recipient("partner", "bank-u"))
    recall_acts.confirm_in_writing(
        recall=owed.id, outcome=outcome, paper="复函〔2026〕1 号", by="x", now=timezone.now()
    )


def test_who_had_decided_by_it_is_told_by_name() -> None:
    used_by(city.published_penalty(), Outcome.USED_IN_DECISION)
    assert "构造银行bank-u" in said(the(Kind.USED))


def test_a_copy_that_was_deleted_is_no_news_to_the_subject() -> None:
    used_by(city.published_penalty(), Outcome.DELETED)
    assert Kind.USED not in all_kinds()


def test_what_came_back_by_a_certificate_is_told_and_the_proof_lifts_its_mask() -> None:
    city.register(1)
    reinsertion = returns.returned(1)
    one = the(Kind.REINSERTED)
    assert one.key.ref == reinsertion
    assert "重新收录" in said(one)
    record = one.owed.record
    assert record is not None
    assert masks.masks_of(record)
    delivery.ensure_read(
        key=one.key, subject_id=cases.subject(), by="owner.abcdefghijkl", now=now()
    )
    assert masks.masks_of(record) == {}
    assert the(Kind.REINSERTED).standing.state is State.TOLD


def test_what_was_told_where_it_was_let_in_is_not_owed_again() -> None:
    city.register(1)
    returns.told(returns.returned(1))
    assert Kind.REINSERTED not in all_kinds()


# ------------------------------------------------------------------------------- the clock, the lists, the wall


def test_it_is_due_five_working_days_after_and_overdue_from_the_next_midnight() -> None:
    """Monday 1 June is day zero; 2, 3, 4, 5 and 8 count."""
    cases.forwarded(cases.objection(city.published_penalty()))
    (one,) = [n for n in notices.to(now=now()) if n.key.kind is Kind.CASE]
    assert one.due == date(2026, 6, 8)
    midnight = datetime(2026, 6, 8, 16, tzinfo=UTC)
    last = notices.one(one.key, now=midnight - timedelta(seconds=1))
    assert not last.is_overdue
    assert notices.one(one.key, now=midnight).is_overdue
    assert one.key in notices.listed(lists.View.OVERDUE, now=midnight)
    assert one.key not in notices.listed(lists.View.OVERDUE, now=midnight - timedelta(seconds=1))


def test_the_lists_see_each_notice_as_its_events_leave_it() -> None:
    desk_notices.in_every_state("samr")
    desk_notices.in_every_state("emergency")
    moment = timezone.now() + timedelta(minutes=2)
    with acting_for(EVERY_AGENCY):
        states = lists.states(moment)
        figures = lists.figures(moment)
        listed = lists.listed(lists.View.OPEN, moment)
    assert {str(one.key): one.standing.state.value for one in listed} == states
    assert sorted(states.values()) == sorted(
        2 * ["owed", "printed", "posted", "returned", "announced"]
    )
    parts = ("to_print", "at_counter", "to_post", "posted", "returned", "announced")
    assert sum(getattr(figures, part) for part in parts) == figures.open == 10


def test_an_agency_meets_notices_about_what_it_reported_alone() -> None:
    record = city.published_penalty()
    cases.forwarded(cases.objection(record))
    records.withdraw(record=city.published_penalty(2), reason="决定被撤销", by="x", now=city.NOW)
    used_by(city.published_penalty(3), Outcome.USED_IN_DECISION)
    with acting_for("samr"):
        own = lists.states(now())
    with acting_for("emergency"):
        assert lists.states(now()) == {}
    assert {key.split("-")[0] for key in own} == {"listed", "case", "masked", "left", "used"}


def test_each_answer_to_a_complaint_and_a_request_of_ones_own_is_told() -> None:
    city.register(1)
    complaint = spoken.complaint(serial=1).case
    cases.step(complaint, Event.HEAR, Party.PLATFORM, by="centre.supervisor")
    cases.step(
        complaint,
        Event.FOUND,
        Party.PLATFORM,
        by="centre.supervisor",
        fault="late",
        article="第五十一条",
        remedy="三日内答复",
        no_part="yes",
    )
    told = [said(one) for one in notices.to(1, now=now())]
    assert len(told) == 2
    heard, founded = sorted(told, key=lambda text: "投诉成立" in text)
    assert "请被投诉的单位说明" in heard
    assert "三日内答复" in founded
    request = spoken.request(serial=1).case
    cases.step(request, Event.DENY, Party.PLATFORM, by="centre.supervisor", article="第五十条")
    assert all_kinds().count(Kind.CASE) == 3


def test_whoever_follows_by_a_receipt_and_whom_a_tip_is_about_are_owed_no_notice() -> None:
    city.register(1)
    spoken.handed(spoken.tip())
    taken = spoken.complaint()
    cases.step(taken.case, Event.HEAR, Party.PLATFORM, by="centre.supervisor")
    assert all_kinds() == []
    with acting_for(EVERY_AGENCY):
        assert lists.states(now()) == {}
