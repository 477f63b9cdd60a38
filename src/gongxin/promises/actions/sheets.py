"""Writes of monthly sheets: one person files, another signs or returns. A correction is a new version."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.journal import actions as journal
from gongxin.promises import sheets
from gongxin.promises.models import Sheet, SheetLine, SheetVerdict
from gongxin.promises.queries import sheets as stored
from gongxin.promises.questions import Verdict
from gongxin.promises.sheets import Filed, Line, SheetRefused, State


@transaction.atomic
def file(
    *,
    agency: str,
    month: date,
    lines: Sequence[Line],
    items: Sequence[str],
    problems: str,
    by: str,
    now: datetime,
) -> UUID:
    """File the sheet of a month, or its next version. Refused while one waits for its signature, or nothing changed."""
    sheets.ensure_lines(lines, items, problems)
    _lock(agency, month)
    last = stored.latest(agency, month)
    digest = sheets.digest(agency, month, lines, problems)
    if last is not None and last.state is State.FILED:
        raise SheetRefused(
            "上一版还在等待签发", "the version before it still waits for its signature"
        )
    if last is not None and last.state is State.SIGNED and last.digest == digest:
        raise SheetRefused(
            "与已签的一版没有不同", "it does not differ from the version that was signed"
        )
    row = Sheet.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=agency,
        month=month,
        number=last.number + 1 if last else 1,
        problems=problems,
        digest=digest,
        filed_by=by,
        filed_at=now,
    )
    SheetLine.objects.bulk_create(
        SheetLine(
            sheet=row,
            agency_key=agency,
            item=line.item,
            generated=line.generated,
            self_published=line.self_published,
            reported=line.reported,
            unreported=line.unreported,
            basis=line.basis,
        )
        for line in lines
    )
    journal.append(
        kind="sheet.filed",
        body={
            "sheet": str(row.pk),
            "agency": agency,
            "month": month.isoformat(),
            "number": row.number,
            "content": digest.hex(),
        },
        by=by,
        now=now,
    )
    return row.pk


@transaction.atomic
def decide(
    *,
    agency: str,
    month: date,
    seen: bytes,
    verdict: Verdict,
    reason: str,
    by: str,
    now: datetime,
) -> Filed:
    """Sign the version that was seen, or return it with a reason. Never by whoever filed it."""
    _lock(agency, month)
    found = sheets.ensure_verdict(stored.latest(agency, month), seen, verdict, reason, by)
    SheetVerdict.objects.create(
        sheet_id=found.id,
        agency_key=agency,
        filed_by=found.filed_by,
        verdict=verdict,
        reason=reason,
        decided_by=by,
        decided_at=now,
    )
    journal.append(
        kind="sheet.decided",
        body={
            "sheet": str(found.id),
            "verdict": verdict.value,
            "proposed_by": found.filed_by,
            "content": found.digest.hex(),
        },
        by=by,
        now=now,
    )
    return found


def _lock(agency: str, month: date) -> None:
    """One at a time for a month: races with a second version and a second signature. The rows cannot be locked, for nobody may change them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sheet:{agency}:{month}"]
        )
