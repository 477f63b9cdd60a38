"""The constructed identifiers are sound by other people's arithmetic, and nobody's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_10

from gongxin.jobs.sample_city import codes
from tests.unit.identifiers import reference

serials = st.integers(min_value=0, max_value=900_000_000)


def unified(serial: int, prefix: str = "91", *, modern: bool = True) -> str:
    organisation = codes.organisation_codes(np.array([serial]), np.array([modern]))
    return codes.unified_codes([prefix], [codes.DIVISIONS[0]], organisation)[0]


@given(serials, st.sampled_from(["91", "92", "93", "12", "51", "N2"]), st.booleans())
def test_unified_codes_pass_both_checks_of_the_standards(
    serial: int, prefix: str, modern: bool
) -> None:
    code = unified(serial, prefix, modern=modern)
    assert reference.code(prefix, code[2:8], code[8:16]) == code


@given(serials)
def test_a_code_made_wrong_fails_its_check(serial: int) -> None:
    code = unified(serial)
    wrong = codes.with_wrong_check(code)
    assert wrong[:17] == code[:17]
    assert wrong[17] != code[17]


@given(serials)
def test_a_wrong_organisation_code_leaves_the_outer_check_sound(serial: int) -> None:
    flawed = codes.with_wrong_organisation_code(unified(serial))
    values = [codes.ALPHABET.index(c) for c in flawed]
    # GB 32100: the weighted sum of the first seventeen and the check make a multiple of 31.
    assert (sum(v * pow(3, i, 31) for i, v in enumerate(values[:17])) + values[17]) % 31 == 0
    assert reference.org(flawed[8:16]) != flawed[16]


def test_different_serials_give_different_codes() -> None:
    many = np.arange(1, 200_001)
    for modern in (True, False):
        made = codes.organisation_codes(many, np.full(len(many), modern))
        assert len(set(made)) == len(many)


@given(st.integers(min_value=0, max_value=39_999_999), st.booleans())
def test_registration_numbers_pass_iso_7064(serial: int, individual: bool) -> None:
    number = codes.registration_numbers([codes.DIVISIONS[1]], np.array([serial]), [individual])[0]
    assert mod_11_10.is_valid(number)
    assert (number[6] in "6789") is individual


@given(st.integers(min_value=0, max_value=10**6))
def test_resident_numbers_are_well_formed_and_of_no_place(serial: int) -> None:
    number = codes.resident_number(serial)
    assert ric.calc_check_digit(number) == number[17]
    assert number.startswith("99")


@given(st.integers(min_value=0, max_value=10**9))
def test_bank_cards_pass_luhn(serial: int) -> None:
    assert luhn.is_valid(codes.bank_card(serial))


def test_no_unified_code_can_be_taken_for_a_resident_number() -> None:
    # Its seventh and eighth characters would have to be the century of a birth.
    assert all(division[4:] not in {"18", "19", "20"} for division in codes.DIVISIONS)
    assert all(division.startswith("99") for division in codes.DIVISIONS)
