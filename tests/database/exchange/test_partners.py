"""Partners are admitted, changed and closed by two people; a token is shown once, to neither the partner's judge nor anybody later."""

import pytest
from django.utils import timezone

from gongxin.agencies.motions import MotionRefused
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange.actions import partners as acts
from gongxin.exchange.models import PartnerTerms
from gongxin.exchange.queries import partners as queries
from gongxin.exchange.terms import PartnerRefused, PartnerState, Reach
from tests.builders import city, partners

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _law() -> None:
    city.city_hall()


def key_of(secret: str) -> str:
    found = queries.partner_of_token(secret)
    assert found is not None
    return found.key


def change(key: str, reach: Reach) -> None:
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        motion = acts.propose_change(
            partner=key, reach=reach, reason="地址有变", by=partners.officer(), now=now
        )
        acts.change(motion=motion, seen_hash=partners.seen(motion), by=partners.supervisor(), now=now)  # fmt: skip


def test_nobody_admits_alone_and_nobody_but_the_supervisor_approves() -> None:
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        motion = acts.propose_admission(
            plan=partners.plan("bank-a"),
            reason="签订协议",
            today=timezone.localdate(now),
            by=partners.officer(),
            now=now,
        )
        for by in (partners.officer(), "samr.reviewer"):
            with pytest.raises((PartnerRefused, MotionRefused)):
                acts.admit(motion=motion, seen_hash=partners.seen(motion), by=by, now=now)
        with pytest.raises(MotionRefused):
            acts.admit(motion=motion, seen_hash=bytes(32), by=partners.supervisor(), now=now)
    assert queries.partner("bank-a") is None


def test_a_token_opens_what_it_is_for_and_is_kept_as_its_digest() -> None:
    card, secret = partners.admitted("bank-a")
    assert queries.partner_of_token(secret) == card
    assert card.state is PartnerState.LIVE
    (stored,) = PartnerTerms.objects.filter(partner_id="bank-a", token_digest__isnull=False)
    assert secret.encode() not in bytes(stored.token_digest or b"")
    for wrong in ("", secret[:-1], secret + "x", "gxp_" + "A" * 43):
        assert queries.partner_of_token(wrong) is None


def test_a_token_is_collected_once_and_never_by_whoever_decided() -> None:
    key = partners.waiting()
    with pytest.raises(PartnerRefused):
        acts.collect_token(partner=key, by=partners.supervisor(), now=timezone.now())
    acts.collect_token(partner=key, by=partners.officer(), now=timezone.now())
    with pytest.raises(PartnerRefused):
        acts.collect_token(partner=key, by=partners.officer(), now=timezone.now())


def test_another_address_keeps_the_token_and_a_renewed_one_ends_the_old() -> None:
    card, secret = partners.admitted()
    change(card.key, Reach("https://bank.example/recalls", None))
    assert key_of(secret) == card.key
    assert [one.webhook for one in queries.partners_with_webhook()] == [
        "https://bank.example/recalls"
    ]
    change(card.key, Reach(None, None, renew=True))
    assert queries.partner_of_token(secret) is None
    renewed = acts.collect_token(partner=card.key, by=partners.officer(), now=timezone.now())
    assert key_of(renewed) == card.key
    assert queries.partner_of_token(secret) is None


def test_who_is_closed_is_given_nothing_and_stays_in_the_register() -> None:
    card, secret = partners.admitted()
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        motion = acts.propose_close(partner=card.key, reason="到期", by=partners.officer(), now=now)
        acts.close(motion=motion, seen_hash=partners.seen(motion), by=partners.supervisor(), now=now)  # fmt: skip
    assert queries.partner_of_token(secret) is None
    assert [one.state for one in queries.partners()] == [PartnerState.CLOSED]
    assert queries.partner_in_force(card.key) is None
    with pytest.raises(PartnerRefused):
        acts.propose_close(partner=card.key, reason="到期", by=partners.officer(), now=now)


def test_a_short_name_is_used_once() -> None:
    partners.admitted("bank-a")
    with pytest.raises(PartnerRefused):
        partners.waiting("bank-a")
