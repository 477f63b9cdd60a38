"""Tables of the departments that report, with their names over time."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongxin.agencies.roles import AgencyKind, NameKind, Standing


class Agency(models.Model):
    """A body that decides or reports (认定单位, 信源单位), known by a short key for ever, whatever its name is today."""

    jurisdiction = models.TextField()
    key = models.SlugField(max_length=40, unique=True)
    uscc = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=16, choices={k.value: k.name for k in AgencyKind})
    standing = models.CharField(max_length=16, choices={s.value: s.name for s in Standing})
    name_zh = models.TextField()  # the official name in force when the law was loaded
    name_en = models.TextField()
    mark = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agency_kind_is_known",
                condition=Q(kind__in=[k.value for k in AgencyKind]),
            ),
            models.CheckConstraint(
                name="agency_standing_is_known",
                condition=Q(standing__in=[s.value for s in Standing]),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class AgencyName(models.Model):
    """A name or alias of an agency with its dates: bodies are renamed, and records keep the name of their day."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="names")
    name = models.TextField()
    norm = (
        models.TextField()
    )  # width, brackets and spaces removed: what a reported name is compared with
    kind = models.CharField(max_length=12, choices={k.value: k.name for k in NameKind})
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # exclusive
    source = models.TextField()
    mark = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="agency_name_kind_is_known",
                condition=Q(kind__in=[k.value for k in NameKind]),
            ),
            models.CheckConstraint(
                name="agency_name_period_is_ordered",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_from__lt=models.F("valid_until")),
            ),
            models.UniqueConstraint(
                fields=["agency", "norm", "valid_from"],
                name="agency_name_once_per_period",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name
