"""Motions: what waits for a second person, exactly what each would do, and the decision."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Moved, State
from gongxin.desk import carrying
from gongxin.desk.carrying import (
    ACCESS,
    BATCH,
    FAMILIES,
    MACHINE,
    MERGE,
    PARTNER,
    RECORD,
    RETURN,
    Family,
)
from gongxin.desk.guard import Finder, Visit, permitted
from gongxin.desk.render import page
from gongxin.desk.tasks import Task


def find_of(*families: Family) -> Finder:
    """The state of a motion of these families behind the wall of the visit's agency."""

    def find(visit: Visit, **address: object) -> str | None:
        found = agencies.motion(UUID(str(address["motion"])))
        return found.state.value if found and FAMILIES[found.kind] in families else None

    return find


@require_safe
@permitted("motion.list")
def listed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What waits for a second person, of the kinds that this reader may read."""
    rows = [
        (one, reverse(FAMILIES[one.kind].page, kwargs={"motion": one.id}), _may_decide(visit, one))
        for one in agencies.open_motions()
        if visit.may(FAMILIES[one.kind].read)
    ]
    return page(request, visit, "motions", {"rows": rows})


@require_safe
@permitted("motion.read", find_of(RECORD, BATCH, MERGE, PARTNER, RETURN))
def motion(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return _page(request, visit, motion)


@require_safe
@permitted("motion.read_right", find_of(ACCESS, MACHINE))
def motion_right(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return _page(request, visit, motion)


@require_POST
@permitted("motion.approve_record", find_of(RECORD))
def decide_record(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


@require_POST
@permitted("motion.approve_batch", find_of(BATCH))
def decide_batch(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


@require_POST
@permitted("motion.approve_merge", find_of(MERGE))
def decide_merge(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


@require_POST
@permitted("motion.approve_access", find_of(ACCESS))
def decide_access(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


@require_POST
@permitted("motion.approve_machine", find_of(MACHINE))
def decide_machine(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


@require_POST
@permitted("motion.approve_partner", find_of(PARTNER))
def decide_partner(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    return decide_as(request, visit, motion)


@require_http_methods(["POST"])
@permitted("motion.take_back", find_of(*FAMILIES.values()))
def take_back(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    """Whoever proposed it withdraws it."""
    motions.take_back(motion=motion, by=visit.by, now=visit.now)
    return HttpResponseRedirect(reverse("desk:motions"))


def waiting(visit: Visit) -> list[Task]:
    """Motions that this person may decide."""
    count = sum(
        _may_decide(visit, one) for one in agencies.open_motions()
    ) if visit.may("motion.list") else 0  # fmt: skip
    return [Task(_("提请等您决定"), count, reverse("desk:motions"))]


def _may_decide(visit: Visit, moved: Moved) -> bool:
    family = FAMILIES[moved.kind]
    return visit.may(family.approve, moved.state.value) and moved.proposed_by != visit.by


def decide_as(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    """Approve what was seen, and do it; or refuse, with reasons. An undecided form leads back to the page."""
    found = _found(motion)
    verdict = request.POST.get("verdict", "")
    if verdict == "approve":
        carrying.carry(found, _hash(request.POST.get("seen", "")), visit)
    elif verdict == "refuse":
        motions.refuse(
            motion=motion, answer=request.POST.get("answer", ""), by=visit.by, now=visit.now
        )
    return HttpResponseRedirect(reverse(FAMILIES[found.kind].page, kwargs={"motion": motion}))


def _page(request: HttpRequest, visit: Visit, motion: UUID) -> HttpResponse:
    found = _found(motion)
    family = FAMILIES[found.kind]
    is_open = found.state is State.OPEN
    return page(
        request,
        visit,
        "motion",
        {
            "motion": found,
            "seen": found.seen_hash.hex(),
            "lines": carrying.describe(found) if is_open else (),
            "agency": agencies.agency_by_key(found.agency_key) if found.agency_key != "*" else None,
            "is_open": is_open,
            "may_decide": _may_decide(visit, found),
            "is_mine": found.proposed_by == visit.by,
            "decide": reverse(family.decide, kwargs={"motion": motion}),
            "record": _record(found),
            "batch": _id(found.content.get("batch")),
        },
    )


def _found(motion: UUID) -> Moved:
    found = agencies.motion(motion)
    assert found is not None, "the gate has found it"
    return found


def _record(found: Moved) -> UUID | None:
    """The one record that the motion is about, if it is one."""
    if "certificate" in found.content:
        return None  # it stands nowhere yet
    one = found.kind.value.startswith("record.") and found.about != found.content.get("batch")
    return _id(found.content.get("record") or (found.about if one else None))


def _id(value: object) -> UUID | None:
    return UUID(str(value)) if value else None


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
