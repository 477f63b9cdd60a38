"""Writes by which a held row comes to a subject: an officer's opinion, the rows it admits, and taking it back.

An opinion, its judgement and the rows that follow from it are one transaction. Nothing adverse is shown by it: what it
admits is released by itself, by somebody who neither sent nor judged it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from gongxin.catalogue import queries as catalogue
from gongxin.intake import held
from gongxin.intake.actions import admission
from gongxin.intake.models import Review, Row
from gongxin.intake.opinions import (
    DecidedMeanwhile,
    Given,
    Opinion,
    OpinionRefused,
    Reported,
    ensure_founded,
)
from gongxin.journal import actions as journal
from gongxin.subjects import actions as subjects
from gongxin.subjects import judged
from gongxin.subjects.judged import WEIGHED
from gongxin.subjects.kinds import Verdict
from gongxin.subjects.parties import Party

SEEN: Final = "seen"  # in the evidence: what was looked at


@dataclass(frozen=True)
class Settled:
    """What followed from an opinion."""

    review: int
    admitted: int = 0
    left: int = 0  # rows of the party that wait for something else


@transaction.atomic
def give_opinion(*, given: Given, by: str, now: datetime) -> Settled:
    """Record what an officer found of a held row. "Same" and "new" admit every row of the party that is otherwise fine.

    Refused where somebody else decided on the party since the officer looked: one wins, the other is told.
    """
    ensure_founded(given)
    party = _alone_with(given)
    row = Row.objects.get(batch=given.batch, row_no=given.row_no)
    subject = judgement = None
    if given.opinion is Opinion.DIFFERENT:
        subject, judgement = given.subject_id, _different(party, given, by, now)
    elif given.opinion in {Opinion.SAME, Opinion.NEW}:
        subject = given.subject_id
        if given.opinion is Opinion.NEW:
            subject = _registered(party, row, by, now)
        assert subject is not None, "an opinion that names nobody was refused"
        judgement = _same(party, subject, given, by, now)
    review = _kept(
        row, given, {"judgement": judgement, "subject": subject, "undoes": None}, by=by, now=now
    )
    if given.opinion not in {Opinion.SAME, Opinion.NEW} or judgement is None:
        return Settled(review)
    admitted, left = admission.admit_party(party=party, judgement=judgement, by=by, now=now)
    return Settled(review, admitted, left)


@transaction.atomic
def take_back(*, review: int, reason: str, by: str, now: datetime) -> int:
    """Take an opinion back: its judgement ends, and the rows it admitted wait again; returns how many.

    "Different" is for ever. Once records of it were released, somebody else than the judge takes it back: nobody
    takes down alone what two people have shown.
    """
    if not reason.strip():
        raise OpinionRefused("请写明理由", "say why")
    before = Review.objects.filter(pk=review).first()
    if before is None:
        raise OpinionRefused("没有这项处理", "there is no such opinion")
    if before.verdict == Opinion.DIFFERENT:
        subjects.end_judgement(judgement_id=before.judgement or 0, by=by, now=now)  # refuses
    party = held.reported(before.batch_id, before.row_no)
    assert party is not None, "an opinion is on a row"
    _alone_on(party)
    is_last = held.last_review(party)[0] == before.pk
    if (
        before.verdict == Opinion.REOPENED
        or Review.objects.filter(undoes=before.pk).exists()
        or (before.judgement is None and not is_last)
    ):
        raise OpinionRefused(
            "该处理已撤销或已有后来的处理",
            "this opinion was taken back already, or a later one stands",
        )
    reopened = 0
    if before.judgement is not None:
        subjects.end_judgement(judgement_id=before.judgement, by=by, now=now)
        reopened = admission.reopen_party(
            party=party, judge=before.decided_by, reason=reason, by=by, now=now
        )
    row = Row.objects.get(batch=before.batch_id, row_no=before.row_no)
    told = Given(before.batch_id, before.row_no, Opinion.REOPENED, (), reason, seen=before.pk)
    links = {"judgement": before.judgement, "subject": before.subject, "undoes": before.pk}
    _kept(row, told, links, by=by, now=now)
    return reopened


def _alone_with(given: Given) -> Reported:
    """The party of the row, nobody else deciding on it, as the page showed it; its row still waits."""
    party = held.reported(given.batch, given.row_no)
    if party is None:
        raise OpinionRefused("没有这一行", "there is no such row")
    _alone_on(party)
    if held.last_review(party)[0] != given.seen:
        raise DecidedMeanwhile
    if held.state_of(given.batch, given.row_no) not in {"waiting", "asked"}:
        raise OpinionRefused("这一行不再等待认定", "this row does not wait for an opinion any more")
    return party


def _alone_on(party: Reported) -> None:
    """Rival: another officer deciding on the same party, from whatever row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))",
            [f"{party.name}\x1f{party.known_by}"],
        )


