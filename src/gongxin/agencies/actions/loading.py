"""Writes of agencies: the law names them, nobody else does."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from gongxin.agencies.models import Agency, AgencyName
from gongxin.agencies.names import normal
from gongxin.canonical import canonical_row
from gongxin.journal import actions as journal
from gongxin.jurisdiction.values import AgencyDefinition


@transaction.atomic
def load_agencies(
    *, agencies: Sequence[AgencyDefinition], jurisdiction: str, by: str, now: datetime
) -> int:
    """Make the tables say what the law says of agencies; returns how many rows changed. Safe to repeat.

    An agency is never deleted, and a name is never taken away: it gets an end date in the law. The rival is
    another loading; the lock of `catalogue.actions.put_in_force` keeps it out.
    """
    changed = _load_agencies(agencies, jurisdiction) + _load_names(agencies)
    if changed:
        journal.append(
            kind="agencies.loaded",
            body={"content": _digest(agencies), "agencies": len(agencies)},
            by=by,
            now=now,
        )
    return changed


def _load_agencies(agencies: Sequence[AgencyDefinition], jurisdiction: str) -> int:
    held = {row.key: row for row in Agency.objects.all()}
    fresh, changed = [], 0
    for definition in agencies:
        values = {
            "jurisdiction": jurisdiction,
            "uscc": definition.uscc,
            "kind": definition.kind,
            "standing": definition.standing,
            "name_zh": definition.zh,
            "name_en": definition.en,
            "mark": definition.mark,
        }
        row = held.get(definition.key)
        if row is None:
            fresh.append(Agency(key=definition.key, **values))
        elif _differing(row, values):
            changed += Agency.objects.filter(pk=row.pk).update(**values)
    return changed + len(Agency.objects.bulk_create(fresh))


def _load_names(agencies: Sequence[AgencyDefinition]) -> int:
    ids = dict(Agency.objects.values_list("key", "pk"))
    held = {(row.agency_id, row.norm, row.valid_from): row for row in AgencyName.objects.all()}
    fresh: dict[tuple[int, str, date | None], AgencyName] = {}
    changed = 0
    for agency, name in ((ids[one.key], name) for one in agencies for name in one.names):
        values = {
            "name": name.name,
            "kind": name.kind,
            "valid_until": name.valid_until,
            "source": name.source,
            "mark": name.mark,
        }
        place = (agency, normal(name.name), name.valid_from)
        if place not in held:  # of two writings of one normal name the later one stays
            norm, start = place[1:]
            fresh[place] = AgencyName(agency_id=agency, norm=norm, valid_from=start, **values)
        elif _differing(held[place], values):
            changed += AgencyName.objects.filter(pk=held[place].pk).update(**values)
    return changed + len(AgencyName.objects.bulk_create(fresh.values()))


def _digest(agencies: Sequence[AgencyDefinition]) -> str:
    return sha256(b"".join(canonical_row([repr(agency)]) for agency in agencies)).hexdigest()


def _differing(row: Agency | AgencyName, values: Mapping[str, object]) -> Mapping[str, object]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}
