"""Writes of questions about missing numbers: asked all at once, answered by the agency, signed by a second person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.journal import actions as journal
from gongxin.promises import questions
from gongxin.promises.models import Answer, AnswerVerdict
from gongxin.promises.queries import numbers
from gongxin.promises.queries import questions as stored
from gongxin.promises.questions import Kind, Question, QuestionRefused, Verdict


@dataclass(frozen=True)
class Asked:
    """What a round did."""

    questions: int
    arrived: int


@transaction.atomic
def ask(*, today: date, by: str, now: datetime) -> Asked:
    """Ask about every missing number whose time is over, each once for ever, and note which ones arrived since.

    For the centre and the platform's daily round: it acts for all agencies. Done twice, it changes nothing.
    """
    catalogue.deadline("duty.missing_number", today)  # without a clock nothing is asked
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        # Races with a second round: the button while the worker is at it.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('numbers.asked', 0))")
        asked = numbers.insert_questions(
            numbers.gaps(today), settings.GONGXIN_JURISDICTION, today, by=by, now=now
        )
        done = Asked(asked, numbers.insert_arrivals())
    if done.questions or done.arrived:
        journal.append(
            kind="numbers.asked",
            body={"questions": done.questions, "arrived": done.arrived},
            by=by,
            now=now,
        )
    return done


@transaction.atomic
def answer(
    *, question: UUID, kind: Kind, basis: str, note: str, by: str, now: datetime
) -> Question:
    """Answer a question of the agency one acts for."""
    found = _locked(question)
    questions.ensure_answer(found, kind, basis, note)
    Answer.objects.create(
        question_id=question,
        agency_key=found.agency,
        number=len(found.answers) + 1,
        kind=kind,
        basis=basis,
        note=note,
        answered_by=by,
        answered_at=now,
    )
    journal.append(
        kind="number.answered",
        body={"question": str(question), "agency": found.agency, "answer": kind.value},
        by=by,
        now=now,
    )
    return found


@transaction.atomic
def decide(
    *,
    question: UUID,
    answer: UUID,
    verdict: Verdict,
    reason: str,
    by: str,
    now: datetime,
) -> Question:
    """Sign the answer that was seen, or return it with a reason. Never by whoever answered."""
    found = _locked(question)
    given = questions.ensure_verdict(found, answer, verdict, reason, by)
    AnswerVerdict.objects.create(
        answer_id=given.id,
        agency_key=found.agency,
        answered_by=given.answered_by,
        verdict=verdict,
        reason=reason,
        decided_by=by,
        decided_at=now,
    )
    journal.append(
        kind="number.decided",
        body={
            "question": str(question),
            "verdict": verdict.value,
            "proposed_by": given.answered_by,
        },
        by=by,
        now=now,
    )
    return found


def _locked(question: UUID) -> Question:
    """The question, one act at a time: races with a second answer or signature. The row cannot be locked, for nobody may change it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"question:{question}"]
        )
    found = stored.question(question)
    if found is None:
        raise QuestionRefused("没有这条询问", "there is no such question")
    return found
