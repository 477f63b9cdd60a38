"""A public record as JSON: the one document in which API, command line, feed and recall tell it. Internal ids stay inside. Pure."""

from dataclasses import asdict
from typing import Any, Final

from gongxin.records.publicrecord import PublicRecord

_PLAIN: Final = (
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


def record_document(record: PublicRecord) -> dict[str, Any]:
    """A public record with its rule and marks."""
    return {
        **{name: getattr(record, name) for name in _PLAIN},
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
