"""Records of the XML body of the former national push: ROWDATA, ROW, one element a column. No document type, no entity, no outside is ever known."""

import re
from collections.abc import Iterator
from xml.parsers import expat

from gongxin.intake.reading.named_rows import Record, Value
from gongxin.intake.reading.plan import Limits
from gongxin.intake.reading.refusals import FileRefused, refused
from gongxin.intake.reading.text_stream import GB18030, UTF8, encoding_marked, encoding_named

_ROOT, _ROW = "ROWDATA", "ROW"
_ROW_DEPTH, _CELL_DEPTH = 2, 3
_WHITE = " \t\n\r"
_PIECE = 1 << 16
_DECLARED = re.compile(rb"^<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")


def choose_encoding(head: bytes, declared: str | None) -> tuple[str, int]:
    """Encoding and length of the byte order mark. The file's own word counts; the sender's may not contradict it."""
    marked = encoding_marked(head)
    mark = marked[1] if marked is not None else 0
    own = _DECLARED.match(head[mark:])
    said = own[1].decode() if own else None
    names = {encoding_named(name) for name in (said, declared) if name is not None}
    if marked is not None:
        names.add(marked[0])
    names = names or {UTF8}
    if len(names) > 1 or not names <= {UTF8, GB18030}:
        raise refused("file.encoding", encoding=" / ".join(sorted(names)), line=1)
    return names.pop(), mark


class _Rows:
    """Takes the parser's events and keeps the rows that are complete."""

    def __init__(self, limits: Limits) -> None:
        self.limit = limits.record_bytes
        self.columns = limits.columns
        self.ready: list[Record] = []
        self.silent = 0  # bytes given to the parser since it last said something
        self._depth = 0
        self._pairs: list[tuple[str, Value]] = []
        self._text: list[str] = []
        self._size = 0
        # The text is UTF-8 by now, whatever the declaration says.
        self.parser = expat.ParserCreate("UTF-8")
        self.parser.buffer_text = True
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartDoctypeDeclHandler = self._no_document_type
        self.parser.EntityDeclHandler = self._no_document_type
        self.parser.ExternalEntityRefHandler = self._no_document_type
        self.parser.ProcessingInstructionHandler = self._no_instruction
        self.parser.CommentHandler = self._no_comment
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _no_document_type(self, *_: object) -> int:
        raise self._dangerous("DOCTYPE / ENTITY")

    def _no_instruction(self, *_: object) -> None:
        raise self._dangerous("<?…?>")

    def _no_comment(self, _: str) -> None:
        raise self._wrong("<!-- -->")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.silent = 0
        self._depth += 1
        if attributes:
            raise self._wrong(f"<{_shown(name)} …=…>")
        if self._depth == 1 and name != _ROOT:
            raise refused("file.type_mismatch", found=f"XML <{_shown(name)}>")
        if (self._depth == _ROW_DEPTH and name != _ROW) or self._depth > _CELL_DEPTH:
            raise self._wrong(f"<{_shown(name)}>")
        self._text = []
        self._count(len(name))

    def _end(self, name: str) -> None:
        self.silent = 0
        if self._depth == _CELL_DEPTH:
            self._pairs.append((name, "".join(self._text) or None))
            if len(self._pairs) > self.columns:
                raise refused("file.too_many_columns", limit=self.columns)
        elif self._depth == _ROW_DEPTH:
            self.ready.append(Record(self._pairs, self._size))
            self._pairs, self._size = [], 0
        self._depth -= 1

    def _characters(self, data: str) -> None:
        self.silent = 0
        if self._depth == _CELL_DEPTH:
            self._text.append(data)
            self._count(len(data))
        elif data.strip(_WHITE):
            raise self._wrong("…")

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > self.limit:
            raise self.too_long()

    def too_long(self) -> FileRefused:
        line = self.parser.CurrentLineNumber
        return refused("csv.record_too_long", line=line, limit=self.limit)

    def _wrong(self, part: str) -> FileRefused:
        return refused("xml.shape", part=part, line=self.parser.CurrentLineNumber)

    def _dangerous(self, part: str) -> FileRefused:
        return refused("xml.dangerous", part=part, line=self.parser.CurrentLineNumber)


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in name)[:40]


def records(pieces: Iterator[bytes], limits: Limits) -> Iterator[Record]:
    """Rows in the order of the file, from pieces of UTF-8."""
    rows = _Rows(limits)
    try:
        for piece in pieces:
            for start in range(0, len(piece), _PIECE):
                part = piece[start : start + _PIECE]
                rows.silent += len(part)
                rows.parser.Parse(part, False)
                # One name or one value without end would be read again with every piece.
                if rows.silent > limits.record_bytes:
                    raise rows.too_long()
                yield from rows.ready
                rows.ready = []
        rows.parser.Parse(b"", True)
    except expat.ExpatError as no:
        raise refused("xml.syntax", line=no.lineno) from None
    yield from rows.ready
