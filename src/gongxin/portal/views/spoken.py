"""What anybody may bring without signing in: a complaint, a tip, a request; and the receipt with which it is followed.

No name is asked and no cookie is set. What an organisation brings that is signed in stands with its own cases.
"""

from collections.abc import Callable
from datetime import date
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies import queries as agencies
from gongxin.attachments import actions as attachments
from gongxin.cases import queries
from gongxin.cases.actions import speaking
from gongxin.cases.actions.speaking import CENTRE, RECEIPT, Taken
from gongxin.cases.kinds import Event, Party
from gongxin.cases.queries import spoken
from gongxin.cases.receipts import TYPED_MAX, ReceiptRefused, printed
from gongxin.cases.saying import FAULTS, FINDINGS, MATTERS, NEEDS, WANTED, SayingRefused
from gongxin.catalogue import queries as law
from gongxin.intake.reading.personal import covered
from gongxin.look import evidence
from gongxin.portal import moment, owncases
from gongxin.portal.middleware import counted, open_page
from gongxin.portal.moment import Moment
from gongxin.portal.owner import Owner, own_page, owner_only
from gongxin.portal.render import error_page, page
from gongxin.refusal import Refusal

KEPT_SECONDS: Final = 60
# What somebody with a receipt may do, in the order in which a page offers it.
STEPS: Final = (Event.COMPLETE, Event.APPEAL, Event.DROP)
# What an organisation brings when signed in, by the word in the address.
OWN: Final = ("complaint", "request")
Take = Callable[[HttpRequest, Moment], Taken]


@require_safe
@open_page(seconds=KEPT_SECONDS)
def doors(request: HttpRequest) -> HttpResponse:
    """Which of the three it is, and what each is not for."""
    return page(request, "spoken_doors")


# Exempt, as the comment on an edition is: without the token no cookie is needed, and what a form on another site would
# send is turned away by what the browser says of itself.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("speak", "POST")
def complain(request: HttpRequest) -> HttpResponse:
    return _form(request, "complain", _complaint)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("speak", "POST")
