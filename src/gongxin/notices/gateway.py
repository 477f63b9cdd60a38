"""Where reminders leave the house: an interface, and a default that lays each message into a folder as one file.

The folder is the whole contract (docs/operations.md): `out/<id>.json` is a message; whoever sends it moves the file to `taken/`,
and lays `in/<any name>.json` with what came of it. Files appear whole or not at all; a message has one id for ever, so that
nothing is sent twice.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from gongxin.notices.kinds import Way
from gongxin.notices.wording import REMINDER

ANSWER_BYTES_MAX: Final = 4096  # an answer is two words


@dataclass(frozen=True)
class Message:
    """One reminder. Its text is always the same; only where it goes differs."""

    id: UUID
    way: Way
    to: str
    at: datetime


@dataclass(frozen=True)
class Answer:
    """What the gateway says came of a message. `name` is its file, to be taken away once it is entered."""

    name: str
    message: str
    has_arrived: bool


class Gateway(Protocol):
    """Sends short messages, and says later what came of them."""

    def take(self, message: Message) -> bool:
        """Take a message over; False where it was taken before: then nothing is done."""
        ...

    def answers(self) -> Iterator[Answer]:
        """What came back and was not forgotten."""
        ...

    def forget(self, answer: Answer) -> None:
        """The answer was entered."""
        ...


class FileDrop:
    """The default: a folder on this machine, which a program of the operator empties."""

    def __init__(self, root: Path) -> None:
        self._out, self._taken = root / "out", root / "taken"
        self._in, self._odd = root / "in", root / "odd"

    def take(self, message: Message) -> bool:
        self._ensure_folders()
        name = f"{message.id}.json"
        if (self._out / name).exists() or (self._taken / name).exists():
            return False
        half = self._out / f".{message.id}.{os.getpid()}"
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(_document(message), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        half.replace(self._out / name)
        _settle(self._out)
        return True

    def answers(self) -> Iterator[Answer]:
        self._ensure_folders()
        for path in sorted(self._in.glob("*.json")):
            found = _answer(path)
            if found is None:  # not lost and not obeyed: somebody looks at it
                path.replace(self._odd / path.name)
            else:
                yield found

    def forget(self, answer: Answer) -> None:
        (self._in / answer.name).unlink(missing_ok=True)
        (self._taken / f"{answer.message}.json").unlink(missing_ok=True)

    def _ensure_folders(self) -> None:
        for folder in (self._out, self._taken, self._in, self._odd):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _document(message: Message) -> dict[str, str]:
    return {
        "id": str(message.id),
        "way": message.way.value,
        "to": message.to,
        "zh": REMINDER.zh,
        "en": REMINDER.en,
        "at": message.at.isoformat(),
    }


def _answer(path: Path) -> Answer | None:
    """`{"id": …, "came": "arrived" | "failed"}`; anything else is none."""
    with path.open("rb") as file:
        content = file.read(ANSWER_BYTES_MAX + 1)
    if len(content) > ANSWER_BYTES_MAX:
        return None
    try:
        told = json.loads(content)
        message = str(UUID(told["id"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    came = told.get("came")
    if came not in {"arrived", "failed"}:
        return None
    return Answer(path.name, message, came == "arrived")


def _settle(folder: Path) -> None:
    """The name of the file outlives a power cut too."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
