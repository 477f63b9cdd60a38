"""The first reading of a batch: what to cut, which column is which field, what each row is worth, which gates hold."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from types import MappingProxyType
from typing import Any

import orjson
import polars as pl

from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.identifiers import Known
from gongxin.intake import accepted, consuming, keeping
from gongxin.intake.ahead import ahead
from gongxin.intake.batches import Channel, GateLimits, Measured, Status, gates
from gongxin.intake.checking import Authorities, check
from gongxin.intake.converting import Conversion, Sender, consume_any, convert, kept, relaxed
from gongxin.intake.findings import empty, message
from gongxin.intake.fixes.applying import apply, fields_of, mapped, still_true
from gongxin.intake.fixes.fix import Fix
from gongxin.intake.models import Batch
from gongxin.intake.reading import PersonColumn, Plan, ReadTable, open_table
from gongxin.intake.registering import REGISTER
from gongxin.intake.rules.identity import PARTY_ROLES
from gongxin.jurisdiction import as_document
from gongxin.jurisdiction.templates import Template
from gongxin.jurisdiction.values import Field, Item, Placeholder
from gongxin.records import identity
from gongxin.records.keys import mac_key
from gongxin.refusal import Refusal
from gongxin.subjects import queries as subjects
from gongxin.subjects.naming import normal_many
from gongxin.workdays import Calendar

NOTHING_LEARNED: Mapping[str, str] = MappingProxyType({})
_EARLIER_BATCHES_MIN = 3  # fewer say nothing of what is usual


class HeadersRefused(Refusal):
    code = "file.headers"


def plan(item: Item, learned: Mapping[str, str] = NOTHING_LEARNED) -> Plan:
    """What the reader's child is told of this item: which columns are persons', which are free text.

    `learned`: headers that are fields by the agency's profile, so that they are read as what they are.
    """
    names = _Names(item, catalogue.templates(item.code), learned)
    kind = item.by_role("party_kind")
    return Plan(
        persons=tuple(PersonColumn(cut.headers, cut.presence) for cut in item.cut),
        kind_headers=names.of([kind]) if kind else (),
        known=names.known(),
        identifiers=names.of([f for f in item.fields if f.type == "identifier"]),
        documents=names.of([f for f in item.fields if f.type == "document_number"]),
        dates=names.of([f for f in item.fields if f.type == "date"]),
        scan=(*names.of([f for f in item.fields if f.scan]), *names.scanned()),
        party_ids=tuple(h for cut in item.cut if cut.party_id for h in cut.headers),
        party_codes=names.of([f for f in item.fields if f.role in PARTY_ROLES]),
        cut_without_code=item.cut_without_code,
    )


def headers(table: ReadTable, item: Item, *, draft: bool = False) -> dict[str, Any]:
    """The map of this file's columns, what is left over and what was cut; HeadersRefused where the file is another one.

    What a fix may settle does not refuse a draft: it waits, and cannot be submitted before.
    """
    mapping, template = consume_any(table.headers, item, catalogue.templates(item.code))
    waits = draft and template is None and consuming.may_be_fixed(mapping)
    if mapping.refused and not waits:
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
        "template": None if template is None else as_document(template),
    }


@dataclass(frozen=True)
class Setting:
    """Everything that judging a chunk needs, read once, so that chunks can be judged without the database."""

    item: Item
    asked: Item  # the same, without what an earlier template does not have
    fields: Mapping[str, str]
    authorities: Authorities
    calendar: Calendar
    known: Known
    placeholders: tuple[Placeholder, ...]
    today: date
    conversion: Conversion | None = None  # of a file of an earlier template
    sender: Sender | None = None
    fixes: tuple[Fix, ...] = ()  # that somebody accepted, in order


def setting(
    item: Item,
    headers: Mapping[str, Any],
    provider: str | None,
    today: date,
    fixes: Sequence[Fix] = (),
) -> Setting:
    """The register of agencies, with names past and present, and the law as it stands on `today`, for a file of these headers."""
    known = agencies.authorities()
    conversion = kept(headers)
    card = agencies.agency_by_key(provider) if conversion and provider else None
    return Setting(
        item=item,
        asked=relaxed(item, conversion) if conversion else item,
        fields=mapped(headers["fields"], fixes),
        authorities=Authorities(known.by_code, known.by_name, provider),
        calendar=catalogue.calendar(),
        known=catalogue.known_prefixes(),
        placeholders=catalogue.placeholders(),
        today=today,
        conversion=conversion,
        sender=Sender(card.name_zh, card.uscc) if card else None,
        fixes=tuple(fixes),
    )


@dataclass(frozen=True)
class Judged:
    """A chunk through the check stage; `cells`: how many each accepted fix changed, in their order."""

    frame: pl.DataFrame
    findings: pl.DataFrame
    cells: tuple[int, ...]


def fields_frame(chunk: pl.DataFrame, given: Setting) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`row` and the fields of the item as they were reported, before any cell is fixed; and what converting says of it."""
    frame = fields_of(chunk, given.fields, given.fixes)
    if given.conversion is None:
        return frame, empty()
    return convert(frame, given.conversion, given.item, given.sender)


def checked_chunk(chunk: pl.DataFrame, read_findings: pl.DataFrame, given: Setting) -> Judged:
    """One chunk of the redacted table: its fixes, then the check stage, the reader's findings included."""
    reported, said = fields_frame(chunk, given)
    fixed = apply(reported, given.fixes)
    return Judged(*judged_fields(fixed.frame, said, read_findings, given), fixed.cells)


