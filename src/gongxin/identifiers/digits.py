"""The check digits of GB 32100-2015, GB 11714-1997 and GS 15-2006. Pure arithmetic on well-formed text; decides no grade."""

# The only numbers of a standard in the program: they define the arithmetic and cannot differ between places.
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # 31 characters: no I O S V Z
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORG_CHECKS = "0123456789X"

_USCC_VALUE = {character: value for value, character in enumerate(USCC_ALPHABET)}


def uscc_check(first17: str) -> str:
    """The 18th character of a unified code (GB 32100-2015, modulus 31). KeyError on a character outside the alphabet."""
    total = sum(_USCC_VALUE[c] * w for c, w in zip(first17, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]  # remainder 0 gives "0", not a 32nd character


def org_check(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714, modulus 11)."""
    total = sum(ORG_ALPHABET.index(c) * w for c, w in zip(first8, ORG_WEIGHTS, strict=True))
    return ORG_CHECKS[-total % 11]  # 11 - r: ten is X, eleven is 0


def reg15_check(first14: str) -> str:
    """The 15th digit of a registration number (GS 15-2006, ISO 7064 MOD 11,10)."""
    state = 10
    for digit in first14:
        state = ((state + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - state) % 10)
