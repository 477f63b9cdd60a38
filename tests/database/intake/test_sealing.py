"""What is sealed opens here, for what it was sealed for, and unchanged; nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.intake.sealing import SealBroken, seal, unseal


@given(st.text(max_size=80), st.text(max_size=40))
def test_what_was_sealed_comes_back(text: str, about: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    about = about.encode("utf-8", "ignore").decode()
    sealed = seal(text, about)
    assert unseal(sealed, about) == text
    assert sealed != seal(text, about)


@given(st.binary(max_size=60))
def test_what_we_did_not_seal_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(sealed, "a")


@given(st.integers(0, 40), st.integers(1, 255))
def test_a_changed_byte_or_another_row_breaks_the_seal(place: int, change: int) -> None:
    sealed = bytearray(seal("open sesame", "one"))
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), "another")
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), "one")
