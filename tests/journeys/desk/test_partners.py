"""An officer proposes a partner, the supervisor approves what was seen, the officer collects the token; it opens the feed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from tests.builders import city, partners, staff

FORM = {
    "key": "bank-b",
    "kind": "partner",
    "zh": "构造银行",
    "en": "Constructed bank",
    "uscc": "",
    "purpose": "commercial_credit",
    "basis": "共享协议〔2026〕2号",
    "webhook": "",
    "ack_key": "",
    "reason": "签订共享协议",
}


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


@pytest.fixture
def officer() -> Client:
    return staff.signed_in(Role.CENTRE_OFFICER)


@pytest.fixture
def supervisor() -> Client:
    return staff.signed_in(Role.CENTRE_SUPERVISOR)


def approved(motion: str, supervisor: Client) -> None:
    shown = supervisor.get(motion).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    decide = re.search(r'action="([^"]+/partner)"', shown)
    assert seen
    assert decide
    answer = supervisor.post(decide[1], {"verdict": "approve", "seen": seen[1]})
    assert answer.status_code == 302


def feed(token: str) -> int:
    answer: Any = Client().get("/api/v1/changes", headers={"Authorization": f"Bearer {token}"})
    return int(answer.status_code)


def token_on(page: str) -> str:
    found = re.search(r'id="secret">(gxp_[A-Za-z0-9_-]{43})<', page)
    assert found
    return found[1]


def test_from_the_form_to_the_first_line(officer: Client, supervisor: Client) -> None:
    motion = officer.post(reverse("desk:partner_new"), FORM)
    assert motion.status_code == 302
    told = supervisor.get(motion["Location"]).content.decode()
    assert all(FORM[name] in told for name in ("key", "zh", "en", "basis"))
    approved(motion["Location"], supervisor)
    page = reverse("desk:partner", args=["bank-b"])
    collect = reverse("desk:partner_collect", args=["bank-b"])
    assert "领取令牌" in officer.get(page).content.decode()
    assert supervisor.post(collect).status_code == 404, "whoever decided never sees it"
    token = token_on(officer.post(collect).content.decode())
    assert token not in officer.get(page).content.decode(), "once"
    assert officer.post(collect).status_code == 404
    assert feed(token) == 200


def test_what_does_not_fit_is_said_beside_the_form(officer: Client) -> None:
    answer = officer.post(reverse("desk:partner_new"), {**FORM, "key": "Bank B"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'role="alert"' in shown
    assert FORM["basis"] in shown, "nothing typed is lost"


def test_a_lost_token_is_replaced_and_a_closed_partner_is_given_nothing(
    officer: Client, supervisor: Client
) -> None:
    card, token = partners.admitted("bank-c")
    change = {"webhook": "https://bank.example/r", "ack_key": "", "renew": "yes", "reason": "遗失"}
    motion = officer.post(reverse("desk:partner_change", args=[card.key]), change)
    assert "https://bank.example/r" in supervisor.get(motion["Location"]).content.decode()
    assert feed(token) == 200, "proposed is not decided"
    approved(motion["Location"], supervisor)
    assert feed(token) == 401
    renewed = token_on(officer.post(reverse("desk:partner_collect", args=[card.key])).content.decode())  # fmt: skip
    assert feed(renewed) == 200
    motion = officer.post(reverse("desk:partner_close", args=[card.key]), {"reason": "协议到期"})
    approved(motion["Location"], supervisor)
    assert feed(renewed) == 401
    assert "已终止" in Client().get("/partners").content.decode()


def test_a_copy_that_differs_waits_for_an_officer(officer: Client) -> None:
    card, token = partners.admitted("bank-d")
    assert "不一致" not in officer.get(reverse("desk:home")).content.decode()
    body = '{"through": 0, "digest": "' + "0" * 64 + '"}'
    Client().post(
        "/api/v1/changes/acknowledgements",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert "合作单位的副本与本平台不一致" in officer.get(reverse("desk:home")).content.decode()
    assert "不一致" in officer.get(reverse("desk:partner", args=[card.key])).content.decode()
