"""The one shape in which an answer is written as JSON: the API and the command line print the same document."""

from typing import Any

from gongxin.records.documents import record_document
from gongxin.records.queries import ItemPoints
from gongxin.search.checks import CheckAnswer
from gongxin.search.queries import Hit
from gongxin.subjects.queries import Organisation

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
