"""What a change row says to a partner, line by line, worked out by hand."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from gongxin.exchange.lines import REASONS, Row, line
from gongxin.records.lifecycle import State

A, B = b"a" * 32, b"b" * 32
AT = datetime(2026, 6, 1, tzinfo=UTC)

# (row's operation, state, state before, stood) → (operation, reason, element, leaves)
CASES = {
    "shown for the first time": (("add", "admitted", None, None), ("ADD", "released", A, None)),
    "reported again after its batch was undone": (
        ("add", "admitted", "undone", None),
        ("ADD", "reported_again", A, None),
    ),
    "found whose it is": (("add", "admitted", "detached", None), ("ADD", "judged", A, None)),
    "was two decisions after all": (("add", "admitted", "merged", None), ("ADD", "unmerged", A, None)),
    "corrected": (("modify", "admitted", "admitted", B), ("MOD", "corrected", A, B)),
    "corrected before it was ever shown": (
        ("modify", "admitted", "admitted", None),
        ("ADD", "released", A, None),
    ),
    "hidden for a time": (("delete", "admitted", "admitted", A), ("DEL", "hidden", None, A)),
    "hidden by its day and shown again": (("add", "admitted", None, A), ("MOD", "shown_again", A, A)),
    "news of what is gone": (("modify", "withdrawn", "admitted", None), ("NONE", None, None, None)),
    "repaired": (("delete", "repaired", "admitted", B), ("DEL", "repaired", None, B)),
    "withdrawn": (("delete", "withdrawn", "admitted", B), ("DEL", "withdrawn", None, B)),
    "detached": (("delete", "detached", "admitted", B), ("DEL", "detached", None, B)),
    "merged": (("delete", "merged", "admitted", B), ("DEL", "merged", None, B)),
    "undone": (("delete", "undone", "admitted", B), ("DEL", "undone", None, B)),
    "erased": (("delete", "erased", "admitted", B), ("DEL", "erased", None, B)),
    "disputed": (("mark", "admitted", "admitted", B), ("MARK", "marked", B, None)),
    "not disputed any more": (("unmark", "admitted", "admitted", B), ("UNMARK", "unmarked", B, None)),
    "withdrawn and never shown": (
        ("delete", "withdrawn", "admitted", None),
        ("NONE", None, None, None),
    ),
    "disputed and never shown": (("mark", "admitted", None, None), ("NONE", None, None, None)),
}  # fmt: skip


def row(operation: str, state: str, before: str | None, stood: bytes | None, *, is_for_all: bool = True, was_shown: bool = False) -> Row:  # fmt: skip
    return Row(
        sequence=7,
        at=AT,
        record=UUID(int=1),
        number=2,
        operation=operation,
        element=A,
        state=State(state),
        state_before=State(before) if before else None,
        stood=stood,
        is_for_all=is_for_all,
        was_shown=was_shown,
    )


@pytest.mark.parametrize("case", CASES)
def test_each_row_says_one_thing(case: str) -> None:
    told, expected = CASES[case]
    found = line(row(*told))
    assert (found.operation.value, found.reason, found.element, found.leaves) == expected
    assert found.reason is None or found.reason in REASONS
    assert (found.record is None) is (found.operation == "NONE")


def test_of_what_is_not_for_the_public_only_the_number_is_told() -> None:
    found = line(row("add", "admitted", None, None, is_for_all=False))
    assert (found.sequence, found.operation.value) == (7, "NONE")
    assert (found.record, found.number, found.element, found.leaves) == (None,) * 4


def test_what_was_hidden_by_a_line_comes_back_by_one() -> None:
    found = line(row("add", "admitted", None, None, was_shown=True))
    assert (found.operation.value, found.reason, found.element) == ("ADD", "shown_again", A)


def test_what_enters_is_what_brings_a_version() -> None:
    assert line(row("add", "admitted", None, None)).enters == A
    assert line(row("modify", "admitted", "admitted", B)).enters == A
    assert line(row("mark", "admitted", "admitted", B)).enters is None
    assert line(row("delete", "repaired", "admitted", B)).enters is None
