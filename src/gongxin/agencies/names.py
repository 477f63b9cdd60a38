"""How names of authorities are compared: by equality of a normal form, never by substring."""

import unicodedata
from dataclasses import dataclass
from datetime import date

_DROPPED = str.maketrans(dict.fromkeys(" \t\u3000·•・,，"))


def normal(name: str) -> str:
    """Width folded, brackets made one kind, spaces and dots removed. Letters and characters stay as they are."""
    return unicodedata.normalize("NFKC", name).translate(_DROPPED).strip().upper()


@dataclass(frozen=True)
class DatedName:
    """A name of an agency in its normal form, and the days on which it was one (until: exclusive)."""

    norm: str
    key: str
    valid_from: date | None
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the agency bore this name on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )
