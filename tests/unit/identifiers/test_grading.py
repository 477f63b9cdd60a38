"""What a reported identifier is worth."""

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.identifiers import Grade, Known, Reason, grade, grade_many
from gongxin.identifiers.grading import grade_of
from gongxin.identifiers.vector import GRADES, grades_of
from tests.unit.identifiers import reference

PAIRS = ["91", "92", "93", "51", "52", "53", "12", "A1", "N1", "N2", "Y1"]
KNOWN = Known.of(PAIRS, ["441481", "340621"])
SOUND = reference.code("91", "441481", "MA4XN0T1")
WRONG_ORG = "91441481" + "MA4XN0T1" + ("1" if reference.org("MA4XN0T1") != "1" else "2")
WRONG_ORG += reference.uscc(WRONG_ORG)

# Constructed here; none is claimed to exist.
CASES = (
    (SOUND, None, "uscc", "valid", ""),
    (SOUND.lower(), "uscc", "uscc", "valid", ""),
    (f" {SOUND[:9]}-{SOUND[9:]} ", "uscc", "uscc", "valid", ""),
    (
        SOUND,
        "org_code",
        "uscc",
        "valid",
        "",
    ),  # a whole unified code in the wrong column
    (SOUND, "tax", "uscc", "valid", ""),
    (WRONG_ORG, "uscc", "uscc", "warning", "org_code"),
    (reference.code("55", "441481", "MF000008"), "uscc", "uscc", "warning", "prefix"),
    (
        reference.code("L8", "999999", "MA1MRHG2"),
        None,
        "uscc",
        "warning",
        "prefix,division",
    ),
    (
        reference.code("91", "440000", "MA4XN0T1"),
        None,
        "uscc",
        "valid",
        "",
    ),  # province of a county
    (reference.code("A1", "441481", "MF000003"), None, "uscc", "valid", ""),
    (reference.code("Y1", "441481", "MF000004"), None, "uscc", "valid", ""),
    (SOUND[:17], "uscc", "uscc", "invalid", "length"),
    (SOUND + "0", None, "uscc", "invalid", "length"),
    (SOUND.replace("M", "I", 1), "uscc", "uscc", "invalid", "form"),
    ("O" + SOUND[1:], "uscc", "uscc", "invalid", "form"),
    ("12345", "uscc", "uscc", "invalid", "length"),
    ("12345", None, None, "invalid", "scheme"),
    ("00000000000000000X", "uscc", "uscc", "absent", "empty"),
    ("", "uscc", "uscc", "absent", "empty"),
    ("无", None, None, "absent", "empty"),
    (None, "uscc", "uscc", "absent", "empty"),
    ("10774368-0", "org_code", "org_code", "valid", ""),
    ("MA64ND86-2", None, "org_code", "valid", ""),
    ("132215150", "org_code", "org_code", "valid", ""),
    ("132215151", "org_code", "org_code", "invalid", "check"),
    ("110108000000016", None, "reg15", "warning", "division"),
    ("110108000000017", "reg15", "reg15", "invalid", "check"),
    ("3209231100626", None, "reg13", "warning", "division,form_only"),
    ("441481NA000338X", None, "coop", "valid", "form_only"),
    ("441481na000338x", "coop", "coop", "valid", "form_only"),
    ("441481NA0003380", "coop", "coop", "invalid", "form"),
    ("企合苏总字第000063", None, "reg_other", "valid", "form_only"),
    ("企独粤梅总字第000123号", "reg_other", "reg_other", "valid", "form_only"),
    ("441481" + "107743680", "tax", "tax", "valid", ""),
    ("441481" + "107743681", "tax", "tax", "warning", "org_code"),
    ("144148100012", "institution", "institution", "valid", "form_only"),
    ("1441481", "institution", "institution", "invalid", "form"),
    ("粤梅兴社证字第0001号", "social", "social", "valid", "form_only"),
    ("（A）460002300000-", None, None, "invalid", "scheme"),
)


@pytest.mark.parametrize(("value", "scheme", "found", "expected", "reason"), CASES)
def test_each_case_has_its_grade_and_reason(
    value: str | None, scheme: str | None, found: str | None, expected: str, reason: str
) -> None:
    graded = grade(value, scheme, known=KNOWN)
    assert (graded.scheme, graded.grade.value, graded.reason) == (
        found,
        expected,
        reason,
    )


# 440000198013000028 and its like: constructed so that form, date and check of GB 11643 hold.
def _person(first17: str) -> str:
    return first17 + reference.resident(first17)


