"""How long a clerk waits for the workbook that comes back: read, checked, causes with fixes, written again. A file of a month, and one of 100,000 rows."""

import time
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from benchmarks.measuring import Measurement
from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import conveyor, drafting, returning
from gongxin.intake.conveyor import Incoming
from gongxin.jobs.accounts import clerk_of
from tests.builders import messy

ROWS = 100_000
SECONDS_OF_A_MONTH, SECONDS_OF_MANY = 5, 60


def measure() -> list[Measurement]:
    """Both files, each as a ratio to its limit."""
    month = messy.rows()
    many = _many(month)
    return [
        _measured("workbook back: 412 rows, 37 of them wrong", month, SECONDS_OF_A_MONTH),
        _measured(f"workbook back: {ROWS:,} rows, 9 % of them wrong", many, SECONDS_OF_MANY),
    ]


def _many(month: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {**month[n % len(month)], "行政处罚决定书文号": f"构市监罚〔2026〕{n}号"}
        for n in range(ROWS)
    ]


def _measured(name: str, rows: list[dict[str, str]], limit: int) -> Measurement:
    agency = agencies.agency_by_key("samr").uscc
    content = messy.workbook([{**row, **_authority(agency)} for row in rows])
    start = time.perf_counter()
    batch = _draft(content)
    back = returning.workbook_back(batch, scope=EVERY_AGENCY)
    taken = time.perf_counter() - start
    assert back
    assert len(drafting.drafted(batch, scope=EVERY_AGENCY).found) <= 6
    return {
        "name": name,
        "value": taken,
        "unit": "s",
        "against": f"limit of {limit} s",
        "ratio": taken / limit,
        "budget": "≤ 1",
        "met": taken <= limit,
    }


def _authority(code: str) -> Mapping[str, str]:
    return {"处罚机关统一社会信用代码": code, "数据来源单位统一社会信用代码": code}


def _draft(content: bytes) -> UUID:
    now = timezone.now()
    return conveyor.receive(
        incoming=Incoming(content, "处罚.xlsx", "penalty", "samr"),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of("samr"),
        now=now,
        today=timezone.localdate(now),
        draft=True,
    )
