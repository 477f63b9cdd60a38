"""What agencies owe the centre, for tests: records that arrived on a chosen day, sheets, missing numbers; and the places of the desk in every state."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from gongxin.agencies import queries as agencies
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.promises.actions import questions, sheets
from gongxin.promises.duties import months
from gongxin.promises.queries import questions as asked
from gongxin.promises.queries import sheets as stored
from gongxin.promises.questions import Kind, Question, Verdict
from gongxin.promises.sheets import Line
from tests.builders import city, files, staff

NAMES: Final = {"samr": "构造市市场监督管理局", "emergency": "构造市应急管理局"}
SERIES: Final = {"samr": "构市监罚", "emergency": "构应急罚"}
_PAPER: Final = 7001  # the body of the one real record that the others are copies of

_COPY: Final = """
    INSERT INTO records_version (record, number, jurisdiction, item, item_version, provider_id, authority_id, subject_id,
        decided_date, valid, severity_reported, severity, severity_rule, state, reason, payload, language, batch, row_no,
        recorded_at, content_mac, mac_key, salt, commitment, digest_algorithm)
    SELECT gen_random_uuid(), 1, jurisdiction, item, item_version, provider_id, authority_id, subject_id,
        %(decided)s, daterange(%(decided)s, NULL), severity_reported, severity, severity_rule, state, reason,
        payload || jsonb_build_object('CF_WSH', given.number, 'CF_JDRQ', %(decided)s::text), language, batch,
        (SELECT max(row_no) FROM records_version AS v WHERE v.batch = paper.batch) + given.place,
        %(arrived)s, content_mac, mac_key, salt, commitment, digest_algorithm
    FROM records_version AS paper, unnest(%(numbers)s::text[]) WITH ORDINALITY AS given(number, place)
    WHERE paper.batch = %(batch)s AND paper.row_no = 1 AND paper.number = 1
