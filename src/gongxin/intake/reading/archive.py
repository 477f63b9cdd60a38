"""Whether an archive is a workbook that may be unpacked. Everything is judged before a member is unpacked; nothing is ever unpacked to a disk."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from gongxin.intake.reading.plan import Limits
from gongxin.intake.reading.refusals import refused

_PIECE = 1 << 18
_SMALL_BYTES = 8 << 20  # below this no ratio is unreasonable
_OTHER_KINDS = (
    ("xl/workbook.bin", "XLSB"),
    ("word/", "DOCX"),
    ("ppt/", "PPTX"),
    ("mimetype", "ODS/ODF"),
    ("META-INF/", "JAR"),
)
_MACRO_PARTS = ("vbaproject.bin", "xl/macrosheets/", "xl/dialogsheets/", "vbadata.xml")
_LINK_PARTS = (
    "xl/externallinks/",
    "xl/connections.xml",
    "xl/embeddings/",
    "xl/activex/",
    "xl/querytables/",
    "customui/",
)


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, judged from its directory alone."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        raise refused("file.malformed", part="ZIP") from None
    members = archive.infolist()
    if len(members) > limits.members:
        raise refused("file.zip_ratio", member="*", unpacked=len(members))
    for member in members:
        _judge_path(member)
    names = [m.filename for m in members]
    if len(set(names)) != len(names):
        raise refused("file.malformed", part="ZIP")
    for member in members:
        _judge_size(member, limits)
    if sum(m.file_size for m in members) > limits.unpacked_bytes:
        raise refused("file.zip_ratio", member="*", unpacked=sum(m.file_size for m in members))
    _judge_places(members, len(content))
    _judge_kind(archive, names, limits)
    return archive


def _judge_path(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    bad = name.startswith("/") or "\\" in name or ":" in name or "\0" in name or not name
    if bad or ".." in name.split("/") or stat.S_ISLNK(member.external_attr >> 16):
        shown = "".join(c if c.isprintable() else "\ufffd" for c in name)[:60]
        raise refused("file.zip_path", member=shown)
    if member.flag_bits & 0x1:
        raise refused("file.encrypted")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise refused("file.malformed", part="ZIP")


def _judge_size(member: zipfile.ZipInfo, limits: Limits) -> None:
    large = member.file_size > _SMALL_BYTES
    if large and member.file_size > limits.unpacked_ratio * max(member.compress_size, 1):
        raise refused("file.zip_ratio", member=member.filename[:60], unpacked=member.file_size)


def _judge_places(members: list[zipfile.ZipInfo], size: int) -> None:
    """Members that share bytes are a bomb; bytes before the first are another file."""
    ordered = sorted(members, key=lambda m: m.header_offset)
    if not ordered or ordered[0].header_offset != 0:
        raise refused("file.malformed", part="ZIP")
    ends = [m.header_offset + 30 + len(m.orig_filename.encode()) + m.compress_size for m in ordered]
    starts = [m.header_offset for m in ordered[1:]] + [size]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise refused("file.zip_ratio", member="*", unpacked=sum(m.file_size for m in members))


def _judge_kind(archive: zipfile.ZipFile, names: list[str], limits: Limits) -> None:
    for name in names:
        if any(part in name.lower() for part in _MACRO_PARTS):
            raise refused("file.macro", member=name[:60])
    if "xl/workbook.xml" not in names:
        for start, kind in _OTHER_KINDS:
            if any(name.startswith(start) for name in names):
                raise refused("file.type_mismatch", found=kind)
        raise refused("file.type_mismatch", found="ZIP")
    if "[Content_Types].xml" in names:
        types = b"".join(pieces(archive, "[Content_Types].xml", limits))
        if b"macroEnabled" in types:
            raise refused("file.macro", member="[Content_Types].xml")


def links(archive: zipfile.ZipFile) -> list[str]:
    """Parts that point outside the workbook; they are never followed, only named."""
    lowered = {name: name.lower() for name in archive.namelist()}
    return [name[:80] for name, low in lowered.items() if low.startswith(_LINK_PARTS)][:20]


def pieces(archive: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[bytes]:
    """A member's bytes; more of them than the directory says is a lie, and ends it."""
    try:
        member = archive.getinfo(name)
        with archive.open(member) as file:
            while piece := file.read(_PIECE):
                yield piece
    except KeyError:
        raise refused("file.malformed", part=name[:60]) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError):
        raise refused("file.malformed", part=name[:60]) from None


def parse_part(
    archive: zipfile.ZipFile, name: str, parser: expat.XMLParserType, limits: Limits
) -> None:
    """Feed a part to an XML parser that knows no document type, no entity and no outside."""

    def no_document_type(*_: object) -> None:
        raise refused("file.malformed", part=f"{name[:60]}: DOCTYPE")

    parser.StartDoctypeDeclHandler = no_document_type
    parser.EntityDeclHandler = no_document_type
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True
    try:
        for piece in pieces(archive, name, limits):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # an encoding unknown or of several bytes
        raise refused("file.malformed", part=name[:60]) from None


def judge_parts(archive: zipfile.ZipFile, skip: frozenset[str], limits: Limits) -> None:
    """Every XML part of the workbook is well formed and declares no document type."""
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels", ".vml")) and name not in skip:
            parse_part(archive, name, expat.ParserCreate(), limits)
