"""What may be entered about letters: lists that somebody pastes, and numbers that cannot be a person's. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongxin.notices.delivery import DeliveryRefused
from gongxin.notices.kinds import Way

ENTRIES_MAX: Final = 500  # lines of one list; more than a day's mail
BASIS_CHARS_MAX: Final = 200
# Of the post office: letters and digits. Eleven digits that begin as a mobile number does, and eighteen as an identity number
# has, are not kept: our own guard, for such a number is near a person.
_REFERENCE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z/.-]{3,39}")
_LIKE_A_PERSONS: Final = re.compile(r"1[3-9][0-9]{9}|[0-9]{15}|[0-9]{17}[0-9Xx]")
_LINE: Final = re.compile(r"[,，;；\t ]+")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class EntryRefused(DeliveryRefused):
    """A number or a line is not what it should be."""

    code = "notice.entry_refused"


class ContactRefused(DeliveryRefused):
    """What an organisation entered is no number or address of the kind."""

    code = "notice.contact_refused"


@dataclass(frozen=True)
class Entry:
    """One letter with the number that the post office gave it, and the day where one is named."""

    letter: int
    reference: str
    on: date | None = None


@dataclass(frozen=True)
class Unread:
    """A line that says nothing that could be entered."""

    line: str


def entries(text: str) -> tuple[list[Entry], list[Unread]]:
    """The lines of a list: letter number, number of the mail or the receipt, and perhaps the day."""
    lines = [line.strip() for line in text.replace("\x00", "").splitlines() if line.strip()]
    if len(lines) > ENTRIES_MAX:
        raise EntryRefused(
            f"一次最多登记 {ENTRIES_MAX} 行", f"at most {ENTRIES_MAX} lines at a time"
        )
    found: list[Entry] = []
    unread: list[Unread] = []
    for line in lines:
        one = _entry([part for part in _LINE.split(line) if part])
        if one is None:
            unread.append(Unread(line[:80]))
        else:
            found.append(one)
    return found, unread


def _entry(parts: list[str]) -> Entry | None:
    if len(parts) not in {2, 3} or not (parts[0].isascii() and parts[0].isdigit()):
        return None
    if len(parts[0]) > 9 or not is_reference(parts[1]):
        return None
    on = _day(parts[2]) if len(parts) == 3 else None
    return None if len(parts) == 3 and on is None else Entry(int(parts[0]), parts[1], on)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_reference(text: str) -> bool:
    """Whether this may be kept as the number of a mail, a receipt or a paper."""
    return bool(_REFERENCE.fullmatch(text)) and not _LIKE_A_PERSONS.fullmatch(text)


def ensure_basis(text: str) -> str:
    """The text of law that an announcement rests on, in the officer's words; it is named, never computed."""
    said = " ".join(text.replace("\x00", "").split())
    if not said or len(said) > BASIS_CHARS_MAX:
        raise EntryRefused(
            "请写明公告送达的法律依据",
            "name the text of law that lets an announcement tell somebody",
            remedy_zh=f"写法律名称和条款，不超过 {BASIS_CHARS_MAX} 字",
            remedy_en=f"the name of the law and its article, at most {BASIS_CHARS_MAX} characters",
        )
    return said


def ensure_contact(way: Way, text: str) -> str:
    """The number or address, as a gateway takes it."""
    said = "".join(text.replace("\x00", "").split())
    fits = _MOBILE if way is Way.SMS else _EMAIL
    if len(said) > 120 or not fits.fullmatch(said):
        raise ContactRefused(
            "请填写办公用的手机号码，或者办公邮箱",
            "enter a mobile number or an e-mail address of the office",
        )
    return said


def abridged(way: Way, text: str) -> str:
    """What its own organisation is shown of it: enough to know it again."""
    if way is Way.SMS:
        return f"{text[:3]}****{text[-4:]}"
    name, _, domain = text.partition("@")
    return f"{name[:1]}***@{domain}"
