"""Under which hash a version that no longer stands is listed, and how an answer hides which one was asked for. Pure.

Whoever was given a version knows its record and number, and nobody else does: a record's id is a keyed hash under a secret
of ours. So the list tells holders of copies that theirs is out of date, and is no register of anybody to those who hold none.
"""

import hashlib
import re
import secrets
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from gongxin.refusal import Refusal

DOMAIN: Final = "gongxin/stale/v1"
PREFIX_MIN: Final = 2
PREFIX_MAX: Final = 5
# House numbers: an answer is of one of a few lengths, and a prefix is shared by a few hundred versions that were ever shown.
PADDED_TO: Final = 64
SHARED_BY: Final = 256
_PREFIX: Final = re.compile(rf"[0-9a-f]{{{PREFIX_MIN},{PREFIX_MAX}}}")
_HEX: Final = 64


class PrefixRefused(Refusal):
    """What was asked for is no beginning of a hash."""

    code = "stale.prefix"

    def __init__(self) -> None:
        super().__init__(
            f"前缀须为散列值开头的 {PREFIX_MIN}–{PREFIX_MAX} 位小写十六进制字符",
            f"a prefix is the first {PREFIX_MIN} to {PREFIX_MAX} characters of the hash, in lower-case hex",
            remedy_zh="请在本机计算散列值，只发送前缀，再在返回的清单中查找其余部分",
            remedy_en="compute the hash on your side, send its prefix alone, and look for the rest in the answer",
        )


def hash_of(record: UUID, number: int) -> bytes:
    """SHA-256 over the domain, a line feed, the record's id, a slash and the number of the version."""
    return hashlib.sha256(f"{DOMAIN}\n{record}/{number}".encode()).digest()


def ensure_prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise PrefixRefused
    return text


def bounds(prefix: str) -> tuple[bytes, bytes]:
    """The least and the greatest hash that begin so."""
    return bytes.fromhex(prefix.ljust(_HEX, "0")), bytes.fromhex(prefix.ljust(_HEX, "f"))


def prefix_length(versions: int) -> int:
    """The longest prefix that as many versions share as hide the one that is asked for."""
    length = PREFIX_MIN
    while length < PREFIX_MAX and versions >= SHARED_BY * 16 ** (length + 1):
        length += 1
    return length


def padded(prefix: str, found: Sequence[bytes]) -> list[str]:
    """The rest of each hash with `:1`, and lines that are none with `:0`, sorted: the length tells next to nothing."""
    rest = _HEX - len(prefix)
    fill = -len(found) % PADDED_TO if found else PADDED_TO
    lines = [f"{one.hex()[len(prefix) :]}:1" for one in found]
    lines += [f"{secrets.token_hex(32)[:rest]}:0" for _ in range(fill)]
    return sorted(lines)
