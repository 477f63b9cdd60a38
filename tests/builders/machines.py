"""Programs at the interface: a key that two people gave out, and a source that two people opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import keys as acts
from gongxin.agencies.key_reading import KeyCard, key
from gongxin.agencies.keys import Plan
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import sources
from gongxin.intake.actions import sources as source_acts
from tests.builders import staff


@dataclass(frozen=True)
class Issued:
    """A key, its secret, and who holds which part."""

    card: KeyCard
    secret: str


def plan(agency: str = "samr", **changes: Any) -> Plan:
    """A key for penalties and licences, used from this machine."""
    values: dict[str, Any] = {
        "agency_key": agency,
        "label": "执法办案系统",
        "scopes": ("submit", "read"),
        "items": ("penalty", "licence"),
        "addresses": ("127.0.0.1/32",),
        "per_minute": 60,
        "per_day": 2_000,
        "ends_date": timezone.localdate() + timedelta(days=365),
        "tables": {},
    }
    return Plan(**{**values, **changes})


def proposed_key(agency: str = "samr", **changes: Any) -> UUID:
    """The reviewer asks; the motion's id."""
    reviewer = staff.account_of(Role.AGENCY_REVIEWER, agency)
    with acting_for(agency):
        return acts.propose(
            plan=plan(agency, **changes),
            reason="系统对接",
            today=timezone.localdate(),
            by=reviewer,
            now=timezone.now(),
        )


def approved_key(agency: str = "samr", **changes: Any) -> UUID:
    """A security administrator has said yes; nobody has the secret yet."""
    return approved(proposed_key(agency, **changes))


def approved(motion: UUID) -> UUID:
    """The key of a motion that a security administrator approves."""
    security = staff.account_of(Role.SECURITY_ADMINISTRATOR)
    with acting_for(EVERY_AGENCY):
        moved = agencies.motion(motion)
        assert moved is not None
        return acts.issue(motion=motion, seen_hash=moved.seen_hash, by=security, now=timezone.now())


def issued_key(agency: str = "samr", **changes: Any) -> Issued:
    """A key in use."""
    identity = approved_key(agency, **changes)
    reviewer = staff.account_of(Role.AGENCY_REVIEWER, agency)
    with acting_for(agency):
        secret = acts.collect(
            key=identity, today=timezone.localdate(), by=reviewer, now=timezone.now()
        )
        card = key(identity, timezone.localdate())
    assert card is not None
    return Issued(card, secret)


def revoke(identity: UUID, agency: str = "samr") -> None:
    with acting_for(agency):
        acts.revoke(
            key=identity,
            reason="人员调离",
            by=staff.account_of(Role.AGENCY_REVIEWER, agency),
            now=timezone.now(),
        )


def source_plan(agency: str = "samr", **place: Any) -> sources.Plan:
    """A view of penalties, asked every hour."""
    values: Mapping[str, Any] = {
        "kind": sources.SourceKind.POSTGRESQL,
        "host": "127.0.0.1",
        "port": 5432,
        "transport": sources.Transport.PLAIN,
        "database": "office",
        "user_name": "reader",
        "view": "penalties",
        "cursor_column": "changed",
        **place,
    }
    label = values.get("label", "执法库")
    rest = {name: value for name, value in values.items() if name != "label"}
    rest["kind"] = sources.SourceKind(rest["kind"])
    rest["transport"] = sources.Transport(rest["transport"])
    return sources.Plan(agency, label, "penalty", sources.Place(**rest), 60)


def proposed_source(agency: str = "samr", password: str = "open sesame", **place: Any) -> UUID:
    """The reviewer asks; the motion's id."""
    with acting_for(agency):
        return source_acts.propose(
            plan=source_plan(agency, **place),
            password=password,
            reason="每小时自动报送",
            today=timezone.localdate(),
            by=staff.account_of(Role.AGENCY_REVIEWER, agency),
            now=timezone.now(),
        )


def opened_source(agency: str = "samr", password: str = "open sesame", **place: Any) -> UUID:
    """A source that is read from the next round on."""
    motion = proposed_source(agency, password, **place)
    with acting_for(EVERY_AGENCY):
        moved = agencies.motion(motion)
        assert moved is not None
        return source_acts.open_source(
            motion=motion,
            seen_hash=moved.seen_hash,
            by=staff.account_of(Role.SECURITY_ADMINISTRATOR),
            now=timezone.now(),
        )
