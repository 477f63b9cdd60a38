"""Check digits once more, written from the standards' formulas and importing nothing of the project: the tests' oracle."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(first17: str) -> str:
    total = sum(ALPHABET.index(x) * pow(3, i, 31) for i, x in enumerate(first17))
    return ALPHABET[(31 - total % 31) % 31]


def org(first8: str) -> str:
    values = (int(x) if x.isdigit() else ord(x) - 55 for x in first8)
    rest = 11 - sum(v * w for v, w in zip(values, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def reg15(first14: str) -> str:
    product = 10
    for digit in first14:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def resident(first17: str) -> str:
    return "0123456789X"[(1 - 2 * int(first17, 13)) % 11]


def code(prefix: str, division: str, body: str) -> str:
    """A unified code that passes both checks."""
    first17 = prefix + division + body + org(body)
    return first17 + uscc(first17)
