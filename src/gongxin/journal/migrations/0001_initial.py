"""Leaves, nodes and checkpoints of the log, and the rules the database itself keeps for them."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import Q

from gongxin.journal.append_only import append_only

# Hashes are 32 bytes; leaves come right after another. The trigger holds against raw SQL too: of
# two writers without the lock both may see the same last leaf, and then the primary key stops the
# second. It looks once for each statement, by the index even while statistics call the table empty,
# and for the leaf before, not the highest: after a large batch was rolled back, max(index) steps
# over all its dead rows.
_RULES = """
ALTER TABLE journal_leaf
    ADD CONSTRAINT leaf_hash_is_sha256 CHECK (octet_length(leaf_hash) = 32),
    ADD CONSTRAINT leaf_root_is_sha256 CHECK (octet_length(root) = 32),
    ADD CONSTRAINT leaf_body_is_an_object CHECK (jsonb_typeof(body) = 'object');
ALTER TABLE journal_node ADD CONSTRAINT node_hash_is_sha256 CHECK (octet_length(hash) = 32);
ALTER TABLE journal_checkpoint
    ADD CONSTRAINT checkpoint_root_is_sha256 CHECK (octet_length(root) = 32);
CREATE FUNCTION journal_leaves_follow() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    lowest bigint;
    highest bigint;
    many bigint;
BEGIN
    SELECT min(index), max(index), count(*) INTO lowest, highest, many FROM entered;
    IF many > 0 AND (
        highest - lowest + 1 <> many
        OR (lowest > 0 AND NOT EXISTS (SELECT FROM journal_leaf WHERE index = lowest - 1))
    ) THEN
        RAISE EXCEPTION 'entries % to % do not follow the last one', lowest, highest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'leaf_index_has_no_gap';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER journal_leaf_has_no_gap AFTER INSERT ON journal_leaf
    REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION journal_leaves_follow();
"""
_NO_RULES = """
DROP TRIGGER journal_leaf_has_no_gap ON journal_leaf;
DROP FUNCTION journal_leaves_follow();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar[list[tuple[str, str]]] = []
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("kind", models.TextField()),
                ("body", models.JSONField()),
                ("root", models.BinaryField(null=True)),
                ("actor", models.TextField()),
                ("at", models.DateTimeField()),
                ("leaf_hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("index__gte", 0)),
                        name="leaf_index_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=Q(("actor", ""), _negated=True),
                        name="leaf_actor_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Node",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level",
                        "index",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("index__gte", 0), ("level__gte", 1), ("level__lte", 62)),
                        name="node_stands_above_leaves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("jurisdiction", models.TextField()),
                ("root", models.BinaryField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("size__gte", 0)),
                        name="checkpoint_size_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_RULES, reverse_sql=_NO_RULES),
        *append_only("journal_leaf"),
        *append_only("journal_node"),
        *append_only("journal_checkpoint"),
    ]
