"""The list of what stands no more: who holds a copy finds it, who asks tells nothing, who holds none learns nothing."""

import hashlib
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.exchange import stale
from gongxin.exchange.stale import PrefixRefused


def test_the_hash_is_what_the_document_says() -> None:
    record = uuid4()
    by_hand = hashlib.sha256(f"gongxin/stale/v1\n{record}/3".encode()).digest()
    assert stale.hash_of(record, 3) == by_hand


@pytest.mark.parametrize("text", ["", "a", "abcdef", "AB", "xy", "ab ", "ab\n"])
def test_what_is_no_prefix_is_refused(text: str) -> None:
    with pytest.raises(PrefixRefused):
        stale.ensure_prefix(text)


@given(st.binary(min_size=32, max_size=32), st.integers(2, 5))
def test_a_hash_lies_between_the_bounds_of_each_of_its_prefixes(one: bytes, length: int) -> None:
    low, high = stale.bounds(one.hex()[:length])
    assert low <= one <= high
    assert low.hex()[:length] == high.hex()[:length] == one.hex()[:length]


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=150, unique=True))
def test_an_answer_has_one_of_a_few_lengths_and_every_hash_once(found: list[bytes]) -> None:
    same = [b"\xab\xc0" + one[2:] for one in found]
    same = list(dict.fromkeys(same))
    lines = stale.padded("abc", same)
    assert len(lines) % stale.PADDED_TO == 0
    assert lines
    assert {line.removesuffix(":1") for line in lines if line.endswith(":1")} == {
        one.hex()[3:] for one in same
    }
    assert {len(line) for line in lines} == {61 + 2}
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("versions", "length"), [(0, 2), (1_000_000, 2), (1_048_576, 3), (16_777_216, 4), (10**12, 5)]
)
def test_the_prefix_grows_only_while_enough_share_it(versions: int, length: int) -> None:
    assert stale.prefix_length(versions) == length
