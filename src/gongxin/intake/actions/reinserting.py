"""Writes by which what left a body comes back to it: the provider's certificate, the second person's release, and that the subject was told.

Until it was told by the due day the record hides by itself: the mask is placed in the act that brings it back, for a day ahead.
"""

from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind, Moved
from gongxin.deadlines import CITY, hidden_from
from gongxin.intake import held, reinsertions
from gongxin.intake.actions import admission
from gongxin.intake.entering import ensure_not_undone, locked
from gongxin.intake.models import Batch, Certificate, Reinsertion, ReinsertionTold, Row
from gongxin.intake.reinsertion import (
    CHANNELS,
    NUMBER_LENGTH_MAX,
    Paper,
    ReinsertionRefused,
    State,
    StaysAway,
    ensure_founded,
    holder_of,
)
from gongxin.intake.reinsertions import Away
from gongxin.intake.resolving import Certified
from gongxin.journal import actions as journal
from gongxin.records import actions as records
from gongxin.records import histories, masks
from gongxin.records import queries as stored
from gongxin.subjects import actions as subjects
from gongxin.subjects.kinds import Verdict
from gongxin.subjects.parties import Party

KNOWN_BY: Final = "certificate"  # the judgement holds for the row that was certified, and for nothing else of the party


@transaction.atomic
def certify(*, batch: UUID, row_no: int, paper: Paper, by: str, now: datetime) -> UUID:
    """A reviewer of the agency certifies a row that left its body before; a second person is asked. Returns the motion.

    The finding that took it away stays as it is: the certificate stands beside it, with its own paper and reasons.
    """
    ensure_founded(paper, now.astimezone(CITY).date())
    row = locked(batch)
    ensure_not_undone(row)
    away = _waiting(batch, row_no)
    assert away.contest is not None, "a row that waits for a certificate has its finding"
    assert away.subject_id is not None, "what was found to be another's was somebody's"
    identity = uuid4()
    content = {
        "certificate": str(identity),
        "batch": str(batch),
        "row": row_no,
        "contest": away.contest,
        "paper": paper.digest.hex(),
        "digest": _digest(batch, row_no),
    }
    draft = Draft(
        MotionKind.RECORD_REINSERT, row.agency_key, f"{batch}:{row_no}", content, paper.why
    )
    motion = motions.propose(draft=draft, by=by, now=now)
    Certificate.objects.create(
        id=identity,
        jurisdiction=row.jurisdiction,
        agency_key=row.agency_key,
        batch=row,
        row_no=row_no,
        contest=away.contest,
        subject=away.subject_id,
        answers=[c for c in away.codes if c.startswith("subject.")],
        checked=paper.checked.strip(),
        why=paper.why.strip(),
        paper_number=paper.number.strip(),
        paper_date=paper.dated,
        paper_digest=paper.digest,
        motion=motion,
        certified_by=by,
        certified_at=now,
    )
    journal.append(
        kind="row.certified",
        body={
            "certificate": str(identity),
            "batch": str(batch),
            "agency": row.agency_key,
            "paper": paper.digest.hex(),
        },
        by=by,
        now=now,
    )
    return motion


@transaction.atomic
def reinsert(*, motion: UUID, seen_hash: bytes, by: str, now: datetime) -> UUID:
    """The second person lets it in: judged anew by the certificate, admitted, released, and its subject owed a notice. Returns the reinsertion.

    By somebody who neither sent nor certified it. Refused where anything speaks against it that the certificate did not answer.
    """
    moved = motions.approve(
        motion=motion, kind=MotionKind.RECORD_REINSERT, seen_hash=seen_hash, by=by, now=now
    )
    given = Certificate.objects.get(motion=motion)
    row = locked(given.batch_id)
    ensure_not_undone(row)
    if by == row.submitted_by:
        raise ReinsertionRefused(
            "重新收录须由报送人和出具证明的人以外的人批准",
            "somebody who neither sent nor certified it must approve",
        )
    _waiting(given.batch_id, given.row_no, certified=True)
    if moved.content["digest"] != _digest(given.batch_id, given.row_no):
        raise ReinsertionRefused("这一行已不是所证明的内容", "the row is not what was certified")
    records.ensure_contest_answered(contest=given.contest, certificate=given.pk, by=by, now=now)
    entered = _admitted(given, row, by=by, now=now)
    return _kept(given, entered, moved, by=by, now=now)


