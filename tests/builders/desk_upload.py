"""Objects of reporting in each of their states, made by real acts: uploads, batches, records, motions."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import motions
from gongxin.agencies.motions import Draft, MotionKind
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, conveyor, queries, uploading
from gongxin.intake.conveyor import Incoming
from gongxin.intake.queries import Receipt
from gongxin.intake.uploading import Announced
from gongxin.jobs.accounts import clerk_of, reviewer_of
from gongxin.records import actions as records
from tests.builders import city, files

Address = Mapping[str, object]
Place = Callable[[str], Mapping[str, Address]]
_SERIALS = count(7001)


def waiting_batch(agency: str, *serials: int, **changes: str) -> Receipt:
    """Penalties that the agency's clerk sent, admitted and not shown yet; one on a body of its own where none is named."""
    bodies = serials or (next(_SERIALS),)
    city.register(*bodies)
    return penalties(agency, *bodies, **changes)


def penalties(agency: str, *serials: int, **changes: str) -> Receipt:
    """A file of one penalty on each of these bodies, decided and sent by this agency."""
    card = agencies.agency_by_key(agency)
    by = {"处罚机关": card.name_zh, "数据来源单位": card.name_zh}
    rows = [files.penalty(s, authority_code=card.uscc, **{**by, **changes}) for s in serials]
    return city.send(files.table(rows), item="penalty", agency=agency)


def released_batch(agency: str, *serials: int) -> Receipt:
    receipt = waiting_batch(agency, *serials)
    city.release(receipt)
    return queries.receipt(receipt.batch, scope=EVERY_AGENCY)


def held_batch(agency: str) -> Receipt:
    """A batch that a gate holds: more adverse rows on one body than one may have at once."""
    (serial,) = (next(_SERIALS),)
    city.register(serial)
    card = agencies.agency_by_key(agency)
    rows = [
        files.penalty(
            serial,
            authority_code=card.uscc,
            处罚机关=card.name_zh,
            数据来源单位=card.name_zh,
            行政处罚决定书文号=f"构市监罚〔2026〕{serial}{n:02}号",
        )
        for n in range(12)
    ]
    receipt = city.send(files.table(rows), item="penalty", agency=agency)
    assert receipt.status == "held"
    return receipt


def received_batch(agency: str) -> UUID:
    """A batch that no worker has taken up yet."""
    row = files.penalty(next(_SERIALS), authority_code=agencies.agency_by_key(agency).uscc)
    return conveyor.receive(
        incoming=Incoming(files.table([row]), "file.csv", "penalty", agency),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of(agency),
        now=city.NOW,
        today=city.TODAY,
    )


def undo(batch: UUID, agency: str) -> None:
    """The clerk who sent it takes it back."""
    clerk = clerk_of(agency)
    with acting_for(agency):
        actions.undo(
            batch=batch, reason="报错了文件", actor=agencies.actor(clerk), by=clerk, now=city.NOW
        )


def batch_in(state: str, agency: str) -> UUID:
    """A batch of the agency in this state."""
    if state == "received":
        return received_batch(agency)
    if state == "held":
        return held_batch(agency).batch
    if state == "finished":  # nothing of it entered: nobody registered the body
        return penalties(agency, next(_SERIALS)).batch
    if state == "released":
        return released_batch(agency).batch
    batch = waiting_batch(agency).batch
    if state == "undone":
        undo(batch, agency)
    return batch


BATCHES: Final = ("received", "held", "waiting", "released", "finished", "undone")


def batches(agency: str) -> Mapping[str, Address]:
    return {state: {"batch": batch_in(state, agency)} for state in BATCHES}


def record_of(receipt: Receipt) -> UUID:
    """The one record that the batch brought."""
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    return UUID(row["record"])


def records_in_states(agency: str) -> Mapping[str, Address]:
    shown = record_of(released_batch(agency))
    repaired = record_of(released_batch(agency))
    withdrawn = record_of(released_batch(agency))
    mistaken = waiting_batch(agency)
    undone = record_of(mistaken)
    records.repair(record=repaired, reason="信用修复", by="system", now=city.NOW)
    records.withdraw(record=withdrawn, reason="决定被撤销", by="system", now=city.NOW)
    undo(mistaken.batch, agency)
    return {
        "admitted": {"record": shown},
        "repaired": {"record": repaired},
        "withdrawn": {"record": withdrawn},
        "undone": {"record": undone},
    }


