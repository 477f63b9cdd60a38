"""The digest of a set: the same in any order, undone by what leaves, another for another set."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from gongxin.exchange import elements
from tests.builders.partners import digest_of

ELEMENTS = st.lists(st.binary(min_size=32, max_size=32), max_size=12, unique=True)


def digest(enter: list[bytes | None], leave: list[bytes | None] | None = None) -> str:
    if not enter:
        return elements.digest(elements.empty()).hex()
    out = leave or [None] * len(enter)
    return elements.digest(elements.states(elements.empty(), enter, out)[-1]).hex()


@given(ELEMENTS, st.randoms())
def test_the_order_does_not_matter(found: list[bytes], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert digest(list(found)) == digest(list(shuffled)) == digest_of(e.hex() for e in found)


@given(ELEMENTS, ELEMENTS)
def test_what_came_and_left_is_as_if_it_never_had_been(
    stays: list[bytes], goes: list[bytes]
) -> None:
    enter: list[bytes | None] = [*goes, *stays, *(None for _ in goes)]
    leave: list[bytes | None] = [None] * (len(goes) + len(stays)) + list(goes)
    assert digest(enter, leave) == digest(list(stays))


@given(ELEMENTS, st.binary(min_size=32, max_size=32))
def test_one_element_more_is_another_set(found: list[bytes], other: bytes) -> None:
    if other not in found:
        assert digest([*found, other]) != digest(list(found))


def test_an_element_twice_is_not_the_element_once_and_not_none() -> None:
    one = bytes(range(32))
    assert len({digest([]), digest([one]), digest([one, one])}) == 3


def test_no_element_is_no_step() -> None:
    one = bytes(range(32))
    assert digest([None, one, None]) == digest([one])


def test_the_empty_set_is_all_zeros() -> None:
    assert digest([]) == hashlib.sha256(bytes(2048)).hexdigest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=20), st.data())
def test_each_state_goes_on_from_the_one_before(found: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(found)))
    first = elements.states(elements.empty(), found[:cut], [None] * cut)[-1]
    again = elements.read(elements.kept(first))
    rest = found[cut:]
    end = elements.states(again, rest, [None] * len(rest))[-1] if rest else again
    assert elements.digest(end).hex() == digest(list(found))
