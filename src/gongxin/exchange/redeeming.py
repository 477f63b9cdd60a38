"""What the holder of an anonymous check may ask later: which of the facts given there no longer stand, and what is true now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gongxin.disclosures import queries as disclosures
from gongxin.disclosures.purposes import RecipientKind
from gongxin.exchange.queries import recalls
from gongxin.exchange.queries.recall_clock import civil
from gongxin.exchange.recalls import Class, Recall, Recipient
from gongxin.exchange.sending import leave_edges, truth
from gongxin.exchange.statements import instant

CORRECTIONS_MAX = 10_000  # far more than an answer ever contained, changed several times over


@transaction.atomic
def corrections(check_id: UUID, *, now: datetime) -> dict[str, Any] | None:
    """For each record that changed since, the last change and what is public now; None: there is no such check.

    What is told anew leaves an edge under the same id, so that a correction of a correction can be asked for too.
    """
    if not disclosures.is_anonymous(check_id):
        return None
    holder = Recipient(RecipientKind.ANONYMOUS.value, str(check_id))
    latest: dict[UUID, list[Recall]] = {}
    for one in recalls.of_recipient(holder, limit=CORRECTIONS_MAX):
        latest.setdefault(one.record, []).append(one)
    truths = recalls.truths([found[-1] for found in latest.values()], civil(now))
    leave_edges(holder, list(truths.values()), as_of_date=civil(now), by="anonymous", now=now)
    return {
        "check_id": check_id,
        "as_of": instant(now),
        "corrections": [_correction(found, truths) for found in latest.values()],
    }


def _correction(found: list[Recall], truths: dict[UUID, Any]) -> dict[str, Any]:
    last = found[-1]
    now_true = truth(truths.get(last.id))
    wrong = [one for one in found if one.severity is not Class.MARKED]
    return {
        "record": last.record,
        "class": last.severity.value,
        "no_longer_stand": sorted({number for one in wrong for number in one.bad_versions}),
        "changed_at": instant(last.opened_at),
        "now": None
        if now_true is None
        else {"number": now_true.number, "document": now_true.document},
    }
