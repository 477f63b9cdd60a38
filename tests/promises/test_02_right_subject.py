"""2. Right subject. "A record attaches by a valid identifier without contradiction, or by a named officer's judgement
with reasons. Never by name alone. 'Not the same' is remembered for ever."

The rules of matching row by row: tests/unit/subjects/test_matching.py. Here: whole files through the real intake.
"""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.refusal import Refusal
from gongxin.subjects import actions as subjects
from gongxin.subjects import judged
from gongxin.subjects import queries as register
from gongxin.subjects.kinds import Verdict
from gongxin.subjects.matching import Party
from tests.builders import city, files, returns
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")

BODIES = range(1, 13)
CODE = "统一社会信用代码"
NAME = "行政相对人名称"


def broken(serial: int, place: int) -> str:
    """The body's code with one character of another value: its check digit no longer fits."""
    code = unified_code(serial)
    other = "8" if code[place] != "8" else "6"
    return code[:place] + other + code[place + 1 :]


# For a row that bears the name of a registered body: which code stands beside the name.
CODES = st.one_of(
    st.just(""),
    st.just("无"),
    st.just("000000000000000000"),
    st.builds(broken, st.sampled_from(BODIES), st.integers(8, 17)),
    st.builds(unified_code, st.integers(500, 900)),  # valid, and nobody's
    st.builds(unified_code, st.sampled_from(BODIES)),  # a body's, perhaps another's
    st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=15, max_size=18),
)
ROWS = st.lists(st.tuples(st.sampled_from(BODIES), CODES), min_size=6, max_size=16)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS)
def test_a_name_never_attaches_whatever_code_stands_beside_it(rows: list[tuple[int, str]]) -> None:
    """Truth known to the builder: a record may stand at a body only if the row bears that body's own code and name."""
    content = files.table(
        [
            {
                **files.penalty(serial, authority_code=city.samr_code()),
                CODE: code,
                "行政处罚决定书文号": f"构市监罚〔2026〕{n + 1}号",
            }
            for n, (serial, code) in enumerate(rows)
        ]
    )
    with city.undone():
        receipt = city.send(content, item="penalty")
        told = queries.rows(receipt.batch, scope=EVERY_AGENCY)
        whose = attached_to(receipt.batch)
        for row, (serial, code) in zip(told, rows, strict=True):
            if code == unified_code(serial):
                continue
            assert row["outcome"] in {"held", "rejected", "waiting"}, (row, serial, code)
            assert row["row"] not in whose
        assert set(whose.values()) <= {
            unified_code(s) for s, code in rows if code == unified_code(s)
        }


def attached_to(batch: UUID) -> dict[int, str]:
    """Row number → unified code of the body its record stands at."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v.row_no, i.value FROM records_version AS v JOIN subjects_identifier AS i"
            " ON i.subject_id = v.subject_id AND i.scheme = 'uscc' WHERE v.batch = %s",
            [batch],
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({NAME: "构造市完全别家有限公司"}, "subject.contradiction.name"),
        ({NAME: files.body_name(2)}, "subject.contradiction.name"),
        ({CODE: ""}, None),
        ({"处罚决定日期": "2015-03-01", "处罚有效期": "2099-12-31"}, "subject.contradiction.registered_after"),
    ],
    ids=["a stranger's name", "another body's name", "no code", "decided before it was registered"],
)  # fmt: skip
def test_a_contradiction_is_held_with_its_reason(changes: dict[str, str], code: str | None) -> None:
    receipt = city.penalise(1, **changes)
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] in ({"held"} if code else {"held", "rejected"})
    assert code is None or code in row["codes"]
    assert attached_to(receipt.batch) == {}


def test_two_numbers_of_two_bodies_in_one_row_are_held() -> None:
    organisation_code = unified_code(2)[8:17]
    receipt = city.penalise(1, 组织机构代码=organisation_code)
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] in {"held", "rejected"}
    assert attached_to(receipt.batch) == {}


def judged_different(serial: int) -> int:
    body = register.organisation_by_code(unified_code(serial))
    assert body is not None
    party = Party(files.body_name(serial), (("uscc", unified_code(serial)),))
    return subjects.judge(
        party=party,
        subject_id=body.id,
        verdict=Verdict.DIFFERENT,
        evidence={"seen": "register"},
        jurisdiction="xingning",
        by="credit_centre.officer",
        now=city.NOW,
    )


def test_a_judgement_of_different_holds_the_row_although_code_and_name_fit() -> None:
    judged_different(3)
    receipt = city.penalise(3, 4)
    outcomes = {r["row"]: (r["outcome"], r["codes"]) for r in queries.rows(receipt.batch, scope=EVERY_AGENCY)}  # fmt: skip
    assert outcomes[1][0] == "held"
    assert "subject.contradiction.judged" in outcomes[1][1]
    assert outcomes[2][0] == "admitted"


def test_different_is_for_ever_for_officers_and_for_sql() -> None:
    made = judged_different(5)
    with pytest.raises(Refusal):
        subjects.end_judgement(judgement_id=made, by="credit_centre.officer", now=city.NOW)
    attacks = (
        "UPDATE subjects_judgement SET verdict = 'same' WHERE id = %s",
        "UPDATE subjects_judgement SET ended_at = decided_at, ended_by = 'x' WHERE id = %s",
        "UPDATE subjects_judgement SET party_fingerprint = sha256('x') WHERE id = %s",
        "DELETE FROM subjects_judgement WHERE id = %s",
    )
    for attack in attacks:
        with (
            pytest.raises((IntegrityError, transaction.TransactionManagementError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(attack, [made])
    years_later = city.TODAY + timedelta(days=180)
    receipt = city.penalise_on(years_later, 5)
    (row,) = queries.rows(receipt.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held"


def test_a_certificate_stands_beside_different_and_answers_for_its_row_alone() -> None:
    """“Not us” was right, says one; the agency certifies otherwise, another agrees: both are kept, and only that row is answered."""
    record = returns.left(31)
    returns.approved(returns.certified(returns.sent(31)))
    name = files.body_name(31)
    (different,) = judged.judgements_of(Party(name, (("record", str(record)),)))
    assert (different.verdict, different.ended_at) == ("different", None)
    other = returns.left(32)
    assert other != record
    assert judged.live_same(Party(name, (("uscc", unified_code(31)),))) is None
    (row,) = queries.rows(returns.sent(32).batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held"
