"""One object in each state for the pages of drafts and profiles, by real acts: which route meets what."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import acting_for
from gongxin.intake import actions
from gongxin.jobs.accounts import clerk_of
from tests.builders import city, drafts, files

States = dict[str, dict[str, object]]


def batches(agency_key: str) -> States:
    """A draft, a discarded one, one that was just received, one that ended."""
    discarded = _draft(agency_key, 2)
    received = _draft(agency_key, 3)
    by = clerk_of(agency_key)
    with acting_for(agency_key):
        actions.discard_draft(batch=discarded, by=by, now=city.NOW)
        actions.submit_draft(batch=received, cells={}, today=city.TODAY, by=by, now=city.NOW)
    finished = _draft(agency_key, 4)
    drafts.submit(finished, agency_key)
    found = {
        "draft": _draft(agency_key, 1),
        "discarded": discarded,
        "received": received,
        "finished": finished,
    }
    return {state: {"batch": batch} for state, batch in found.items()}


def profiles(agency_key: str) -> States:
    """The profile of penalties, from a file whose codes bore a label."""
    batch = _draft(agency_key, 5, label="统一代码：")
    drafts.take_offers(batch, agency_key)
    drafts.submit(batch, agency_key)
    return {"kept": {"item": "penalty"}}


def _draft(agency_key: str, serial: int, *, label: str = "") -> UUID:
    card = agencies.agency_by_key(agency_key)
    row = files.penalty(
        serial,
        authority_code=card.uscc,
        行政处罚决定书文号=f"构罚〔2026〕{agency_key}{serial}号",
        处罚机关=card.name_zh,
        数据来源单位=card.name_zh,
    )
    row["统一社会信用代码"] = label + row["统一社会信用代码"]
    return drafts.draft_of(files.table([row]), agency=agency_key)


PLACES: Final[Mapping[str, Callable[[str], States]]] = {
    "desk:draft": batches,
    "desk:draft_fix": batches,
    "desk:draft_undo": batches,
    "desk:draft_submit": batches,
    "desk:draft_discard": batches,
    "desk:preview": batches,
    "desk:workbook": batches,
    "desk:profile": profiles,
}
