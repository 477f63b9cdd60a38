"""Writes of the catalogue: an edition of the law is put in force as a whole. Nothing loaded is ever edited."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies.actions import load_agencies
from gongxin.catalogue import queries
from gongxin.catalogue.linting import lint
from gongxin.catalogue.models import Edition, Ending, ItemVersion, Loading, PublicationRule
from gongxin.catalogue.refusals import CatalogueRefused, VersionEdited
from gongxin.catalogue.shape import shape_of
from gongxin.journal import actions as journal
from gongxin.jurisdiction import Jurisdiction, as_document, load

# Its rival is a second `gongxin up` on the same database. Taken before the journal's lock, never after it.
_LOADING_LOCK = 0x6C6177


@transaction.atomic
def load_law(*, jurisdiction: str, by: str, now: datetime) -> bool:
    """Put the law of the folder `jurisdictions/` in force; was it another one than before? Safe to repeat."""
    law = load(
        settings.GONGXIN_JURISDICTIONS_DIRECTORY,
        jurisdiction,
        accept_unverified=settings.GONGXIN_MODE != "production",
    )
    return put_in_force(law=law, by=by, now=now)


@transaction.atomic
def put_in_force(*, law: Jurisdiction, by: str, now: datetime) -> bool:
    """The same for a law already read. Refused as a whole where the linter refuses any part of it."""
    complaints = lint(law)
    if complaints:
        raise CatalogueRefused(complaints)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING_LOCK])
    if queries.digest_in_force(law.key) == law.digest:
        return False
    edition, _ = Edition.objects.get_or_create(
        jurisdiction=law.key,
        digest=law.digest,
        defaults={"law": as_document(law), "loaded_at": now, "loaded_by": by},
    )
    _keep_item_versions(law, edition)
    PublicationRule.objects.filter(jurisdiction=law.key).delete()
    PublicationRule.objects.bulk_create(_rules(law))
    Ending.objects.filter(jurisdiction=law.key).delete()
    Ending.objects.bulk_create(_endings(law))
    load_agencies(agencies=law.agencies, jurisdiction=law.key, by=by, now=now)
    Loading.objects.create(edition=edition, jurisdiction=law.key, at=now, by=by)
    journal.append(
        kind="law.loaded",
        body={"layer": law.key, "content": law.digest, "items": len(law.items)},
        by=by,
        now=now,
    )
    return True


def _keep_item_versions(law: Jurisdiction, edition: Edition) -> None:
    known = {
        (row.code, row.version): row.shape
        for row in ItemVersion.objects.filter(jurisdiction=law.key).only("code", "version", "shape")
    }
    for item in law.items:
        shape = shape_of(item)
        if known.get((item.code, item.version), shape) != shape:
            raise VersionEdited(item.code, item.version)
    ItemVersion.objects.bulk_create(
        ItemVersion(
            jurisdiction=law.key,
            code=item.code,
            version=item.version,
            shape=shape_of(item),
            definition=as_document(item),
            edition=edition,
        )
        for item in law.items
        if (item.code, item.version) not in known
    )


def _rules(law: Jurisdiction) -> Iterable[PublicationRule]:
    """One row per rule of an item, whichever of its versions carry it."""
    rows = {(item.code, rule): None for item in law.items for rule in item.publication}
    for code, rule in rows:
        yield PublicationRule(
            jurisdiction=law.key,
            item_code=code,
            provider_key=rule.provider,
            severity=rule.severity,
            rule_key=rule.key,
            zh=rule.zh,
            en=rule.en,
            published=rule.published,
            floor_months=rule.floor_months,
            ceiling_months=rule.ceiling_months,
            until_field_role=rule.until_field_role,
            in_force_from=rule.in_force_from,
            in_force_until=rule.in_force_until,
            source=rule.source,
            mark=rule.mark,
        )


def _endings(law: Jurisdiction) -> Iterable[Ending]:
    """One row per exit item and item it ends; the versions of an item keep the codes of these fields."""
    rows = {
        (item.ends.item, field.code, item.code, item.ends.field): None
        for item in law.items
        if item.ends is not None
        for ended in law.items
        if ended.code == item.ends.item and (field := ended.by_role("document_number")) is not None
    }
    for item_code, item_field, exit_code, exit_field in rows:
        yield Ending(
            jurisdiction=law.key,
            item_code=item_code,
            item_field=item_field,
            exit_code=exit_code,
            exit_field=exit_field,
        )
