"""Reads the facts behind the page of security, and makes its lines. The levels are `condition`'s; the facts are the rooms'."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from gongxin.agencies.invitations import AccountState
from gongxin.agencies.queries import accounts, reviews, sign_ins
from gongxin.agencies.reviews import Quarter, due_date
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.agencies.trainings import Standing
from gongxin.catalogue import queries as law
from gongxin.security import condition
from gongxin.security.condition import Archiving, Done, Level, Line, Topic
from gongxin.security.models import Backup, Drill, Handover, Verification
from gongxin.security.queries.canaries import open_alarms
from gongxin.security.queries.incidents import open_incidents

REGISTER_MAX: Final = 20

_ROLE = """
    SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
           EXISTS (SELECT 1 FROM pg_class AS c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p')
                   AND c.relnamespace = 'public'::regnamespace)
    FROM pg_roles AS r WHERE r.rolname = current_user
"""
# Every table that says whose it is stands behind its wall; the journal's and the law's say of nobody.
_UNWALLED = """
    SELECT c.relname
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'agency_key' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
    ORDER BY c.relname
"""


@dataclass(frozen=True)
class BackupMade:
    """A backup of the register, with its latest drill."""

    place: str
    size: int
    rows: int
    journal_size: int
    at: datetime
    tried_at: datetime | None
    faults: tuple[str, ...] | None


def lines(today: date, now: datetime) -> list[Line]:
    """Every line of the page, in the order of the page."""
    return [
        condition.by_age(Topic.BACKUP, _last_backup(), condition.BACKUP, now),
        condition.archive_line(_archiving()),
        condition.by_age(Topic.DRILL, _last_drill(), condition.DRILL, now),
        condition.by_age(Topic.JOURNAL, _last_verification(), condition.JOURNAL, now),
        condition.by_age(Topic.WITNESS, _last_handover(), condition.WITNESS, now),
        condition.calendar_line(law.calendar(), today),
        condition.by_count(Topic.SIGN_INS, failed_sign_ins(now), condition.SIGN_INS_MANY),
        condition.by_count(Topic.TRAINING, accounts_without_training(today, now), (1, 10)),
        condition.by_count(Topic.REVIEWS, reviews_overdue(today), (1, 3)),
        condition.incidents_line(open_incidents(), now),
        condition.must_be_none(Topic.ALARMS, open_alarms()),
        condition.must_be_none(Topic.DATABASE_ROLE, rights_too_many()),
        condition.must_be_none(Topic.WALLS, len(unwalled())),
    ]


def red(today: date, now: datetime) -> int:
    """How many lines are bad."""
    return sum(line.level is Level.RED for line in lines(today, now))


def failed_sign_ins(now: datetime) -> int:
    """How many attempts to sign in failed in the last day, at either step."""
    return sum(sign_ins.failed_sign_ins(now - timedelta(days=1)).values())


def accounts_without_training(today: date, now: datetime) -> int:
    """How many accounts that may come in have a training that is over or was never attended."""
    open_ones = (
        card for card in accounts.accounts(today=today, now=now) if card.state is AccountState.OPEN
    )
    return sum(
        any(state.standing(today) is Standing.OVER for state in card.trainings)
        for card in open_ones
    )


def reviews_overdue(today: date) -> int | None:
    """How many reviews of the last quarter are not signed though their day is over; None: the calendar does not reach it."""
    quarter = Quarter.ended_before(today)
    due = due_date(quarter, law.calendar())
    if due is None:
        return None
    if today <= due:
        return 0
    turns = reviews.turns(scope=EVERY_AGENCY, quarter=quarter)
    return sum(turn.owed and turn.signed is None for turn in turns)


def rights_too_many() -> int:
    """How many rights the application's role has that it must not have: owner, superuser, bypass, roles, databases."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        return sum(map(bool, cursor.fetchone()))


def unwalled() -> list[str]:
    """Tables that name an agency and stand behind no wall."""
    with connection.cursor() as cursor:
        cursor.execute(_UNWALLED)
        return [name for (name,) in cursor.fetchall()]


def backups() -> list[BackupMade]:
    """The latest backups, each with what its last drill found."""
    rows = Backup.objects.prefetch_related("drills").order_by("-at", "pk")[:REGISTER_MAX]
    found = []
    for row in rows:
        drill = max(row.drills.all(), key=lambda one: one.at, default=None)
        found.append(
            BackupMade(
                row.place,
                row.size,
                row.rows,
                row.journal_size,
                row.at,
                drill.at if drill else None,
                tuple(drill.faults) if drill else None,
            )
        )
    return found


def is_registered(backup: UUID) -> bool:
    """Whether a backup of this id was made here."""
    return Backup.objects.filter(pk=backup).exists()


def latest_backup_place() -> str | None:
    """The name of the folder of the latest backup."""
    return Backup.objects.order_by("-at", "pk").values_list("place", flat=True).first()


def _last_backup() -> Done | None:
    row = Backup.objects.order_by("-at", "pk").first()
    return Done(row.at, well=True, size=row.size) if row else None


def _archiving() -> Archiving:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('archive_mode') <> 'off', last_archived_time, last_failed_time FROM pg_stat_archiver"
        )
        return Archiving(*cursor.fetchone())


def _last_drill() -> Done | None:
    row = Drill.objects.order_by("-at", "pk").first()
    return Done(row.at, well=not row.faults, size=row.rows) if row else None


def _last_verification() -> Done | None:
    row = Verification.objects.order_by("-at", "pk").first()
    return Done(row.at, well=not row.findings, size=row.size) if row else None


def _last_handover() -> Done | None:
    row = Handover.objects.order_by("-at", "pk").first()
    return Done(row.at, well=True, size=row.size) if row else None