def _party(party: Reported) -> Party:
    if not party.known_by:
        raise OpinionRefused(
            "这一行没有可用的代码，也没有可以识别的文书，不能认定",
            "this row has neither a usable code nor a decision it could be known by",
        )
    return Party(party.name, party.known_by)


def _different(party: Reported, given: Given, by: str, now: datetime) -> int:
    assert given.subject_id is not None, "checked before"
    live = judged.live_same(_party(party))
    if live is not None and live.subject_id == given.subject_id:
        raise OpinionRefused(
            "该当事人已认定为这一主体",
            "the party was found to be this very body",
            remedy_zh="请先撤销原认定",
            remedy_en="take that back first",
        )
    return subjects.judge(
        party=_party(party),
        subject_id=given.subject_id,
        verdict=Verdict.DIFFERENT,
        evidence=_evidence(given),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=by,
        now=now,
    )


def _same(party: Reported, subject: int, given: Given, by: str, now: datetime) -> int:
    """The judgement that the party is this subject, having weighed all that speaks against it on any of its days."""
    weighed = held.weighed_against(party, subject)
    live = judged.live_same(_party(party))
    if live is not None and live.subject_id == subject:
        if weighed <= live.weighed:
            return live.id  # rows that came while it was made
        subjects.end_judgement(judgement_id=live.id, by=by, now=now)
        weighed |= live.weighed
    return subjects.judge(
        party=_party(party),
        subject_id=subject,
        verdict=Verdict.SAME,
        evidence={**_evidence(given), WEIGHED: " ".join(sorted(weighed))},
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=by,
        now=now,
    )


def _evidence(given: Given) -> dict[str, str]:
    return {SEEN: " ".join(given.sources), "reason": given.reason.strip()}


def _registered(party: Reported, row: Row, by: str, now: datetime) -> int:
    """A body that no register has sent: by the code and the name that the agency wrote."""
    found = held.case(row.batch_id, row.row_no)
    assert found is not None, "the row was just looked at"
    if not party.scheme or not party.code:
        raise OpinionRefused(
            "没有可用的代码，不能登记新主体",
            "no usable code: nobody is registered by a name",
            remedy_zh="请向报送单位要代码",
            remedy_en="ask the agency for the code",
        )
    return subjects.register_reported(
        name=found.name_as_written,
        scheme=party.scheme,
        code=party.code,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=row.agency_key,
        known=catalogue.known_prefixes(),
        by=by,
        now=now,
    )


def _kept(
    row: Row, given: Given, links: Mapping[str, int | None], *, by: str, now: datetime
) -> int:
    review = Review.objects.create(
        jurisdiction=row.jurisdiction,
        agency_key=row.agency_key,
        batch_id=row.batch_id,
        row_no=row.row_no,
        verdict=given.opinion.value,
        judgement=links["judgement"],
        subject=links["subject"],
        evidence={SEEN: " ".join(given.sources)},
        reason=given.reason.strip(),
        question=given.question.strip() if given.opinion is Opinion.UNSURE else None,
        undoes_id=links["undoes"],
        decided_by=by,
        decided_at=now,
    )
    journal.append(
        kind="batch.row_reviewed",
        body={"batch": str(row.batch_id), "review": review.pk, "verdict": review.verdict},
        by=by,
        now=now,
    )
    return int(review.pk)
