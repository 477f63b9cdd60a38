"""The credit check: a code in, the public records out, and an edge left behind before the answer goes.

A name alone answers with candidates and their codes, never with records: names collide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from gongxin.catalogue import queries as catalogue
from gongxin.disclosures import actions as disclosures
from gongxin.disclosures.actions import Facts, Grounds, Recipient
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.identifiers import grade
from gongxin.records import queries as records
from gongxin.records.publicrecord import PublicRecord
from gongxin.records.queries import ItemPoints
from gongxin.refusal import Refusal
from gongxin.subjects import queries as subjects
from gongxin.subjects.queries import Organisation

ANONYMOUS = Recipient(RecipientKind.ANONYMOUS)
CODES_MAX = 1000  # in one call; a bank's nightly list goes in several


class CodeRefused(Refusal):
    code = "check.code_invalid"


class PurposeRefused(Refusal):
    code = "check.purpose_unknown"


@dataclass(frozen=True)
class CheckAnswer:
    """What was answered, under the id by which its holder may ask for corrections."""

    check_id: UUID
    code: str
    organisation: Organisation | None
    records: tuple[PublicRecord, ...]
    points: tuple[ItemPoints, ...]
    as_of: date
    at: datetime


def check(
    *,
    code: str,
    purpose: str,
    jurisdiction: str,
    today: date,
    now: datetime,
    recipient: Recipient = ANONYMOUS,
    channel: Channel = Channel.API_CHECK,
    by: str = "anonymous",
) -> CheckAnswer:
    """The public records of the organisation with this code. Absent and hidden answer alike: no organisation, no records."""
    ensure_purpose(purpose, today)
    normalised = ensure_code(code)
    organisation = subjects.organisation_by_code(normalised)
    found: Sequence[PublicRecord] = ()
    if organisation is not None:
        found = records.public_records([organisation.id], today)[organisation.id]
    check_id = disclosures.disclose(
        facts=Facts(
            jurisdiction,
            organisation.id if organisation else None,
            [(record.record, record.number) for record in found],
            today,
        ),
        recipient=recipient,
        grounds=Grounds(channel, purpose, basis="public"),
        by=by,
        now=now,
    )
    standing = tuple(records.points_standing(found, today))
    return CheckAnswer(check_id, normalised, organisation, tuple(found), standing, today, now)


def ensure_code(code: str) -> str:
    """The code in its normal form, or CodeRefused where it cannot be one."""
    graded = grade(code)
    if graded.grade in ("invalid", "absent"):
        raise CodeRefused(
            "这不是一个有效的代码",
            "this is not a valid code",
            remedy_zh="请核对 18 位统一社会信用代码；不要把字母 O 写成数字 0，或把 I 写成 1",
            remedy_en="check the 18-character unified code; do not write O for 0 or I for 1",
            details={"reason": str(graded.reason)},
        )
    return graded.normalised


def ensure_purpose(purpose: str, today: date) -> None:
    """The list of purposes is closed: free text is not a purpose."""
    known = [p.key for p in catalogue.purposes(today)]
    if purpose not in known:
        raise PurposeRefused(
            "查询用途不在清单之内",
            "this purpose is not on the list",
            remedy_zh=f"可用的用途：{'、'.join(known)}",
            remedy_en=f"purposes on the list: {', '.join(known)}",
            details={"purpose": purpose[:40]},
        )
