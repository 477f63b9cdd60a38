"""Tables of what programs do: requests that were sent once, and databases of a department that are asked on a schedule."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.intake.models.batch import Batch
from gongxin.intake.sources import CursorKind, SourceKind, SourceState, Transport

models.BinaryField.register_lookup(Length)


class Sent(models.Model):
    """A request of a program and the batch it became: sent again under the same key, it is that batch. Kept for ever."""

    jurisdiction = models.TextField()
    agency_key = models.TextField()
    token_hash = models.BinaryField()  # SHA-256 of the Idempotency-Key
    request_digest = models.BinaryField()  # SHA-256 over the parameters and the bytes received
    batch = models.OneToOneField(Batch, models.PROTECT, related_name="+")
    sent_by = models.TextField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_key", "token_hash"], name="sent_once"),
            models.CheckConstraint(name="sent_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="sent_digests_have_32_bytes",
                condition=Q(token_hash__length=32, request_digest__length=32),
            ),
        ]

    def __str__(self) -> str:
        return str(self.batch_id)


class Source(models.Model):
    """A view in a department's own database, read on a schedule (数据库直连). Its password is sealed.

    `cursor_value`: up to where its rows were taken; it moves in the transaction that acknowledges their batch.
    `overlap_digest`: the rows that had this very value then, so that nothing is sent again for their sake alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    number = models.PositiveIntegerField()
    account = models.TextField(unique=True)  # the account that sends its rows
    label = models.TextField()
    item = models.TextField()
    kind = models.TextField()
    host = models.TextField()
    port = models.PositiveIntegerField()
    transport = models.TextField()
    database = models.TextField()
    user_name = models.TextField()
    sealed_password = models.BinaryField()
    view = models.TextField()
    cursor_column = models.TextField()
    cursor_kind = models.TextField(null=True)
    cursor_value = models.TextField(null=True)
    overlap_digest = models.BinaryField(null=True)
    every_minutes = models.PositiveIntegerField()
    state = models.TextField(default=SourceState.OPEN.value)
    motion = models.UUIDField(unique=True)
    proposed_by = models.TextField()
    approved_by = models.TextField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    last_run_at = models.DateTimeField(null=True)
    last_batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="+")
    last_error = models.TextField(null=True)  # a code, never what the other side said

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency_key", "number"], name="source_number_is_one"),
            models.CheckConstraint(name="source_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="source_kind_is_known", condition=Q(kind__in=[k.value for k in SourceKind])
            ),
            models.CheckConstraint(
                name="source_transport_is_known",
                condition=Q(transport__in=[t.value for t in Transport]),
            ),
            models.CheckConstraint(
                name="source_state_is_known",
                condition=Q(state__in=[s.value for s in SourceState]),
            ),
            models.CheckConstraint(
                name="source_closed_when",
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="source_names_its_view",
                condition=~Q(host="") & ~Q(database="") & ~Q(view="") & ~Q(cursor_column=""),
            ),
            models.CheckConstraint(
                name="source_port_and_pace_are_possible",
                condition=Q(port__range=(1, 65535), every_minutes__gt=0),
            ),
            # Sealed: algorithm, nonce and tag alone take 29 bytes.
            models.CheckConstraint(
                name="source_password_is_sealed", condition=Q(sealed_password__length__gt=28)
            ),
            models.CheckConstraint(
                name="source_cursor_is_whole",
                condition=Q(
                    cursor_kind__isnull=True, cursor_value__isnull=True, overlap_digest__isnull=True
                )
                | Q(
                    cursor_kind__isnull=False,
                    cursor_kind__in=[k.value for k in CursorKind],
                    cursor_value__isnull=False,
                    overlap_digest__isnull=False,
                    overlap_digest__length=32,
                ),
            ),
            models.CheckConstraint(
                name="source_is_approved_by_another", condition=~Q(proposed_by=F("approved_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_key}.source.{self.number}"
