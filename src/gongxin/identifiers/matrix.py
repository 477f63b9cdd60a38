"""Check digits of many codes at once, over a matrix of bytes. Says which pass; grades nothing, repairs nothing."""

import numpy as np
import numpy.typing as npt
import polars as pl

from gongxin.identifiers.digits import (
    ORG_ALPHABET,
    ORG_CHECKS,
    ORG_WEIGHTS,
    USCC_ALPHABET,
    USCC_WEIGHTS,
)

Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

# Rows looked at together: the running sums stay in the processor's cache.
_CHUNK = 1 << 14

# One table per column gives a byte's share of both sums: GB 32100 in the low half, GB 11714 in the high half.
# A byte that cannot stand in the column adds more than all lawful shares together, so one addition tells.
_USCC_BAD = 1 << 10
_ORG_BAD = 1 << 7
_HALF = 16


def _uscc_tables() -> npt.NDArray[np.int32]:
    tables = np.full((18, 256), _USCC_BAD, dtype=np.int32)
    for column in range(18):
        weight = (*USCC_WEIGHTS, 1)[column]
        for value, character in enumerate(USCC_ALPHABET):
            if _may_stand(character, column):
                tables[column, ord(character)] = value * weight % 31
    tables[8:17] += _org_tables() << _HALF
    return tables


def _may_stand(character: str, column: int) -> bool:
    if 2 <= column < 8:
        return character.isdigit()  # the division
    if column == 16:
        return character in ORG_CHECKS
    return True


def _org_tables() -> npt.NDArray[np.int32]:
    tables = np.full((9, 256), _ORG_BAD, dtype=np.int32)
    for column, weight in enumerate(ORG_WEIGHTS):
        for value, character in enumerate(ORG_ALPHABET):
            tables[column, ord(character)] = value * weight % 11
    for value, character in enumerate(ORG_CHECKS):
        tables[8, ord(character)] = value
    return tables


def _multiples(of: int, below: int, size: int) -> Mask:
    """A table over sums: true for multiples of the modulus that hold no forbidden byte."""
    good = np.zeros(size, dtype=np.bool_)
    good[:below:of] = True
    return good


_USCC_TABLES = _uscc_tables()
_ORG_TABLES = _org_tables()
_USCC_GOOD = _multiples(31, _USCC_BAD, 18 * _USCC_BAD + 1)
_ORG_GOOD = _multiples(11, _ORG_BAD, 9 * _ORG_BAD + 1)

# GS 15-2006: the state after one more digit, for each of the eleven states and each byte; 0 is "spoilt".
_REG15_NEXT = np.zeros((11, 256), dtype=np.uint8)
for _state in range(1, 11):
    for _digit in range(10):
        _REG15_NEXT[_state, ord("0") + _digit] = ((_state + _digit) % 10 or 10) * 2 % 11


def matrix(series: pl.Series, width: int) -> Bytes:
    """The bytes of a column whose values all have `width` bytes and none is null: one row per value."""
    if series.is_empty():
        return np.empty((0, width), dtype=np.uint8)
    joined: str = series.str.join("").item()
    return np.frombuffer(joined.encode(), dtype=np.uint8).reshape(-1, width)


def uscc_ok(codes: Bytes) -> tuple[Mask, Mask]:
    """Of N×18 bytes: whether form and check of GB 32100 hold, and whether the organisation code inside passes GB 11714."""
    check = np.empty(len(codes), dtype=np.bool_)
    org = np.empty(len(codes), dtype=np.bool_)
    for start in range(0, len(codes), _CHUNK):
        part = codes[start : start + _CHUNK]
        sums = np.zeros(len(part), dtype=np.int32)
        for column in range(18):
            sums += _USCC_TABLES[column][part[:, column]]
        check[start : start + _CHUNK] = _USCC_GOOD[sums & 0xFFFF]
        org[start : start + _CHUNK] = _ORG_GOOD[sums >> _HALF]
    return check, org


def org_ok(codes: Bytes) -> Mask:
    """Of N×9 bytes: whether form and check of GB 11714 hold."""
    sums = np.zeros(len(codes), dtype=np.int32)
    for column in range(9):
        sums += _ORG_TABLES[column][codes[:, column]]
    return _ORG_GOOD[sums]


def reg15_ok(codes: Bytes) -> Mask:
    """Of N×15 bytes: whether they are digits and the check of GS 15-2006 holds."""
    state = np.full(len(codes), 10, dtype=np.uint8)
    for column in range(14):
        state = _REG15_NEXT[state, codes[:, column]]
    # The last digit completes the sum: state + digit ≡ 1 (mod 10).
    last = codes[:, 14]
    digit = (last >= ord("0")) & (last <= ord("9"))
    sound: Mask = digit & (state > 0) & ((state.astype(np.int16) + last - ord("0")) % 10 == 1)
    return sound


def numbers(codes: Bytes) -> npt.NDArray[np.int32]:
    """Digit columns read as whole numbers (division codes); only for rows whose form has passed."""
    places = 10 ** np.arange(codes.shape[1] - 1, -1, -1, dtype=np.int32)
    found: npt.NDArray[np.int32] = (codes.astype(np.int32) - ord("0")) @ places
    return found