@transaction.atomic
def tell(*, reinsertion: UUID, channel: str, proof: str, by: str, now: datetime) -> None:
    """Enter that the subject was told, and by what it is proved. A record that silence hid is shown again."""
    found = Reinsertion.objects.select_related("certificate").filter(pk=reinsertion).first()
    if found is None:
        raise ReinsertionRefused("没有这次重新收录", "there is no such reinsertion")
    locked(found.certificate.batch_id)  # rival: the same act
    if channel not in CHANNELS:
        raise ReinsertionRefused("请选择通知的方式", "choose how the body was told")
    if not proof.strip() or len(proof) > NUMBER_LENGTH_MAX:
        raise ReinsertionRefused(
            "请写明凭据，如挂号号、回执号",
            "say what proves it: the number of a letter or a receipt",
        )
    if ReinsertionTold.objects.filter(reinsertion=found).exists():
        raise ReinsertionRefused("主体已经得到通知", "the body was told already")
    ReinsertionTold.objects.create(
        jurisdiction=found.jurisdiction,
        agency_key=found.agency_key,
        reinsertion=found,
        channel=channel,
        proof=proof.strip(),
        by=by,
        at=now,
        on_date=now.astimezone(CITY).date(),
    )
    journal.append(
        kind="record.reinsertion_told",
        body={"record": str(found.record), "channel": channel},
        by=by,
        now=now,
    )
    if holder_of(found.pk) in masks.masks_of(found.record):
        records.unmask(record=found.record, holder=holder_of(found.pk), by=by, now=now)


def _waiting(batch: UUID, row_no: int, *, certified: bool = False) -> Away:
    """The row as it waits, or why it does not."""
    away = reinsertions.row(batch, row_no)
    if away is None:
        raise ReinsertionRefused(
            "这一行不在重新收录的等候之列", "this row does not wait to come back"
        )
    if away.state is State.GONE:
        raise StaysAway
    if away.state is State.CERTIFIED and not certified:
        raise ReinsertionRefused(
            "这一行的证明正在等待批准", "a certificate of this row waits for its decision already"
        )
    return away


def _digest(batch: UUID, row_no: int) -> str:
    """What the row says, as the second person must find it."""
    for frame, _ in held.checked_rows(batch, [row_no]):
        return sha256(frame["payload"][0].encode()).hexdigest()
    raise ReinsertionRefused(
        "该行的内容已不再留存", "nothing is kept of this row any more", remedy_zh="请重新报送", remedy_en="send it again"
    )  # fmt: skip


def _admitted(given: Certificate, row: Batch, *, by: str, now: datetime) -> UUID:
    """The admission by which it entered, released: the one way on which judged rows enter."""
    told = Row.objects.get(batch=given.batch_id, row_no=given.row_no)
    name = (told.party or {}).get("name") or ""
    judgement = subjects.judge(
        party=Party(name, ((KNOWN_BY, str(given.pk)),)),
        subject_id=given.subject,
        verdict=Verdict.SAME,
        evidence={"seen": "agency document", KNOWN_BY: str(given.pk)},
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=by,
        now=now,
    )
    entered = admission.admit_certified(
        batch=given.batch_id,
        row_no=given.row_no,
        certified=Certified(given.subject, judgement, frozenset(given.answers)),
        by=by,
        now=now,
    )
    if entered is None:
        if State.GONE is _state_now(given):
            raise StaysAway
        raise ReinsertionRefused(
            "出具证明以后又有新的疑点，不能重新收录",
            "something speaks against it that the certificate did not answer",
            remedy_zh="请不予批准，由报送单位核对后另行证明",
            remedy_en="refuse it, and let the agency look again and certify anew",
        )
    records.release_batch(
        batch=entered.pk,
        jurisdiction=row.jurisdiction,
        kind="two_person",
        seen_hash=stored.batch_digest(entered.pk),
        proposed_by=given.certified_by,
        by=by,
        now=now,
    )
    return entered.pk


def _state_now(given: Certificate) -> State | None:
    found = reinsertions.row(given.batch_id, given.row_no)
    return found.state if found else None


def _kept(given: Certificate, entered: UUID, moved: Moved, *, by: str, now: datetime) -> UUID:
    """What came back, and the day from which silence hides it."""
    ((record, number),) = histories.versions_of_batch(entered)
    on = now.astimezone(CITY).date()
    made = Reinsertion.objects.create(
        jurisdiction=given.jurisdiction,
        agency_key=given.agency_key,
        certificate=given,
        admission_id=entered,
        record=record,
        number=number,
        by=by,
        at=now,
        on_date=on,
    )
    journal.append(
        kind="record.reinserted",
        body={
            "record": str(record),
            "number": number,
            "certificate": str(given.pk),
            "proposed_by": moved.proposed_by,
            "approved_by": by,
        },
        by=by,
        now=now,
    )
    silent_from = hidden_from(reinsertions.clock_of(on))
    if silent_from is not None:
        records.mask(
            record=record, holder=holder_of(made.pk), from_date=silent_from, by=by, now=now
        )
    return made.pk
