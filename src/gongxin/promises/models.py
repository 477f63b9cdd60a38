"""Tables of what agencies owe the centre: monthly sheets, questions about missing numbers, answers. Append-only, each behind the wall of its agency."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from gongxin.promises.questions import Kind, Verdict

models.BinaryField.register_lookup(Length)

_VERDICTS = [verdict.value for verdict in Verdict]


class Sheet(models.Model):
    """One version of an agency's sheet for a month (月报). A correction is the next version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    month = models.DateField()  # its first day
    number = models.PositiveIntegerField()
    problems = models.TextField()
    digest = models.BinaryField()
    filed_by = models.TextField()
    filed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="sheet_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(name="sheet_month_is_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="sheet_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="sheet_is_somebodys", condition=~Q(filed_by="") & Q(digest__length=32)
            ),
            models.UniqueConstraint(
                fields=["agency_key", "month", "number"], name="sheet_version_once"
            ),
            # What a verdict refers to: it copies who filed, and the database holds it to that.
            models.UniqueConstraint(
                fields=["id", "agency_key", "filed_by"], name="sheet_as_it_was_filed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_key} {self.month:%Y-%m}/{self.number}"


class SheetLine(models.Model):
    """One item of a sheet."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="lines", db_index=False)
    agency_key = models.TextField()
    item = models.TextField()
    generated = models.PositiveIntegerField()
    self_published = models.PositiveIntegerField()
    reported = models.PositiveIntegerField()
    unreported = models.PositiveIntegerField()
    basis = models.TextField()  # the law that what is unreported rests on

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="sheet_line_agency_is_named", condition=~Q(agency_key="")),
            models.UniqueConstraint(fields=["sheet", "item"], name="sheet_line_once"),
            models.CheckConstraint(
                name="sheet_line_adds_up",
                condition=Q(generated=F("reported") + F("unreported")),
            ),
            models.CheckConstraint(
                name="sheet_line_publishes_no_more_than_there_was",
                condition=Q(self_published__lte=F("generated")),
            ),
            models.CheckConstraint(
                name="sheet_line_unreported_has_its_basis",
                condition=Q(unreported=0, basis="") | Q(unreported__gt=0) & ~Q(basis=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item}"


class SheetVerdict(models.Model):
    """A second person signed a version of a sheet, or returned it."""

    sheet = models.OneToOneField(
        Sheet, models.PROTECT, primary_key=True, related_name="decided", db_constraint=False
    )
    agency_key = models.TextField()
    filed_by = models.TextField()
    verdict = models.TextField()
    reason = models.TextField()
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sheet_verdict_is_known", condition=Q(verdict__in=_VERDICTS)
            ),
            models.CheckConstraint(
                name="sheet_verdict_is_a_second_persons",
                condition=~Q(decided_by="") & ~Q(decided_by=F("filed_by")),
            ),
            models.CheckConstraint(
                name="sheet_returned_says_why", condition=~Q(verdict="returned") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.verdict}"


class Question(models.Model):
    """A number of a series that did not arrive, asked once (缺号询问). It names no party."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    jurisdiction = models.TextField()
    agency_key = models.TextField()
    item = models.TextField()
    series = models.TextField()
    year = models.PositiveIntegerField()
    serial = models.PositiveIntegerField()
    asked_date = models.DateField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="question_agency_is_named", condition=~Q(agency_key="")),
            models.UniqueConstraint(
                fields=["agency_key", "item", "series", "year", "serial"], name="question_once"
            ),
            models.CheckConstraint(
                name="question_is_about_a_number",
                condition=Q(serial__gte=1, year__gte=1949, year__lte=9999),
            ),
            models.CheckConstraint(name="question_is_somebodys", condition=~Q(asked_by="")),
        ]

    def __str__(self) -> str:
        return f"{self.series}〔{self.year}〕{self.serial}号"


class Answer(models.Model):
    """What an agency answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", db_index=False)
    agency_key = models.TextField()
    number = models.PositiveIntegerField()
    kind = models.TextField()
    basis = models.TextField()
    note = models.TextField()
    answered_by = models.TextField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="answer_agency_is_named", condition=~Q(agency_key="")),
            models.CheckConstraint(
                name="answer_is_of_the_closed_list",
                condition=Q(kind__in=[kind.value for kind in Kind]),
            ),
            models.CheckConstraint(
                name="answer_not_publishable_names_the_law",
                condition=~Q(kind="not_publishable") | ~Q(basis=""),
            ),
            models.CheckConstraint(
                name="answer_of_another_body_names_it",
                condition=~Q(kind="another_body") | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="answer_is_somebodys", condition=~Q(answered_by="") & Q(number__gte=1)
            ),
            models.UniqueConstraint(fields=["question", "number"], name="answer_number_once"),
            models.UniqueConstraint(
                fields=["id", "agency_key", "answered_by"], name="answer_as_it_was_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.kind}"


class AnswerVerdict(models.Model):
    """A second person of the agency signed an answer, or returned it."""

    answer = models.OneToOneField(
        Answer, models.PROTECT, primary_key=True, related_name="decided", db_constraint=False
    )
    agency_key = models.TextField()
    answered_by = models.TextField()
    verdict = models.TextField()
    reason = models.TextField()
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="answer_verdict_is_known", condition=Q(verdict__in=_VERDICTS)
            ),
            models.CheckConstraint(
                name="answer_verdict_is_a_second_persons",
                condition=~Q(decided_by="") & ~Q(decided_by=F("answered_by")),
            ),
            models.CheckConstraint(
                name="answer_returned_says_why", condition=~Q(verdict="returned") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.verdict}"


class Arrival(models.Model):
    """A missing number arrived after all. Kept, so that it stays answered when the record is erased one day."""

    question = models.OneToOneField(
        Question, models.PROTECT, primary_key=True, related_name="arrived"
    )
    agency_key = models.TextField()
    arrived_date = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="arrival_agency_is_named", condition=~Q(agency_key="")),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.arrived_date}"
