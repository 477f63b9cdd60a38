"""How names of authorities are compared: by equality of a normal form, never by substring."""

import unicodedata

_DROPPED = str.maketrans(dict.fromkeys(" \t\u3000·•・,，"))


def normal(name: str) -> str:
    """Width folded, brackets made one kind, spaces and dots removed. Letters and characters stay as they are."""
    return unicodedata.normalize("NFKC", name).translate(_DROPPED).strip().upper()
