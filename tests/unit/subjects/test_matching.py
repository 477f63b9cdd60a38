"""When a record attaches without an officer, and when it waits."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.subjects.attaching import NAME, PART
from gongxin.subjects.matching import (
    CONTRADICTIONS,
    Attach,
    Candidate,
    Hold,
    Named,
    Party,
    attachment,
    attachments,
    fingerprint,
)
from gongxin.subjects.ranking import FEATURES, ranked
from tests.unit.identifiers import reference

A = ("uscc", reference.code("91", "999999", "MA000001"))
B = ("uscc", reference.code("91", "999999", "MA000002"))
OLD = ("reg15", "99999910000001" + reference.reg15("99999910000001"))
DAY = date(2024, 6, 1)

# Facts 6.1: the present name of B was the name of A until 2020.
FIRM_A = Candidate(
    1,
    (
        Named("虚构城新甲", "present", date(2020, 1, 1)),
        Named("虚构城共名", "former", date(2010, 1, 1), date(2020, 1, 1), borne_by_another=True),
    ),
    (A, OLD),
    registered_date=date(2010, 1, 1),
)
FIRM_B = Candidate(
    2, (Named("虚构城共名", "present", date(2021, 1, 1)),), (B,), registered_date=date(2021, 1, 1)
)
REGISTER = {A: FIRM_A, OLD: FIRM_A, B: FIRM_B}


def party(name: str, *codes: tuple[str, str], day: date | None = DAY) -> Party:
    return Party(name=name, codes=codes, decided_date=day)


CASES = (
    ("its code and its name", party("虚构城新甲", A), Attach(1)),
    ("its code and its name in another writing", party("虛構城 新甲", A), Attach(1)),
    ("an older number of its own", party("虚构城新甲", OLD), Attach(1)),
    ("two numbers that agree", party("虚构城新甲", A, OLD), Attach(1)),
    ("the common name with the code of its bearer", party("虚构城共名", B), Attach(2)),
    (
        "the common name with the code of its former bearer",
        party("虚构城共名", A),
        Hold(("subject.contradiction.former_name",)),
    ),
    (
        "the common name and the former bearer's code, of a day when it bore it",
        party("虚构城共名", A, day=date(2015, 1, 1)),
        Attach(1),
    ),
    ("the common name alone", party("虚构城共名"), Hold(("subject.no_identifier",))),
    ("a name that only one body bears, alone", party("虚构城新甲"), Hold(("subject.no_identifier",))),
    (
        "a number that fails its check",
        party("虚构城新甲", ("uscc", A[1][:-1] + ("0" if A[1][-1] != "0" else "1"))),
        Hold(("subject.no_identifier",)),
    ),
    (
        "a sound number of nobody",
        party("虚构城新甲", ("uscc", reference.code("91", "999999", "MA000009"))),
        Hold(("subject.unknown",)),
    ),
    ("a name of another", party("虚构城丙", A), Hold(("subject.contradiction.name",))),
    (
        "numbers of two bodies",
        party("虚构城新甲", A, B),
        Hold(("subject.contradiction.code", "subject.contradiction.name")),
    ),
    (
        "a decision before it existed",
        party("虚构城共名", B, day=date(2020, 6, 1)),
        Hold(("subject.contradiction.registered_after",)),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_party_attaches_by_a_sound_number_without_contradiction(
    reported: Party, expected: Attach | Hold
) -> None:
    assert attachment(reported, REGISTER) == expected


def test_a_succession_explains_a_decision_before_the_registration() -> None:
    merged = replace(FIRM_B, explained_from=date(2015, 1, 1))
    early = party("虚构城共名", B, day=date(2020, 6, 1))
    assert attachment(early, {B: merged}) == Attach(2)
    too_early = party("虚构城共名", B, day=date(2014, 6, 1))
    assert isinstance(attachment(too_early, {B: merged}), Hold)


def test_a_body_cancelled_before_the_decision_is_not_its_subject_unless_followed() -> None:
    gone = replace(FIRM_B, deregistered_date=date(2023, 1, 1), status="deregistered")
    assert attachment(party("虚构城共名", B), {B: gone}) == Hold(
        ("subject.contradiction.deregistered_before",)
    )
    assert attachment(party("虚构城共名", B), {B: replace(gone, followed_by=True)}) == Attach(2)


def test_judged_different_is_never_attached() -> None:
    judged = replace(FIRM_B, judged_different=True)
    assert attachment(party("虚构城共名", B), {B: judged}) == Hold(
        ("subject.contradiction.judged",)
    )


def test_another_place_is_a_feature_and_no_contradiction() -> None:
    here = replace(FIRM_B, division="441481", address="虚构路1号")
    there = replace(party("虚构城共名", B), division="999999", address="别处大街2号")
    assert attachment(there, {B: here}) == Attach(2)
    (only,) = ranked(there, [here])
    assert {r.key: r.share for r in only.reasons}["place.division"] == 0
    assert only.contradictions == ()


def test_candidates_come_with_reasons_and_contradictions_apart() -> None:
    found = ranked(party("虚构城共名", A), [FIRM_A, FIRM_B])
    assert [r.candidate.subject_id for r in found] == [
        1,
        2,
    ]  # both contradicted: the code weighs more
    assert found[0].contradictions == ("subject.contradiction.former_name",)
    assert found[1].contradictions == ("subject.contradiction.code",)


@given(st.sampled_from(["虚构城共名", "虚构城新甲", "虚构"]), st.booleans())
def test_a_score_is_the_sum_of_its_reasons(name: str, with_code: bool) -> None:
    reported = party(name, *((A,) if with_code else ()))
    for each in ranked(reported, [FIRM_A, FIRM_B]):
        assert each.score == pytest.approx(sum(r.weight * r.share for r in each.reasons), abs=0.01)
        assert {r.key for r in each.reasons} <= {f.key for f in FEATURES}


names = st.sampled_from(["虚构城共名", "虚构城新甲", "虚构城丙", "虛構城 新甲"])
days = st.none() | st.dates(date(2008, 1, 1), date(2026, 1, 1))
unsound = st.text(alphabet="0123456789ABCX-", max_size=18).map(lambda v: ("uscc", v))


@given(names, days, st.lists(unsound, max_size=2))
def test_never_by_name_alone(name: str, day: date | None, codes: list[tuple[str, str]]) -> None:
    everything = {**REGISTER, **dict.fromkeys(codes, FIRM_A)}  # even if the register were wrong
    found = attachment(Party(name, tuple(codes), decided_date=day), everything)
    assert isinstance(found, Hold)


spans = st.tuples(st.none() | st.dates(date(2009, 1, 1), date(2012, 1, 1)),
                  st.none() | st.dates(date(2018, 1, 1), date(2022, 1, 1)))  # fmt: skip
formers = st.lists(
    st.builds(
        lambda norm, span, another: Named(norm, "former", span[0], span[1], another),
        st.sampled_from(["虚构城共名", "虚构城丙"]), spans, st.booleans(),
    ), max_size=2, unique_by=lambda n: n.norm,
)  # fmt: skip
bodies = st.builds(
    lambda old, since, end, explained, followed, judged: Candidate(
        7, (Named("虚构城新甲", "present"), *old), (A,), registered_date=since,
        deregistered_date=end, explained_from=explained, followed_by=followed, judged_different=judged,
    ),
    formers, days, days, days, st.booleans(), st.booleans(),
)  # fmt: skip
rows = st.tuples(names, days, st.sampled_from(["known", "unknown", "none"]), bodies)


@given(st.lists(rows, min_size=1, max_size=6))
def test_a_chunk_attaches_exactly_as_its_rows(
    chunk: list[tuple[str, date | None, str, Candidate]],
) -> None:
    frame = pl.DataFrame(
        {
            "row": range(1, len(chunk) + 1),
            "_party": [Party(name).norm for name, *_ in chunk],
            "_scheme": [None if how == "none" else "uscc" for _, _, how, _ in chunk],
            "_identifier": [None if how == "none" else A[1] for _, _, how, _ in chunk],
            "_decided": [day and day.isoformat() for _, day, *_ in chunk],
        },
        schema_overrides=dict.fromkeys(("_scheme", "_identifier", "_decided"), pl.String),
    )
    resolved = pl.DataFrame([_line(*row) for row in chunk], schema=_LINE, orient="row")
    found = attachments(frame, resolved)
    for (name, day, how, body), line in zip(chunk, found.iter_rows(named=True), strict=True):
        codes = () if how == "none" else (A,)
        expected = attachment(party(name, *codes, day=day), {A: body} if how == "known" else {})
        if isinstance(expected, Attach):
            assert (line["_attach"], line["subject_id"], line["_holds"]) == (True, 7, [])
        else:
            assert (line["_attach"], line["subject_id"]) == (False, None)
            assert sorted(line["_holds"]) == list(expected.codes)


_LINE = {
    "row": pl.UInt32, "subject_id": pl.Int64, "kind": pl.String, "status": pl.String,
    "registered_date": pl.Date, "deregistered_date": pl.Date, "name": pl.String, "names": pl.String,
    "explained_from": pl.Date, "followed": pl.Boolean, "different": pl.String,
}  # fmt: skip


def _line(name: str, _: date | None, how: str, body: Candidate) -> tuple[object, ...]:
    """What `queries.resolve_many` would say of the body."""
    if how != "known":
        return (0, *([None] * 10))
    old = NAME.join(
        PART.join([n.norm, n.kind, str(n.valid_from or ""), str(n.valid_until or ""), "t" if n.borne_by_another else "f"])
        for n in body.names if n.kind != "present"
    )  # fmt: skip
    judged = fingerprint(name, (A,)).hex() if body.judged_different else None
    return (0, 7, "enterprise", body.status, body.registered_date, body.deregistered_date,
            "虚构城新甲", old or None, body.explained_from, body.followed_by, judged)  # fmt: skip


def test_other_numbers_of_a_row_that_name_another_body_hold_it() -> None:
    frame = pl.DataFrame({"row": [1], "_party": ["虚构城新甲"], "_scheme": ["uscc"],
                          "_identifier": [A[1]], "_decided": ["2024-06-01"]})  # fmt: skip
    body = Candidate(7, (Named("虚构城新甲", "present"),), (A,))
    resolved = pl.DataFrame([_line("虚构城新甲", None, "known", body)], schema=_LINE, orient="row")
    others = pl.DataFrame({"row": [1, 1], "subject_id": [7, 8]})
    held = attachments(frame, resolved, others)
    assert held["_holds"].to_list() == [["subject.contradiction.code"]]
    assert attachments(frame, resolved, others.head(1))["_attach"].to_list() == [True]


def test_a_party_is_known_again_by_name_and_codes_in_any_order_and_writing() -> None:
    assert fingerprint("虚构城（甲）", (A, B)) == fingerprint("虚構城(甲)", (B, A))
    assert fingerprint("虚构城甲", (A,)) != fingerprint("虚构城甲", (B,))
    assert fingerprint("虚构城甲", ()) != fingerprint("虚构城乙", ())


def test_every_contradiction_has_its_words() -> None:
    assert all(c.zh and c.en for c in CONTRADICTIONS)
