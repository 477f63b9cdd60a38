"""The counter for organisations: letters with a code to print, a code handed out after seeing the licence, accounts to close."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin import printing
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.opening_letter import opening_letter
from gongxin.desk.render import page
from gongxin.intake.reading.personal import covered
from gongxin.owners import queries
from gongxin.owners.actions import accounts as actions
from gongxin.owners.actions import letters as letter_actions
from gongxin.owners.letters import LetterRefused, Seen, Way, printed
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation


def the_letter(visit: Visit, **address: object) -> str | None:
    card = queries.letter(UUID(str(address["letter"])), visit.now)
    return card.state.value if card else None


def the_organisation(visit: Visit, **address: object) -> str | None:
    del visit  # the register is public
    found = subjects.organisation_by_public_id(UUID(str(address["organisation"])))
    return found.status if found else None


def the_owner(visit: Visit, **address: object) -> str | None:
    del visit
    found = queries.account(UUID(str(address["account"])))
    return None if found is None else "closed" if found[0].closed_at else "open"


@require_safe
@permitted("letter.list")
def letters(request: HttpRequest, visit: Visit) -> HttpResponse:
    cards = [(card, subjects.organisation(card.subject_id)) for card in queries.letters(visit.now)]
    return page(request, visit, "letters", {"cards": cards})


@require_safe
@permitted("letter.read", the_letter)
def letter(request: HttpRequest, visit: Visit, letter: UUID) -> HttpResponse:
    card = queries.letter(letter, visit.now)
    assert card is not None, "the gate has found it"
    organisation = subjects.organisation(card.subject_id)
    if organisation is not None:
        visit.shown.append(str(organisation.public_id))
    context = {
        "card": card,
        "organisation": organisation,
        "stands": queries.in_force(organisation, visit.today),
        "may_print": visit.may("letter.print", card.state.value),
        "may_read": visit.may("owner.read"),
    }
    return page(request, visit, "letter", context)


@require_POST
@permitted("letter.print", the_letter)
def letter_print(request: HttpRequest, visit: Visit, letter: UUID) -> HttpResponse:
    """The letter with its code, on this one page or in this one file, and never again."""
    made = letter_actions.print_letter(letter=letter, today=visit.today, by=visit.by, now=visit.now)
    visit.shown.append(str(made.organisation.public_id))
    address_of_code = request.build_absolute_uri(reverse("portal:owner_code"))
    if request.POST.get("as") == "pdf":
        paper = printing.document("letter", opening_letter(made, address_of_code, visit.now))
        name = f"letter-{letter}.pdf"
        return HttpResponse(
            paper,
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    context = {
        "made": made,
        "code": printed(made.code),
        "letter": letter,
        "today": visit.today,
        "address_of_code": address_of_code,
    }
    return page(request, visit, "letter_printed", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("owner.counter", posts="owner.hand_out")
def counter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """First the organisation is looked up and compared with the licence; then the code is handed out, on this one page."""
    if request.method != "POST":
        return page(request, visit, "counter", {"way": Way.COUNTER})
    named = request.POST.get("uscc", "").replace("\x00", "").strip()[:40]
    visit.asked = covered(named)[0]
    found = queries.organisation_of(named, visit.today)
    if found is None:
        refusal = LetterRefused(
            "登记册上没有这个代码的存续单位",
            "the register has no standing organisation with this code",
        )
        return page(request, visit, "counter", {"refusal": refusal}, 422)
    visit.shown.append(str(found.public_id))
    seen = request.POST.get("seen", "")
    if seen not in {one.value for one in Seen}:
        return page(request, visit, "counter", _looked_up(visit, found))
    made = letter_actions.hand_out(
        organisation=found.public_id,
        seen=Seen(seen),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=visit.today,
        by=visit.by,
        now=visit.now,
    )
    address = request.build_absolute_uri(reverse("portal:owner_code"))
    context = {"made": made, "code": printed(made.code), "address_of_code": address}
    return page(request, visit, "code_handed", context)


@require_safe
@permitted("owner.read", the_organisation)
def owners_of(request: HttpRequest, visit: Visit, organisation: UUID) -> HttpResponse:
    found = subjects.organisation_by_public_id(organisation)
    assert found is not None, "the gate has found it"
    context = {
        "organisation": found,
        "stands": queries.in_force(found, visit.today),
        "accounts": queries.accounts_of(found.id),
        "letters": queries.letters_of(found.id, visit.now),
        "may_close": visit.may("owner.close", "open"),
    }
    return page(request, visit, "owners_of", context)


@require_POST
@permitted("owner.close", the_owner)
def owner_close(request: HttpRequest, visit: Visit, account: UUID) -> HttpResponse:
    """At the request of the organisation, or because somebody there does not know the account: the reason is kept."""
    visit.reason = request.POST.get("reason", "").replace("\x00", "").strip()[:200] or None
    actions.close(account=account, by=visit.by, now=visit.now)
    found = queries.account(account)
    organisation = subjects.organisation(found[1]) if found else None
    if organisation is None:
        return HttpResponseRedirect(reverse("desk:counter"))
    return HttpResponseRedirect(reverse("desk:owners_of", args=[organisation.public_id]))


def _looked_up(visit: Visit, found: Organisation) -> dict[str, object]:
    open_ones = [one for one in queries.accounts_of(found.id) if one.closed_at is None]
    return {
        "organisation": found,
        "open_accounts": len(open_ones),
        "choices": list(Seen),
        "may_read": visit.may("owner.read"),
    }
