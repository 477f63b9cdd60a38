"""A decision that was reported twice is shown once, by two people, and comes back whole where it was two."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from pytest_django import DjangoDbBlocker

from gongxin.agencies.motions import MotionRefused
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.records import actions, twins
from gongxin.records import queries as records
from gongxin.records.actions import MergeRefused
from gongxin.records.audit import audit_records
from gongxin.records.drafts import merge_draft
from gongxin.records.lifecycle import TransitionRefused
from gongxin.records.publicrecord import PublicRecord
from tests.builders import city, matching, staff
from tests.builders import twins as two


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


# How the second report is written, and the reasons by which the pair is found; None: they are two decisions.
WRITTEN: tuple[tuple[dict[str, str], set[str] | None], ...] = (
    ({"行政处罚决定书文号": "构市监罚字〔2026〕第1号"}, {"number.form", "date.same", "content.same"}),
    ({"行政处罚决定书文号": "构市监罚【2026】001号"}, {"number.form", "date.same", "content.same"}),
    ({"行政处罚决定书文号": "构市监罚 2026 1 号"}, {"number.form", "date.same", "content.same"}),
    (
        {"行政处罚决定书文号": "构市监罚字〔2026〕1号", "处罚决定日期": "2026-05-09"},
        {"number.form", "date.near", "content.same"},
    ),
    (
        {"行政处罚决定书文号": "构市监罚字〔2026〕1号", "处罚决定日期": "2026-05-10"},
        {"number.form", "content.same"},
    ),
    (
        {"行政处罚决定书文号": "构市监罚字〔2026〕1号", "违法事实": "另一种写法的事实"},
        {"number.form", "date.same"},
    ),
    (
        {"行政处罚决定书文号": "构市监处罚〔2026〕1号", "处罚决定日期": "2026-05-05"},
        {"number.digits", "date.near", "content.same"},
    ),
    ({"行政处罚决定书文号": "构市监罚〔2026〕2号"}, None),
    ({"行政处罚决定书文号": "构市监罚〔2025〕1号"}, None),
    ({"行政处罚决定书文号": "构市监罚〔2026〕11号"}, None),
    (
        {"行政处罚决定书文号": "构市监罚字〔2026〕1号", "处罚决定日期": "2026-05-10", "违法事实": "别的事实"},
        None,
    ),
)  # fmt: skip


@pytest.mark.parametrize(("second", "reasons"), WRITTEN)
def test_a_pair_is_found_by_what_two_writings_of_one_decision_share(
    second: dict[str, str], reasons: set[str] | None
) -> None:
    two.reported_twice(second=second)
    pairs = two.looked()
    assert [{reason.code for reason in pair.reasons} for pair in pairs] == (
        [] if reasons is None else [reasons]
    )


def test_decisions_on_two_bodies_are_never_a_pair() -> None:
    city.release(matching.send(matching.row_of(1)))
    city.release(matching.send(matching.row_of(2, 行政处罚决定书文号="构市监罚字〔2026〕第1号")))
    assert two.looked() == []


def test_an_agency_meets_pairs_of_its_own_alone() -> None:
    two.reported_twice(1)
    two.looked()
    for agency, count in (("samr", 1), ("emergency", 0), ("*", 1)):
        with acting_for(agency):
            assert len(twins.waiting()) == count
            assert twins.waiting_count() == (count, city.TODAY if count else None)


def shown(serial: int = 1, today: date = city.TODAY) -> list[PublicRecord]:
    return city.public(serial, today)


def test_merged_the_public_reads_one_and_parted_it_reads_both_as_before() -> None:
    two.reported_twice()
    before = {one.record: one for one in shown()}
    (pair,) = two.looked()
    two.merged(pair, pair.other.record)
    assert [one.record for one in shown()] == [pair.one.record]
    assert records.public_record(pair.other.record, city.TODAY) is None
    assert two.looked() == []
    assert two.pair_of(pair.id).state == "merged"
    two.unmerged(two.pair_of(pair.id))
    after = {one.record: one for one in shown()}
    assert after.keys() == before.keys()
    for record, one in after.items():
        # Its number and the moment we knew tell that it was away; nothing else does.
        kept = {k: v for k, v in vars_of(one).items() if k not in {"number", "recorded_at"}}
        assert kept == {
            k: v for k, v in vars_of(before[record]).items() if k not in {"number", "recorded_at"}
        }
    assert [one.number for one in after.values() if one.record == pair.other.record] == [3]
    assert list(audit_records()) == []


def vars_of(one: PublicRecord) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_whoever_proposes_does_not_approve() -> None:
    two.reported_twice()
    (pair,) = two.looked()
    motion, seen = two.propose(merge_draft(pair, gives_way=pair.one.record, reason="重复"))
    with acting_for(EVERY_AGENCY), pytest.raises(MotionRefused):
        actions.merge(motion=motion, seen_hash=seen, by=two.PROPOSER, now=city.NOW)
    assert len(shown()) == 2


def test_an_approval_is_bound_to_the_versions_that_were_seen() -> None:
    two.reported_twice()
    (pair,) = two.looked()
    motion, seen = two.propose(merge_draft(pair, gives_way=pair.one.record, reason="重复"))
    actions.withdraw(record=pair.other.record, reason="撤销", by="samr.reviewer", now=city.NOW)
    with acting_for(EVERY_AGENCY), pytest.raises(MergeRefused):
        actions.merge(motion=motion, seen_hash=seen, by=two.APPROVER, now=city.NOW)


def test_nothing_shown_gives_way_to_what_is_not() -> None:
    first, second = two.reported_twice(released=False)
    assert two.looked() == []  # neither is shown: the pair waits for the release
    city.release(first)
    assert two.looked() == []
    city.release(second)
    assert len(two.looked()) == 1


def test_told_apart_the_pair_is_not_asked_about_again() -> None:
    two.reported_twice()
    (pair,) = two.looked()
    with acting_for(EVERY_AGENCY):
        actions.tell_apart(twin=pair.id, reason="两次检查", by=two.PROPOSER, now=city.NOW)
    assert two.looked() == []
    assert two.pair_of(pair.id).state == "distinct"
    with acting_for(EVERY_AGENCY), pytest.raises(MergeRefused):
        actions.tell_apart(twin=pair.id, reason="再说", by=two.PROPOSER, now=city.NOW)


def test_what_gave_way_stays_away_when_it_is_sent_again() -> None:
    _, second = two.reported_twice()
    (pair,) = two.looked()
    (gone,) = records.records_of_batch(second.batch).values()
    two.merged(pair, gone)
    again = matching.send(matching.row_of(1, 行政处罚决定书文号="构市监罚字[2026]第01号"))
    assert (again.admitted, again.duplicates) == (0, 1)
    other = matching.send(
        matching.row_of(1, 行政处罚决定书文号="构市监罚字[2026]第01号", 违法事实="另外的事实")
    )
    assert matching.outcomes(other) == [("held", ("record.merged",))]
    assert len(shown()) == 1


@pytest.mark.parametrize("act", [actions.repair, actions.withdraw])
def test_once_the_one_that_stands_has_left_the_other_does_not_come_back(act: object) -> None:
    two.reported_twice()
    (pair,) = two.looked()
    two.merged(pair, pair.other.record)
    assert callable(act)
    act(record=pair.one.record, reason="决定", by="samr.reviewer", now=city.NOW)
    assert shown() == []
    with pytest.raises(MergeRefused, match="does not come back"):
        two.unmerged(two.pair_of(pair.id))
    assert shown() == []


def test_what_gave_way_cannot_be_merged_again_or_repaired_past_the_one_that_stands() -> None:
    two.reported_twice()
    (pair,) = two.looked()
    two.merged(pair, pair.other.record)
    with pytest.raises(TransitionRefused):
        actions.repair(record=pair.other.record, reason="x", by="samr.reviewer", now=city.NOW)
    again = two.pair_of(pair.id)
    with pytest.raises(TransitionRefused):
        two.merged(again, pair.other.record)


def test_each_of_three_reports_of_one_decision_can_give_way_in_turn() -> None:
    two.reported_twice()
    city.release(matching.send(matching.row_of(1, 行政处罚决定书文号="构市监罚（2026）第1号")))
    pairs = two.looked()
    assert len(pairs) == 3
    kept: UUID = pairs[0].one.record
    for pair in two.looked():
        still = two.pair_of(pair.id)
        if still.state == "open" and kept in {still.one.record, still.other.record}:
            away = still.other if still.one.record == kept else still.one
            two.merged(still, away.record)
    assert [one.record for one in shown()] == [kept]
    assert two.looked() == []
    assert list(audit_records()) == []
