"""The table of files on their way, part by part; nothing of them is kept once they were read."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Upload(models.Model):
    """A file on its way to the desk. Its bytes lie beside the database until it is read, and no longer than a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    item = models.TextField()
    started_by = models.TextField()
    file_name = models.TextField()
    encoding = models.TextField(null=True)
    size = models.BigIntegerField()
    received = models.BigIntegerField(
        default=0
    )  # bytes that are safe on disk: where the next part begins
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="upload_expires")]
        constraints: ClassVar = [
            models.CheckConstraint(name="upload_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="upload_receives_no_more_than_its_size",
                condition=Q(received__gte=0, received__lte=F("size"), size__gte=1),
            ),
            models.CheckConstraint(
                name="upload_expires_after_it_started",
                condition=Q(expires_at__gt=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
