"""One record under its own address, with where its evidence is."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongxin.cases import queries as cases
from gongxin.catalogue import queries as law
from gongxin.catalogue.publication import Fact, applied
from gongxin.jurisdiction import Item
from gongxin.look.papers import digest_of
from gongxin.portal import cards, entry_papers, moment
from gongxin.portal.middleware import counted
from gongxin.portal.moment import Moment
from gongxin.portal.render import error_page, page
from gongxin.portal.views.attempt import unfit
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord
from gongxin.subjects import queries as subjects

PROOF = "/api/v1/journal/proofs/records/{record}/{number}"


# Exempt as a trial is: nothing is changed or kept, and without the token the public pages need no cookie.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("subject")
def record(request: HttpRequest, record: UUID) -> HttpResponse:
    """A POST asks whether a paper is one of those that the entry names: its digest is computed and compared, and not kept."""
    wrong = unfit(request) if request.method == "POST" else 0
    if wrong:
        return error_page(request, wrong)
    at = moment.of(request)
    found = records.public_record(record, at.day)
    of = subjects.organisation(found.subject_id) if found else None
    if found is None or of is None:
        raise Http404
    item = law.item_version(found.item, found.item_version)
    fact = Fact(found.severity, found.decided_date, found.authority_key, found.valid_until)
    asked, same = _compared(request, found, item, at)
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
            "procedure": item.procedure,
            "papers": entry_papers.papers(found, item, same),
            "may_compare": bool(entry_papers.digests(item)),
            "asked": asked,
            "is_same": bool(same),
        },
    )


def _compared(
    request: HttpRequest, found: PublicRecord, item: Item, at: Moment
) -> tuple[str, frozenset[str]]:
    """The digest that was asked about ("?" where none was given), and the fields that hold it."""
    if request.method != "POST":
        return "", frozenset()
    digest = digest_of(request)
    if digest is None:
        return "?", frozenset()
    same = records.fields_holding(found.record, at.day, digest.hex(), entry_papers.digests(item))
    return digest.hex(), same or frozenset()
