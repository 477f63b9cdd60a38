"""Takes a few rows while the caller waits: the whole way from reading to admission, and what became of each row."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from gongxin.agencies.scope import acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Look
from gongxin.intake import conveyor, queries, row_pages
from gongxin.intake.batches import UNFINISHED, Channel, Outcome
from gongxin.intake.conveyor import Incoming
from gongxin.intake.departmental import OK, REQUEST_CODES, ROWS_MAX, Request, answer, tip
from gongxin.intake.findings import message, remedy
from gongxin.jurisdiction.values import Item

_LOOKS_MAX: Final = 60  # where the worker was faster than we, it is waited for
_SECONDS_BETWEEN_LOOKS: Final = 0.25


@dataclass(frozen=True)
class Sender:
    """For which agency, by which account."""

    agency_key: str
    account: str
    jurisdiction: str


def hand_in(*, request: Request, sender: Sender, now: datetime, today: date) -> dict[str, Any]:
    """The answer of the departments' interface; its counts are those of the batch. A refusal of the whole is raised.

    Persons' rows that the reader cut are counted as not taken: nobody learns more of them.
    """
    item = catalogue.item_in_force(request.item, today)
    batch = conveyor.receive(
        incoming=Incoming(
            orjson.dumps(list(request.rows)),
            "departmental",
            item.code,
            sender.agency_key,
            channel=Channel.API,
        ),
        jurisdiction=sender.jurisdiction,
        by=sender.account,
        now=now,
        today=today,
    )
    for _ in range(_LOOKS_MAX):
        if conveyor.process(batch=batch, by=sender.account, now=now) not in UNFINISHED:
            break
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    receipt = queries.receipt(batch, scope=sender.agency_key)
    tips = _tips(batch, item, sender.agency_key)
    if receipt.cut_rows:
        tips.append(
            tip(0, "party.natural_person", "", item, f"{receipt.cut_rows} 行涉及个人，未收")
        )
    with acting_for(sender.agency_key):
        disclosures.record_read(
            look=Look("agency_clerk", sender.agency_key, "api.batch.handed", "duty", [str(batch)]),
            jurisdiction=sender.jurisdiction,
            by=sender.account,
            now=now,
        )
    return answer(
        OK,
        REQUEST_CODES[OK][0],
        total=len(request.rows),
        success=receipt.admitted,
        tips=tips,
    )


def _tips(batch: UUID, item: Item, agency_key: str) -> list[dict[str, str | int]]:
    """For each row that did not enter, why: each finding that kept it out, or the outcome itself."""
    page = row_pages.page(batch, scope=agency_key, after=0, limit=ROWS_MAX)
    found: dict[int, list[Mapping[str, Any]]] = {}
    for finding in queries.findings(batch, scope=agency_key, limit=ROWS_MAX * 10):
        found.setdefault(finding["row"], []).append(finding)
    tips: list[dict[str, str | int]] = []
    for row in page.rows:
        if row["outcome"] == Outcome.ADMITTED:
            continue
        number: int = row["row"]
        away = next((code for code in row_pages.AWAY if code in row["codes"]), None)
        if away is not None:
            tips.append(tip(number, away, "", item, f"{message(away)}。{remedy(away)}"))
            continue
        said = [one for one in found.get(number, []) if one["severity"] in {"reject", "hold"}]
        if said:
            tips += [
                tip(number, one["code"], one["column"] or "", item, one["message"]) for one in said
            ]
        else:
            tips.append(tip(number, _outcome_code(row["outcome"], row["codes"]), "", item, ""))
    return tips


def _outcome_code(outcome: str, codes: Sequence[str]) -> str:
    return "duplicate" if outcome == Outcome.DUPLICATE else (codes or [outcome])[0]