def tip(request: HttpRequest) -> HttpResponse:
    return _form(request, "tip", _tip)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("speak", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    return _form(request, "request", _request)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("receipt", "POST")
def receipt(request: HttpRequest) -> HttpResponse:
    """GET: the field for a code. POST: what it stands for, and one step of whoever has it."""
    if request.method != "POST":
        return page(request, "receipt")
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return error_page(request, 403)
    at = moment.of(request)
    code = request.POST.get("code", "")[:TYPED_MAX]
    refusal: Refusal | None = None
    if wanted := request.POST.get("event"):
        try:
            _take_step(request, code, wanted, at)
        except Refusal as found:
            refusal = found
    cases = spoken.by_receipt(code, at.today)
    if not cases:
        return page(request, "receipt", {"refusal": ReceiptRefused()}, 422)
    case = cases[-1]
    context = {
        "code": code,
        "case": case,
        "cases": cases,
        "due": queries.due_of(case.standing, at.now),
        "clocks": queries.workings(case.standing)[::-1],
        "ways": [one for one in STEPS if case.standing.may(one, Party.SUBJECT)],
        "refusal": refusal,
        **words(),
    }
    return page(request, "receipt_case", context, 409 if refusal else 200)


@evidence.with_files
@require_http_methods(["GET", "HEAD", "POST"])
@counted("evidence", "POST")
@owner_only
def own(request: HttpRequest, owner: Owner, kind: str) -> HttpResponse:
    """An organisation's own complaint or request. `about` of a complaint: a case of its own, from that case's page."""
    if kind not in OWN:
        raise Http404
    if request.method == "POST":
        files = evidence.prepared(request)
        taken = (_own_complaint if kind == "complaint" else _own_request)(request, owner)
        told = owncases.one_of(owner, taken.case)
        assert told is not None, "it was opened in this transaction"
        attachments.keep_prepared(
            holder=told.case.holder,
            agency_key=told.case.agency_key,
            files=files,
            by=owner.account,
            now=owner.now,
        )
        return HttpResponseRedirect(reverse("portal:owner_case", args=[taken.case]))
    context = {"kind": kind, "about": _uuid(request.GET.get("about", "")), **_choices(owner.today)}
    return own_page(request, owner, "owner_spoken", context)


def words() -> dict[str, object]:
    """The lists and names that a page needs to say what was said."""
    return {
        "matters": MATTERS,
        "wants": WANTED,
        "faults": FAULTS,
        "findings": FINDINGS,
        "cards": {card.key: card for card in agencies.agencies()},
    }


def _form(request: HttpRequest, kind: str, take: Take) -> HttpResponse:
    at = moment.of(request)
    context: dict[str, object] = {"kind": kind, **_choices(at.today)}
    if request.method != "POST":
        return page(request, "spoken", context)
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return error_page(request, 403)
    try:
        taken = take(request, at)
    except Refusal as refusal:
        names = ("target", "text", "agency", "matter", "wanted")
        typed = {name: _text(request, name) for name in names}
        return page(request, "spoken", {**context, "refusal": refusal, "typed": typed}, 422)
    assert taken.code is not None, "nobody is signed in here"
    return page(request, "spoken_taken", {"kind": kind, "code": printed(taken.code)})


def _choices(today: date) -> dict[str, object]:
    cards = agencies.agencies()
    own = [card for card in cards if card.key == CENTRE]
    return {
        "matters": list(MATTERS.values()),
        "wants": list(WANTED.values()),
        "agencies": [*own, *(card for card in cards if card.key != CENTRE)],
        "reply": law.deadline("complaint.reply", today),
        "answer": law.deadline("request.answer", today),
    }


def _complaint(request: HttpRequest, at: Moment) -> Taken:
    return speaking.file_complaint(
        subject_id=None,
        agency_key=request.POST.get("agency", ""),
        matter=request.POST.get("matter", ""),
        text=_text(request, "text"),
        about=None,
        by=RECEIPT,
        now=at.now,
    )


def _tip(request: HttpRequest, at: Moment) -> Taken:
    target, counts = covered(request.POST.get("target", "").replace("\x00", "").strip())
    return speaking.file_tip(
        target=target,
        was_covered=bool(counts),
        text=_text(request, "text"),
        by=RECEIPT,
        now=at.now,
    )


def _request(request: HttpRequest, at: Moment) -> Taken:
    return speaking.file_request(
        subject_id=None,
        wanted=request.POST.get("wanted", ""),
        text=_text(request, "text"),
        by=RECEIPT,
        now=at.now,
    )


def _own_complaint(request: HttpRequest, owner: Owner) -> Taken:
    return speaking.file_complaint(
        subject_id=owner.subject_id,
        agency_key=request.POST.get("agency", ""),
        matter=request.POST.get("matter", ""),
        text=_text(request, "text"),
        about=_uuid(request.POST.get("about", "")),
        by=owner.account,
        now=owner.now,
    )


def _own_request(request: HttpRequest, owner: Owner) -> Taken:
    return speaking.file_request(
        subject_id=owner.subject_id,
        wanted=request.POST.get("wanted", ""),
        text=_text(request, "text"),
        by=owner.account,
        now=owner.now,
    )


def _take_step(request: HttpRequest, code: str, wanted: str, at: Moment) -> None:
    event = next((one for one in STEPS if one.value == wanted), None)
    if event is None:
        raise SayingRefused("请选择要做什么", "choose what to do")
    told = {key: _text(request, key) for key in NEEDS[event]}
    speaking.receipt_step(code=code, event=event, told=told, today=at.today, by=RECEIPT, now=at.now)


def _text(request: HttpRequest, name: str) -> str:
    """Written by hand, and read by others: marks of a person are covered before anything is kept."""
    return covered(request.POST.get(name, "").replace("\x00", "").strip())[0]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
