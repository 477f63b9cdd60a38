"""Reads of questions about missing numbers, behind the wall of the agency one acts for. Whether a number arrived is asked of the records when it is read."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.promises.duties import due_date
from gongxin.promises.queries import numbers
from gongxin.promises.queries.rows import rows
from gongxin.promises.questions import Answer, Kind, Question, Verdict, state
from gongxin.promises.series import Number

_ALL: Final = "true"
_ONE: Final = "q.id = %(question)s"
_FOUND: Final = """
    SELECT q.id, q.agency_key, q.item, q.series, q.year, q.serial, q.asked_date, kept.arrived_date
    FROM promises_question AS q
    LEFT JOIN promises_arrival AS kept ON kept.question_id = q.id
    WHERE {which}
    ORDER BY q.asked_date, q.agency_key, q.item, q.series, q.year, q.serial
"""
_ANSWERS: Final = """
    SELECT a.question_id, a.id, a.number, a.kind, a.basis, a.note, a.answered_by, a.answered_at,
           v.verdict, v.decided_by, v.decided_at, v.reason
    FROM promises_answer AS a
    JOIN promises_question AS q ON q.id = a.question_id
    LEFT JOIN promises_answerverdict AS v ON v.answer_id = a.id
    WHERE {which}
    ORDER BY a.question_id, a.number
"""


def question(identity: UUID) -> Question | None:
    """One question with every answer, or None: absent and foreign look the same."""
    return next(iter(_read(_ONE, {"question": identity})), None)


def questions() -> list[Question]:
    """Every question that the present scope may see, the oldest first."""
    return _read(_ALL, {})


def public_questions() -> list[Question]:
    """The same of all agencies, for the public page: numbers and answers, no party and no account is shown there."""
    with acting_for(EVERY_AGENCY):
        return questions()


def _read(which: str, asked: Mapping[str, Any]) -> list[Question]:
    found = rows(_FOUND.replace("{which}", which), asked)
    if not found:
        return []
    answers: dict[UUID, list[Answer]] = {}
    for row in rows(_ANSWERS.replace("{which}", which), asked):
        answers.setdefault(row.pop("question_id"), []).append(_answer(row))
    came = numbers.came(numbers.asked_frame([row for row in found if row["arrived_date"] is None]))
    due = _Due()
    return [
        _question(
            {**row, "arrived_date": row["arrived_date"] or came.get(str(row["id"]))},
            tuple(answers.get(row["id"], ())),
            due.of(row["asked_date"]),
        )
        for row in found
    ]


class _Due:
    """Last days, by the clock in force on the day of asking; each day is counted once."""

    def __init__(self) -> None:
        self.known: dict[date, date | None] = {}
        self.calendar = catalogue.calendar()

    def of(self, asked: date) -> date | None:
        if asked not in self.known:
            days = catalogue.deadline("duty.missing_number", asked).count
            self.known[asked] = due_date(asked, days, self.calendar)
        return self.known[asked]


def _question(row: Mapping[str, Any], answers: tuple[Answer, ...], due: date | None) -> Question:
    last = answers[-1] if answers else None
    arrived = row["arrived_date"]
    signed = last.decided_at.date() if last and last.decided_at else None
    stands = state(
        arrived=arrived is not None,
        kind=last.kind if last else None,
        verdict=last.verdict if last else None,
    )
    return Question(
        id=row["id"],
        agency=row["agency_key"],
        item=row["item"],
        number=Number(row["series"], row["year"], row["serial"]),
        asked_date=row["asked_date"],
        due_date=due,
        state=stands,
        settled_date=arrived or signed,
        answers=answers,
    )


def _answer(row: Mapping[str, Any]) -> Answer:
    verdict = row["verdict"]
    return Answer(
        **{
            **row,
            "kind": Kind(row["kind"]),
            "verdict": Verdict(verdict) if verdict else None,
        }
    )
