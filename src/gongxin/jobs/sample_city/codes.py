"""Makes constructed identifiers with sound check digits, by the public rules of GB 32100, GB 11714, GS 15 and GB 11643.

Every code lies in a division that does not exist (99xxxx). It never takes a check digit from the platform's own code.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I O S V Z
DIVISIONS = ("990101", "990102", "990103", "990121")
PLACEHOLDER = "0" * 17 + "X"

_LETTERS: NDArray[np.uint8] = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
_ORG_CHECKS: NDArray[np.uint8] = np.frombuffer(b"0123456789X0", dtype=np.uint8)
_VALUE = np.zeros(256, dtype=np.int64)
_VALUE[_LETTERS] = np.arange(31)
_ORG_VALUE = np.zeros(256, dtype=np.int64)
_ORG_VALUE[48:58] = np.arange(10)
_ORG_VALUE[65:91] = np.arange(10, 36)
_USCC_WEIGHTS = np.array([pow(3, i, 31) for i in range(17)], dtype=np.int64)
_ORG_WEIGHTS = np.array((3, 7, 9, 10, 5, 8, 4, 2), dtype=np.int64)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# Both numbers are prime to the size of their space, so different serials give different codes.
_NEW_STYLE_SPACE, _NEW_STYLE_STEP = 31**6, 412_345_679
_OLD_STYLE_SPACE, _OLD_STYLE_STEP = 10**8, 61_803_399


def _bytes(texts: Sequence[str], width: int) -> NDArray[np.uint8]:
    return np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8).reshape(-1, width)


def _texts(table: NDArray[np.uint8]) -> list[str]:
    whole = table.tobytes().decode("ascii")
    width = table.shape[1]
    return [whole[i : i + width] for i in range(0, len(whole), width)]


def _organisation_check(body: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rest: NDArray[np.int64] = 11 - (_ORG_VALUE[body] * _ORG_WEIGHTS).sum(axis=1) % 11
    return _ORG_CHECKS[rest]


def _unified_check(body: NDArray[np.uint8]) -> NDArray[np.uint8]:
    place: NDArray[np.int64] = (31 - (_VALUE[body] * _USCC_WEIGHTS).sum(axis=1) % 31) % 31
    return _LETTERS[place]


def organisation_codes(serials: NDArray[np.int64], modern: NDArray[np.bool_]) -> list[str]:
    """Nine characters each; bodies registered since the unified code carry the MA form, older ones eight digits."""
    body = np.empty((len(serials), 8), dtype=np.uint8)
    body[:, :2] = np.frombuffer(b"MA", dtype=np.uint8)
    number = serials * _NEW_STYLE_STEP % _NEW_STYLE_SPACE
    for place in range(7, 1, -1):
        body[:, place] = _LETTERS[number % 31]
        number = number // 31
    digits = np.empty_like(body)
    number = serials * _OLD_STYLE_STEP % _OLD_STYLE_SPACE
    for place in range(7, -1, -1):
        digits[:, place] = 48 + number % 10
        number = number // 10
    body = np.where(modern[:, None], body, digits).astype(np.uint8)
    return _texts(np.column_stack([body, _organisation_check(body)]))


def unified_codes(
    prefixes: Sequence[str], divisions: Sequence[str], organisations: Sequence[str]
) -> list[str]:
    """Eighteen characters: authority and category, division, organisation code, check."""
    if not prefixes:
        return []
    body = np.column_stack(
        [_bytes(prefixes, 2), _bytes(divisions, 6), _bytes(organisations, 9)]
    ).astype(np.uint8)
    return _texts(np.column_stack([body, _unified_check(body)]))


def registration_numbers(
    divisions: Sequence[str], serials: NDArray[np.int64], individual: Sequence[bool]
) -> list[str]:
    """Fifteen digits, the last by ISO 7064 mod 11,10; the sequence of individual businesses starts with 6 to 9."""
    numbers = [
        f"{division}{serial % 40_000_000 + (60_000_000 if alone else 0):08d}"
        for division, serial, alone in zip(divisions, serials.tolist(), individual, strict=True)
    ]
    return [number + _mod_11_10(number) for number in numbers]


def _mod_11_10(digits: str) -> str:
    rest = 10
    for digit in digits:
        rest = ((rest + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - rest) % 10)


def with_wrong_check(code: str) -> str:
    """The same code with another last character of the alphabet: it fails its check."""
    return code[:17] + ALPHABET[(ALPHABET.index(code[17]) + 7) % 31]


def with_wrong_organisation_code(code: str) -> str:
    """A code whose own check holds while the organisation code inside it does not."""
    inner = "1" if code[16] != "1" else "2"
    body = code[:16] + inner
    return body + _texts(_unified_check(_bytes([body], 17))[:, None])[0]


def resident_number(serial: int) -> str:
    """Shaped like a resident number, check included, in a division that does not exist: nobody's."""
    day = f"{1950 + serial % 50}{1 + serial % 12:02d}{1 + serial % 28:02d}"
    body = f"{DIVISIONS[serial % len(DIVISIONS)]}{day}{serial % 1000:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[rest]


def telephone(serial: int) -> str:
    """A mobile number nobody would dial: nine nines in a row."""
    return f"1{'9' * 7}{serial % 1000:03d}"


def bank_card(serial: int) -> str:
    """Nineteen digits that pass the Luhn check."""
    body = f"62999999{serial % 10**10:010d}"
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)
