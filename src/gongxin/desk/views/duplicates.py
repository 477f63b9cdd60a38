"""Two records that may tell the same decision, side by side: told apart, or merged by two people."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Moved
from gongxin.desk.comparing import Line
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.refusals import FormIncomplete
from gongxin.desk.render import page
from gongxin.records import actions, twins
from gongxin.records.drafts import merge_draft, unmerge_draft
from gongxin.records.twins import Pair
from gongxin.subjects import queries as subjects


@require_safe
@permitted("twin.list")
def duplicates(request: HttpRequest, visit: Visit) -> HttpResponse:
    waiting, settled = twins.waiting(), twins.settled()
    count, _ = twins.waiting_count()
    visit.shown.extend(str(pair.id) for pair in (*waiting, *settled))
    names = {
        pair.id: subjects.organisation(pair.one.subject_id)
        for pair in (*waiting, *settled)
        if pair.one.subject_id
    }
    context = {
        "waiting": [(pair, names.get(pair.id)) for pair in waiting],
        "settled": [(pair, names.get(pair.id)) for pair in settled],
        "count": count,
    }
    return page(request, visit, "duplicates", context)


def _state(visit: Visit, **address: object) -> str | None:
    identity = address["twin"]
    assert isinstance(identity, int)
    found = twins.pair(identity)
    return found.state if found else None


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("twin.read", _state, posts="twin.decide")
def duplicate(request: HttpRequest, visit: Visit, twin: int) -> HttpResponse:
    """The pair with its differences marked. A POST tells it apart, or proposes to merge or to part it."""
    pair = twins.pair(twin)
    if pair is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, visit, pair)
    visit.shown.extend((str(pair.one.record), str(pair.other.record)))
    context = {
        "pair": pair,
        "rows": pair.differences(),
        "subject": subjects.organisation(pair.one.subject_id) if pair.one.subject_id else None,
        "providers": [agencies.agency_by_key(side.provider) for side in (pair.one, pair.other)],
        "open": [m for m in _motions(pair) if m.state == "open"],
        "may_decide": visit.may("twin.decide", pair.state),
        "following": _following(twin),
    }
    return page(request, visit, "duplicate", context)


def _motions(pair: Pair) -> list[Moved]:
    return [
        motion
        for side in (pair.one, pair.other)
        for motion in agencies.motions_about(str(side.record))
        if motion.content.get("twin") == pair.id
    ]


def _following(twin: int) -> int | None:
    waiting = [pair.id for pair in twins.waiting()]
    return next((one for one in waiting if one > twin), None) or next(
        (one for one in waiting if one != twin), None
    )


def _decided(request: HttpRequest, visit: Visit, pair: Pair) -> HttpResponse:
    reason, act = request.POST.get("reason", ""), request.POST.get("act", "")
    if act == "apart":
        actions.tell_apart(twin=pair.id, reason=reason, by=visit.by, now=visit.now)
    elif act in {"merge_one", "merge_other"} and pair.state in {"open", "distinct"}:
        # The button names the one that stands; the other gives way.
        away = pair.other if act == "merge_one" else pair.one
        draft = merge_draft(pair, gives_way=away.record, reason=reason)
        motions.propose(draft=draft, by=visit.by, now=visit.now)
    elif act == "unmerge" and pair.state == "merged":
        motions.propose(draft=unmerge_draft(pair, reason=reason), by=visit.by, now=visit.now)
    else:
        raise FormIncomplete
    return HttpResponseRedirect(reverse("desk:duplicate", args=[pair.id]))


def carry_merge(motion_id: UUID, seen_hash: bytes, visit: Visit) -> None:
    """Approve and carry out a merging, as the page of motions does it."""
    actions.merge(motion=motion_id, seen_hash=seen_hash, by=visit.by, now=visit.now)


def carry_unmerge(motion_id: UUID, seen_hash: bytes, visit: Visit) -> None:
    """Approve and carry out that what gave way comes back."""
    actions.unmerge(motion=motion_id, seen_hash=seen_hash, by=visit.by, now=visit.now)


def describe(content: Mapping[str, Any]) -> list[Line]:
    """A merging or parting for the page of motions: the one that gives way or comes back beside the one that stands."""
    away, stands = content["gives_way"], content["stands"]
    language = "en" if get_language() == "en" else "zh"
    name = gettext("并入或恢复的一条 → 作准的一条")
    differences = content["differences"]
    return [
        Line(name, away["document"], stands["document"]),
        *(Line(d[language], d["gives_way"], d["stands"]) for d in differences),
    ]