def proposed(agency: str, kind: MotionKind) -> UUID:
    """An open motion of this kind, proposed by the agency's clerk."""
    if kind is MotionKind.RECORD_WITHDRAW:
        record = record_of(released_batch(agency))
        about, content = str(record), {"record": str(record), "number": 1}
    elif kind is MotionKind.BATCH_UNDO:
        receipt = released_batch(agency)
        about = str(receipt.batch)
        content = {"batch": about, "rows": 1, "digest": receipt.digest.hex()}
    elif kind is MotionKind.ACCOUNT_OPEN:
        name = f"{agency}.new{next(_SERIALS)}"
        about = f"account:{name}"
        content = {
            "act": "open",
            "account": name,
            "role": "agency_clerk",
            "agency": agency,
            "person": "N-1",
        }
    else:
        about, content = f"{kind}-{next(_SERIALS)}", {"about": kind.value}
    draft = Draft(kind, agency, about, content, "理由在此")
    with acting_for(agency):
        return motions.propose(draft=draft, by=clerk_of(agency), now=city.NOW)


def motion_in(state: str, agency: str, kind: MotionKind) -> UUID:
    motion = proposed(agency, kind)
    with acting_for(agency):
        if state == "refused":
            motions.refuse(motion=motion, answer="不够", by=reviewer_of(agency), now=city.NOW)
        elif state == "withdrawn":
            motions.take_back(motion=motion, by=clerk_of(agency), now=city.NOW)
    return motion


def motions_in_states(kind: MotionKind, agency: str) -> Mapping[str, Address]:
    return {
        state: {"motion": motion_in(state, agency, kind)}
        for state in ("open", "refused", "withdrawn")
    }


def upload(agency: str, *, size: int = 3, content: bytes = b"") -> UUID:
    """A file on its way from the agency's clerk, so far as it has come."""
    now = timezone.now()
    announced = Announced(agency, "penalty", "f.csv", size)
    with acting_for(agency):
        made = uploading.begin(announced, by=clerk_of(agency), now=now)
        if content:
            uploading.append(made.id, _Bytes(content), offset=0, length=len(content))
    return made.id


class _Bytes:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self, size: int, /) -> bytes:
        taken, self.content = self.content[:size], self.content[size:]
        return taken


def uploads(agency: str) -> Mapping[str, Address]:
    return {
        "open": {"upload": upload(agency)},
        "whole": {"upload": upload(agency, content=b"abc")},
    }


_MADE: dict[tuple[str, str], tuple[str, Mapping[str, Address]]] = {}


def once(name: str, make: Place, agency: str) -> Mapping[str, Address]:
    """The same objects for every route about them: they are made once in a test's transaction, which says who it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text || pg_backend_pid()::text")
        (transaction,) = cursor.fetchone()
    known = _MADE.get((name, agency))
    if known is None or known[0] != transaction:
        known = _MADE[name, agency] = (transaction, make(agency))
    return known[1]


_BATCH: Final = ("batch", "batch_rows", "batch_receipt", "batch_release", "batch_open", "batch_undo",
                 "batch_propose_undo", "batch_corrections")  # fmt: skip
_MOTION: Final = {
    "motion": MotionKind.RECORD_WITHDRAW,
    "motion_right": MotionKind.ACCOUNT_OPEN,
    "motion_decide_record": MotionKind.RECORD_WITHDRAW,
    "motion_decide_batch": MotionKind.BATCH_UNDO,
    "motion_decide_merge": MotionKind.RECORD_MERGE,
    "motion_decide_access": MotionKind.ACCOUNT_GRANT,
    "motion_decide_machine": MotionKind.KEY_ISSUE,
    "motion_take_back": MotionKind.RECORD_WITHDRAW,
}
PLACES: dict[str, Place] = {
    **{f"desk:{name}": partial(once, "batch", batches) for name in _BATCH},
    **{
        f"desk:{name}": partial(once, "record", records_in_states)
        for name in ("record", "record_correct", "record_withdraw")
    },
    **{
        f"desk:{name}": partial(once, kind.value, partial(motions_in_states, kind))
        for name, kind in _MOTION.items()
    },
    "desk:upload_part": partial(once, "upload", uploads),
    "desk:upload_read": partial(once, "upload", uploads),
}
