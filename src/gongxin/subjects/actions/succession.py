"""Writes of mergers and splits of bodies: one followed another from a day on. Their records stay where they are."""

from datetime import date, datetime

from django.db import transaction

from gongxin.journal import actions as journal
from gongxin.subjects.kinds import SuccessionKind
from gongxin.subjects.models import Subject, Succession
from gongxin.subjects.refusals import SucceededAlready, SuccessionRefused


@transaction.atomic
def succeed(
    *,
    predecessor_id: int,
    successor_id: int,
    kind: SuccessionKind,
    effective_date: date,
    source: str,
    jurisdiction: str,
    by: str,
    now: datetime,
) -> int:
    """Record that one body followed another from a day on. Their records stay where they are. Returns the succession."""
    ids = sorted({predecessor_id, successor_id})
    # Rival: the same succession entered twice, or the reverse of it.
    bodies = {
        s.pk: s for s in Subject.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    }
    if len(ids) < 2 or not source.strip():
        raise SuccessionRefused
    between = Succession.objects.filter(predecessor__in=ids, successor__in=ids)
    if between.exists():
        raise SucceededAlready
    made = Succession.objects.create(
        jurisdiction=jurisdiction,
        predecessor=bodies[predecessor_id],
        successor=bodies[successor_id],
        kind=kind.value,
        effective_date=effective_date,
        source=source,
    )
    journal.append(
        kind="subjects.succeeded",
        body={
            "succession": made.pk,
            "relation": kind.value,
            "predecessor": str(bodies[predecessor_id].public_id),
            "successor": str(bodies[successor_id].public_id),
            "day": effective_date.isoformat(),
        },
        by=by,
        now=now,
    )
    return made.pk
