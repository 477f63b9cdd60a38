"""Tables of what was done to keep the platform safe: backups, drills, verifications, checkpoints given away. Append-only."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gongxin.security.copies import Fault


class Backup(models.Model):
    """A backup that was made: of what, how large, where, and the digest of its manifest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.TextField()
    size = models.BigIntegerField()
    tables = models.PositiveIntegerField()
    rows = models.BigIntegerField()
    journal_size = models.BigIntegerField()
    digest = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="backup_holds_something",
                condition=Q(size__gte=1, tables__gte=1, rows__gte=0, journal_size__gte=0),
            ),
            models.CheckConstraint(
                name="backup_digest_is_one", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="backup_made_where_and_by_whom", condition=~Q(place="") & ~Q(by="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Drill(models.Model):
    """A backup that was restored beside the running platform, and what was found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    backup = models.ForeignKey(Backup, models.PROTECT, related_name="drills")
    seconds = models.PositiveIntegerField()
    tables = models.PositiveIntegerField()
    rows = models.BigIntegerField()
    journal_size = models.BigIntegerField()
    faults = ArrayField(models.TextField(), default=list)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="drill_faults_are_known",
                condition=Q(faults__contained_by=[f.value for f in Fault]),
            ),
            models.CheckConstraint(
                name="drill_counts_what_was_there",
                condition=Q(rows__gte=0, journal_size__gte=0) & ~Q(by=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Verification(models.Model):
    """The whole log was derived anew: how long it was, and how many findings there were."""

    size = models.BigIntegerField()
    findings = models.PositiveIntegerField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="verification_read_something", condition=Q(size__gte=0) & ~Q(by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.size}"


class Handover(models.Model):
    """A signed checkpoint was given to somebody outside, who can show it to us later."""

    size = models.BigIntegerField()
    holder = models.TextField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["size", "holder"], name="handover_once"),
            models.CheckConstraint(
                name="handover_names_a_holder",
                condition=Q(holder__regex="^[a-z][a-z0-9_.-]{0,63}$"),
            ),
            models.CheckConstraint(
                name="handover_of_something", condition=Q(size__gte=0) & ~Q(by="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.size}"
