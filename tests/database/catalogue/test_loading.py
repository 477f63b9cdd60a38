"""Is the law in the tables what the files say, once, and never edited?"""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from gongxin.agencies.models import AgencyName
from gongxin.catalogue import actions, queries
from gongxin.catalogue.models import Edition, ItemVersion, Loading, PublicationRule
from gongxin.catalogue.refusals import CatalogueRefused, LawNotLoaded, VersionEdited
from gongxin.journal.models import Leaf
from gongxin.jurisdiction import (
    ItemUnknown,
    ItemVersionUnknown,
    Jurisdiction,
    digest_of,
    law_in_force,
    load,
)
from gongxin.workdays import CalendarMissing, add_working_days

pytestmark = pytest.mark.usefixtures("fresh_database")  # nothing is in force yet
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
SERIOUS = "cn.order36.serious"


def the_law() -> Jurisdiction:
    return load(Path(settings.GONGXIN_JURISDICTIONS_DIRECTORY), "xingning", accept_unverified=True)


def changed(law: Jurisdiction, **values: object) -> Jurisdiction:
    edited = replace(law, digest="", **values)  # type: ignore[arg-type]
    return replace(edited, digest=digest_of(edited))


def put(law: Jurisdiction) -> bool:
    return actions.put_in_force(law=law, by="system", now=NOW)


def test_the_law_read_back_from_the_database_is_the_law_of_the_files() -> None:
    assert actions.load_law(jurisdiction="xingning", by="system", now=NOW)
    law = the_law()
    assert queries.law() == law
    assert queries.law_on(TODAY) == law_in_force(law, TODAY)
    assert queries.item_in_force("penalty", TODAY) == law_in_force(law, TODAY).item("penalty")
    assert {"licence", "penalty", "registration"} <= {item.code for item in queries.items(TODAY)}
    assert "tendering" in [purpose.key for purpose in queries.purposes(TODAY)]
    assert queries.declined() == law.declined
    assert queries.placeholders() == law.placeholders
    assert "441481" in queries.known_prefixes().divisions
    assert "91" in queries.known_prefixes().pairs


def test_loading_the_same_law_again_changes_nothing_and_is_not_journalled() -> None:
    assert put(the_law())
    before = (Edition.objects.count(), Loading.objects.count(), Leaf.objects.count())
    assert not put(the_law())
    assert (Edition.objects.count(), Loading.objects.count(), Leaf.objects.count()) == before


def test_loading_a_law_is_entered_in_the_journal_with_its_hash() -> None:
    put(the_law())
    (body,) = Leaf.objects.filter(kind="law.loaded").values_list("body", flat=True)
    assert body == {
        "layer": "xingning",
        "content": the_law().digest,
        "items": len(the_law().items),
    }


def test_another_edition_supersedes_and_the_earlier_one_stays_readable() -> None:
    law = the_law()
    shorter = changed(law, purposes=law.purposes[:1])
    put(law)
    put(shorter)
    assert queries.law() == shorter
    assert Edition.objects.count() == 2
    put(law)  # and back again: the same edition is put in force a second time
    assert queries.law() == law
    assert (Edition.objects.count(), Loading.objects.count()) == (2, 3)


def test_the_rules_in_sql_are_those_of_the_items_one_row_each() -> None:
    law = the_law()
    put(law)
    rows = {
        (r.item_code, r.rule_key, r.severity, r.provider_key, r.published, r.ceiling_months)
        for r in PublicationRule.objects.all()
    }
    expected = {
        (item.code, r.key, r.severity, r.provider, r.published, r.ceiling_months)
        for item in law.items
        for r in item.publication
    }
    assert rows == expected
    assert PublicationRule.objects.count() == len(expected)


def test_the_rules_follow_the_edition_in_force() -> None:
    law = the_law()
    put(law)
    items = tuple(
        replace(i, publication=tuple(r for r in i.publication if r.key != "cn.samr45"))
        for i in law.items
    )
    put(changed(law, items=items))
    assert not PublicationRule.objects.filter(rule_key="cn.samr45").exists()


def test_the_fields_of_a_version_once_loaded_are_never_edited() -> None:
    law = the_law()
    put(law)
    items = tuple(replace(i, fields=i.fields[:-1]) if i.code == "penalty" else i for i in law.items)
    with pytest.raises(VersionEdited):
        put(changed(law, items=items))


def test_an_item_version_is_readable_after_the_files_no_longer_hold_it() -> None:
    law = the_law()
    put(law)
    without = tuple(item for item in law.items if item.code != "licence")
    put(changed(law, items=without))
    with pytest.raises(ItemUnknown):
        queries.item_in_force("licence", TODAY)
    assert queries.item_version("licence", 1).zh == "行政许可"
    assert queries.item_version("licence", 1).publication == ()
    with pytest.raises(ItemVersionUnknown):
        queries.item_version("licence", 99)


def test_a_version_is_judged_by_the_rules_of_the_edition_that_governs_now() -> None:
    law = the_law()
    put(law)
    assert queries.item_version("penalty", 1).severity[0].key == SERIOUS
    items = tuple(replace(i, severity=i.severity[1:]) for i in law.items)
    put(changed(law, items=items))
    assert SERIOUS not in [rule.key for rule in queries.item_version("penalty", 1).severity]


