"""The tables of the log: leaves, hashes of subtrees, signed checkpoints."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform


class Leaf(models.Model):
    """One entry of the log, kept for ever: no personal data, no free text (`vocabulary/`)."""

    index = models.BigIntegerField(
        primary_key=True
    )  # from 0, without gaps: a trigger refuses any other
    jurisdiction = models.TextField()
    kind = models.TextField()
    body = models.JSONField()
    root = models.BinaryField(null=True)
    actor = models.TextField()
    at = models.DateTimeField()
    leaf_hash = models.BinaryField()

    class Meta:
        # What the log says of one record or batch is asked by its id; other leaves pay nothing for it.
        indexes: ClassVar = [
            models.Index(
                KeyTextTransform("batch", "body"),
                name="leaf_of_batch",
                condition=Q(body__has_key="batch"),
            ),
            models.Index(
                KeyTextTransform("record", "body"),
                name="leaf_of_record",
                condition=Q(body__has_key="record"),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(name="leaf_index_is_not_negative", condition=Q(index__gte=0)),
            models.CheckConstraint(name="leaf_actor_is_named", condition=~Q(actor="")),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class Node(models.Model):
    """The hash over the 2**level leaves from index * 2**level on. Level 0 is `Leaf.leaf_hash`."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="node_stands_above_leaves",
                condition=Q(level__gte=1, level__lte=62, index__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A signed statement of the size and root of the log; one for each size signed."""

    size = models.BigIntegerField(primary_key=True)
    jurisdiction = models.TextField()
    root = models.BinaryField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="checkpoint_size_is_not_negative", condition=Q(size__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.size}"
