"""Bytes of a text file as strict UTF-8 with one kind of line end. It never guesses: a byte that does not fit ends the attempt."""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from gongxin.intake.reading.refusals import refused

_LF = 10
UTF8, GB18030 = "utf-8", "gb18030"
_ACCEPTED = {
    "utf8": UTF8, "utf8sig": UTF8, "ascii": UTF8, "usascii": UTF8,
    "gb18030": GB18030, "gbk": GB18030, "gb2312": GB18030, "cp936": GB18030, "936": GB18030,
    "big5": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "cp950",
    "utf16": "utf-16", "utf16le": "utf-16-le", "utf16be": "utf-16-be",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = (("u2028", "\u2028".encode()), ("u2029", "\u2029".encode()))


class NotThisEncoding(Exception):
    """The bytes are not text of the encoding tried."""

    def __init__(self, encoding: str, line: int) -> None:
        super().__init__(encoding)
        self.encoding = encoding
        self.line = line


def encoding_named(declared: str) -> str:
    """The encoding that a sender's word for it means."""
    key = "".join(c for c in declared.lower() if c.isalnum())
    if key not in _ACCEPTED:
        raise refused("file.encoding", encoding=declared[:20], line=1)
    return _ACCEPTED[key]


def encoding_marked(head: bytes) -> tuple[str, int] | None:
    """The encoding of a byte order mark, and the mark's length."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    return None


@dataclass
class TextStream:
    """UTF-8 pieces of a file; what was altered is counted in `altered`."""

    encoding: str
    altered: dict[str, int] = field(default_factory=dict)
    lines: int = 1
    _separated: bool = False

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """Decoded strictly, NUL refused, CRLF and lone CR as LF, U+2028 and U+2029 as a blank."""
        carried = b""
        for decoded in self._decoded(chunks):
            if b"\0" in decoded:
                line = self.lines + decoded[: decoded.index(b"\0")].count(b"\n")
                raise refused("csv.nul", line=line)
            piece = carried + decoded
            # A CR or the first bytes of a separator at the end wait for what follows.
            keep = (
                1 if piece.endswith((b"\r", b"\xe2")) else 2 if piece.endswith(b"\xe2\x80") else 0
            )
            carried = piece[len(piece) - keep :]
            yield self._plain(piece[: len(piece) - keep])
        if carried:
            yield self._plain(carried)

    def _decoded(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self.encoding)("strict")
        is_utf8 = self.encoding == UTF8
        try:
            for chunk in chunks:
                text = decoder.decode(chunk)
                # Looked for in the text, where it is one character: in the bytes the search costs a third of all reading.
                self._separated = self._separated or "\u2028" in text or "\u2029" in text
                yield chunk if is_utf8 else text.encode()
            tail = decoder.decode(b"", final=True)
        except UnicodeError:
            raise NotThisEncoding(self.encoding, self.lines) from None
        if tail and not is_utf8:
            yield tail.encode()

    def _plain(self, piece: bytes) -> bytes:
        if b"\r" in piece:
            whole = len(piece)
            piece = piece.replace(b"\r\n", b"\n")
            self._count("crlf", whole - len(piece))
            if b"\r" in piece:
                self._count("cr", piece.count(b"\r"))
                piece = piece.replace(b"\r", b"\n")
        for name, separator in _SEPARATORS if self._separated else ():
            if separator in piece:
                self._count(name, piece.count(separator))
                piece = piece.replace(separator, b" ")
        self.lines += int(np.count_nonzero(np.frombuffer(piece, dtype=np.uint8) == _LF))
        return piece

    def _count(self, name: str, number: int) -> None:
        if number:
            self.altered[name] = self.altered.get(name, 0) + number


def looks_like_simplified_chinese(sample: bytes) -> bool:
    """Whether GB18030 text consists of common characters: Big5 read as GB18030 does not."""
    chars = [c for c in sample.decode(errors="ignore") if ord(c) > 127]
    common = sum(1 for c in chars if _in_gb2312(c))
    return common >= 0.9 * len(chars)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
