"""Records of a JSON file: one object a line, or one array of objects. Every fault has its line; nothing is repaired."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from gongxin.intake.reading.csv_rows import Lines
from gongxin.intake.reading.named_rows import NESTED, Number, Record, Value
from gongxin.intake.reading.plan import BLANKS, Limits
from gongxin.intake.reading.refusals import refused

_WHITE = re.compile(r"[ \t\n\r]*")


class _Pairs(list[tuple[str, Any]]):
    """An object, with its names as often as they stand in it."""


class _NotANumber(Exception):
    """NaN or Infinity: no JSON."""


def _no_constant(_: str) -> NoReturn:
    raise _NotANumber


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=Number, parse_float=Number, parse_constant=_no_constant
)


def records(pieces: Iterator[bytes], limits: Limits) -> Iterator[Record]:
    """Objects in the order of the file, from pieces of UTF-8."""
    first = b""
    while not first.strip() and (piece := next(pieces, None)) is not None:
        first += piece
    joined = _with(first, pieces)
    if first.lstrip().startswith(b"["):
        yield from _Array(joined, limits).records()
    else:
        yield from _lines(joined, limits)


def _with(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _lines(pieces: Iterator[bytes], limits: Limits) -> Iterator[Record]:
    lines = Lines(pieces, limits)
    while (line := lines.line()) is not None:
        text = line.strip(" \t\n\r")
        if not text.strip(BLANKS):
            continue
        if not text.startswith("{"):
            raise refused("json.shape", line=lines.number)
        found, end = _object(text, 0, lines.number)
        if found is None or _WHITE.fullmatch(text, end) is None:
            raise refused("json.syntax", line=lines.number)
        yield _record(found, len(text), lines.number)


def _object(text: str, at: int, line: int) -> tuple[_Pairs | None, int]:
    """The object that begins here and where it ends; none where it does not end or is not well formed."""
    try:
        found, end = _DECODER.raw_decode(text, at)
    except json.JSONDecodeError:
        return None, at
    except _NotANumber:
        raise refused("json.number", line=line) from None
    except RecursionError:
        raise refused("json.shape", line=line) from None
    assert isinstance(found, _Pairs)
    return found, end


def _record(found: _Pairs, size: int, line: int) -> Record:
    pairs: list[tuple[str, Value]] = []
    for name, value in found:
        if not name.isascii() and any("\ud800" <= c <= "\udfff" for c in name):
            raise refused("json.syntax", line=line)
        pairs.append((name, NESTED if isinstance(value, list) else value))
    return Record(pairs, size)


class _Array:
    """One array of objects, read element by element."""

    def __init__(self, pieces: Iterator[bytes], limits: Limits) -> None:
        self._pieces = pieces
        self._limits = limits
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._text = ""
        self._at = 0
        self._line = 1

    def records(self) -> Iterator[Record]:
        """Its objects; what stands around them is judged as strictly."""
        self._take("[")
        if self._next() == "]":
            self._take("]")
        else:
            yield self._element()
            while self._next() == ",":
                self._take(",")
                yield self._element()
            self._take("]")
        if self._next():
            raise refused("json.syntax", line=self._line)

    def _more(self) -> bool:
        """Read on; false at the end of the file."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._text = self._text[self._at :] + self._decoder.decode(piece)
        self._at = 0
        return True

    def _next(self) -> str:
        """The next character that is no blank, not yet taken; nothing at the end."""
        while True:
            found = _WHITE.match(self._text, self._at)
            assert found is not None
            self._pass(found.end())
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _take(self, wanted: str) -> None:
        if self._next() != wanted:
            raise refused("json.syntax", line=self._line)
        self._at += 1

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _element(self) -> Record:
        if self._next() != "{":
            raise refused("json.shape", line=self._line)
        found, end = _object(self._text, self._at, self._line)
        while found is None:
            if len(self._text) - self._at > self._limits.record_bytes:
                self._too_long_or_wrong()
            if not self._more():
                raise refused("json.syntax", line=self._line)
            found, end = _object(self._text, self._at, self._line)
        size, line = end - self._at, self._line
        if size > self._limits.record_bytes:
            self._too_long_or_wrong()
        self._pass(end)
        return _record(found, size, line)

    def _too_long_or_wrong(self) -> NoReturn:
        """An element that is not over within the limit: too long, or wrong before that."""
        limit = self._limits.record_bytes
        try:
            _DECODER.raw_decode(self._text, self._at)
        except json.JSONDecodeError as no:
            # A string or an object that is cut by the end of what was read fails at its end or at its opening quote.
            if no.pos < self._at + limit // 2 and "Unterminated" not in no.msg:
                line = self._line + self._text.count("\n", self._at, no.pos)
                raise refused("json.syntax", line=line) from None
        raise refused("csv.record_too_long", line=self._line, limit=limit)
