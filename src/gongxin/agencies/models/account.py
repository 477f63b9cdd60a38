"""Tables of the accounts that act for an agency or the centre, and of the rights they were given for a time."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
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
    person = models.CharField(max_length=64, null=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, null=True)
    closed_reason = models.TextField(null=True)

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
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_active=True), name="account_person_has_one"
            ),
            # An administrator is known by a number, so that one person never has two of the three roles.
            models.CheckConstraint(
                name="account_of_an_administrator_names_its_person",
                condition=~Q(role__in=sorted(ADMINISTRATORS)) | Q(person__isnull=False),
            ),
            models.CheckConstraint(
                name="account_person_is_no_official_number",
                condition=~Q(person__regex=r"^([0-9]{17}[0-9Xx]|[0-9]{15}|1[3-9][0-9]{9})$"),
            ),
            models.CheckConstraint(
                name="account_closed_when_by_whom_and_why",
                condition=Q(
                    is_active=True,
                    closed_at__isnull=True,
                    closed_by__isnull=True,
                    closed_reason__isnull=True,
                )
                | Q(is_active=False, closed_at__isnull=False, closed_by__isnull=False)
                & Q(closed_reason__isnull=False)
                & ~Q(closed_reason=""),
            ),
            models.CheckConstraint(
                name="account_is_closed_by_another", condition=~Q(closed_by=F("username"))
            ),
        ]

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """A role lent to an account until the end of a day, by another account."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    role = models.CharField(max_length=24, choices={r.value: r.name for r in Role})
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()
    until_date = models.DateField()  # the last day on which it holds
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
            # An agency's role is lent within the agency, one of the centre within the centre: a lent role never widens
            # what an account meets.
            models.CheckConstraint(
                name="grant_of_an_agency_role_has_its_agency",
                condition=Q(role__in=sorted(AGENCY_ROLES), agency__isnull=False)
                | Q(agency__isnull=True) & ~Q(role__in=sorted(AGENCY_ROLES)),
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=Q(ended_at__isnull=True),
                name="grant_open_is_one",
            ),
            models.CheckConstraint(
                name="grant_ended_when_and_by_whom",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.role}"
