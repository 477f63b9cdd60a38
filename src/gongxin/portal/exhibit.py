"""Which organisation the demo's doors show: the one whose public penalty is the next to leave. It asks, it never decides."""

from dataclasses import dataclass
from datetime import date

from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation


@dataclass(frozen=True)
class Exhibit:
    organisation: Organisation
    record: PublicRecord
    leaves: date  # the first day on which the record is not shown


def of(today: date) -> Exhibit | None:
    """An organisation with an adverse record that ends, or None where nothing of the kind is public."""
    record = records.next_to_leave(today)
    organisation = subjects.organisation(record.subject_id) if record else None
    if record is None or organisation is None or record.shown_until is None:
        return None
    return Exhibit(organisation, record, record.shown_until)
