"""Which characters the font of papers can draw, and how those it cannot are printed: by their code point. Pure.

A name never silently loses a character: what has no glyph, or nothing to see, stands as 〔U+2A6D6〕.
"""

import struct
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

import noto_cjk_sans_otc

_FACE: Final = 2  # of the collection: Noto Sans CJK SC
# Controls, formats (direction marks, joiners), halves of a pair, private and unassigned: nobody sees them.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters by their class, and nothing to see: fillers of the Korean script.
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
_FORMAT_12: Final = 12


def font_file() -> str:
    """Where the one font of papers lies."""
    return str(files(noto_cjk_sans_otc).joinpath(noto_cjk_sans_otc.FONT_FILE))


def is_drawn(character: str) -> bool:
    """Whether a reader sees this character on paper."""
    if character in {"\n", " "}:
        return True
    is_seen = unicodedata.category(character) not in _UNSEEN and character not in _FILLERS
    return is_seen and ord(character) in _drawable()


def visible(text: str) -> str:
    """The text, with the code point of whatever would be lost."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if is_drawn(one) else f"〔U+{ord(one):04X}〕" for one in text)


@cache
def _drawable() -> frozenset[int]:
    """The code points that the font's own table gives a glyph to (OpenType `cmap`, format 12)."""
    with open(font_file(), "rb") as file:
        font = file.read()
    (start,) = struct.unpack_from(">I", font, 12 + 4 * _FACE)
    (tables,) = struct.unpack_from(">H", font, start + 4)
    for place in range(start + 12, start + 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, place)
        if tag == b"cmap":
            return frozenset(_mapped(font, offset))
    raise AssertionError("a font without cmap")


def _mapped(font: bytes, cmap: int) -> set[int]:
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * number)
        kind, _, _, _, groups = struct.unpack_from(">HHIII", font, cmap + offset)
        if kind == _FORMAT_12:
            found: set[int] = set()
            for group in range(groups):
                first, last, glyph = struct.unpack_from(
                    ">III", font, cmap + offset + 16 + 12 * group
                )
                # Glyph 0 is the box of what is missing.
                found.update(range(first + (glyph == 0), last + 1))
            return found
    raise AssertionError("a font without the full table of characters")
