"""An organisation files and follows its cases: objection, "not us", repair, statement, review. And the public notices of revocations."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies.scope import acting_for
from gongxin.attachments import actions as attachments
from gongxin.attachments.receiving import Prepared
from gongxin.cases import queries
from gongxin.cases.actions import filing, steps
from gongxin.cases.kinds import Kind
from gongxin.cases.saying import EVIDENCE, GROUNDS, NEEDS, SayingRefused
from gongxin.cases.standing import Case
from gongxin.catalogue import queries as law
from gongxin.intake.reading.personal import covered
from gongxin.look import evidence
from gongxin.portal import moment, owncases
from gongxin.portal.middleware import counted, open_page
from gongxin.portal.owncases import OWN_STEPS
from gongxin.portal.owner import Owner, own_page, owner_only
from gongxin.portal.render import page
from gongxin.portal.views.spoken import words
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord
from gongxin.refusal import Refusal

KEPT_SECONDS: Final = 60
# Kinds that an organisation files itself, by the word in their address, and the clock that starts with them.
FILED: Final = {
    "objection": (Kind.OBJECTION, "objection.check"),
    "not-us": (Kind.NOT_US, "not_us.check"),
    "repair": (Kind.REPAIR, "repair.acceptance"),
}


@require_safe
@owner_only
def cases(request: HttpRequest, owner: Owner) -> HttpResponse:
    return own_page(request, owner, "owner_cases", {"cases": owncases.all_of(owner)})


@require_safe
@owner_only
def case(request: HttpRequest, owner: Owner, case: UUID) -> HttpResponse:
    """Every step, every answer with its reasons, the working of each clock; officers are not named."""
    told = owncases.one_of(owner, case)
    if told is None:
        raise Http404
    context = {
        "told": told,
        "case": told.case,
        "clocks": queries.workings(told.case.standing)[::-1],
        "lists": {**GROUNDS, **EVIDENCE},
        **words(),
        "barred": told.case.kind is Kind.REPAIR and queries.false_commitments(owner.subject_id),
        "files": owncases.files_of(told.case),
    }
    return own_page(request, owner, "owner_case", context)


@require_safe
@owner_only
def attachment(request: HttpRequest, owner: Owner, case: UUID, file: UUID) -> HttpResponse:
    """A file that came with a case of its own, as a download; another case's and an absent one get the same 404."""
    told = owncases.one_of(owner, case)
    if told is None:
        raise Http404
    with acting_for(told.case.agency_key):
        card = evidence.found(told.case.holder, file)
        if card is None:
            raise Http404
        given = evidence.given(card, by=owner.account, now=owner.now)
    if isinstance(given, Refusal):
        return own_page(request, owner, "owner_refused", {"refusal": given}, 409)
    return given


@evidence.with_files
@require_POST
@counted("evidence", "POST")
@owner_only
def step(request: HttpRequest, owner: Owner, case: UUID) -> HttpResponse:
    """Complete, ask for a review, declare, or give up."""
    wanted = next((e for e in OWN_STEPS if e.value == request.POST.get("event")), None)
    if wanted is None:
        raise SayingRefused("请选择要做什么", "choose what to do")
    told = {key: _covered(request.POST.get(key, "")) for key in NEEDS[wanted]}
    files = evidence.prepared(request)
    then = steps.subject_step(
        case=case,
        subject_id=owner.subject_id,
        event=wanted,
        told=told,
        by=owner.account,
        now=owner.now,
    )
    _keep(files, then, owner)
    return HttpResponseRedirect(reverse("portal:owner_case", args=[case]))


def _keep(files: list[Prepared], case: Case, owner: Owner) -> None:
    attachments.keep_prepared(
        holder=case.holder,
        agency_key=case.agency_key,
        files=files,
        by=owner.account,
        now=owner.now,
    )


@evidence.with_files
@require_http_methods(["GET", "HEAD", "POST"])
@counted("evidence", "POST")
@owner_only
def file(request: HttpRequest, owner: Owner, record: UUID, kind: str) -> HttpResponse:
    """The form of one kind about one record of its own, and the filing itself."""
    shown = records.public_record(record, owner.today)
    if kind not in FILED or shown is None or shown.subject_id != owner.subject_id:
        raise Http404
    of, clock = FILED[kind]
    if request.method == "POST":
        files = evidence.prepared(request)
        made = _filed(request, owner, record, of)
        opened = owncases.one_of(owner, made)
        assert opened is not None, "it was opened in this transaction"
        _keep(files, opened.case, owner)
        return HttpResponseRedirect(reverse("portal:owner_case", args=[made]))
    context = {
        "record": shown,
        "kind": of,
        "clock": law.deadline(clock, owner.today),
        "grounds": list(GROUNDS.values()),
        "evidence": list(EVIDENCE.values()),
        "ripe": _is_ripe(shown, owner),
    }
    return own_page(request, owner, "owner_case_new", context)


def _is_ripe(shown: PublicRecord, owner: Owner) -> bool:
    return shown.repair_from is None or shown.repair_from <= owner.today


def _filed(request: HttpRequest, owner: Owner, record: UUID, kind: Kind) -> UUID:
    text = _covered(request.POST.get("text", ""))
    if kind is Kind.OBJECTION:
        return filing.file_objection(
            subject_id=owner.subject_id,
            record=record,
            ground=request.POST.get("ground", ""),
            text=text,
            by=owner.account,
            now=owner.now,
        )
    if kind is Kind.NOT_US:
        return filing.file_not_us(
            subject_id=owner.subject_id, record=record, text=text, by=owner.account, now=owner.now
        )
    return filing.file_repair(
        subject_id=owner.subject_id,
        record=record,
        committed=request.POST.get("commitment", ""),
        evidence=request.POST.getlist("evidence"),
        text=text,
        by=owner.account,
        now=owner.now,
    )


@require_safe
@open_page(seconds=KEPT_SECONDS)
def revocations(request: HttpRequest) -> HttpResponse:
    """Why records were withdrawn: whose paper, its number, what became of the decision. No party, no facts."""
    context = {
        "notices": queries.notices(moment.of(request).today),
        "months": queries.NOTICE_MONTHS,
    }
    return page(request, "revocations", context)


def _covered(text: str) -> str:
    """Written by hand, and read by others: marks of a person are covered before anything is kept."""
    return covered(text.strip())[0]
