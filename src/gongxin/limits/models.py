"""The two small tables that count requests of a client. No address, name or page of a reader is ever stored."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Salt(models.Model):
    """The random salt of one day. It is deleted the day after, and with it the way back from a hash to an address."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField()

    class Meta:
        constraints: ClassVar = []

    def __str__(self) -> str:
        return self.day.isoformat()


class Counter(models.Model):
    """How many requests of one kind a client, known by a salted hash of the day alone, made in a window."""

    client = models.BinaryField()
    bucket = models.CharField(max_length=24)  # kind of page and length of window
    window = models.BigIntegerField()  # number of the window since the epoch
    hits = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["client", "bucket"], name="counter_once_per_client"),
            models.CheckConstraint(name="counter_counts_from_one", condition=Q(hits__gte=1)),
        ]

    def __str__(self) -> str:
        return self.bucket
