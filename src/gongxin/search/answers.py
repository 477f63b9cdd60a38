"""The one shape in which an answer is written as JSON: the API and the command line print the same document."""

from dataclasses import asdict
from typing import Any

from gongxin.records.publicrecord import PublicRecord
from gongxin.records.queries import ItemPoints
from gongxin.search.checks import CheckAnswer
from gongxin.search.queries import Hit
from gongxin.subjects.queries import Organisation

_RECORD = (
    "record",
    "number",
    "item",
    "item_version",
    "item_zh",
    "item_en",
    "polarity",
    "authority_name",
    "authority_code",
    "document_number",
    "decided_date",
    "severity",
    "valid_from",
    "valid_until",
    "shown_until",
    "repair_from",
    "recorded_at",
)
_ORGANISATION = (
    "name",
    "code",
    "kind",
    "status",
    "registered_date",
    "deregistered_date",
    "address",
    "division",
    "industry",
    "registering_authority",
)


def as_document(answer: CheckAnswer) -> dict[str, Any]:
    """A check's answer. `check_id` is what its holder redeems for corrections."""
    return {
        "check_id": answer.check_id,
        "as_of": answer.as_of,
        "organisation": organisation_document(answer.organisation) if answer.organisation else None,
        "records": [record_document(record) for record in answer.records],
        "points": [points_document(one) for one in answer.points],
        "candidates": [],
    }


def points_document(one: ItemPoints) -> dict[str, Any]:
    """What stands of an item's points, with its working: which records count, and when each lapses."""
    standing = one.standing
    return {
        "item": one.item,
        "item_zh": one.zh,
        "item_en": one.en,
        "total": str(standing.total),
        "rule": {
            name: getattr(standing.rule, name) for name in ("key", "zh", "en", "mark", "source")
        },
        "events": [
            {
                "record": counted.event.record,
                "points": str(counted.event.points),
                "counts": counted in standing.counted,
                "lapses": counted.lapses,
            }
            for counted in (*standing.counted, *standing.lapsed)
        ],
    }


def record_document(record: PublicRecord) -> dict[str, Any]:
    """A public record with its rule and marks. Internal ids stay inside."""
    return {
        **{name: getattr(record, name) for name in _RECORD},
        "fields": [asdict(shown) for shown in record.fields],
        "basis": [asdict(basis) for basis in record.basis],
        "rule": {
            "key": record.rule_key,
            "zh": record.rule_zh,
            "en": record.rule_en,
            "mark": record.rule_mark,
            "source": record.rule_source,
        },
        "marks": [asdict(mark) for mark in record.marks],
    }


def organisation_document(found: Organisation) -> dict[str, Any]:
    """Who a body is: identity, former names, identifiers."""
    return {
        "id": found.public_id,
        **{name: getattr(found, name) for name in _ORGANISATION},
        "former_names": [
            {"name": name, "valid_from": start, "valid_until": end}
            for name, start, end in found.former_names
        ],
        "identifiers": [
            {"scheme": scheme, "value": value, "grade": grade}
            for scheme, value, grade in found.identifiers
        ],
    }


def hit_document(hit: Hit) -> dict[str, str]:
    """A body that a name may mean: never with records."""
    return {
        "name": hit.name,
        "code": hit.code,
        "kind": hit.kind,
        "status": hit.status,
        "matched": hit.matched,
    }
