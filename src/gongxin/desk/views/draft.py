"""A draft: its causes with what settles them, its rows as the public will read them, the workbook that comes back; and the agency's profiles."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongxin.desk.guard import Visit, permitted
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.intake import accepted, actions, drafting, previewing, profiles, returning
from gongxin.intake.batches import Status
from gongxin.intake.fixes.fix import PARAMETERS, Fix, FixKind, FixRefused


def find_batch(visit: Visit, **address: object) -> str | None:
    """The status of the batch."""
    return drafting.status_of(UUID(str(address["batch"])), scope=visit.scope)


def find_profile(visit: Visit, **address: object) -> str | None:
    """Whether an agency in sight has a profile of this item."""
    return "kept" if profiles.agencies_of(str(address["item"]), scope=visit.scope) else None


@require_safe
@permitted("draft.read", find_batch)
def draft(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    status = drafting.status_of(batch, scope=visit.scope)
    if status != Status.DRAFT:
        context = {
            "batch": batch,
            "status": status,
            "item": drafting.item_of(batch, scope=visit.scope),
            "fixes": accepted.fixes_of(batch, scope=visit.scope),
        }
        return page(request, visit, "draft_gone", context)
    state = drafting.drafted(batch, scope=visit.scope)
    may_work = visit.may("draft.work", Status.DRAFT)
    return page(request, visit, "draft", {"draft": state, "may_work": may_work})


@require_POST
@permitted("draft.work", find_batch)
def fix(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    drafting.accept(batch=batch, fix=_fix(request), scope=visit.scope, by=visit.by, now=visit.now)
    return _back(batch, "fixes")


@require_POST
@permitted("draft.work", find_batch)
def unfix(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    number = request.POST.get("number", "")
    if not number.isascii() or not number.isdigit():
        raise FormIncomplete
    drafting.undo(
        batch=batch, number=int(number[:9]), scope=visit.scope, by=visit.by, now=visit.now
    )
    return _back(batch, "causes")


@require_POST
@permitted("draft.work", find_batch)
def submit(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    drafting.submit(batch=batch, scope=visit.scope, today=visit.today, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:batch", kwargs={"batch": batch}))


@require_POST
@permitted("draft.work", find_batch)
def discard(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    actions.discard_draft(batch=batch, by=visit.by, now=visit.now)
    return _back(batch, "")


@require_safe
@permitted("batch.preview", find_batch)
def preview(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    """A page of rows as the public will read them; the ids of the organisations shown are kept with the look."""
    number = request.GET.get("page", "1")
    way = request.GET.get("way") or None
    found = previewing.page(
        batch,
        scope=visit.scope,
        today=visit.today,
        number=int(number[:7]) if number.isascii() and number.isdigit() else 1,
        way=way,
    )
    visit.shown += [str(row.organisation.public_id) for row in found.rows if row.organisation]
    context = {"preview": found, "way": way or "", "ways": previewing.WAYS}
    return page(request, visit, "draft_preview", context)


@require_safe
@permitted("batch.workbook", find_batch)
def workbook(request: HttpRequest, visit: Visit, *, batch: UUID) -> HttpResponse:
    """The workbook as it came, coloured, with a comment a problem and a sheet of causes."""
    content = returning.workbook_back(batch, scope=visit.scope)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="checked-{batch}.xlsx"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_safe
@permitted("profile.list")
def profile_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    found = profiles.in_use(scope=visit.scope)
    return page(request, visit, "draft_profiles", {"profiles": found})


@permitted("profile.read", find_profile, posts="profile.take_up")
def profile(request: HttpRequest, visit: Visit, *, item: str) -> HttpResponse:
    """Every version with what changed; an earlier one is taken up again by a POST."""
    known = profiles.agencies_of(item, scope=visit.scope)
    asked = request.POST.get("agency") or request.GET.get("agency") or known[0]
    if asked not in known:
        raise Http404
    if request.method == "POST":
        version = request.POST.get("version", "")
        if not version.isascii() or not version.isdigit():
            raise FormIncomplete
        actions.take_up_profile(
            agency_key=asked, item=item, version=int(version[:9]), by=visit.by, now=visit.now
        )
        return HttpResponseRedirect(f"{reverse('desk:profile', args=[item])}?agency={asked}")
    context = {
        "agency": asked,
        "agencies": known,
        "item": profiles.item_of(item, visit.today),
        "versions": profiles.versions(asked, item, scope=visit.scope),
        "may_take_up": visit.may("profile.take_up", "kept"),
    }
    return page(request, visit, "draft_profile", context)


def _fix(request: HttpRequest) -> Fix:
    """The fix a form names; which fixes a file allows is judged by the room."""
    kind = request.POST.get("kind", "")
    if kind not in set(FixKind):
        raise FixRefused("没有这种修正", "there is no such kind of fix")
    names = PARAMETERS[FixKind(kind)]
    return Fix(
        FixKind(kind),
        request.POST.get("field", ""),
        {name: request.POST.get(f"p_{name}", "") for name in names},
    )


def _back(batch: UUID, part: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:draft", args=[batch]) + (f"#{part}" if part else ""))
