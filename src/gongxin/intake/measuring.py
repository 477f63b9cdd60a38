"""The first reading of a batch: what to cut, which column is which field, what each row is worth, which gates hold."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

import orjson
import polars as pl

from gongxin.agencies import queries as agencies
from gongxin.catalogue import queries as catalogue
from gongxin.intake import keeping
from gongxin.intake.batches import GateLimits, Measured, Status, gates
from gongxin.intake.checking import Authorities, Checked, check
from gongxin.intake.consuming import consume
from gongxin.intake.findings import message
from gongxin.intake.models import Batch
from gongxin.intake.reading import PersonColumn, Plan, ReadTable, open_table
from gongxin.intake.scope import EVERY_AGENCY, acting_for
from gongxin.jurisdiction.values import Item
from gongxin.refusal import Refusal
from gongxin.subjects import queries as subjects

_EARLIER_BATCHES_MIN = 3  # fewer say nothing of what is usual


class HeadersRefused(Refusal):
    code = "file.headers"


def plan(item: Item) -> Plan:
    """What the reader's child is told of this item: which columns are persons', which are free text."""
    kind = item.by_role("party_kind")
    return Plan(
        persons=tuple(PersonColumn(cut.headers, cut.presence) for cut in item.cut),
        kind_headers=_headers([kind]) if kind else (),
        known=tuple(_headers([field]) for field in item.fields),
        identifiers=_headers([f for f in item.fields if f.type == "identifier"]),
        dates=_headers([f for f in item.fields if f.type == "date"]),
        scan=_headers([f for f in item.fields if f.scan]),
    )


def headers(table: ReadTable, item: Item) -> dict[str, Any]:
    """The map of this file's columns, what is left over and what was cut; HeadersRefused where the file is another one."""
    mapping = consume(table.headers, item)
    if mapping.refused:
        raise HeadersRefused(
            "表头与该事项不符",
            "the headers do not fit this item",
            details={"findings": _told(mapping.findings)},
        )
    return {
        "fields": dict(mapping.fields),
        "leftovers": list(mapping.leftovers),
        "cut": [list(pair) for pair in table.cut_columns],
        "cut_rows": table.cut_rows,
        "findings": mapping.findings.to_dicts(),
    }


def checked_chunk(
    chunk: pl.DataFrame,
    read_findings: pl.DataFrame,
    fields: Mapping[str, str],
    item: Item,
    provider: str | None,
    today: date,
) -> Checked:
    """One chunk of the redacted table through the check stage, the reader's findings included."""
    frame = chunk.select("row", *(pl.col(header).alias(code) for header, code in fields.items()))
    known = agencies.authorities_on(today)
    checked = check(
        frame,
        item,
        Authorities(known.by_code, known.by_name, provider),
        catalogue.calendar(),
        today,
        known=catalogue.known_prefixes(),
        placeholders=catalogue.placeholders(),
    )
    mine = read_findings.filter(pl.col("row").is_in(frame["row"].implode()))
    return Checked(checked.frame, pl.concat([checked.findings, mine], how="vertical"))


def measure(row: Batch, progress: Callable[[int, int], None] | None) -> list[str]:
    """Check every chunk, keep what was found, and say which gates hold the batch."""
    item = catalogue.item_version(row.item, row.item_version)
    table = open_table(keeping.folder(row.pk))
    assert table is not None, "a batch is acknowledged after its table is whole"
    rejected = unknown = 0
    adverse: Counter[str] = Counter()
    for number, chunk in enumerate(table.chunks()):
        checked = checked_chunk(
            chunk, table.findings_of(number), row.headers["fields"], item, row.agency_key, row.law_date
        )
        keeping.keep_checked(row.pk, number, checked.frame, checked.findings)
        bad = checked.findings.filter((pl.col("row") > 0) & (pl.col("severity") == "reject"))["row"]
        rejected += bad.n_unique()
        standing = checked.frame.filter(
            pl.col("_identifier").is_not_null() & ~pl.col("row").is_in(bad.implode())
        )
        if item.code != "registration":
            unknown += _unknown(standing)
        if item.polarity == "adverse":
            adverse.update(dict(standing.group_by("_identifier").len().iter_rows()))
        if progress:
            progress(number + 1, 2 * row.chunks)
    measured = Measured(
        rows=row.rows,
        rejected=rejected,
        unknown=unknown,
        most_on_one=max(adverse.values(), default=0),
        usual_rows=_usual_rows(row),
    )
    return gates(measured, adverse=item.polarity == "adverse", limits=GateLimits())


def _unknown(frame: pl.DataFrame) -> int:
    if frame.is_empty():
        return 0
    resolved = subjects.resolve_many(frame["_scheme"], frame["_identifier"])
    return int(frame.height - resolved["subject_id"].is_not_null().sum())


def _usual_rows(row: Batch) -> int | None:
    """The median size of the agency's earlier batches of this item, once there are enough of them."""
    with acting_for(EVERY_AGENCY):
        earlier = list(
            Batch.objects.filter(
                agency_key=row.agency_key,
                item=row.item,
                status=Status.FINISHED,
                received_at__lt=row.received_at,
            ).values_list("rows", flat=True)[:50]
        )
    return int(median(earlier)) if len(earlier) >= _EARLIER_BATCHES_MIN else None


def _headers(fields: Sequence[Any]) -> tuple[str, ...]:
    return tuple(h for field in fields for h in (field.code, field.zh, *field.aliases))


def _told(findings: pl.DataFrame) -> str:
    rows = findings.filter(pl.col("severity") == "reject").iter_rows(named=True)
    return "; ".join(message(r["code"], orjson.loads(r["params"] or "{}"), "zh") for r in rows)
