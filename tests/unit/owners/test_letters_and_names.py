"""When an organisation can have accounts, where a letter stands, and what an account may be called."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.journal.forms import Form, has_form
from gongxin.owners.identity import SERVICE, IdentityServiceMissing
from gongxin.owners.letters import (
    TRIES_MAX,
    LetterState,
    fresh_code,
    plain_code,
    printed,
    stands,
    state_of,
)
from gongxin.owners.names import OFFERED, LabelRefused, ensure_label, fresh_handle

DAY = date(2026, 6, 2)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "absorbed", "today", "expected"),
    [
        ("active", None, DAY, True),
        ("unknown", None, DAY, True),
        ("revoked", None, DAY, True),  # until it is cancelled it exists and has its rights
        ("deregistered", None, DAY, False),
        ("active", DAY, DAY, False),
        ("active", DAY, DAY - timedelta(days=1), True),
    ],
)
def test_who_can_have_accounts(
    status: str, absorbed: date | None, today: date, expected: bool
) -> None:
    assert stands(status, absorbed, today) is expected


@given(st.booleans(), st.integers(0, 9), st.integers(-40, 40))
def test_a_letter_is_sent_only_while_its_code_opens_something(
    is_used: bool, failed: int, days: int
) -> None:
    state = state_of(ends_at=NOW + timedelta(days=days), is_used=is_used, failed=failed, now=NOW)
    assert (state is LetterState.SENT) == (not is_used and failed < TRIES_MAX and days > 0)
    assert (state is LetterState.USED) == is_used


def test_a_letter_without_a_code_waits() -> None:
    assert state_of(ends_at=None, is_used=False, failed=0, now=NOW) is LetterState.WAITING


def test_a_code_is_printed_in_two_groups_without_signs_that_look_alike() -> None:
    codes = [fresh_code() for _ in range(200)]
    assert len(set(codes)) == 200
    assert {len(code) for code in codes} == {10}
    assert not set("".join(codes)) & set("01OIL")
    assert printed("ABCDE23456") == "ABCDE-23456"


@pytest.mark.parametrize(
    "typed",
    ["91999999000000019D", " 91 999999 000000019 d ", "91-999999-000000019-D", "９１999999000000019Ｄ", "91999999000000019D\x00"],
)  # fmt: skip
def test_a_unified_code_has_one_writing_by_which_attempts_are_counted(typed: str) -> None:
    assert plain_code(typed) == "91999999000000019D"


@pytest.mark.parametrize("label", [*OFFERED, "hr-2", " Finance "])
def test_a_purpose_is_taken(label: str) -> None:
    assert ensure_label(label) == label.strip().lower()


@pytest.mark.parametrize(
    "label", ["", "a", "张三", "zhang san", "13800138000", "a13800138000", "11010519491231002x", "x" * 21, "-a", "a\n"]
)  # fmt: skip
def test_a_persons_name_or_number_is_not(label: str) -> None:
    with pytest.raises(LabelRefused):
        ensure_label(label)


def test_a_handle_can_stand_in_the_public_log_and_tells_nobody() -> None:
    for handle in {fresh_handle() for _ in range(100)}:
        assert has_form(Form.ACCOUNT, handle)
        assert not any(sign.isdigit() for sign in handle)


def test_no_identity_service_is_connected_and_it_says_so() -> None:
    assert not SERVICE.is_configured
    with pytest.raises(IdentityServiceMissing, match="not connected"):
        SERVICE.vouch("ticket")
