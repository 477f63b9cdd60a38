"""Batches: the list, one batch, its rows; showing it as the second person; undoing it as a whole; what it corrects."""

import json
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.catalogue import queries as catalogue
from gongxin.desk import comparing
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.paging import Pages, page_of
from gongxin.desk.render import page
from gongxin.desk.tasks import Task
from gongxin.intake import actions, correcting, entering, listing, queries, reinsertions
from gongxin.intake.listing import Listed
from gongxin.jurisdiction.values import Item
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord

OUTCOMES: Final = ("admitted", "corrected", "duplicate", "held", "rejected")
SEEN_ROWS: Final = 50


def find(visit: Visit, **address: object) -> str | None:
    """The state of a batch behind the wall of the visit's agency."""
    found = listing.batch(UUID(str(address["batch"])))
    return found.state if found else None


def find_to_release(visit: Visit, **address: object) -> str | None:
    """The same; for whoever sent it there is nothing here."""
    found = listing.batch(UUID(str(address["batch"])))
    return found.state if found and found.submitted_by != visit.by else None


@require_safe
@permitted("batch.list")
def listed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The batches of the agency (of all, for the centre), narrowed by item, state and agency."""
    asked = {name: request.GET.get(name) or None for name in ("item", "state", "agency")}
    number = page_of(request)
    found = listing.batches(**asked, page=number)
    items = {item.code: item for item in catalogue.item_versions()}
    return page(
        request,
        visit,
        "batches",
        {
            "found": found,
            "items": items,
            "choices": sorted(items.values(), key=lambda item: item.code),
            "states": listing.STATES,
            "agencies": agencies.agencies() if visit.scope == "*" else [],
            "names": {one.key: one for one in agencies.agencies()},
            "asked": asked,
            "pages": Pages.of(request, found.total, listing.PAGE_ROWS, number),
        },
    )


@require_safe
@permitted("batch.read", find)
def batch(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """One batch: what became of it, who did what with it, and what may be done next."""
    found = _listed(batch)
    receipt = queries.receipt(batch, scope=visit.scope)
    return page(
        request,
        visit,
        "batch",
        {
            "batch": found,
            "receipt": receipt,
            "item": _item(found),
            "agency": agencies.agency_by_key(found.agency),
            "release": listing.release_of(batch),
            "left": entering.left_of(batch) if found.admitted else None,
            "corrections": _corrections(found),
            "motions": agencies.motions_about(str(batch)),
            "may": _may(visit, found),
            "links": _links(found),
            "away": reinsertions.away_of(batch),
        },
    )


@require_safe
@permitted("batch.read", find)
def rows(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """The rows of one outcome, each with its causes and its record."""
    found = _listed(batch)
    outcome = request.GET.get("outcome") or None
    outcome = outcome if outcome in OUTCOMES else None
    number = page_of(request)
    shown, total = listing.rows_of(batch, outcome=outcome, page=number)
    return page(
        request,
        visit,
        "batch_rows",
        {
            "batch": found,
            "item": _item(found),
            "rows": shown,
            "outcome": outcome,
            "outcomes": OUTCOMES,
            "pages": Pages.of(request, total, listing.ROWS_SHOWN_MAX, number),
        },
    )


@require_safe
@permitted("batch.read", find)
def receipt(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """The receipt as a file for programs."""
    found = queries.receipt(batch, scope=visit.scope)
    document = {
        "batch": str(found.batch),
        "sha256": found.sha256,
        "item": found.item,
        "item_version": found.item_version,
        "agency": found.agency,
        "status": found.status,
        "gates": list(found.gates),
        **{name: getattr(found, name) for name in _COUNTS},
        "released": found.released,
        "undone": found.undone,
        "digest": found.digest.hex(),
        "cut": {"columns": list(found.cut), "rows": found.cut_rows},
        "leftovers": list(found.leftovers),
        "findings": queries.findings(batch, scope=visit.scope),
    }
    answer = HttpResponse(json.dumps(document, ensure_ascii=False), "application/json")
    answer["Content-Disposition"] = f'attachment; filename="receipt-{batch}.json"'
    return answer


_COUNTS: Final = (
    *("rows", "admitted", "warned", "duplicates"),
    *("held", "rejected", "corrected", "emptied"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("batch.release", find_to_release)
def release(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """GET: what the public will read, the gravest first. POST: show it, bound to the hash of what was seen."""
    if request.method == "POST":
        actions.release(
            batch=batch,
            seen_hash=_digest(request.POST.get("seen", "")),
            actor=visit.actor,
            by=visit.by,
            now=visit.now,
        )
        return _to("desk:batch", batch=batch)
    found = _listed(batch)
    number = page_of(request)
    total = records.would_be_public_count(batch, visit.today)
    shown = records.would_be_public(
        batch, visit.today, limit=SEEN_ROWS, offset=(number - 1) * SEEN_ROWS
    )
    visit.shown += [str(one.record) for one in shown]
    return page(
        request,
        visit,
        "batch_release",
        {
            "batch": found,
            "item": _item(found),
            "seen": queries.receipt(batch, scope=visit.scope).digest.hex(),
            "shown": [(one, _party(one)) for one in shown],
            "total": total,
            "hidden": entering.left_of(batch).standing - total,
            "pages": Pages.of(request, total, SEEN_ROWS, number),
        },
    )


@require_POST
@permitted("batch.open", find)
def open_gate(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """Let a batch go on that a gate holds, with a reason that stays."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _refused(request, visit, batch)
    actions.open_gate(batch=batch, reason=reason, actor=visit.actor, by=visit.by, now=visit.now)
    return _to("desk:batch", batch=batch)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("batch.undo", find)