def test_a_payload_is_read_by_its_shape_without_a_query_and_without_rules(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    put(the_law())
    whole = queries.item_version("penalty", 1)
    shape = queries.item_shape("penalty", 1)
    assert shape.fields == whole.fields
    assert (shape.severity, shape.publication) == ((), ())
    with django_assert_num_queries(0):
        queries.item_shape("penalty", 1)
    with django_assert_num_queries(1):
        queries.item_in_force("penalty", TODAY)


def test_nothing_may_be_stored_of_an_item_before_it_is_in_force() -> None:
    put(the_law())
    with pytest.raises(ItemUnknown):
        queries.item_in_force("penalty", date(2017, 12, 31))
    with pytest.raises(ItemUnknown):
        queries.item_in_force("credit_score", TODAY)


def test_a_catalogue_the_linter_refuses_is_not_loaded_at_all() -> None:
    law = the_law()
    items = tuple(
        replace(i, subject_kinds=("citizen",)) if i.code == "penalty" else i for i in law.items
    )
    with pytest.raises(CatalogueRefused):
        put(changed(law, items=items))
    assert not Edition.objects.exists()


def test_before_any_law_is_loaded_every_question_is_refused() -> None:
    with pytest.raises(LawNotLoaded):
        queries.items(TODAY)


def test_the_calendar_of_the_database_counts_and_refuses_beyond_its_end() -> None:
    put(the_law())
    calendar = queries.calendar()
    assert add_working_days(date(2026, 2, 10), 7, calendar) == date(2026, 2, 26)
    with pytest.raises(CalendarMissing):
        add_working_days(date(2026, 12, 30), 7, calendar)


@pytest.mark.parametrize("model", [Edition, Loading, ItemVersion])
def test_what_was_loaded_can_be_neither_changed_nor_deleted(
    model: type[Edition | Loading | ItemVersion],
) -> None:
    put(the_law())
    table = model._meta.db_table
    for statement in (
        f"UPDATE {table} SET jurisdiction = 'elsewhere'",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_owner_cannot_change_an_edition_either(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute(
        "INSERT INTO catalogue_edition (jurisdiction, digest, law, loaded_at, loaded_by) "
        "VALUES ('here', repeat('a', 64), json_build_object('digest', repeat('a', 64)), now(), 'x')"
    )
    with pytest.raises(psycopg.errors.RestrictViolation):
        owner_connection.execute("UPDATE catalogue_edition SET loaded_by = 'y'")


def test_in_production_no_unverified_value_reaches_the_database() -> None:
    with override_settings(GONGXIN_MODE="production"):
        actions.load_law(jurisdiction="xingning", by="system", now=NOW)
    assert not PublicationRule.objects.filter(mark="unverified").exists()
    assert not AgencyName.objects.filter(mark="unverified").exists()
    assert PublicationRule.objects.filter(rule_key="cn.order36").count() == 3
    assert "publication:cn.order58:general" in {draft.what for draft in queries.law().drafts}


def test_a_publication_rule_is_not_lengthened_in_place() -> None:
    put(the_law())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PublicationRule.objects.filter(severity="general").update(ceiling_months=120)


RULE = {
    "jurisdiction": "xingning",
    "item_code": "penalty",
    "severity": "general",
    "rule_key": "invented",
    "zh": "规则",
    "en": "rule",
    "published": True,
    "floor_months": 3,
    "ceiling_months": 12,
    "in_force_from": date(2026, 4, 1),
    "source": "somewhere",
    "mark": "example",
}


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("publication_rule_severity_is_known", {"severity": "terrible"}),
        ("publication_rule_mark_is_known", {"mark": "sure"}),
        ("publication_rule_period_is_ordered", {"in_force_until": date(2026, 4, 1)}),
        ("publication_rule_floor_is_within_ceiling", {"floor_months": 13}),
        ("publication_rule_of_an_adverse_fact_ends", {"ceiling_months": None}),
        ("publication_rule_names_its_source", {"source": ""}),
    ],
)
def test_the_database_refuses_a_rule_that_is_none(
    constraint: str, values: dict[str, object]
) -> None:
    PublicationRule.objects.create(**RULE)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PublicationRule.objects.create(**{**RULE, "rule_key": "another", **values})


def test_the_database_refuses_the_same_rule_twice() -> None:
    PublicationRule.objects.create(**RULE)
    with pytest.raises(IntegrityError, match="publication_rule_once"), transaction.atomic():
        PublicationRule.objects.create(**RULE)


def test_an_edition_cannot_claim_another_hash_than_its_law() -> None:
    with (
        pytest.raises(IntegrityError, match="edition_digest_is_that_of_its_law"),
        transaction.atomic(),
    ):
        Edition.objects.create(
            jurisdiction="x",
            digest="a" * 64,
            law={"digest": "b" * 64},
            loaded_at=NOW,
            loaded_by="x",
        )
