"""The name under which a file is shown and given back: no folder, no number of a person, no character that nobody sees. Pure."""

import re
import unicodedata
from typing import Final

from gongxin.attachments.kinds import ENDINGS, Type

_CHARS_MAX: Final = 60
# A resident number, a card or a telephone in a name is nobody's business; the door has covered what it recognised.
_LONG_NUMBER: Final = re.compile(r"\d{7,}[0-9Xx]?")
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*%]')


def shown(name: str, kind: Type) -> str:
    """The name with the ending of what the file is."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(
        c
        for c in unicodedata.normalize("NFC", last)
        if unicodedata.category(c)[0] not in "CZ" or c == " "
    )
    stem = plain.rsplit(".", 1)[0] if "." in plain.strip(".") else plain
    stem = _LONG_NUMBER.sub("…", _NOT_IN_NAMES.sub("_", stem)).strip(" .")
    return f"{stem[:_CHARS_MAX].rstrip(' .') or 'file'}{ENDINGS[kind]}"
