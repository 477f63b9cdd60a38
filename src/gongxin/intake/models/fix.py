"""Tables of the fixes accepted for a draft, and of the profile an agency's files of one item are put right by."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.intake.fixes.fix import FixKind
from gongxin.intake.models.batch import Batch

models.BinaryField.register_lookup(Length)


class AcceptedFix(models.Model):
    """One fix that somebody accepted for a draft, in the order in which they are applied. Undone ones stay and say so."""

    pk = models.CompositePrimaryKey("batch", "number")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    agency_key = models.TextField()
    kind = models.TextField()
    field = models.TextField()  # the code of the field it works on
    params = models.JSONField()
    from_profile = models.BooleanField()
    cells = models.PositiveIntegerField(default=0)  # changed by it, as the draft was last checked
    accepted_by = models.TextField()
    accepted_at = models.DateTimeField()
    undone_by = models.TextField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_fix"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="fix_kind_is_known", condition=Q(kind__in=[k.value for k in FixKind])
            ),
            models.CheckConstraint(name="fix_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="fix_names_its_field", condition=~Q(field="")),
            models.CheckConstraint(name="fix_counts_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="fix_undone_when_and_by_whom",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number}"


class Profile(models.Model):
    """How one agency's files of one item are put right, version after version. What was once in use stays readable."""

    id = models.BigAutoField(primary_key=True)
    agency_key = models.TextField()
    item = models.TextField()
    version = models.PositiveIntegerField()
    content = models.JSONField()  # the fixes, in order
    digest = models.BinaryField()  # SHA-256 of the content
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", null=True, db_index=False)
    taken_from = models.PositiveIntegerField(null=True)  # the earlier version taken up again
    made_by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="profile_version_is_one", fields=["agency_key", "item", "version"]
            ),
            models.CheckConstraint(name="profile_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="profile_counts_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="profile_takes_up_an_earlier_one",
                condition=Q(taken_from__isnull=True) | Q(taken_from__lt=F("version")),
            ),
            models.CheckConstraint(
                name="profile_comes_of_a_batch_or_a_version",
                condition=Q(batch__isnull=False, taken_from__isnull=True)
                | Q(batch__isnull=True, taken_from__isnull=False),
            ),
            models.CheckConstraint(
                name="profile_digest_has_32_bytes", condition=Q(digest__length=32)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_key}:{self.item}:{self.version}"
