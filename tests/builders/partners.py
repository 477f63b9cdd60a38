"""Those who hold copies, admitted by real acts; and a digest of a set that imports nothing of the platform."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from itertools import count
from uuid import UUID

from django.utils import timezone

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange.actions import partners as acts
from gongxin.exchange.queries import partners
from gongxin.exchange.queries.partners import PartnerCard
from gongxin.exchange.terms import Plan, Reach
from tests.builders import staff
from tests.builders.codes import unified_code

_numbers = count(1)
NOWHERE = Reach(webhook=None, ack_key=None)


def plan(key: str = "", *, reach: Reach = NOWHERE) -> Plan:
    """A bank that is none."""
    return Plan(
        key=key or f"bank-{next(_numbers)}",
        kind="partner",
        zh="测试银行",
        en="Test bank",
        uscc=unified_code(900),
        purpose="commercial_credit",
        basis="共享协议〔2026〕1号",
        reach=reach,
    )


def officer() -> str:
    return staff.account_of(Role.CENTRE_OFFICER)


def supervisor() -> str:
    return staff.account_of(Role.CENTRE_SUPERVISOR)


def seen(motion: UUID) -> bytes:
    found = agencies.motion(motion)
    assert found is not None
    return found.seen_hash


def waiting(key: str = "", *, now: datetime | None = None, today: date | None = None) -> str:
    """A partner whose token waits."""
    at = now or timezone.now()
    with acting_for(EVERY_AGENCY):
        motion = acts.propose_admission(
            plan=plan(key),
            reason="签订共享协议",
            today=today or timezone.localdate(at),
            by=officer(),
            now=at,
        )
        return acts.admit(motion=motion, seen_hash=seen(motion), by=supervisor(), now=at)


def admitted(key: str = "") -> tuple[PartnerCard, str]:
    """A partner, and the token it calls with."""
    made = waiting(key)
    secret = acts.collect_token(partner=made, by=officer(), now=timezone.now())
    found = partners.partner(made)
    assert found is not None
    return found, secret


def closed(key: str = "") -> str:
    """A partner that was admitted and closed."""
    card, _ = admitted(key)
    with acting_for(EVERY_AGENCY):
        motion = acts.propose_close(
            partner=card.key, reason="协议到期", by=officer(), now=timezone.now()
        )
        acts.close(motion=motion, seen_hash=seen(motion), by=supervisor(), now=timezone.now())
    return card.key


def digest_of(elements: Iterable[str]) -> str:
    """The digest of a set, number by number, as docs/api.md writes it down."""
    lanes = [0] * 1024
    for element in elements:
        spread = hashlib.shake_128(b"gongxin/set/v1\n" + bytes.fromhex(element)).digest(2048)
        for lane in range(1024):
            lanes[lane] += int.from_bytes(spread[2 * lane : 2 * lane + 2], "little")
    state = b"".join((lane % 65536).to_bytes(2, "little") for lane in lanes)
    return hashlib.sha256(state).hexdigest()
