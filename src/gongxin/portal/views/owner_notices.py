"""An organisation reads its notices; opening one is the proof that it was told. And where its office may be reminded."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices.actions import contacts as contact_acts
from gongxin.notices.actions import delivery
from gongxin.notices.composing import text_of
from gongxin.notices.entering import ContactRefused
from gongxin.notices.kinds import Way, key_of
from gongxin.notices.queries import contacts, standing
from gongxin.portal.owner import Owner, own_page, owner_only
from gongxin.portal.render import error_page


@require_safe
@owner_only
def notices(request: HttpRequest, owner: Owner) -> HttpResponse:
    """What happened of which the organisation is told, the latest first. The list says what of, and opens nothing."""
    found = standing.notices_to(owner.subject_id, owner.now)
    context = {
        "notices": found,
        "unread": sum(not one.is_read for one in found),
        "contact": contacts.contact_of(owner.subject_id),
    }
    return own_page(request, owner, "owner_notices", context)


@require_safe
@owner_only
def notice(request: HttpRequest, owner: Owner, key: str) -> HttpResponse:
    """One notice in full. A GET is the proof, kept once; another organisation's and an absent one get the same 404."""
    named = key_of(key)
    if named is None:
        raise Http404
    if request.method == "GET":
        delivery.ensure_read(
            key=named, subject_id=owner.subject_id, by=owner.account, now=owner.now
        )
    found = standing.notice_to(owner.subject_id, named, owner.now)
    if found is None:
        raise Http404
    with acting_for(EVERY_AGENCY):  # whose case it is does not matter to whom it is about
        text = text_of(found.owed, owner.today)
    return own_page(request, owner, "owner_notice", {"one": found, "text": text})


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def contact(request: HttpRequest, owner: Owner) -> HttpResponse:
    """The one number or address of the office; a POST replaces it, or takes it back."""
    if request.method != "POST":
        return own_page(request, owner, "owner_contact", _contact(owner))
    if request.POST.get("take_back"):
        contact_acts.take_back(subject_id=owner.subject_id, by=owner.account, now=owner.now)
        return HttpResponseRedirect(reverse("portal:owner_contact"))
    way = request.POST.get("way")
    if way not in set(Way):
        return error_page(request, 400)
    try:
        contact_acts.enter(
            subject_id=owner.subject_id,
            way=Way(way),
            text=request.POST.get("to", ""),
            by=owner.account,
            now=owner.now,
        )
    except ContactRefused as refusal:
        context = {**_contact(owner), "refusal": refusal, "way": way}
        return own_page(request, owner, "owner_contact", context, 422)
    return HttpResponseRedirect(reverse("portal:owner_contact"))


def _contact(owner: Owner) -> dict[str, object]:
    return {"contact": contacts.contact_of(owner.subject_id), "ways": list(Way)}
