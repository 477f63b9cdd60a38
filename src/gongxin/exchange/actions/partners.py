"""Writes of partners: proposed by an officer, decided by a supervisor; a token is collected once by whoever did not decide."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind, Moved
from gongxin.agencies.roles import Role
from gongxin.catalogue import queries as catalogue
from gongxin.exchange import terms, tokens
from gongxin.exchange.models import Partner, PartnerTerms
from gongxin.exchange.terms import PartnerRefused, Plan, Reach
from gongxin.journal import actions as journal

EVERYBODYS = "*"  # partners are the platform's, no agency's


@transaction.atomic
def propose_admission(*, plan: Plan, reason: str, today: date, by: str, now: datetime) -> UUID:
    """Ask that a body be admitted to the register of those who hold copies; the motion's id."""
    _ensure_officer(by)
    fit = terms.checked(plan, {one.key for one in catalogue.purposes(today)})
    if Partner.objects.filter(key=fit.key).exists():
        raise PartnerRefused(
            "该代号已有合作单位使用", "a partner of this short name stands already"
        )
    return _propose(MotionKind.PARTNER_ADMIT, fit.key, fit.as_content(), reason, by=by, now=now)


@transaction.atomic
def propose_change(*, partner: str, reach: Reach, reason: str, by: str, now: datetime) -> UUID:
    """Ask that it be reached otherwise, or that its token be replaced; the motion's id."""
    _ensure_officer(by)
    _standing(partner)
    content = {"key": partner, **terms.checked_reach(reach).as_content()}
    return _propose(MotionKind.PARTNER_CHANGE, partner, content, reason, by=by, now=now)


@transaction.atomic
def propose_close(*, partner: str, reason: str, by: str, now: datetime) -> UUID:
    """Ask that it be given nothing any more; the motion's id. What it holds stays its duty."""
    _ensure_officer(by)
    _standing(partner)
    return _propose(MotionKind.PARTNER_CLOSE, partner, {"key": partner}, reason, by=by, now=now)


@transaction.atomic
def admit(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> str:
    """Carry out an approved admission: the partner stands in the register and its token waits. Returns its key."""
    moved = _approved(motion, MotionKind.PARTNER_ADMIT, seen_hash, by=by, now=now)
    plan = Plan.from_content(moved.content)
    Partner.objects.create(
        key=plan.key,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        kind=plan.kind,
        zh=plan.zh,
        en=plan.en,
        uscc=plan.uscc,
        purpose=plan.purpose,
        basis=plan.basis,
        registered_by=moved.proposed_by,
        registered_at=now,
    )
    PartnerTerms.objects.create(
        partner_id=plan.key,
        webhook=plan.reach.webhook,
        ack_key=plan.reach.ack_key_bytes,
        token_waits=True,
        proposed_by=moved.proposed_by,
        approved_by=by,
        at=now,
    )
    _testify("partner.admitted", plan.key, moved, by=by, now=now)
    return plan.key


@transaction.atomic
def change(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> str:
    """Carry out an approved change. A token that is replaced opens nothing from the next request on."""
    moved = _approved(motion, MotionKind.PARTNER_CHANGE, seen_hash, by=by, now=now)
    key, reach = str(moved.content["key"]), terms.reach_of(moved.content)
    now_in_force = _standing(key)
    waits = reach.renew or now_in_force.token_waits
    PartnerTerms.objects.create(
        partner_id=key,
        webhook=reach.webhook,
        ack_key=reach.ack_key_bytes,
        token_digest=None if waits else now_in_force.token_digest,
        token_waits=waits,
        proposed_by=moved.proposed_by,
        approved_by=by,
        at=now,
    )
    _testify("partner.changed", key, moved, by=by, now=now)
    return key


@transaction.atomic
def close(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> str:
    """Carry out an approved end: nothing is given any more. Corrections of what it holds still go where it is reached."""
    moved = _approved(motion, MotionKind.PARTNER_CLOSE, seen_hash, by=by, now=now)
    key = str(moved.content["key"])
    now_in_force = _standing(key)
    PartnerTerms.objects.create(
        partner_id=key,
        webhook=now_in_force.webhook,
        ack_key=now_in_force.ack_key,
        closed=True,
        proposed_by=moved.proposed_by,
        approved_by=by,
        at=now,
    )
    _testify("partner.closed", key, moved, by=by, now=now)
    return key


@transaction.atomic
def collect_token(*, partner: str, by: str, now: datetime) -> str:
    """Make the token and give it out, this once, to be handed over. By an officer: whoever decided never sees it."""
    _ensure_officer(by)
    now_in_force = _standing(partner)
    if not now_in_force.token_waits or now_in_force.approved_by == by:
        raise PartnerRefused(
            "没有待领取的令牌，或您是批准人",
            "no token waits to be collected, or you decided on it",
            remedy_zh="遗失的令牌不能再看，请提请更换",
            remedy_en="a lost token cannot be shown again: propose that it be replaced",
        )
    secret = tokens.new_secret()
    PartnerTerms.objects.create(
        partner_id=partner,
        webhook=now_in_force.webhook,
        ack_key=now_in_force.ack_key,
        token_digest=tokens.digest(secret),
        proposed_by=now_in_force.proposed_by,
        approved_by=now_in_force.approved_by,
        at=now,
    )
    journal.append(kind="partner.token_collected", body={"partner": partner}, by=by, now=now)
    return secret


def _propose(
    kind: MotionKind, key: str, content: dict[str, Any], reason: str, *, by: str, now: datetime
) -> UUID:
    draft = Draft(kind=kind, agency_key=EVERYBODYS, about=key, content=content, reason=reason)
    return motions.propose(draft=draft, by=by, now=now)


def _approved(motion: UUID, kind: MotionKind, seen_hash: bytes, *, by: str, now: datetime) -> Moved:
    if Role.CENTRE_SUPERVISOR not in agencies.actor(by).roles:
        raise PartnerRefused(
            "合作单位由信用中心负责人批准", "partners are decided on by the centre's supervisor"
        )
    return motions.approve(motion=motion, kind=kind, seen_hash=seen_hash, by=by, now=now)


def _standing(key: str) -> PartnerTerms:
    """The terms that hold of a partner that is not closed. Races with another change of the same partner."""
    with (
        connection.cursor() as cursor
    ):  # rows of the register are never changed, so none of them can be locked
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('partner ' || %s, 0))", [key])
    found = PartnerTerms.objects.filter(partner_id=key).order_by("-id").first()
    if found is None or found.closed:
        raise PartnerRefused(
            "没有这个合作单位，或已终止", "there is no such partner, or it is closed"
        )
    return found


def _ensure_officer(by: str) -> None:
    if Role.CENTRE_OFFICER not in agencies.actor(by).roles:
        raise PartnerRefused(
            "合作单位由信用中心经办人办理", "partners are the business of the centre's officers"
        )


def _testify(kind: str, key: str, moved: Moved, *, by: str, now: datetime) -> None:
    journal.append(
        kind=kind,
        body={"partner": key, "motion": str(moved.id), "content": moved.seen_hash.hex()},
        by=by,
        now=now,
    )
