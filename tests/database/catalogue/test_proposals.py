"""A new edition is proposed, commented on for the law's period, and approved by another person bound to what was seen."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from pytest_django import Settings

from gongxin.catalogue import actions, proposing, queries
from gongxin.catalogue.models import ProposalDecision
from gongxin.catalogue.proposals import Event, State
from gongxin.catalogue.refusals import EditionNotApproved
from gongxin.jurisdiction import Jurisdiction, digest_of
from gongxin.refusal import Refusal
from tests.builders import catalogue, city

pytestmark = pytest.mark.django_db
OFFICER, SECOND = "centre.officer", "centre.second"
DAY = timedelta(days=1)
# 国办发〔2020〕49号 as copied in facts §4.1: comments for at least 30 days.
LAST = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def changed(**values: object) -> Jurisdiction:
    """The law with another period of reporting for penalties; `values` replace parts of the whole."""
    law = catalogue.law()
    items = tuple(
        replace(item, update_working_days=5) if item.code == "penalty" else item
        for item in law.items
    )
    return sealed(replace(law, items=items))


def sealed(law: Jurisdiction) -> Jurisdiction:
    return replace(law, digest=digest_of(replace(law, digest="")))


def propose(law: Jurisdiction | None = None, by: str = OFFICER) -> UUID:
    return actions.propose(
        law=law or changed(), reason="缩短报送期限", today=city.TODAY, by=by, now=city.NOW
    )


def decide(
    proposal: UUID,
    event: Event = Event.APPROVE,
    *,
    by: str = SECOND,
    today: date = LAST + DAY,
    seen: str = "",
) -> State:
    return actions.decide_proposal(
        proposal=proposal,
        event=event,
        seen=seen or proposing.proposal(proposal).content,
        answer="意见已研究",
        today=today,
        by=by,
        now=city.NOW,
    )  # fmt: skip


def say(proposal: UUID, text: str = "期限太短", today: date = city.TODAY) -> None:
    actions.comment(proposal=proposal, text=text, today=today, by="public", now=city.NOW)


def test_an_approved_edition_is_in_force_and_not_before() -> None:
    before = queries.digest_in_force("xingning")
    proposal = propose()
    assert queries.digest_in_force("xingning") == before
    assert proposing.proposal(proposal).comment_until == LAST
    assert decide(proposal) is State.APPROVED
    assert queries.digest_in_force("xingning") == changed().digest
    assert queries.item_in_force("penalty", city.TODAY).update_working_days == 5


def test_comments_are_taken_to_the_last_day_and_not_on_the_next() -> None:
    proposal = propose()
    say(proposal, today=LAST)
    with pytest.raises(Refusal) as refused:
        say(proposal, today=LAST + DAY)
    assert refused.value.code == "proposal.refused"
    assert [one.text for one in proposing.proposal(proposal).comments] == ["期限太短"]


def test_nothing_that_bears_on_rights_is_approved_before_the_comments_are_in() -> None:
    proposal = propose()
    with pytest.raises(Refusal):
        decide(proposal, today=LAST)
    assert decide(proposal, today=LAST + DAY) is State.APPROVED


def test_nobody_approves_a_proposal_of_their_own() -> None:
    proposal = propose()
    with pytest.raises(Refusal):
        decide(proposal, by=OFFICER)
    with pytest.raises(Refusal):
        decide(proposal, Event.WITHDRAW, by=SECOND)
    assert decide(proposal, Event.WITHDRAW, by=OFFICER) is State.WITHDRAWN


@pytest.mark.parametrize("account", ["samr.clerk", "samr.reviewer"])
def test_an_agency_neither_proposes_nor_decides(account: str) -> None:
    with pytest.raises(Refusal):
        propose(by=account)
    proposal = propose()
    with pytest.raises(Refusal):
        decide(proposal, by=account)


def test_an_approval_is_bound_to_every_comment_that_was_read() -> None:
    proposal = propose()
    seen = proposing.proposal(proposal).content
    say(proposal)
    with pytest.raises(Refusal):
        decide(proposal, seen=seen)
    assert decide(proposal) is State.APPROVED


def test_a_proposal_whose_ground_has_moved_is_made_again() -> None:
    first = propose()
    law = changed()
    other = sealed(replace(law, purposes=law.purposes[1:]))
    second = propose(other)
    decide(second)
    with pytest.raises(Refusal):
        decide(first)


def test_a_proposal_is_decided_once() -> None:
    proposal = propose()
    assert decide(proposal, Event.REFUSE) is State.REFUSED
    for event in Event:
        with pytest.raises(Refusal):
            decide(proposal, event, by=OFFICER if event is Event.WITHDRAW else SECOND)
    with pytest.raises(Refusal):
        say(proposal)


def test_what_bears_on_nobodys_rights_needs_two_people_and_no_comment() -> None:
    law = catalogue.law()
    (year, *rest) = law.calendar
    proposal = propose(sealed(replace(law, calendar=(replace(year, source="另一份通知"), *rest))))
    assert proposing.proposal(proposal).comment_until is None
    with pytest.raises(Refusal):
        say(proposal)
    with pytest.raises(Refusal):
        decide(proposal, by=OFFICER, today=city.TODAY)
    assert decide(proposal, today=city.TODAY) is State.APPROVED


def test_what_the_linter_refuses_or_what_changes_nothing_cannot_be_proposed() -> None:
    with pytest.raises(Refusal):
        propose(catalogue.law())
    law = catalogue.law()
    (item, *rest) = law.items
    with pytest.raises(Refusal):
        propose(sealed(replace(law, items=(replace(item, zh="婚姻登记"), *rest))))


def test_in_production_a_changed_folder_is_not_loaded_past_the_second_person(
    settings: Settings,
) -> None:
    settings.GONGXIN_MODE = (
        "production"  # leaves drafts out, so the folder differs from what is loaded
    )
    with pytest.raises(EditionNotApproved):
        actions.load_law(jurisdiction="xingning", by="system", now=city.NOW)


def test_the_table_refuses_a_second_decision_and_one_by_the_same_person() -> None:
    proposal = propose()
    values = {
        "proposal_id": proposal,
        "event": "approve",
        "state": "approved",
        "proposed_by": OFFICER,
        "seen": "0" * 64,
        "answer": "x",
        "at": city.NOW,
    }
    for wrong in (
        {"decided_by": OFFICER},
        {"decided_by": SECOND, "state": "refused"},
        {"decided_by": SECOND, "answer": ""},
        {"decided_by": SECOND, "event": "withdraw", "state": "withdrawn"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposalDecision.objects.create(**{**values, **wrong})
    decide(proposal, Event.REFUSE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalDecision.objects.create(**{**values, "decided_by": SECOND})


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE catalogue_comment SET text = 'x'",
        "DELETE FROM catalogue_comment",
        "UPDATE catalogue_proposal SET comment_until = NULL",
        "DELETE FROM catalogue_proposal",
        "UPDATE catalogue_proposaldecision SET state = 'approved'",
        "DELETE FROM catalogue_proposaldecision",
    ],
)
def test_what_was_proposed_said_and_decided_stays(sql: str) -> None:
    proposal = propose()
    say(proposal)
    decide(proposal, Event.REFUSE)
    with (
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
