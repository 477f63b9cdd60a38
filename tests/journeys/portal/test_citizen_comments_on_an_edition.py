"""Anybody reads what a new edition would change, says something without a name, and reads the answer."""

from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from gongxin.catalogue import actions, proposing
from gongxin.catalogue.proposals import Event
from tests.builders import city

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("hall")]


@pytest.fixture
def proposal(hall: None) -> UUID:
    return city.proposed_edition()


def test_a_comment_is_published_with_numbers_of_persons_masked(
    client: Client, proposal: UUID
) -> None:
    page = client.get(f"/catalogue-proposals/{proposal}")
    assert page.status_code == 200
    assert "items[penalty/1].update_working_days" in page.text
    answer = client.post(
        f"/catalogue-proposals/{proposal}", {"text": "五日太短，联系我13812345678。"}
    )
    assert answer.status_code == 302
    assert not answer.cookies
    after = client.get(f"/catalogue-proposals/{proposal}").text
    assert "五日太短" in after
    assert "13812345678" not in after
    assert [one.text for one in proposing.proposal(proposal).comments] == [
        "五日太短，联系我〔已遮盖：电话〕。"
    ]


def test_an_empty_or_endless_comment_is_sent_back_with_what_was_typed(
    client: Client, proposal: UUID
) -> None:
    assert client.post(f"/catalogue-proposals/{proposal}", {"text": "  "}).status_code == 422
    long = client.post(f"/catalogue-proposals/{proposal}", {"text": "好" * 2001})
    assert long.status_code == 422
    assert "好" * 2001 in long.text
    assert proposing.proposal(proposal).comments == ()


def test_a_form_of_another_site_and_a_flood_are_turned_away(client: Client, proposal: UUID) -> None:
    address = f"/catalogue-proposals/{proposal}"
    foreign = client.post(address, {"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    cache.clear()
    answers = [client.post(address, {"text": f"意见{n}"}).status_code for n in range(4)]
    assert answers.count(429) >= 1
    assert len(proposing.proposal(proposal).comments) == answers.count(302)


def test_the_answer_stands_on_the_page_and_the_form_is_gone(client: Client, proposal: UUID) -> None:
    actions.decide_proposal(
        proposal=proposal,
        event=Event.REFUSE,
        seen="",
        answer="意见成立，不作修改",
        today=city.TODAY,
        by="centre.second",
        now=city.NOW,
    )
    page = client.get(f"/catalogue-proposals/{proposal}").text
    assert "意见成立，不作修改" in page
    assert "<textarea" not in page
    assert client.post(f"/catalogue-proposals/{proposal}", {"text": "晚了"}).status_code == 422
    assert "未采纳" in client.get("/catalogue-proposals").text


def test_a_proposal_that_does_not_exist_is_no_page(client: Client) -> None:
    address = "/catalogue-proposals/00000000-0000-4000-8000-000000000000"
    assert client.get(address).status_code == 404
    assert client.post(address, {"text": "x"}).status_code == 404
