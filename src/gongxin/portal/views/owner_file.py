"""An organisation reads its own file, the history of one record of its own, and who looked at it."""

import csv
import io
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongxin import printing
from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as law
from gongxin.disclosures import queries as disclosures
from gongxin.disclosures.purposes import RecipientKind, StaffPurpose
from gongxin.disclosures.queries import VIEW_MAX, Look, OfficeLook
from gongxin.exchange.queries import partners, recalls
from gongxin.look.words import WORDS
from gongxin.notices.kinds import Kind
from gongxin.notices.queries import standing as told
from gongxin.portal import cards, owncases, ownsheet
from gongxin.portal import ownfile as files
from gongxin.portal.owner import Owner, own_page, owner_only
from gongxin.records import ownfile
from gongxin.records.ownfile import OwnVersion

# Whether an authority with powers asked, and what an audit or an incident is about, is not told by a page.
UNSAID: Final = (StaffPurpose.AUTHORITY, StaffPurpose.INCIDENT, StaffPurpose.AUDIT)
COLUMNS: Final = ("at", "who", "kind", "channel", "purpose", "disclosure")
FORMULA: Final = "=+-@\t\r"  # what a spreadsheet program reads as the beginning of a formula


@require_safe
@owner_only
def mine(request: HttpRequest, owner: Owner) -> HttpResponse:
    notices = told.notices_to(owner.subject_id, owner.now)
    context = {
        "file": files.read(owner, owncases.waiting(owner)),
        "map": recalls.map_of_subject(owner.subject_id, owner.now),
        "unread": sum(not one.is_read for one in notices),
        "used": [one for one in notices if one.key.kind is Kind.USED],
    }
    return own_page(request, owner, "owner_file", context)


@require_safe
@owner_only
def sheet(request: HttpRequest, owner: Owner) -> HttpResponse:
    """The same as PDF, to keep or to hand on. It shows the same versions, so it leaves the same edge."""
    file = files.read(owner, owncases.waiting(owner))
    told = recalls.map_of_subject(owner.subject_id, owner.now)
    public_page = request.build_absolute_uri(
        reverse("portal:organisation", args=[owner.organisation])
    )
    paper = printing.document(
        "owner_sheet", ownsheet.sheet(owner, file, told, compared_at=public_page)
    )
    name = f"gongxin-{owner.code}-{owner.today}.pdf"
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@owner_only
def record(request: HttpRequest, owner: Owner, record: UUID) -> HttpResponse:
    """The history of a record of one's own. Another's, an unreleased and an absent one get the same 404."""
    found = ownfile.own_record(owner.subject_id, record)
    if found is None:
        raise Http404
    versions = [(one, _lines_of(one)) for one in ownfile.own_versions(owner.subject_id, record)]
    context = {
        "own": found,
        "versions": versions,
        "map": recalls.map_of(record, owner.now, subject_id=owner.subject_id),
        "notices": told.notices_about(record, owner.subject_id, owner.now),
    }
    return own_page(request, owner, "owner_record", context)


@require_safe
@owner_only
def looks(request: HttpRequest, owner: Owner) -> HttpResponse:
    """Institutions and purposes. Officers' names are nobody's business here."""
    names = _names()
    purposes = _purposes(owner)
    shown = [
        (look, _who(look, names), purposes.get(look.purpose, look.purpose))
        for look in disclosures.looks_at(owner.subject_id)
    ]
    offices = [(look, _office(look, names)) for look in _office_looks(owner)]
    context = {"looks": shown, "offices": offices, "most": VIEW_MAX}
    return own_page(request, owner, "owner_looks", context)


@require_safe
@owner_only
def looks_file(request: HttpRequest, owner: Owner) -> HttpResponse:
    """The same as CSV, further back. A cell never begins as a formula does."""
    del request
    return HttpResponse(
        "\ufeff" + "".join(_lines(owner)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="looks-{owner.today}.csv"'},
    )


def _lines_of(version: OwnVersion) -> list[cards.Line]:
    item = law.item_version(version.item, version.item_version)
    return [cards.line(shown, item.field(shown.code)) for shown in version.fields]


def _lines(owner: Owner) -> Iterator[str]:
    names, purposes = _names(), _purposes(owner)
    yield ",".join(COLUMNS) + "\n"
    for look in disclosures.all_looks_at(owner.subject_id):
        purpose = purposes.get(look.purpose, look.purpose)
        cells = (
            look.at.isoformat(), _who(look, names), look.recipient_kind, look.channel, purpose, str(look.disclosure),
        )  # fmt: skip
        yield _line(cells)
    for office in _office_looks(owner):
        purpose = str(WORDS["staff_purpose"].get(office.purpose, office.purpose))
        yield _line((office.at.isoformat(), _office(office, names), "office", "", purpose, ""))


def _line(cells: tuple[str, ...]) -> str:
    out = io.StringIO()
    safe = (f"'{cell}" if cell[:1] in FORMULA and cell else cell for cell in cells)
    csv.writer(out, lineterminator="\n").writerow(safe)
    return out.getvalue()


def _office_looks(owner: Owner) -> list[OfficeLook]:
    own = [one.record for one in ownfile.not_shown(owner.subject_id, ())]
    ids = [str(owner.organisation), *(str(one) for one in own)]
    with acting_for(EVERY_AGENCY):  # whoever it is about may know which office looked
        return disclosures.office_looks_at(ids, unsaid=UNSAID)


def _names() -> dict[str, str]:
    english = get_language() == "en"
    holders = {one.key: (one.en if english else one.zh) for one in partners.partners()}
    return holders | {
        one.key: (one.name_en if english else one.name_zh) for one in agencies.agencies()
    }


def _who(look: Look, names: dict[str, str]) -> str:
    """The institution: an anonymous one is known by its check alone, an account by nothing."""
    if look.recipient_kind in {RecipientKind.AGENCY, RecipientKind.PARTNER}:
        return names.get(look.recipient, look.recipient)
    if look.recipient_kind == RecipientKind.SUBJECT:
        return _("本单位")
    return str(WORDS["recipient"].get(look.recipient_kind, look.recipient_kind))


def _office(look: OfficeLook, names: dict[str, str]) -> str:
    return names.get(look.agency_key, _("公共信用信息中心"))


def _purposes(owner: Owner) -> dict[str, str]:
    english = get_language() == "en"
    return {one.key: (one.en if english else one.zh) for one in law.purposes(owner.today)}
