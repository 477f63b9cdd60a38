"""Tables of the accounts that act for an agency or the centre, and of the rights they were given for a time."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gongxin.agencies.models.agency import Agency
from gongxin.agencies.roles import ADMINISTRATORS, AGENCY_ROLES, Role


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by their name; making one is an action."""


class Account(AbstractBaseUser):
    """Somebody who works here. Never the subject of a record, list or measure.

    `person` is the staff number that the agency gave; one person has one account, so nobody unites two roles.
    """

    username = models.CharField(max_length=64, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    role = models.CharField(max_length=24, choices={r.value: r.name for r in Role})
    person = models.CharField(max_length=64, null=True, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    objects = Accounts()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="account_role_is_known",
                condition=Q(role__in=[r.value for r in Role]),
            ),
            models.CheckConstraint(
                name="account_of_an_agency_role_has_its_agency",
                condition=~Q(role__in=sorted(AGENCY_ROLES)) | Q(agency__isnull=False),
            ),
            models.CheckConstraint(
                name="account_person_is_named_or_unknown", condition=~Q(person="")
            ),
        ]

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """A right given to an account for a time, by another account."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    role = models.CharField(max_length=24, choices={r.value: r.name for r in Role})
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="grant_role_is_known",
                condition=Q(role__in=[r.value for r in Role]),
            ),
            # The administrator's three roles are an account's own, never lent: nobody unites them.
            models.CheckConstraint(
                name="grant_lends_no_administrators_role",
                condition=~Q(role__in=sorted(ADMINISTRATORS)),
            ),
            models.CheckConstraint(name="grant_is_by_another", condition=~Q(granted_by="")),
            models.CheckConstraint(
                name="grant_ended_when_and_by_whom",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.role}"
