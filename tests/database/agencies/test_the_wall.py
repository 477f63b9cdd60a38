"""Behind every door stands the database: each table is public, the platform's own, or behind the wall of its agency."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Look
from gongxin.intake import sending
from gongxin.intake.conveyor import Incoming
from gongxin.promises.actions import questions
from tests.builders import city, desk_places, files, staff

pytestmark = pytest.mark.django_db

# Tables without a wall, each with its reason. A new table of ours is behind the wall or is argued for here.
OPEN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agencies_agency": "the register of agencies is public",
        "agencies_agencyname": "the register of agencies is public",
        "agencies_account": "read before it is known who asks",
        "agencies_grant": "read with the account, before it is known who asks",
        "agencies_secondfactor": "read before it is known who asks; the secret is sealed",
        "agencies_signin": "read before it is known who asks",
        "agencies_signinfailure": "written before it is known who asks; counted for all",
        "agencies_invitation": "read before it is known who asks; digests alone",
        "catalogue_*": "the law is public",
        "journal_*": "the log is public; it holds no person and no text",
        "limits_*": "counts under a salted hash of the day; no agency",
        "subjects_*": "the register of organisations is public; under a wall the index of names is lost",
        **dict.fromkeys(
            (
                "records_version",
                "records_chunk",
                "records_release",
                "records_markevent",
                "records_maskevent",
                "records_contested",
                "records_contestanswer",
                "records_tombstone",
                "records_change",
            ),
            "read by the public through one read model, entered by COPY; unreleased rows are reached through their batch",
        ),
        "records_twinlook": "how far the log was looked through for duplicates",
        "disclosures_disclosure": "an edge belongs to the subject and the recipient, not to an agency",
        "security_backup": "a register of the platform itself; no agency's role reads it",
        "security_canary": "a register of the platform itself; no agency's role reads it",
        "security_drill": "a register of the platform itself; no agency's role reads it",
        "security_handover": "a register of the platform itself; no agency's role reads it",
        "security_verification": "a register of the platform itself; no agency's role reads it",
        "disclosures_given": "part of an edge",
        "notices_contact": "an organisation's own, sealed; no agency's",
        "owners_*": "an organisation's own accounts, read before it is known who asks; no agency's",
        "exchange_*": "who holds copies is public; what was sent belongs to the recipient, not to an agency",
    }
)


def _ours() -> list[str]:
    labels = {
        config.label for config in apps.get_app_configs() if config.name.startswith("gongxin.")
    }
    return sorted(m._meta.db_table for m in apps.get_models() if m._meta.app_label in labels)


def _is_open(table: str) -> bool:
    return table in OPEN or f"{table.split('_', maxsplit=1)[0]}_*" in OPEN


def _walled() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )
        return {name for (name,) in cursor}


def test_every_table_is_behind_the_wall_or_argued_for() -> None:
    walled = _walled()
    assert {t for t in _ours() if t not in walled and not _is_open(t)} == set()
    assert {t for t in walled if _is_open(t)} == set(), "both at once"


def test_nobody_sees_writes_or_takes_over_what_is_behind_another_agencys_wall() -> None:
    city.city_hall()
    home, other = staff.AGENCIES
    _lived_in(home)
    walled = sorted(_walled())
    assert walled
    for table in walled:
        with acting_for(EVERY_AGENCY):
            assert _count(table, home), f"{table}: no object of the desk leaves a row to attack"
        with acting_for(other):
            assert _count(table, home) == 0, table
            assert _changed(table, f"UPDATE {table} SET agency_key = '{other}'", home) == 0, table
            assert _changed(table, f"DELETE FROM {table}", home) == 0, table
        with transaction.atomic():
            assert _count(table, home) == 0, (
                f"{table}: a transaction that says nothing sees nothing"
            )


def _lived_in(agency: str) -> None:
    """A batch with a row that is held, a motion, a look; and every object of the desk in each of its states."""
    city.penalise(7)  # of a body that nobody registered
    draft = Draft(MotionKind.RECORD_WITHDRAW, agency, "x", {"record": "x"}, "决定被撤销")
    look = Look("agency_clerk", agency, "motion.read", "duty", ["x"])
    with acting_for(agency):
        motions.propose(draft=draft, by=f"{agency}.clerk", now=city.NOW)
        disclosures.record_read(look=look, jurisdiction="xingning", by="x", now=city.NOW)
    sending.send_once(
        token="one-of-june",
        incoming=Incoming(
            files.table([files.penalty(8, authority_code=city.samr_code())]),
            "api",
            "penalty",
            agency,
        ),
        jurisdiction="xingning",
        by=f"{agency}.clerk",
        now=city.NOW,
        today=city.TODAY,
    )
    for _place in desk_places.objects(agency):
        pass
    now = timezone.now()
    questions.ask(today=timezone.localdate(now), by="system", now=now)  # and what arrived since


def _count(table: str, agency: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE agency_key IN (%s, '*')", [agency])
        return int(cursor.fetchone()[0])


def _changed(table: str, statement: str, agency: str) -> int:
    """How many rows of that agency the statement reaches; a statement that is refused reaches none."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{statement} WHERE agency_key = %s", [agency])
            return int(cursor.rowcount)
    except DatabaseError:
        return 0