"""


def paper(agency: str = "samr") -> UUID:
    """The batch of one real penalty of this agency, decided long before anything that a test looks at; made once."""
    row = files.penalty(
        _PAPER,
        authority_code=agencies.agency_by_key(agency).uscc,
        处罚机关=NAMES[agency],
        数据来源单位=NAMES[agency],
        行政处罚决定书文号=f"{SERIES[agency]}第1号",  # counts nothing up
        处罚决定日期="2020-01-02",
        处罚有效期="2021-01-02",
    )
    with connection.cursor() as cursor, acting_for(EVERY_AGENCY):
        cursor.execute(
            "SELECT id FROM intake_batch WHERE agency_key = %s AND file_name = 'paper.csv'",
            [agency],
        )
        found = cursor.fetchone()
    if found:
        return UUID(str(found[0]))
    city.register(_PAPER)
    receipt = city.send(files.table([row]), item="penalty", agency=agency, name="paper.csv")
    assert receipt.admitted == 1, receipt
    return receipt.batch


def report(numbers: Iterable[str], *, decided: date, arrived: date, agency: str = "samr") -> None:
    """Penalties of this agency with these document numbers, decided on one day and recorded at ten on another."""
    batch = paper(agency)
    with connection.cursor() as cursor:
        cursor.execute(
            _COPY,
            {
                "batch": batch,
                "numbers": list(numbers),
                "decided": decided,
                "arrived": datetime.combine(arrived, time(2), UTC),
            },
        )


def numbered(agency: str, year: int, *serials: int) -> list[str]:
    return [f"{SERIES[agency]}〔{year}〕{serial}号" for serial in serials]


def ask(today: date) -> None:
    """The round of a day."""
    questions.ask(today=today, by="system", now=datetime.combine(today, time(2), UTC))


def question_about(agency: str, serial: int) -> Question:
    with acting_for(agency):
        return next(q for q in asked.questions() if q.number.serial == serial)


def answer(
    question: Question, kind: Kind, *, basis: str = "", note: str = "", by: str | None = None
) -> None:
    with acting_for(question.agency):
        questions.answer(
            question=question.id,
            kind=kind,
            basis=basis,
            note=note,
            by=by or staff.account_of(Role.AGENCY_CLERK, question.agency),
            now=timezone.now(),
        )


def sign_answer(question: Question, verdict: Verdict = Verdict.SIGNED, reason: str = "") -> None:
    with acting_for(question.agency):
        last = asked.question(question.id)
        assert last is not None
        assert last.last is not None
        questions.decide(
            question=question.id,
            answer=last.last.id,
            verdict=verdict,
            reason=reason,
            by=staff.account_of(Role.AGENCY_REVIEWER, question.agency),
            now=timezone.now(),
        )


def items_of(agency: str, today: date) -> list[str]:
    return [item.code for item in catalogue.items(today) if agency in item.agencies]


def lines(agency: str, month: date, *said: Line) -> list[Line]:
    """Nothing in every item but these."""
    given = {line.item: line for line in said}
    items = items_of(agency, month)
    strangers = [line for line in said if line.item not in items]
    return [*(given.get(item, Line(item, 0, 0, 0, 0)) for item in items), *strangers]


def file_sheet(agency: str, month: date, *said: Line, by: str | None = None) -> UUID:
    with acting_for(agency):
        return sheets.file(
            agency=agency,
            month=month,
            lines=lines(agency, month, *said),
            items=items_of(agency, month),
            problems="",
            by=by or staff.account_of(Role.AGENCY_CLERK, agency),
            now=timezone.now(),
        )


def decide_sheet(
    agency: str,
    month: date,
    verdict: Verdict = Verdict.SIGNED,
    reason: str = "",
    *,
    by: str | None = None,
) -> None:
    with acting_for(agency):
        last = stored.latest(agency, month)
        assert last is not None
        sheets.decide(
            agency=agency,
            month=month,
            seen=last.digest,
            verdict=verdict,
            reason=reason,
            by=by or staff.account_of(Role.AGENCY_REVIEWER, agency),
            now=timezone.now(),
        )


def sheets_in_every_state(agency: str) -> dict[str, dict[str, object]]:
    """One month each, all over: nothing filed, filed, signed, returned."""
    due, filed, signed, returned = months(timezone.localdate(), 5)[:4]
    with acting_for(agency):
        made_before = stored.latest(agency, filed) is not None
    if not made_before:  # two places ask for them
        for month in (filed, signed, returned):
            file_sheet(agency, month)
        decide_sheet(agency, signed)
        decide_sheet(agency, returned, Verdict.RETURNED, "数量不对")
    return {
        state: {"agency": agency, "month": f"{month:%Y-%m}"}
        for state, month in {
            "due": due,
            "filed": filed,
            "signed": signed,
            "returned": returned,
        }.items()
    }


def questions_in_every_state(agency: str) -> dict[str, dict[str, object]]:
    """Six of eleven numbers arrived, long enough ago; then each missing one goes its way."""
    states = {2: "open", 4: "answered", 6: "promised", 8: "settled", 10: "arrived"}
    with acting_for(agency):
        known = {q.number.serial: q.id for q in asked.questions() if q.agency == agency}
    if known.keys() >= states.keys():  # two places ask for them
        return {states[serial]: {"question": known[serial]} for serial in states}
    today = timezone.localdate()
    then = max(date(today.year - 1, 2, 3), date(2024, 1, 4))
    report(
        numbered(agency, then.year, 1, 3, 5, 7, 9, 11), decided=then, arrived=then, agency=agency
    )
    questions.ask(today=today, by="system", now=timezone.now())
    found = {serial: question_about(agency, serial) for serial in (2, 4, 6, 8, 10)}
    answer(found[4], Kind.VOID)
    answer(found[6], Kind.PUBLISH_NOW)
    sign_answer(found[6])
    answer(found[8], Kind.NOT_PUBLISHABLE, basis="《行政处罚法》第四十八条")
    sign_answer(found[8])
    report(numbered(agency, then.year, 10), decided=then, arrived=today, agency=agency)
    return {states[serial]: {"question": question.id} for serial, question in found.items()}


PLACES: dict[str, Callable[[str], dict[str, dict[str, object]]]] = {
    "desk:sheet": sheets_in_every_state,
    "desk:sheet_sign": sheets_in_every_state,
    "desk:question": questions_in_every_state,
    "desk:question_sign": questions_in_every_state,
    "desk:duties_of": lambda agency: {"duty": {"agency": agency}},
    "desk:late": lambda agency: {"duty": {"agency": agency, "item": "penalty", "month": "all"}},
}
assert settings.configured
