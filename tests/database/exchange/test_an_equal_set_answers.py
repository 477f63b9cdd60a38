"""A copy that is equal to ours after a change answers for the recalls of what the feed alone gave it; another does not."""

from uuid import UUID

import pytest

from gongxin.exchange import digests
from gongxin.exchange.actions import reading
from gongxin.exchange.queries import lines, recalls
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.recalls import Outcome, Recipient, State
from gongxin.records import actions
from tests.builders import city, holders, partners

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank() -> PartnerCard:
    city.city_hall()
    return partners.admitted()[0]


def withdrawn_after_the_feed(bank: PartnerCard) -> UUID:
    record = city.published_penalty(1)
    page = reading.give_page(
        partner=bank, after=0, limit=500, today=city.TODAY, by=bank.key, now=city.NOW
    )
    assert [one.document is not None for one in page.given] == [True]
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    return record


def says(bank: PartnerCard, digest: bytes) -> None:
    reading.compare_set(
        partner=bank, through=lines.head(), digest=digest, by=bank.key, now=city.NOW
    )


def states(bank: PartnerCard) -> list[tuple[State, Outcome | None]]:
    found = recalls.of_recipient(Recipient("partner", bank.key))
    return [
        (one.standing.state, one.standing.outcome) for one in recalls.with_standing(found, city.NOW)
    ]


def test_an_equal_set_answers_for_the_recalls_up_to_its_line(bank: PartnerCard) -> None:
    withdrawn_after_the_feed(bank)
    assert [state for state, _ in states(bank)] == [State.WAITING]
    says(bank, bytes(32))
    assert [state for state, _ in states(bank)] == [State.WAITING]
    says(bank, digests.digest_after(lines.head()))
    assert states(bank) == [(State.ACKNOWLEDGED, Outcome.SET_EQUAL)]


def test_a_set_says_nothing_of_what_was_given_by_another_way(bank: PartnerCard) -> None:
    record = city.published_penalty(1)
    holders.give(bank.key, [(record, 1)])
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    says(bank, digests.digest_after(lines.head()))
    assert [state for state, _ in states(bank)] == [State.WAITING]
