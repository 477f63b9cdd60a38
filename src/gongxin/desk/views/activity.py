"""The activity of one record, from the cell of a file to the page of the public: every actor, every moment, every proof."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue.queries import item_shape
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.views.finding import remember
from gongxin.disclosures import queries as disclosures
from gongxin.exchange.queries import recalls
from gongxin.intake import activity as origins
from gongxin.intake import holdings
from gongxin.intake import queries as intake
from gongxin.journal import queries as journal
from gongxin.journal.kinds import KINDS
from gongxin.records import history
from gongxin.records import queries as records


def _state(visit: Visit, **address: object) -> str | None:
    """The state of the record, if the wall lets the visit's agency see the batch that brought it."""
    del visit
    found = holdings.holding(UUID(str(address["record"])))
    return found.state if found else None


@require_safe
@permitted("record.activity", find=_state)
def activity(request: HttpRequest, visit: Visit, record: UUID) -> HttpResponse:
    """One page: file, checks, party, batch, release, state, marks, answers given, news, proofs."""
    remember(request, visit)
    found = holdings.holding(record)
    if found is None:
        raise Http404
    whole = history.history(record)
    latest = whole.versions[-1]
    item = item_shape(latest.item, latest.item_version)
    rows = [
        origin
        for version in whole.versions
        if (origin := origins.origin(version.batch, version.row_no, item, scope=visit.scope))
        is not None
    ]
    batches = [str(version.batch) for version in whole.versions]
    visit.shown += [str(found.batch), *([str(found.subject)] if found.subject else [])]
    context = {
        "holding": found,
        "item": item,
        "history": whole,
        "latest": latest,
        "cells": history.compared(None, latest),
        "origins": rows,
        "receipt": intake.receipt(found.batch, scope=visit.scope),
        "judged": origins.judged(latest.subject) if latest.subject else [],
        "given": disclosures.given_by_kind(record),
        "map": recalls.map_of(record, visit.now),
        "leaves": [(one, KINDS[one.kind]) for one in journal.proven_about(str(record), batches)],
        "is_proven": history.version_is_proven(record, latest.number),
        "public": records.public_record(record, visit.today),
        "may_look_back": visit.may("record.versions", found.state),
    }
    return page(request, visit, "activity", context)


@require_safe
@permitted("record.versions", find=_state)
def versions(request: HttpRequest, visit: Visit, record: UUID) -> HttpResponse:
    """Each version beside the one before."""
    remember(request, visit)
    found = holdings.holding(record)
    if found is None:
        raise Http404
    kept = history.history(record).versions
    pairs = [
        (
            version,
            history.compared(before, version),
            history.version_is_proven(record, version.number),
        )
        for before, version in zip((None, *kept), kept, strict=False)
    ]
    visit.shown += [f"{record}/{version.number}" for version in kept]
    return page(request, visit, "versions", {"holding": found, "pairs": pairs[::-1]})
