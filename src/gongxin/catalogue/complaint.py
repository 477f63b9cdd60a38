"""What a linter of the law says: one place that is refused. A value, it judges nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Complaint:
    """One place that is refused, with the row of the declined things it falls under, where there is one."""

    code: str
    place: str
    zh: str
    en: str
    row: str | None = None
    family: str | None = None
