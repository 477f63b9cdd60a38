"""Rows that wait because nobody knows whose they are, and officers who decide: by the real acts."""

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, admissions, held, queries
from gongxin.intake.actions import Settled
from gongxin.intake.opinions import Given, Opinion
from gongxin.intake.queries import Receipt
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects
from tests.builders import city, files, staff
from tests.builders.codes import unified_code

JUDGE, OTHER = "office.centre_officer.1", "office.centre_officer.2"
NAME, CODE = "行政相对人名称", "统一社会信用代码"
DOCUMENT, DAY = "行政处罚决定书文号", "处罚决定日期"


def subject_of(serial: int) -> int:
    found = subjects.organisation_by_code(unified_code(serial))
    assert found is not None
    return found.id


def row_of(
    serial: int, *, name: str | None = None, agency: str = "samr", **changes: str
) -> dict[str, str]:
    """A penalty of this agency under the code of one body and, where it is given, another name."""
    authority = agencies.agency_by_key(agency)
    return {
        **files.penalty(serial, authority_code=authority.uscc),
        "处罚机关": authority.name_zh,
        "数据来源单位": authority.name_zh,
        **({NAME: name} if name else {}),
        **changes,
    }  # fmt: skip


def send(*rows: dict[str, str], agency: str = "samr") -> Receipt:
    return city.send(files.table(list(rows)), item="penalty", agency=agency)


def waiting(
    serial: int = 1, *, agency: str = "samr", name: str = "构造市旧名有限公司", **changes: str
) -> Receipt:
    """One row under the code of a registered body and a name that it never had: held."""
    receipt = send(row_of(serial, name=name, agency=agency, **changes), agency=agency)
    assert receipt.held == 1, receipt
    return receipt


def decide(
    receipt: Receipt,
    opinion: Opinion,
    subject: int | None = None,
    *,
    row: int = 1,
    by: str = JUDGE,
    seen: int | None = None,
    question: str = "",
) -> Settled:
    """An officer's opinion on a row, as the desk hands it in."""
    with acting_for(EVERY_AGENCY):
        if seen is None:
            party = held.reported(receipt.batch, row)
            assert party is not None
            seen = held.last_review(party)[0]
        said = (("document", "register"), "核对过决定书", seen, subject, question)
        return actions.give_opinion(
            given=Given(receipt.batch, row, opinion, *said), by=by, now=city.NOW
        )


def given(
    receipt: Receipt, opinion: Opinion, subject: int, sources: tuple[str, ...], reason: str
) -> Given:
    """An opinion that nobody decided before."""
    return Given(receipt.batch, 1, opinion, sources, reason, 0, subject)


def take_back(review: int, *, by: str = OTHER) -> int:
    with acting_for(EVERY_AGENCY):
        return actions.take_back(review=review, reason="看错了", by=by, now=city.NOW)


def release_all(by: str = "") -> int:
    """Everything that entered after a judgement and waits is released."""
    shown, by = 0, by or staff.account_of(Role.CENTRE_SUPERVISOR)
    with acting_for(EVERY_AGENCY):
        for one in admissions.admissions():
            if one.state == "waiting":
                shown += actions.release_admission(
                    admission=one.id,
                    seen_hash=records.batch_digest(one.id),
                    actor=agencies.actor(by),
                    by=by,
                    now=city.NOW,
                )
    return shown


def outcomes(receipt: Receipt) -> list[tuple[str, tuple[str, ...]]]:
    """Of each row what became of it, and what was said of its subject or record."""
    rows = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    return [
        (row["outcome"], tuple(c for c in row["codes"] if c.startswith(("subject.", "record."))))
        for row in rows
    ]
