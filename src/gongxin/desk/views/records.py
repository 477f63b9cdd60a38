"""One record as its agency meets it: every version, and the ways to correct or withdraw it, which two persons go."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.catalogue import queries as catalogue
from gongxin.desk import comparing, filling
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.render import page
from gongxin.intake import correcting, listing, single
from gongxin.intake.single import Filled
from gongxin.jurisdiction.values import Item
from gongxin.records import histories
from gongxin.records import queries as records
from gongxin.records.histories import Told
from gongxin.refusal import Refusal

OTHER_RECORD: Final = "record.correction_is_another"


class AnotherRecord(Refusal):
    """What was filled in is not a correction of this record."""

    code = OTHER_RECORD


def find(visit: Visit, **address: object) -> str | None:
    """The state of a record that a batch of the visit's agency brought."""
    found = listing.record(UUID(str(address["record"])))
    return found.state if found else None


@require_safe
@permitted("record.read", find)
def record(request: HttpRequest, visit: Visit, record: UUID) -> HttpResponse:
    """Every version, the latest first, each beside what it changed."""
    told = histories.versions(record)
    latest, state = told[-1], told[-1].state.value
    item = catalogue.item_shape(latest.item, latest.item_version)
    return page(
        request,
        visit,
        "record",
        {
            "record": record,
            "latest": latest,
            "item": item,
            "document": comparing.said(latest.payload, item, "document_number"),
            "fields": comparing.ending(latest),
            "versions": [*reversed(list(_steps(told)))],
            "public": records.public_record(record, visit.today),
            "motions": agencies.motions_about(str(record)),
            "may_correct": visit.may("record.propose_correction", state),
            "may_withdraw": visit.may("record.propose_withdrawal", state),
            "may_tell_revoked": visit.may("case.report_revocation", state),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("record.propose_correction", find)
def correct(request: HttpRequest, visit: Visit, record: UUID) -> HttpResponse:
    """The form of the item with what the record says now. What names the record cannot be changed in it."""
    latest = histories.versions(record)[-1]
    item = catalogue.item_in_force(latest.item, visit.today)
    now_said = filling.as_filled(latest.payload, item)
    fixed = {code: now_said.get(code, "") for code in item.natural_key}
    values = {**now_said, **filling.given(request, item), **fixed}
    context = {
        "record": record,
        "item": item,
        "document": comparing.said(latest.payload, item, "document_number"),
        "reason": request.POST.get("reason", ""),
    }
    trial = None
    if request.method == "POST":
        reach = listing.record(record)
        assert reach is not None, "the gate has found it"
        filled = Filled(item, reach.agency, values)
        trial = single.tried(filled, today=visit.today)
        changed = any(values.get(code, "") != said for code, said in now_said.items())
        if trial.admitted and changed and context["reason"]:
            return HttpResponseRedirect(_propose(visit, record, filled, str(context["reason"])))
        context["unchanged"] = not changed
    context |= {
        "rows": filling.rows(item, values, trial, fixed=fixed.keys()),
        "causes": filling.causes_of_all(trial),
    }
    return page(request, visit, "record_correct", context, 422 if trial else 200)


def _propose(visit: Visit, record: UUID, filled: Filled, reason: str) -> str:
    """Take the form in as a batch of one row, which is held as a correction, and propose to accept it."""
    batch = single.enter(filled, by=visit.by, now=visit.now, today=visit.today)
    seen = correcting.proposed(batch)
    if seen.rows != 1 or seen.first[0].record != record:
        raise AnotherRecord(
            "填写的内容不能作为这条记录的更正",
            "what was filled in is not taken as a correction of this record",
            remedy_zh="如决定文书号、当事人或机关有误，请提请撤回后重新报送",
            remedy_en="where the number, the party or the authority is wrong: withdraw it, and report it anew",
        )
    content = {"batch": str(batch), "row": 1, "rows": 1, "digest": seen.digest.hex()}
    draft = Draft(MotionKind.RECORD_CORRECT, filled.agency_key, str(record), content, reason)
    motion = motions.propose(draft=draft, by=visit.by, now=visit.now)
    return reverse("desk:motion", kwargs={"motion": motion})


@require_http_methods(["GET", "HEAD", "POST"])
@permitted("record.propose_withdrawal", find)
def withdraw(request: HttpRequest, visit: Visit, record: UUID) -> HttpResponse:
    """Ask a second person to take the record away for good."""
    latest = histories.versions(record)[-1]
    item = catalogue.item_shape(latest.item, latest.item_version)
    if request.method == "POST":
        reach = listing.record(record)
        assert reach is not None, "the gate has found it"
        draft = Draft(
            MotionKind.RECORD_WITHDRAW,
            reach.agency,
            str(record),
            {"record": str(record), "number": latest.number},
            request.POST.get("reason", ""),
        )
        motion = motions.propose(draft=draft, by=visit.by, now=visit.now)
        return HttpResponseRedirect(reverse("desk:motion", kwargs={"motion": motion}))
    context = {
        "record": record,
        "item": item,
        "document": comparing.said(latest.payload, item, "document_number"),
        "fields": comparing.ending(latest),
    }
    return page(request, visit, "record_withdraw", context)


def _steps(told: list[Told]) -> list[tuple[Told, list[comparing.Line]]]:
    """Each version with what it changed of the one before."""
    steps = []
    for place, one in enumerate(told):
        item: Item = catalogue.item_shape(one.item, one.item_version)
        before = told[place - 1].payload if place else None
        says_all = before is not None and one.payload
        steps.append((one, comparing.between(before or {}, one.payload, item) if says_all else []))
    return steps
