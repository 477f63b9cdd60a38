"""One organisation: who it is, and each record that the law lets the public read on this day."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import queries as law
from gongxin.portal import cards, moment
from gongxin.portal.middleware import counted
from gongxin.portal.render import page
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects

ENDS_MAX = 6  # days offered in the demo


@require_safe
@counted("subject")
def organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = moment.of(request)
    found = subjects.organisation_by_public_id(public_id)
    if found is None:
        raise Http404
    shown = records.public_records([found.id], at.day).get(found.id, [])
    known = (found.name, found.code)
    laid_out = [
        cards.card(record, law.item_version(record.item, record.item_version), known=known)
        for record in shown
    ]
    return page(
        request,
        "organisation",
        {
            "organisation": found,
            "division": _division(found.division),
            "moment": at,
            "path_here": request.path,
            "count": len(shown),
            "ends": sorted({r.shown_until for r in shown if r.shown_until})[:ENDS_MAX],
            "adverse": [c for c in laid_out if c.record.polarity == "adverse"],
            "points": records.points_standing(shown, at.day),
            "others": [c for c in laid_out if c.record.polarity != "adverse"],
        },
    )


def _division(code: str | None) -> str | None:
    """The name of a division in the newest code set that has it; the bare code where none does."""
    named = {
        division.code: division.name
        for codes in sorted(law.divisions(), key=lambda codes: codes.year)
        for division in codes.divisions
    }
    return named.get(code, code) if code else None
