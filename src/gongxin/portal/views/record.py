"""One record under its own address, with where its evidence is."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.cases import queries as cases
from gongxin.catalogue import queries as law
from gongxin.catalogue.publication import Fact, applied
from gongxin.portal import cards, moment
from gongxin.portal.middleware import counted
from gongxin.portal.render import page
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects

PROOF = "/api/v1/journal/proofs/records/{record}/{number}"


@require_safe
@counted("subject")
def record(request: HttpRequest, record: UUID) -> HttpResponse:
    at = moment.of(request)
    found = records.public_record(record, at.day)
    of = subjects.organisation(found.subject_id) if found else None
    if found is None or of is None:
        raise Http404
    item = law.item_version(found.item, found.item_version)
    fact = Fact(found.severity, found.decided_date, found.authority_key, found.valid_until)
    return page(
        request,
        "record",
        {
            "record": found,
            "card": cards.card(found, item, known=(of.name, of.code)),
            "rules": applied(item.publication, fact, at.day),
            "organisation": of,
            "moment": at,
            "path_here": request.path,
            "proof_address": PROOF.format(record=found.record, number=found.number),
            "statements": cases.statements(found.record),
            "ends": [found.shown_until] if found.shown_until else [],
        },
    )
