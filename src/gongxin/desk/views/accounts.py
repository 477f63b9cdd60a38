"""Accounts: who there is, opening by two people, lending, closing at once, what was taught."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import accounts as actions
from gongxin.agencies.actions import granting, invitations, opening, trainings
from gongxin.agencies.actions.accounts import Opening
from gongxin.agencies.invitations import AccountState, Half
from gongxin.agencies.motions import MotionKind
from gongxin.agencies.motions import State as MotionState
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.queries import accounts as queries
from gongxin.agencies.queries import trainings as training_queries
from gongxin.agencies.queries.accounts import AccountCard
from gongxin.agencies.roles import AGENCY_ROLES, Role, lendable
from gongxin.agencies.trainings import Course, Standing, TrainingRefused
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.refusal import Refusal


def the_account(visit: Visit, **address: object) -> str | None:
    """Where an account stands: of the actor's agency, or any for whoever is of none."""
    card = _card(visit, str(address["name"]))
    return card.state.value if card else None


@require_safe
@permitted("account.list")
def accounts(request: HttpRequest, visit: Visit) -> HttpResponse:
    found = queries.accounts(today=visit.today, now=visit.now, agency_key=visit.actor.agency_key)
    asked = {name: request.GET.get(name, "") for name in ("state", "agency", "training")}
    shown = [card for card in found if _matches(card, asked, visit.today)]
    context = {
        "cards": [(card, card.taught(visit.today)) for card in shown],
        "asked": asked,
        "agencies": agencies.agencies(),
        "states": list(AccountState),
        "may_propose": visit.may("account.propose"),
    }
    return page(request, visit, "accounts", context)


@require_safe
@permitted("account.read", the_account)
def account(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    card = _card(visit, name)
    assert card is not None, "the gate has found it"
    context = {
        "card": card,
        "states": [(state, state.standing(visit.today)) for state in card.trainings],
        "trainings": training_queries.trainings(name),
        "motions": agencies.motions_about(f"account:{name}"),
        "lendable": sorted(lendable(card.role)),
        "courses": list(Course),
        "may": _may(visit, card),
        "today": visit.today,
    }
    return page(request, visit, "account", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("account.propose")
def account_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Propose an account. What is refused is said on the form, with what was typed; a staff number is not."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            role = _role(request)
            agency = request.POST.get("agency", "") if role in AGENCY_ROLES else ""
            opening.propose(
                opening=Opening(
                    request.POST.get("name", "").strip(),
                    role,
                    agency or None,
                    request.POST.get("person", "").strip(),
                ),
                reason=request.POST.get("reason", ""),
                by=visit.by,
                now=visit.now,
            )
            return page(request, visit, "account_proposed")
        except Refusal as refused:
            refusal = refused
    context = {
        "refusal": refusal,
        "typed": request.POST,
        "roles": list(Role),
        "agencies": agencies.agencies(),
    }
    return page(request, visit, "account_new", context, 422 if refusal else 200)


@require_POST
@permitted("account.invite_again", the_account)
def account_invite_again(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    opening.propose_again(username=name, reason=reason, by=visit.by, now=visit.now)
    return _back(name)


@require_POST
@permitted("account.lend", the_account)
def account_lend(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    granting.propose(
        username=name,
        role=_role(request),
        until_date=_day(request.POST.get("until", "")),
        today=visit.today,
        reason=request.POST.get("reason", ""),
        by=visit.by,
        now=visit.now,
    )
    return _back(name)


@require_POST
@permitted("account.take_back", the_account)
def account_take_back(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    granting.take_back(username=name, role=_role(request), by=visit.by, now=visit.now)
    return _back(name)


@require_POST
@permitted("account.close", the_account)
def account_close(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.close(username=name, reason=reason, by=visit.by, now=visit.now)
    return _back(name)


@require_POST
@permitted("account.link", the_account)
def account_link(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """The link, on this one page and never again."""
    link = invitations.show(half=Half.LINK, username=name, by=visit.by, now=visit.now)
    address = request.build_absolute_uri(reverse("desk:invitation", args=[link]))
    return page(request, visit, "half", {"name": name, "half": Half.LINK, "secret": address})


@require_POST
@permitted("account.code", the_account)
def account_code(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """The opening code, on this one page and never again."""
    code = invitations.show(half=Half.CODE, username=name, by=visit.by, now=visit.now)
    return page(request, visit, "half", {"name": name, "half": Half.CODE, "secret": code})


@require_POST
@permitted("training.record", the_account)
def training_record(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    try:
        course = Course(request.POST.get("course", ""))
    except ValueError:
        raise TrainingRefused("没有这门课程", "there is no such course") from None
    trainings.record(
        username=name,
        course=course,
        attended_date=_day(request.POST.get("day", "")),
        today=visit.today,
        by=visit.by,
        now=visit.now,
    )
    return _back(name)


@require_POST
@permitted("training.strike", the_account)
def training_strike(request: HttpRequest, visit: Visit, name: str, training: int) -> HttpResponse:
    if training not in {one.id for one in training_queries.trainings(name)}:
        raise TrainingRefused("没有这条登记", "there is no such entry")
    trainings.strike(training=training, by=visit.by, now=visit.now)
    return _back(name)


def _card(visit: Visit, name: str) -> AccountCard | None:
    card = queries.account(name, today=visit.today, now=visit.now)
    own = visit.actor.agency_key
    return card if card and (own is None or card.agency_key == own) else None


def _may(visit: Visit, card: AccountCard) -> dict[str, bool]:
    """What the page offers: by the table, and never what the account itself may not do to itself."""
    state, mine = card.state.value, card.username == visit.by
    acts = ("invite_again", "lend", "take_back", "close", "link", "code")
    offered = {act: visit.may(f"account.{act}", state) for act in acts}
    offered["close"] = offered["close"] and not mine
    offered["train"] = visit.may("training.record", state) and not mine
    waiting = {
        one.kind
        for one in agencies.motions_about(f"account:{card.username}")
        if one.state is MotionState.OPEN
    }
    offered["invite_again"] = offered["invite_again"] and MotionKind.ACCOUNT_OPEN not in waiting
    offered["lend"] = (
        offered["lend"] and bool(lendable(card.role)) and MotionKind.ACCOUNT_GRANT not in waiting
    )
    return offered


def _matches(card: AccountCard, asked: dict[str, str], today: date) -> bool:
    state = asked["state"] or "standing"
    in_state = card.closed_at is None if state == "standing" else card.state.value == state
    in_agency = not asked["agency"] or (card.agency_key or "-") == asked["agency"]
    taught = asked["training"] != "over" or card.taught(today) is Standing.OVER
    return in_state and in_agency and taught


def _role(request: HttpRequest) -> Role:
    try:
        return Role(request.POST.get("role", ""))
    except ValueError:
        raise AccountRefused("请选择角色", "choose a role") from None


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise AccountRefused("日期不完整", "this is no date") from None


def _back(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:account", args=[name]))