def judged_fields(
    frame: pl.DataFrame, said: pl.DataFrame, read_findings: pl.DataFrame, given: Setting
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Fields through the check stage, and every finding about them."""
    checked = check(
        frame,
        given.asked,
        given.authorities,
        given.calendar,
        given.today,
        known=given.known,
        placeholders=given.placeholders,
    )
    named = checked.frame.with_columns(_party=normal_many(checked.frame["_party"]))
    mine = read_findings.filter(pl.col("row").is_in(frame["row"].implode()))
    mine = still_true(mine, frame, given.fields)
    return named, pl.concat([checked.findings, said, mine], how="vertical")


def setting_of(row: Batch) -> Setting:
    """What this batch is judged by: its law, its headers, the fixes that were accepted for it."""
    item = catalogue.item_version(row.item, row.item_version)
    with acting_for(EVERY_AGENCY):
        fixes = accepted.standing(row.pk)
    return setting(item, row.headers, row.agency_key, row.law_date, fixes)


def checker(row: Batch, table: ReadTable, given: Setting) -> Callable[[int], Judged]:
    """Checks and keys one chunk, by number, and keeps what was found. Uses no database, so that several may run at once."""
    key = mac_key().secret  # before there are threads: the first to ask for it makes it

    def judged(number: int) -> Judged:
        checked = checked_chunk(table.chunk(number), table.findings_of(number), given)
        is_register = given.item.code == REGISTER
        frame = checked.frame if is_register else keyed(checked.frame, given.item, key)
        keeping.keep_checked(row.pk, number, frame, checked.findings)
        return replace(checked, frame=frame.select("row", "_scheme", "_identifier"))

    return judged


def measure(row: Batch, progress: Callable[[int, int], None] | None) -> list[str]:
    """Check and key every chunk, keep what was found, and say which gates hold the batch."""
    item = catalogue.item_version(row.item, row.item_version)
    table = open_table(keeping.folder(row.pk))
    assert table is not None, "a batch is acknowledged after its table is whole"
    given = setting_of(row)

    rejected = unknown = 0
    adverse: Counter[str] = Counter()
    for number, checked in ahead(checker(row, table, given), range(row.chunks)):
        bad = checked.findings.filter((pl.col("row") > 0) & (pl.col("severity") == "reject"))["row"]
        rejected += bad.n_unique()
        standing = checked.frame.filter(
            pl.col("_identifier").is_not_null() & ~pl.col("row").is_in(bad.implode())
        )
        if item.code != REGISTER:
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


def keyed(frame: pl.DataFrame, item: Item, key: bytes) -> pl.DataFrame:
    """With everything of a record that follows from the row alone: its id, its digests, its stored form."""
    keys = identity.keyed(frame, item, key)
    return frame.with_columns(
        record=keys.records,
        content_mac=keys.contents,
        fingerprint_mac=keys.fingerprints,
        canonical=keys.canonical,
        payload=pl.struct(field.code for field in item.fields).struct.json_encode(),
    )


def _unknown(frame: pl.DataFrame) -> int:
    if frame.is_empty():
        return 0
    counts = frame.group_by("_scheme", "_identifier").len()
    known = subjects.registered(counts["_scheme"], counts["_identifier"])
    return int(counts["len"].filter(~known).sum())


def _usual_rows(row: Batch) -> int | None:
    """The median size of the agency's earlier batches of this item, once there are enough of them.

    One record filled in by hand, or what came since the last reading of a source, says nothing of what is usual,
    and is not measured by it.
    """
    if row.channel in {Channel.FORM, Channel.SOURCE}:
        return None
    with acting_for(EVERY_AGENCY):
        earlier = list(
            Batch.objects.filter(
                agency_key=row.agency_key,
                item=row.item,
                status=Status.FINISHED,
                channel__in=[Channel.FILE, Channel.API],
                undone_at__isnull=True,
                received_at__lt=row.received_at,
            ).values_list("rows", flat=True)[:50]
        )
    return int(median(earlier)) if len(earlier) >= _EARLIER_BATCHES_MIN else None


class _Names:
    """The headers of an item's fields, by the present template and by the earlier ones."""

    def __init__(
        self, item: Item, templates: Sequence[Template], learned: Mapping[str, str]
    ) -> None:
        self.columns = [(t, c) for t in templates for c in t.columns]
        self.fields = item.fields
        self.learned = learned

    def of(self, fields: Sequence[Field]) -> tuple[str, ...]:
        """Every header of these fields."""
        codes = {field.code for field in fields}
        own = [h for field in fields for h in (field.code, field.zh, *field.aliases)]
        earlier = [h for t, c in self.columns if c.to in codes for h in t.names(c)]
        more = [h for h, code in self.learned.items() if code in codes]
        return tuple(dict.fromkeys([*own, *earlier, *more]))

    def known(self) -> tuple[tuple[str, ...], ...]:
        """Per field every header of it, and the columns that are read and not taken."""
        rest = (t.names(c) for t, c in self.columns if c.to is None)
        return (*(self.of([field]) for field in self.fields), *rest)

    def scanned(self) -> tuple[str, ...]:
        """Free text of an earlier template."""
        return tuple(h for t, c in self.columns if c.scan for h in t.names(c))


def _told(findings: pl.DataFrame) -> str:
    rows = findings.filter(pl.col("severity") == "reject").iter_rows(named=True)
    return "; ".join(message(r["code"], orjson.loads(r["params"] or "{}"), "zh") for r in rows)
