"""Every write of an agency's profile: a new version from a submitted draft, or an earlier one taken up again. None is ever changed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from gongxin.intake.fixes.fix import Fix, FixRefused, digest, from_document
from gongxin.intake.fixes.profile import merged
from gongxin.intake.models import Profile
from gongxin.journal import actions as journal


@transaction.atomic
def keep_profile(
    *,
    agency_key: str,
    item: str,
    fixes: Sequence[Fix],
    undone: Collection[Fix],
    batch: UUID,
    by: str,
    now: datetime,
) -> int | None:
    """A new version with these fixes, unless the latest says the same; returns its number, None where nothing is new."""
    latest = _latest(agency_key, item)
    before = [from_document(document) for document in latest.content] if latest else []
    after = merged(before, fixes, undone)
    if digest(after) == digest(before):
        return None
    made = Profile(
        content=[fix.as_document() for fix in after], digest=digest(after), batch_id=batch
    )
    return _add(made, latest, agency_key, item, by=by, now=now)


@transaction.atomic
def take_up_profile(*, agency_key: str, item: str, version: int, by: str, now: datetime) -> int:
    """An earlier version stands again, as a new one; the agency's files from now on are read by it."""
    latest = _latest(agency_key, item)
    earlier = Profile.objects.filter(agency_key=agency_key, item=item, version=version).first()
    if latest is None or earlier is None or earlier.version == latest.version:
        raise FixRefused("没有这个较早的版本", "there is no such earlier version")
    made = Profile(content=earlier.content, digest=bytes(earlier.digest), taken_from=version)
    return _add(made, latest, agency_key, item, by=by, now=now)


def _latest(agency_key: str, item: str) -> Profile | None:
    """The version in use; what is read here stays the latest until the end of the transaction."""
    with connection.cursor() as cursor:
        # Rivals: two drafts of one agency submitted at once. There may be no row yet to lock.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"profile:{agency_key}:{item}"],
        )
    return Profile.objects.filter(agency_key=agency_key, item=item).order_by("-version").first()


def _add(
    made: Profile, latest: Profile | None, agency_key: str, item: str, *, by: str, now: datetime
) -> int:
    made.agency_key, made.item = agency_key, item
    made.version = latest.version + 1 if latest else 1
    made.made_by, made.made_at = by, now
    made.save(force_insert=True)
    body: dict[str, str | int] = {
        "agency": agency_key,
        "item": item,
        "version": made.version,
        "content": bytes(made.digest).hex(),
    }
    if made.batch_id is not None:
        body["batch"] = str(made.batch_id)
    if made.taken_from is not None:
        body["taken_from"] = made.taken_from
    journal.append(kind="profile.made", body=body, by=by, now=now)
    return made.version
