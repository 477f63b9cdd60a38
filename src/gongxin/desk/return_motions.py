"""The motion that lets what left a body come back to it: what would enter, on which paper, and doing it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongxin.desk.comparing import Line
from gongxin.desk.guard import Visit
from gongxin.intake import actions, held, reinsertions


def carry(motion: UUID, seen_hash: bytes, visit: Visit) -> None:
    actions.reinsert(motion=motion, seen_hash=seen_hash, by=visit.by, now=visit.now)


def describe(content: Mapping[str, Any]) -> list[Line]:
    """The certificate, then the row as the public would read it. Before: it stands nowhere."""
    batch, row_no = UUID(content["batch"]), int(content["row"])
    given = next(
        one
        for one in reinsertions.certificates_of(batch, row_no)
        if str(one.id) == content["certificate"]
    )
    found = held.case(batch, row_no)
    cells = found.cells if found else ()
    zh = get_language() != "en"
    return [
        Line(_("核对了什么"), "", given.checked),
        Line(_("原认定为何不成立"), "", given.why),
        Line(_("证明文书"), "", f"{given.paper_number} · {given.paper_date:%Y-%m-%d}"),
        Line(_("文书摘要（SHA-256）"), "", given.paper_digest),
        *(Line(cell.zh if zh else cell.en, "", cell.value) for cell in cells if cell.is_main),
    ]
