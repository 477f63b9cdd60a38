"""Unified codes by the standard's own arithmetic (GB 32100, GB 11714), for bodies of a division that does not exist."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DIVISION = "999999"


def organisation_code(serial: int) -> str:
    body = f"{serial:08d}"
    check = 11 - sum(int(c) * w for c, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(check, str(check))


def unified_code(serial: int, prefix: str = "91") -> str:
    head = prefix + DIVISION + organisation_code(serial)
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(head))
    return head + ALPHABET[(31 - total % 31) % 31]
