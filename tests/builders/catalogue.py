"""The items of the law's folder, and rows of them as an agency would send them: the example row with changes."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from gongxin.catalogue.examples import Reporter, example_row
from gongxin.catalogue.templates import header
from gongxin.jurisdiction import Item, Jurisdiction, law_in_force, load

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 6, 1)


@cache
def law() -> Jurisdiction:
    """Every layer, drafts included, as the demo loads it."""
    return load(ROOT / "jurisdictions", "xingning", accept_unverified=True)


@cache
def items() -> Mapping[str, Item]:
    """The items in force on the builders' day, by code."""
    return {item.code: item for item in law_in_force(law(), TODAY).items}


def reporter(item: Item, key: str | None = None) -> Reporter:
    """The agency in whose name a row is written: the one named, else the first one entitled."""
    by_key = {agency.key: agency for agency in law().agencies}
    return Reporter.of(by_key[key or item.agencies[0]])


def row(item: Item, *, agency: str | None = None, **changes: str) -> dict[str, str]:
    """The example row, field code → text, with these fields changed."""
    unknown = set(changes) - {field.code for field in item.fields}
    assert not unknown, unknown
    return example_row(item, reporter(item, agency)) | changes


def table(item: Item, rows: Sequence[Mapping[str, str]]) -> bytes:
    """CSV under the headings of the template."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([header(field) for field in item.fields])
    writer.writerows([[one.get(field.code, "") for field in item.fields] for one in rows])
    return out.getvalue().encode()


def code_of(item: Item, role: str) -> str | None:
    field = item.by_role(role)
    return field.code if field else None
