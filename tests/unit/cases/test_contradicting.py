"""What cannot be if a record is about a body, and what is only a reason to look: a table by hand."""

from datetime import date

import pytest

from gongxin.cases.contradicting import looked
from gongxin.subjects.parties import Candidate, Named, Party
from tests.builders.codes import unified_code

OURS, THEIRS = unified_code(1), unified_code(2)
DECIDED = date(2024, 5, 6)
US = Candidate(
    1, (Named("构造甲公司", "present"),), (("uscc", OURS),),
    registered_date=date(2015, 1, 1), division="441881",
)  # fmt: skip


def body(**changed: object) -> Candidate:
    return Candidate(**{**US.__dict__, **changed})


@pytest.mark.parametrize(
    ("candidate", "code", "division", "contradictions", "reasons"),
    [
        (US, OURS, "441881", (), ()),
        (US, THEIRS, "441881", ("subject.contradiction.code",), ()),
        (body(registered_date=date(2024, 5, 7)), OURS, None, ("subject.contradiction.registered_after",), ()),
        (body(registered_date=DECIDED), OURS, None, (), ()),
        # Born of a body that was there before: the decision may have followed it.
        (body(registered_date=date(2025, 1, 1), explained_from=date(2010, 1, 1)), OURS, None, (), ()),
        (body(deregistered_date=date(2024, 5, 5), status="cancelled"), OURS, None, ("subject.contradiction.deregistered_before",), ()),
        (body(deregistered_date=DECIDED, status="cancelled"), OURS, None, (), ()),
        # The name was ours once and is another's now.
        (body(names=(Named("构造甲公司", "former", None, date(2020, 1, 1), True), Named("构造乙公司", "present"))),
         OURS, None, ("subject.contradiction.former_name",), ()),
        # Another name is one of two mistakes: a reason, and no proof.
        (body(names=(Named("构造乙公司", "present"),)), OURS, None, (), ("subject.contradiction.name",)),
        # Another place: bodies are fined elsewhere too. As far as both say it.
        (US, OURS, "440106", (), ("subject.reason.place",)),
        (US, OURS, "441800", (), ()),
        (US, OURS, "110000", (), ("subject.reason.place",)),
        (US, THEIRS, "110000", ("subject.contradiction.code",), ("subject.reason.place",)),
    ],
)  # fmt: skip
def test_impossible_or_only_a_reason(
    candidate: Candidate,
    code: str,
    division: str | None,
    contradictions: tuple[str, ...],
    reasons: tuple[str, ...],
) -> None:
    party = Party("构造甲公司", (("uscc", code),), division=division, decided_date=DECIDED)
    found = looked(party, candidate)
    assert (found.contradictions, found.reasons) == (contradictions, reasons)
