"""The standards' check digits: agreement with second opinions, and which errors of a copyist they catch."""

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc
from stdnum.iso7064 import mod_11_10

from gongxin.identifiers import (
    Grade,
    grade,
    matrix,
    org_check,
    reg15_check,
    uscc_check,
    uscc_ok,
)
from gongxin.identifiers.matrix import org_ok, reg15_ok
from tests.unit.identifiers import reference

DIGITS = "0123456789"
digits = st.text(alphabet=DIGITS, min_size=6, max_size=6)
bodies = st.text(alphabet=reference.ALPHABET, min_size=8, max_size=8)
prefixes = st.sampled_from(["91", "92", "93", "51", "12", "A1", "N2", "Y1", "G1", "55"])
codes = st.builds(reference.code, prefixes, digits, bodies)
org_codes = st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8).map(
    lambda b: b + reference.org(b)
)
reg15s = st.text(alphabet=DIGITS, min_size=14, max_size=14).map(lambda d: d + reference.reg15(d))


@given(st.text(alphabet=reference.ALPHABET, min_size=17, max_size=17))
def test_the_eighteenth_character_agrees_with_the_formula_of_the_standard(
    first17: str,
) -> None:
    assert uscc_check(first17) == reference.uscc(first17)


@given(org_codes, reg15s)
def test_the_older_checks_agree_with_their_formulas(org: str, reg: str) -> None:
    assert org_check(org[:8]) == org[8]
    assert reg15_check(reg[:14]) == reg[14]
    assert mod_11_10.is_valid(reg)


@given(codes)
def test_python_stdnum_accepts_what_passes_wherever_its_form_allows_it(
    code: str,
) -> None:
    assume(code[:8].isdigit())  # it refuses every authority written with a letter
    assert stdnum_uscc.is_valid(code)
    assert grade(code, "uscc").grade in {Grade.VALID, Grade.WARNING, Grade.INVALID}


@given(codes, st.integers(0, 17), st.sampled_from(reference.ALPHABET))
def test_one_changed_character_breaks_the_unified_code(code: str, at: int, other: str) -> None:
    # Without exception: 31 is prime and no weight is a multiple of it.
    assume(other != code[at])
    changed = code[:at] + other + code[at + 1 :]
    assert grade(changed, "uscc").grade is Grade.INVALID
    assert not uscc_ok(matrix(pl.Series([changed]), 18))[0][0]


@given(codes, st.integers(0, 16))
def test_two_neighbours_swapped_break_the_unified_code(code: str, at: int) -> None:
    # Neighbouring weights differ by 2·3^i, never 0 modulo 31, and so do 28 and 1 at the end.
    assume(code[at] != code[at + 1])
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert grade(swapped, "uscc").grade is Grade.INVALID


@given(
    org_codes,
    st.integers(0, 7),
    st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
)
def test_one_changed_character_breaks_the_organisation_code_unless_values_differ_by_eleven(
    code: str, at: int, other: str
) -> None:
    # The standard's modulus is 11 and its values run to 35: 0 and B, 1 and C … cannot be told apart.
    values = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    caught = (values[other] - values[code[at]]) % 11 != 0
    changed = code[:at] + other + code[at + 1 :]
    assert (grade(changed, "org_code").grade is Grade.INVALID) == caught


@given(reg15s, st.integers(0, 14), st.sampled_from(DIGITS))
def test_one_changed_digit_breaks_the_registration_number(code: str, at: int, other: str) -> None:
    assume(other != code[at])
    changed = code[:at] + other + code[at + 1 :]
    assert grade(changed, "reg15").grade is Grade.INVALID


def test_remainder_zero_gives_the_character_nought() -> None:
    first17 = next(
        f"91441481{n:08d}0" for n in range(200) if reference.uscc(f"91441481{n:08d}0") == "0"
    )
    assert uscc_check(first17) == "0"


ANY_BYTES = st.binary(min_size=18, max_size=18)


@given(st.lists(codes.map(str.encode) | ANY_BYTES, min_size=1, max_size=20))
def test_the_tables_pass_exactly_what_form_and_formula_pass(rows: list[bytes]) -> None:
    check, org = uscc_ok(np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, 18))
    for row, passes, org_passes in zip(rows, check, org, strict=True):
        text = row.decode("latin-1")
        formed = (
            all(c in reference.ALPHABET for c in text)
            and all(c in DIGITS for c in text[2:8])
            and text[16] in "0123456789X"
        )
        assert passes == (formed and reference.uscc(text[:17]) == text[17])
        if formed:
            assert org_passes == (reference.org(text[8:16]) == text[16])


@given(st.lists(org_codes.map(str.encode) | st.binary(min_size=9, max_size=9), min_size=1))
def test_the_table_of_organisation_codes_passes_what_the_formula_passes(
    rows: list[bytes],
) -> None:
    upper = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    found = org_ok(np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, 9))
    for row, passes in zip(rows, found, strict=True):
        text = row.decode("latin-1")
        assert passes == (set(text[:8]) <= upper and reference.org(text[:8]) == text[8])


@given(st.lists(reg15s.map(str.encode) | st.binary(min_size=15, max_size=15), min_size=1))
def test_the_table_of_registration_numbers_passes_what_the_formula_passes(
    rows: list[bytes],
) -> None:
    found = reg15_ok(np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(-1, 15))
    for row, passes in zip(rows, found, strict=True):
        text = row.decode("latin-1")
        digits_only = all(c in DIGITS for c in text)
        assert passes == (digits_only and reference.reg15(text[:14]) == text[14])


@pytest.mark.parametrize(
    ("number", "passes"),
    [("110108000000016", True), ("110108000000017", False), ("191108000000014", False)],
)
def test_published_registration_numbers_pass_and_fail_as_published(
    number: str, passes: bool
) -> None:
    assert (grade(number, "reg15").grade is Grade.VALID) == passes