def undo(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """Take back a batch that nobody has seen yet."""
    if request.method == "POST":
        actions.undo(
            batch=batch,
            reason=request.POST.get("reason", ""),
            actor=visit.actor,
            by=visit.by,
            now=visit.now,
        )
        return _to("desk:batch", batch=batch)
    return _undo_page(request, visit, batch, proposes=False)


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("batch.propose_undo", find)
def propose_undo(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """Ask a second person to take back a batch that is shown."""
    if request.method != "POST":
        return _undo_page(request, visit, batch, proposes=True)
    found = _listed(batch)
    left = entering.left_of(batch)
    content = {
        "batch": str(batch),
        "rows": left.standing,
        "digest": entering.digest_of(batch).hex(),
    }
    return _proposed(request, visit, Draft(
        MotionKind.BATCH_UNDO, found.agency, str(batch), content, request.POST.get("reason", "")
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("batch.read", find, posts="correction.propose")
def corrections(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    """GET: each record that the batch would correct, before and after. POST: ask a second person to accept them, or one."""
    found = _listed(batch)
    if request.method == "POST":
        row = _number(request.POST.get("row", ""))
        seen = correcting.proposed(batch, row)
        content = {
            "batch": str(batch),
            "row": row,
            "rows": seen.rows,
            "digest": seen.digest.hex(),
        }
        about = str(batch) if row is None else str(seen.first[0].record) if seen.first else ""
        if not seen.rows:
            return _to("desk:batch_corrections", batch=batch)
        return _proposed(request, visit, Draft(
            MotionKind.RECORD_CORRECT, found.agency, about, content, request.POST.get("reason", "")
        ))  # fmt: skip
    after = _number(request.GET.get("after", "")) or 0
    seen = correcting.proposed(batch, after=after)
    visit.shown += [str(one.record) for one in seen.first]
    return page(
        request,
        visit,
        "batch_corrections",
        {
            "batch": found,
            "item": _item(found),
            "seen": seen,
            "changes": comparing.changes(seen),
            "may_propose": visit.may("correction.propose", found.state),
            "next": seen.first[-1].row if len(seen.first) == correcting.SHOWN_MAX else None,
        },
    )


def waiting(visit: Visit) -> list[Task]:
    """Batches that wait for this person: as the second reader, as the opener of gates, as the one who corrects."""
    tasks = []
    counted = listing.waiting("waiting", "held", not_by=visit.by)
    address = reverse("desk:batches")
    if visit.may("batch.release", "waiting"):
        count, _oldest = counted.get("waiting", (0, None))
        tasks.append(Task(_("批次等第二人放行"), count, f"{address}?state=waiting"))
    if visit.may("batch.open", "held"):
        count, _oldest = counted.get("held", (0, None))
        tasks.append(Task(_("批次被闸门挂起"), count, f"{address}?state=held"))
    if visit.may("correction.propose", "released"):
        tasks.append(Task(_("批次里有待提请的更正"), listing.with_corrections(), address))
    return tasks


def _undo_page(request: HttpRequest, visit: Visit, batch: UUID, *, proposes: bool) -> HttpResponse:
    found = _listed(batch)
    context = {
        "batch": found,
        "item": _item(found),
        "left": entering.left_of(batch),
        "proposes": proposes,
    }
    return page(request, visit, "batch_undo", context)


def _proposed(request: HttpRequest, visit: Visit, draft: Draft) -> HttpResponse:
    motion = motions.propose(draft=draft, by=visit.by, now=visit.now)
    return _to("desk:motion", motion=motion)


def _refused(request: HttpRequest, visit: Visit, batch: UUID) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('desk:batch', kwargs={'batch': batch})}#gate")


def _corrections(found: Listed) -> int:
    """How many records the batch could correct now; where nothing is kept of it any more, none."""
    if not found.held or found.state not in {"waiting", "released", "finished"}:
        return 0
    return listing.corrections_of(found.batch)


def _may(visit: Visit, found: Listed) -> dict[str, bool]:
    """Which acts the page offers to this reader."""
    mine = found.submitted_by == visit.by
    acts = ("open", "release", "undo", "propose_undo")
    may = {act: visit.may(f"batch.{act}", found.state) for act in acts}
    may["release"] = may["release"] and not mine
    may["open"] = may["open"] and not mine
    # A clerk takes back what they sent themselves; whoever may release, what others sent too.
    may["undo"] = may["undo"] and (mine or visit.may("batch.release", "waiting"))
    return may


def _links(found: Listed) -> list[tuple[str, str]]:
    """Pages of other tasks about this batch; of what was discarded nothing is kept to be shown."""
    names = {"desk:preview": _("预览每一行"), "desk:workbook": _("带批注的工作簿")}
    if found.state == "draft":
        names["desk:draft"] = _("草稿")
    elif found.state == "discarded":
        names = {}
    return [(text, reverse(name, kwargs={"batch": found.batch})) for name, text in names.items()]


def _listed(batch: UUID) -> Listed:
    found = listing.batch(batch)
    assert found is not None, "the gate has found it"
    return found


def _item(found: Listed) -> Item:
    return catalogue.item_version(found.item, found.item_version)


def _party(record: PublicRecord) -> str:
    """Whose the record is, as reported."""
    item = catalogue.item_version(record.item, record.item_version)
    payload = {shown.code: shown.value for shown in record.fields}
    return comparing.said(payload, item, "party_name", "uscc")


def _digest(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _to(name: str, **address: object) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, kwargs=address))
