"""The quarterly review of access: whose turn it is, the list, the signature."""

import re
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies import reviews
from gongxin.agencies.actions import reviews as actions
from gongxin.agencies.actions.reviews import Signature, Word
from gongxin.agencies.queries import reviews as queries
from gongxin.agencies.reviews import Circle, Quarter, ReviewRefused, Verdict
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.catalogue.queries import calendar
from gongxin.desk.guard import Finder, Visit, permitted
from gongxin.desk.render import page

_QUARTER: Final = re.compile(r"(20[0-9]{2})-Q([1-4])")


@require_safe
@permitted("review.list")
def review_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The quarter that ended last. What lies further back is reached through the journal and its own address."""
    quarter = Quarter.ended_before(visit.today)
    due = reviews.due_date(quarter, calendar())
    rows = [
        (turn, _address(turn.circle, turn.agency_key, quarter), _late(turn, due, visit.today))
        for turn in queries.turns(scope=visit.scope, quarter=quarter)
    ]
    return page(request, visit, "reviews", {"quarter": quarter, "due": due, "rows": rows})


def _late(turn: queries.Turn, due: date | None, today: date) -> bool:
    return turn.signed is None and turn.owed and due is not None and today > due


def of_circle(circle: Circle) -> Finder:
    """Finds a review of this circle: due for the quarter that ended last, or signed."""

    def find(visit: Visit, **address: object) -> str | None:
        quarter = _quarter(str(address["quarter"]))
        agency = str(address.get("agency", EVERY_AGENCY))
        if quarter is None or visit.scope not in (agency, EVERY_AGENCY):
            return None
        if queries.signed(agency_key=agency, circle=circle, quarter=quarter):
            return "signed"
        if quarter != Quarter.ended_before(visit.today):
            return None
        return "due" if queries.seen(agency_key=agency, circle=circle, today=visit.today) else None

    return find


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("review.read_clerks", of_circle(Circle.CLERKS), posts="review.sign_clerks")
def review_clerks(request: HttpRequest, visit: Visit, quarter: str, agency: str) -> HttpResponse:
    return _review(request, visit, Circle.CLERKS, quarter, agency)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("review.read_office", of_circle(Circle.OFFICE), posts="review.sign_office")
def review_office(request: HttpRequest, visit: Visit, quarter: str) -> HttpResponse:
    return _review(request, visit, Circle.OFFICE, quarter, EVERY_AGENCY)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("review.read_office", of_circle(Circle.SECURITY), posts="review.sign_security")
def review_security(request: HttpRequest, visit: Visit, quarter: str) -> HttpResponse:
    return _review(request, visit, Circle.SECURITY, quarter, EVERY_AGENCY)


def _review(
    request: HttpRequest, visit: Visit, circle: Circle, typed: str, agency: str
) -> HttpResponse:
    quarter = _quarter(typed)
    assert quarter is not None, "the gate has found it"
    signed = queries.signed(agency_key=agency, circle=circle, quarter=quarter)
    seen = queries.seen(agency_key=agency, circle=circle, today=visit.today)
    if request.method == "POST":
        actions.sign(
            signature=Signature(
                agency,
                circle,
                quarter,
                _hash(request.POST.get("seen", "")),
                {one.username: _word(request, one.username) for one in seen},
            ),
            actor=visit.actor,
            today=visit.today,
            by=visit.by,
            now=visit.now,
        )
        return HttpResponseRedirect(_address(circle, agency, quarter))
    # A lent role signs nothing: the page offers it to the account's own role alone.
    may_sign = signed is None and reviews.SIGNERS[circle] is visit.actor.role
    context = {
        "quarter": quarter,
        "circle": circle,
        "agency": agency if agency != EVERY_AGENCY else "",
        "signed": signed,
        "seen": [] if signed else seen,
        "digest": (signed.seen_hash if signed else reviews.digest(seen)).hex(),
        "due": reviews.due_date(quarter, calendar()),
        "may_sign": may_sign and visit.may(f"review.sign_{circle.value}", "due"),
        "verdicts": list(Verdict),
    }
    return page(request, visit, "review", context)


def _quarter(typed: str) -> Quarter | None:
    found = _QUARTER.fullmatch(typed)
    return Quarter(date(int(found[1]), 3 * int(found[2]) - 2, 1)) if found else None


def _word(request: HttpRequest, name: str) -> Word:
    try:
        verdict = Verdict(request.POST.get(f"verdict:{name}", ""))
    except ValueError:
        raise ReviewRefused(
            "每个账号都要写明保留或停用", "say of each account whether it is kept or closed"
        ) from None
    return Word(verdict, request.POST.get(f"reason:{name}", ""))


def _hash(typed: str) -> bytes:
    try:
        return bytes.fromhex(typed)
    except ValueError:
        return b""


def _address(circle: Circle, agency: str, quarter: Quarter) -> str:
    own = [agency] if circle is Circle.CLERKS else []
    return reverse(f"desk:review_{circle.value}", args=[str(quarter), *own])