PERSON = _person("99999919800130000")
# Individual businesses' tax numbers carry the operator's number.
PERSONS = (
    (PERSON, None),
    (PERSON, "uscc"),
    (PERSON, "tax"),
    (PERSON.lower(), "social"),
    (PERSON + "01", "tax"),
    (
        PERSON[:17] + ("0" if PERSON[17] != "0" else "1"),
        "uscc",
    ),  # mistyped is still somebody's
    ("999999800130000", "tax"),
    ("99999980013000001", "tax"),
    (f"身份证{PERSON}", "social"),
)


@pytest.mark.parametrize(("value", "scheme"), PERSONS)
def test_a_persons_number_is_refused_and_not_handed_on(value: str, scheme: str | None) -> None:
    graded = grade(value, scheme)
    assert graded.grade is Grade.INVALID
    assert graded.reasons & Reason.RESIDENT_ID
    assert graded.normalised == ""
    many = grade_many([value, SOUND], scheme)
    assert many.normalised.to_list() == [None, SOUND]
    assert many.has(Reason.RESIDENT_ID).tolist() == [True, False]


def test_without_lists_nothing_is_unknown() -> None:
    assert grade(reference.code("L8", "999999", "MA1MRHG2")).grade is Grade.VALID


cells = st.sampled_from([case[0] for case in CASES] + [p[0] for p in PERSONS]) | st.text(
    alphabet="0123456789XNAＯ企字第 -", max_size=20
)


@given(
    st.lists(st.none() | cells, max_size=15),
    st.sampled_from([None, "uscc", "org_code", "reg15", "reg13", "coop", "tax", "social"]),
    st.booleans(),
)
def test_a_column_is_graded_exactly_as_its_cells(
    column: list[str | None], scheme: str | None, lists: bool
) -> None:
    known = KNOWN if lists else Known()
    many = grade_many(pl.Series(column, dtype=pl.String), scheme, known=known).frame()
    single = [grade(c, scheme, known=known) for c in column]
    assert many.rows() == [
        (g.normalised or None, g.scheme, g.grade.value, g.reason) for g in single
    ]


def test_reasons_become_grades_alike_in_both_forms() -> None:
    every = pl.arange(0, 1 << len(Reason), dtype=pl.UInt16, eager=True).to_numpy()
    found = [GRADES[g] for g in grades_of(every)]
    assert found == [grade_of(Reason(int(bits))).value for bits in every]


def test_every_published_vector_comes_out_as_its_file_says(shared_data: Path) -> None:
    with (shared_data / "data" / "divisions_counties_national.csv").open(
        encoding="utf-8-sig"
    ) as file:
        divisions = [row["code"] for row in csv.DictReader(file)]
    known = Known.of(_allotted(), divisions)
    with (shared_data / "data" / "code_vectors.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    expected = {
        "placeholder": {"absent"},
        "invalid": {"invalid"},
        "wrong_in_the_wild": {"invalid"},
        "valid": {"valid"},
        "legacy_form": {"valid"},
        "valid_form": {"valid"},
        "doubtful": {"warning"},
    }
    for row in rows:
        scheme = None if row["kind"] == "legacy_reg" else row["kind"]
        graded = grade(row["code"], scheme, known=known)
        wanted = expected.get(row["expected"])
        if "warn" in row["note"] or "not allotted" in row["note"]:
            wanted = {"warning"}
        elif wanted is None:  # "see_note" points at the computed column
            wanted = {"valid"} if row["computed"] == "valid" else {"invalid"}
        assert graded.grade in wanted, row
        if row["org_code_check"] == "bad" and row["computed"] == "valid":
            assert "org_code" in graded.reason


def _allotted() -> list[str]:
    """The table of allotted pairs, as the standard's lists have it."""
    table = "1:1239 2:19 3:123459 4:19 5:1239 6:129 7:129 8:19 9:123 A:19 N:1239 Y:1"
    return [first + s for first, seconds in (p.split(":") for p in table.split()) for s in seconds]


@pytest.mark.parametrize(
    ("file", "invalid", "absent"),
    [
        ("meizhou_orgs.csv", 0, 0),
        ("xingning_orgs.csv", 0, 0),
        ("legacy_registration_numbers.csv", 2, 1),
    ],
)
def test_every_real_row_has_a_grade(
    shared_data: Path, file: str, invalid: int, absent: int
) -> None:
    codes = pl.read_csv(shared_data / "data" / file, infer_schema=False)["code"]
    grades = grade_many(codes).frame()["grade"].to_list()
    assert (grades.count("invalid"), grades.count("absent")) == (invalid, absent)
