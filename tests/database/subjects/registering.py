"""Builds registers of constructed bodies and enters them through the real action."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

import polars as pl

from gongxin.agencies.models import Agency
from gongxin.identifiers import org_check, uscc_check
from gongxin.subjects import actions
from gongxin.subjects.actions import Registered

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
JURISDICTION = "xingning"


def uscc(number: int, prefix: str = "91", division: str = "999999") -> str:
    """A code that passes both checks, of a division that does not exist."""
    body = f"MA{number:06d}"
    first17 = prefix + division + body + org_check(body)
    return first17 + uscc_check(first17)


def agency() -> Agency:
    return Agency.objects.get_or_create(
        key="samr",
        defaults={
            "jurisdiction": JURISDICTION,
            "uscc": uscc(1, "11"),
            "kind": "regulator",
            "standing": "good",
            "name_zh": "市场监督管理局",
            "name_en": "Market regulator",
            "mark": "example",
        },
    )[0]


def enter(
    *rows: Mapping[str, str | None],
    batch: UUID | None = None,
    now: datetime = NOW,
    chunk: int = 0,
    first_row: int = 1,
) -> Registered:
    """Rows as dictionaries of roles, numbered from the first row."""
    agency()
    frame = pl.DataFrame(
        list(rows), schema={k: pl.String for row in rows for k in row}
    ).with_row_index("row", first_row)
    return actions.register_many(
        frame=frame,
        jurisdiction=JURISDICTION,
        agency_key="samr",
        batch=batch or uuid4(),
        chunk=chunk,
        by="clerk",
        now=now,
    )


def outcomes(done: Registered) -> list[tuple[str, list[str]]]:
    return list(done.rows.select("outcome", "codes").iter_rows())
