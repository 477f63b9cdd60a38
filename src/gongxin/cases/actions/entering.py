"""Writes of the rows of a case: the case, each step of it, the words kept apart, the receipt. They decide nothing."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gongxin.canonical import canonical_row
from gongxin.cases.apart import is_apart
from gongxin.cases.kinds import Kind
from gongxin.cases.models import Case as CaseRow
from gongxin.cases.models import CaseEvent, Receipt, Words
from gongxin.cases.standing import Case, Happened, Standing
from gongxin.journal import actions as journal
from gongxin.subjects import queries as subjects

_SALT_BYTES = 16


@transaction.atomic
def enter_case(
    *,
    kind: Kind,
    agency_key: str,
    subject_id: int | None,
    records: tuple[UUID, ...],
    by: str,
    now: datetime,
) -> Case:
    """A new case without a step. The log says whose it is where it is about a record, and else not even for whom it is."""
    row = CaseRow.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=agency_key,
        kind=kind.value,
        subject_id=subject_id,
        records=list(records),
        opened_at=now,
    )
    if records:
        assert subject_id is not None, "only what is somebody's is filed about"
        of = subjects.organisation(subject_id)
        assert of is not None, "a record is about a registered body"
        journal.append(
            kind="case.opened",
            body={
                "case": str(row.pk),
                "kind": kind.value,
                "agency": agency_key,
                "subject": str(of.public_id),
                "records": len(records),
            },
            by=by,
            now=now,
        )
    else:
        body = {"case": str(row.pk), "kind": kind.value}
        journal.append(kind="case.received", body=body, by=by, now=now)
    return Case(row.pk, kind, agency_key, subject_id, records, now, Standing(kind))


@transaction.atomic
def enter_step(*, case: Case, one: Happened, by: str, now: datetime) -> None:
    """One step, its words apart where they have an end. The log holds a digest; of words apart it is over a salted one."""
    apart = {key: text for key, text in one.told.items() if is_apart(case.kind, one.party, key)}
    CaseEvent.objects.create(
        case_id=case.id,
        agency_key=case.agency_key,
        number=one.number,
        event=one.event.value,
        party=one.party.value,
        told={key: text for key, text in one.told.items() if key not in apart},
        by=by,
        on_date=one.on,
        at=now,
    )
    words = {key: _kept_apart(case, one.number, key, text) for key, text in apart.items()}
    said: Mapping[str, str] = {**one.told, **{key: row.digest.hex() for key, row in words.items()}}
    journal.append(
        kind="case.stepped",
        body={
            "case": str(case.id),
            "step": one.number,
            "event": one.event.value,
            "party": one.party.value,
            "said": sha256(canonical_row([x for pair in sorted(said.items()) for x in pair])).hexdigest(),
        },
        by=by,
        now=now,
    )  # fmt: skip


@transaction.atomic
def enter_receipt(*, case: UUID, agency_key: str, digest: bytes, by: str, now: datetime) -> None:
    """From now on whoever has the code of this digest follows this case."""
    Receipt.objects.create(case_id=case, agency_key=agency_key, digest=digest)
    journal.append(kind="case.receipt_given", body={"case": str(case)}, by=by, now=now)


def _kept_apart(case: Case, number: int, key: str, text: str) -> Words:
    salt = secrets.token_bytes(_SALT_BYTES)
    return Words.objects.create(
        case_id=case.id,
        agency_key=case.agency_key,
        number=number,
        key=key,
        text=text,
        salt=salt,
        digest=sha256(salt + canonical_row([key, text])).digest(),
    )
