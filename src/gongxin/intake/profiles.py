"""Reads of agencies' profiles: the version in use, and all of them with what changed. Behind the wall of the agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gongxin.agencies.scope import acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.intake.fixes.fix import Fix, from_document
from gongxin.intake.fixes.profile import difference, learned
from gongxin.intake.models import Profile
from gongxin.jurisdiction.values import Item

VERSIONS_MAX = 200  # on one page; a version a working day would fill it in most of a year


@dataclass(frozen=True)
class Version:
    """One version of a profile; `came` and `went` against the one before it."""

    agency_key: str
    item: str
    version: int
    fixes: tuple[Fix, ...]
    batch: UUID | None
    taken_from: int | None
    made_by: str
    made_at: datetime
    came: tuple[Fix, ...] = ()
    went: tuple[Fix, ...] = ()

    @property
    def learned(self) -> dict[str, str]:
        """Headers that are fields by this version."""
        return learned(self.fixes)


def latest(agency_key: str, item: str) -> Version | None:
    """The version by which this agency's next file of the item is put right."""
    with acting_for(agency_key):
        row = Profile.objects.filter(agency_key=agency_key, item=item).order_by("-version").first()
    return _version(row, ()) if row else None


def versions(agency_key: str, item: str, *, scope: str) -> list[Version]:
    """Every version, the latest first, for whoever may see this agency's."""
    with acting_for(scope):
        rows = list(
            Profile.objects.filter(agency_key=agency_key, item=item).order_by("version")[
                :VERSIONS_MAX
            ]
        )
    made: list[Version] = []
    for row in rows:
        made.append(_version(row, made[-1].fixes if made else ()))
    return made[::-1]


def in_use(*, scope: str) -> list[Version]:
    """The latest version of every agency and item in sight."""
    with acting_for(scope):
        rows = list(
            Profile.objects.order_by("agency_key", "item", "-version").distinct(
                "agency_key", "item"
            )
        )
    return [_version(row, ()) for row in rows]


def _version(row: Profile, before: Sequence[Fix]) -> Version:
    fixes = tuple(from_document(document) for document in row.content)
    came, went = difference(before, fixes)
    return Version(
        agency_key=row.agency_key,
        item=row.item,
        version=row.version,
        fixes=fixes,
        batch=row.batch_id,
        taken_from=row.taken_from,
        made_by=row.made_by,
        made_at=row.made_at,
        came=came,
        went=went,
    )


def agencies_of(item: str, *, scope: str) -> list[str]:
    """The agencies in sight that have a profile of this item."""
    with acting_for(scope):
        found = Profile.objects.filter(item=item).order_by("agency_key")
        return list(found.values_list("agency_key", flat=True).distinct())


def item_of(code: str, today: date) -> Item:
    """The item as it is in force, for the names of its fields."""
    return catalogue.item_in_force(code, today)
