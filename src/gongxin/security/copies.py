"""Backups and restore drills: what is kept of each in the register, and when one went well. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from gongxin.refusal import Refusal


class Fault(StrEnum):
    """What a restore drill found wrong."""

    FILES = "files"  # a file of the backup is not as its manifest says
    RESTORE = "restore"  # the dump could not be restored
    COUNTS = "counts"  # a table has not the rows it had
    JOURNAL = "journal"  # the log is not whole, or not the one of the manifest
    RECORDS = "records"  # records do not match the log
    TOMBSTONES = "tombstones"  # the ledger is not readable
    ATTACHMENTS = "attachments"  # a file of evidence is missing or changed


HOLDER: Final = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


class HolderRefused(Refusal):
    """A checkpoint is given to a holder named by a word of ours."""

    code = "handover.refused"


def ensure_holder(holder: str) -> None:
    if not HOLDER.fullmatch(holder):
        raise HolderRefused(
            "存证方用小写字母、数字、点和连字符写成代号",
            "a holder is a word of lower-case letters, digits, dots and hyphens",
            remedy_zh="例如 archive-office",
            remedy_en="for example archive-office",
        )


class BackupRefused(Refusal):
    """A backup cannot be made or tried here."""

    code = "backup.refused"


@dataclass(frozen=True)
class Made:
    """A backup as it was made. The place is a folder's name, no secret."""

    id: UUID
    place: str
    size: int  # bytes of all its files
    tables: int
    rows: int
    journal_size: int
    digest: str  # SHA-256 over its manifest, which has the digests of its files


@dataclass(frozen=True)
class Tried:
    """A restore drill as it went."""

    backup: UUID
    seconds: int
    tables: int
    rows: int
    journal_size: int
    faults: tuple[Fault, ...]

    @property
    def well(self) -> bool:
        return not self.faults
