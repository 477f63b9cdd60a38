"""Writes of what named officers find about reported parties and subjects. "Different" is for ever."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction

from gongxin.canonical import canonical_row
from gongxin.journal import actions as journal
from gongxin.subjects.kinds import Verdict
from gongxin.subjects.models import Judgement, Subject
from gongxin.subjects.parties import Party, fingerprint
from gongxin.subjects.refusals import (
    JudgedAlready,
    JudgedDifferent,
    JudgementEnded,
    NoEvidence,
)


@transaction.atomic
def judge(
    *,
    party: Party,
    subject_id: int,
    verdict: Verdict,
    evidence: Mapping[str, str],
    jurisdiction: str,
    by: str,
    now: datetime,
) -> int:
    """Record that a reported party is, is not, or may be this subject. "Different" is for ever. Returns the judgement."""
    if not evidence:
        raise NoEvidence
    print_of = fingerprint(party.name, party.codes)
    _alone_on(print_of)
    subject = Subject.objects.get(pk=subject_id)
    standing = Judgement.objects.filter(
        party_fingerprint=print_of, subject=subject, ended_at__isnull=True
    ).first()
    if standing is not None:
        if standing.verdict == Verdict.DIFFERENT:
            raise JudgedDifferent
        if standing.verdict == verdict:
            raise JudgedAlready
        _end(standing, by, now)
    if verdict is Verdict.SAME and _is_another(print_of):
        raise JudgedAlready
    made = Judgement.objects.create(
        jurisdiction=jurisdiction,
        party_fingerprint=print_of,
        reported={"name": party.name, "codes": dict(party.codes)},
        subject=subject,
        verdict=verdict.value,
        evidence=dict(evidence),
        decided_by=by,
        decided_at=now,
    )
    words = [part for pair in sorted(evidence.items()) for part in pair]
    journal.append(
        kind="subjects.judged",
        body={
            "judgement": made.pk,
            "verdict": verdict.value,
            "subject": str(subject.public_id),
            "evidence": sha256(canonical_row(words)).hexdigest(),
        },
        by=by,
        now=now,
    )
    return made.pk


def _alone_on(print_of: bytes) -> None:
    """Rival: another officer judging the same party, of this subject or of another."""
    with connection.cursor() as cursor:
        key = int.from_bytes(print_of[:8], signed=True)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _is_another(print_of: bytes) -> bool:
    """Whether the party was already found to be some other subject."""
    return Judgement.objects.filter(
        party_fingerprint=print_of, verdict=Verdict.SAME.value, ended_at__isnull=True
    ).exists()


def _end(judgement: Judgement, by: str, now: datetime) -> None:
    judgement.ended_at = now
    judgement.ended_by = by
    judgement.save(update_fields=["ended_at", "ended_by"])


@transaction.atomic
def end_judgement(*, judgement_id: int, by: str, now: datetime) -> None:
    """Take back "same" or "unsure". "Different" cannot be taken back."""
    judgement = Judgement.objects.select_for_update().get(pk=judgement_id)  # rival: the same act
    if judgement.verdict == Verdict.DIFFERENT:
        raise JudgedDifferent
    if judgement.ended_at is not None:
        raise JudgementEnded
    _end(judgement, by, now)
    journal.append(
        kind="subjects.judged",
        body={"judgement": judgement.pk, "verdict": "ended"},
        by=by,
        now=now,
    )
