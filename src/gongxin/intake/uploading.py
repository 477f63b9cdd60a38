"""Files on their way to the desk, part by part (tus 1.0: core, creation, expiration, termination).

Not a fact yet: nothing is testified until the file is read. Its bytes lie in a private folder and are gone once it was
read, given up or a day old.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.utils import OperationalError
from django.http import UnreadablePostError

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake.models import Upload
from gongxin.refusal import Refusal

# Our own choices: the largest file a department sends in one piece, and how long a broken line may take to come back.
BYTES_MAX: Final = 512 * 1024 * 1024
KEPT: Final = timedelta(hours=24)
OPEN_MAX: Final = 20  # of one agency at once
_BLOCK: Final = 256 * 1024


class UploadRefused(Refusal):
    code = "upload.refused"


class OffsetMismatch(Refusal):
    """The part does not begin where the last one ended."""

    code = "upload.offset"


class UploadBusy(Refusal):
    """Another request is sending to it."""

    code = "upload.busy"


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Coming:
    """A file on its way: how much of it is here."""

    id: UUID
    agency_key: str
    item: str
    file_name: str
    encoding: str | None
    size: int
    received: int
    expires_at: datetime

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


@dataclass(frozen=True)
class Announced:
    """What is said of a file before its first byte."""

    agency_key: str
    item: str
    file_name: str
    size: int
    encoding: str | None = None


def begin(announced: Announced, *, by: str, now: datetime) -> Coming:
    """Make room for a file. Refused where it is empty, too large, or too many of the agency's are on their way."""
    if not 0 < announced.size <= BYTES_MAX:
        raise UploadRefused(
            f"文件须大于 0、不超过 {BYTES_MAX // 1024 // 1024} MB",
            f"a file has more than 0 bytes and at most {BYTES_MAX // 1024 // 1024} MB",
            remedy_zh="请分成几个文件报送",
            remedy_en="send it in several files",
        )
    if Upload.objects.filter(agency_key=announced.agency_key).count() >= OPEN_MAX:
        raise UploadRefused(
            "本单位未传完的文件过多",
            "too many files of this agency are on their way",
            remedy_zh="请先传完或取消其中一些；一天后自动清除",
            remedy_en="finish or give up some of them; they are cleared after a day",
        )
    row = Upload.objects.create(
        jurisdiction=settings.GONGXIN_JURISDICTION,
        agency_key=announced.agency_key,
        item=announced.item,
        started_by=by,
        file_name=announced.file_name[-120:],
        encoding=announced.encoding,
        size=announced.size,
        started_at=now,
        expires_at=now + KEPT,
    )
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(_path(row.pk), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return _coming(row)


def coming(upload: UUID, *, now: datetime) -> Coming | None:
    """The file on its way that the present scope may see, or None: unknown, given up and expired are one."""
    row = Upload.objects.filter(pk=upload, expires_at__gt=now).first()
    return _coming(row) if row and _path(upload).exists() else None


def append(upload: UUID, part: Readable, *, offset: int, length: int) -> Coming:
    """Take the next part. What arrived before the line broke stays: the next part begins there."""
    row = _locked(upload)
    if offset != row.received:
        raise OffsetMismatch("分段的起点不对", "the part does not begin where the last one ended")
    if offset + length > row.size:
        raise OffsetMismatch("超出文件的大小", "it would be more than the file has")
    with _path(upload).open("r+b") as file:
        file.truncate(offset)  # bytes of a request that died before it could say so
        file.seek(offset)
        row.received += _pour(part, file, length)
        file.flush()
        os.fsync(file.fileno())
    row.save(update_fields=["received"])
    return _coming(row)


def _pour(part: Readable, file: IO[bytes], length: int) -> int:
    taken = 0
    with suppress(UnreadablePostError):  # a line that breaks is what resuming is for
        while taken < length and (block := part.read(min(_BLOCK, length - taken))):
            file.write(block)
            taken += len(block)
    return taken


def bytes_of(upload: UUID) -> Path:
    """Where the bytes lie, for whoever reads the file."""
    return _path(upload)


def discard(upload: UUID) -> None:
    """Nothing is kept of it: it was read, refused or given up. The bytes go with the commit."""
    Upload.objects.filter(pk=upload).delete()
    path = _path(upload)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def sweep(now: datetime) -> int:
    """Clear what expired, and bytes that no row knows; returns how many files went."""
    gone = 0
    with acting_for(EVERY_AGENCY):
        for upload in Upload.objects.filter(expires_at__lte=now).values_list("pk", flat=True):
            discard(upload)
            gone += 1
        known = {str(pk) for pk in Upload.objects.values_list("pk", flat=True)}
    if _folder().exists():
        for path in _folder().iterdir():
            # A file that was just made may stand before its row is committed.
            old = datetime.fromtimestamp(path.stat().st_mtime, now.tzinfo) < now - KEPT
            if path.name not in known and old:
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _locked(upload: UUID) -> Upload:
    """The row, locked: races with a second request that resumes while the first one still hangs."""
    try:
        with transaction.atomic():
            row = Upload.objects.select_for_update(nowait=True).filter(pk=upload).first()
    except OperationalError as busy:
        raise UploadBusy(
            "该文件正在接收另一段", "another part of this file is being taken"
        ) from busy
    if row is None:
        raise UploadRefused("没有这个上传", "there is no such upload")
    return row


def _folder() -> Path:
    return Path(settings.GONGXIN_HOME) / "uploads"


def _path(upload: UUID) -> Path:
    return _folder() / str(upload)


def _coming(row: Upload) -> Coming:
    return Coming(
        row.pk,
        row.agency_key,
        row.item,
        row.file_name,
        row.encoding,
        row.size,
        row.received,
        row.expires_at,
    )
