"""Files of evidence, good and hostile, made by libraries that others use too; and a clamd of our own on a socket."""

import io
import socketserver
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pikepdf
from PIL import Image

# The harmless file by which every scanner is tried, in two halves so that none finds it here.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def png(width: int = 40, height: int = 30, colour: str = "navy", **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG", **saved)
    return out.getvalue()


def jpeg(width: int = 40, height: int = 30, colour: str = "navy", **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **saved)
    return out.getvalue()


def photographed() -> bytes:
    """A photograph as a telephone takes it: lying on its side, with place, device and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825)[2] = (24.0, 8.0, 30.0)
    return jpeg(80, 40, exif=exif, comment=b"taken by Ding")


def png_bomb(side: int = 50_000) -> bytes:
    """A picture of 2,500 million pixels in a few kilobytes of header and one compressed line."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def pdf(pages: int = 1, **saved: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as paper:
        for _ in range(pages):
            paper.add_blank_page()
        paper.docinfo["/Author"] = "Ding"
        paper.save(out, **saved)  # type: ignore[arg-type]
    return out.getvalue()


def changed(change: object) -> bytes:
    """A one-page PDF after this change by a function of the paper."""
    out = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        change(paper)  # type: ignore[operator]
        paper.save(out)
    return out.getvalue()


def zipped(name: str = "x.txt", content: bytes = b"\0" * 10_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


class _Answering(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        file = self.request.makefile("rb")
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", file.read(4))[0]:
            content += file.read(length)
        server = self.server
        assert isinstance(server, _Clamd)
        server.seen.append(content)
        answer = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"stream: OK"
        self.request.sendall((server.says or answer) + b"\0")


class _Clamd(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), _Answering)
        self.seen: list[bytes] = []
        self.says: bytes | None = None  # instead of the truth


@contextmanager
def clamd(path: Path) -> Iterator[_Clamd]:
    """A scanner at this socket for as long as it is held: it speaks clamd's protocol, and knows EICAR alone."""
    with _Clamd(path) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            path.unlink(missing_ok=True)
