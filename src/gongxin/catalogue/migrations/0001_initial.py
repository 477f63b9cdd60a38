"""The law as loaded: editions and what was in force when are kept for ever; publication rules are replaced as a whole."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform

from gongxin.journal.append_only import append_only

# The rules follow the edition in force: rows come and go, none is changed under the eyes of a reader.
REFUSE_UPDATE = """
CREATE TRIGGER catalogue_publicationrule_rows_stay BEFORE UPDATE ON catalogue_publicationrule
    FOR EACH ROW EXECUTE FUNCTION gongxin_refuse_change();
"""
ALLOW_UPDATE = "DROP TRIGGER catalogue_publicationrule_rows_stay ON catalogue_publicationrule"


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("law", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("jurisdiction", "digest"), name="edition_once"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="edition_digest_is_sha256",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", KeyTextTransform("digest", "law"))),
                        name="edition_digest_is_that_of_its_law",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicationRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("item_code", models.CharField(max_length=64)),
                ("provider_key", models.CharField(max_length=40, null=True)),
                ("severity", models.CharField(max_length=12)),
                ("rule_key", models.CharField(max_length=64)),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("published", models.BooleanField()),
                ("floor_months", models.PositiveIntegerField(null=True)),
                ("ceiling_months", models.PositiveIntegerField(null=True)),
                ("until_field_role", models.CharField(max_length=32, null=True)),
                ("in_force_from", models.DateField()),
                ("in_force_until", models.DateField(null=True)),
                ("source", models.TextField()),
                ("mark", models.CharField(max_length=12)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "jurisdiction",
                            "item_code",
                            "severity",
                            "rule_key",
                            "provider_key",
                            "in_force_from",
                        ),
                        name="publication_rule_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "severity__in",
                                ["general", "minor", "none", "serious", "unknown"],
                            )
                        ),
                        name="publication_rule_severity_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mark__in", ["copy", "example", "unverified", "verified"])
                        ),
                        name="publication_rule_mark_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_until__isnull", True),
                            ("in_force_from__lt", models.F("in_force_until")),
                            _connector="OR",
                        ),
                        name="publication_rule_period_is_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("floor_months__isnull", True),
                            ("ceiling_months__isnull", True),
                            ("floor_months__lte", models.F("ceiling_months")),
                            _connector="OR",
                        ),
                        name="publication_rule_floor_is_within_ceiling",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("severity", "none"),
                            ("published", False),
                            ("ceiling_months__isnull", False),
                            _connector="OR",
                        ),
                        name="publication_rule_of_an_adverse_fact_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True),
                            models.Q(("zh", ""), _negated=True),
                            models.Q(("en", ""), _negated=True),
                            models.Q(("rule_key", ""), _negated=True),
                        ),
                        name="publication_rule_names_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("code", models.CharField(max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("shape", models.CharField(max_length=64)),
                ("definition", models.JSONField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.edition",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("jurisdiction", "code", "version"),
                        name="item_version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="item_version_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shape__regex", "^[0-9a-f]{64}$")),
                        name="item_version_shape_is_sha256",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("jurisdiction", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=64)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="catalogue.edition",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["jurisdiction", "-id"], name="loading_latest")],
            },
        ),
        *append_only("catalogue_edition"),
        *append_only("catalogue_loading"),
        *append_only("catalogue_itemversion"),
        migrations.RunSQL(REFUSE_UPDATE, reverse_sql=ALLOW_UPDATE),
    ]
