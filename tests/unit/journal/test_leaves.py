"""A leaf commits to everything an entry says, in one way."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from gongxin.journal import leaves
from gongxin.journal.leaves import Entry

AT = "2026-04-01T08:00:00.000000Z"


def _bytes(entry: Entry, index: int = 3, actor: str = "system") -> bytes:
    return leaves.leaf_bytes(index=index, jurisdiction="xingning", entry=entry, actor=actor, at=AT)


def test_a_leaf_is_written_as_its_definition_says() -> None:
    entry = Entry("batch.held", {"rows": 5, "batch": "a", "reason": None}, root=b"\xab")
    assert _bytes(entry) == (
        b"gx-c1;9:gx-leaf-1;8:xingning;1:3;10:batch.held;27:2026-04-01T08:00:00.000000Z;"
        b"6:system;2:ab;5:batch;3:s:a;6:reason;-;4:rows;3:i:5;"
    )


def test_a_number_and_the_text_of_it_differ() -> None:
    assert _bytes(Entry("k", {"a": 5})) != _bytes(Entry("k", {"a": "5"}))


@pytest.mark.parametrize("value", [True, 1.0, ["x"], {"x": 1}, b"x"])
def test_other_values_have_no_place(value: object) -> None:
    with pytest.raises(TypeError):
        _bytes(Entry("k", {"a": value}))  # type: ignore[dict-item]


def test_an_instant_is_written_in_utc_whatever_the_zone() -> None:
    shanghai = timezone(timedelta(hours=8))
    assert leaves.instant(datetime(2026, 4, 1, 16, tzinfo=shanghai)) == AT
    assert leaves.instant(datetime(2026, 4, 1, 8, tzinfo=UTC)) == AT
    with pytest.raises(AssertionError):
        leaves.instant(datetime(2026, 4, 1, 8))
