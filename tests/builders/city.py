"""A city hall for tests: the law in force, accounts, registered bodies, facts that came in by the real intake."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import actions as catalogue
from gongxin.catalogue import queries as laws
from gongxin.intake import actions, conveyor, queries
from gongxin.intake.conveyor import Incoming
from gongxin.intake.queries import Receipt
from gongxin.jobs.accounts import clerk_of, ensure_agency_accounts, reviewer_of
from gongxin.jurisdiction import digest_of
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord
from gongxin.subjects import queries as subjects
from tests.builders import catalogue as law_of
from tests.builders import files
from tests.builders.codes import unified_code

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)


def city_hall() -> None:
    """The law in force and an account to send and one to release for each agency; the usual database has them already."""
    if laws.digest_in_force(settings.GONGXIN_JURISDICTION) is not None:
        return
    catalogue.load_law(jurisdiction=settings.GONGXIN_JURISDICTION, by="system", now=NOW)
    ensure_agency_accounts(now=NOW)


def send(
    content: bytes, *, item: str, agency: str = "samr", name: str = "file.csv", today: date = TODAY
) -> Receipt:
    """A file through the whole intake."""
    batch = conveyor.receive(
        incoming=Incoming(content, name, item, agency),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of(agency),
        now=NOW,
        today=today,
    )
    conveyor.process(batch=batch, by="system", now=NOW)
    return queries.receipt(batch, scope=EVERY_AGENCY)


def register(*serials: int, rows: Sequence[Mapping[str, str]] = ()) -> Receipt:
    """Bodies of these serials, and these rows besides, in the register."""
    return send(files.table([*(files.registered(s) for s in serials), *rows]), item="registration")


def samr_code() -> str:
    return agencies.agency_by_key("samr").uscc


def penalise(*serials: int, **changes: str) -> Receipt:
    """A file of one penalty on each of these bodies."""
    return penalise_on(TODAY, *serials, **changes)


def penalise_on(today: date, *serials: int, **changes: str) -> Receipt:
    """The same, judged by the law of `today`."""
    rows = [files.penalty(s, authority_code=samr_code(), **changes) for s in serials]
    return send(files.table(rows), item="penalty", today=today)


def license_(*serials: int, **changes: str) -> Receipt:
    """A file of one licence for each of these bodies."""
    rows = [files.licence(s, authority_code=samr_code(), **changes) for s in serials]
    return send(files.table(rows), item="licence")


def release(receipt: Receipt, *, by: str | None = None) -> int:
    """The agency's reviewer releases the batch."""
    account = by or reviewer_of(receipt.agency)
    with acting_for(EVERY_AGENCY):
        return actions.release(
            batch=receipt.batch,
            seen_hash=receipt.digest,
            actor=agencies.actor(account),
            by=account,
            now=NOW,
        )


def public(serial: int, today: date = TODAY) -> list[PublicRecord]:
    """What the public may read of the body on a day."""
    organisation = subjects.organisation_by_code(unified_code(serial))
    assert organisation is not None
    return records.public_records([organisation.id], today)[organisation.id]


def published_penalty(serial: int = 1, **changes: str) -> UUID:
    """A penalty on a registered body, admitted and released; its record."""
    register(serial)
    receipt = penalise(serial, **changes)
    release(receipt)
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    return UUID(row["record"])


def proposed_edition() -> UUID:
    """A proposal that anybody may comment on: penalties are to be reported sooner."""
    law = law_of.law()
    items = tuple(
        replace(item, update_working_days=5) if item.code == "penalty" else item
        for item in law.items
    )
    shorter = replace(law, items=items, digest="")
    return catalogue.propose(
        law=replace(shorter, digest=digest_of(shorter)),
        reason="行政处罚报送期限缩短为五个工作日",
        today=TODAY,
        by="centre.officer",
        now=NOW,
    )


@contextmanager
def standing() -> Iterator[None]:
    """A city that the tests of a module share: everything in one transaction that never commits."""
    with transaction.atomic():
        city_hall()
        yield
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """What one test does to a standing city, undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
