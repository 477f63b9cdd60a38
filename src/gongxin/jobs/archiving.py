"""The write-ahead log of the bundled PostgreSQL, file by file in a folder of its own: what came after the last backup.

A backup is of last night. The archive carries on from there, so that a lost disk costs at most the last minute, and neither
a clock, a line of the feed nor an entry of the log. The folder belongs on another disk than the database.
"""

import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gongxin.jobs.programs import Programs

# House numbers: a minute at most is lost with a disk; the archive reaches back to the last backup but one, should a backup be damaged.
SECONDS_OPEN_MAX: Final = 60
BACKUPS_KEPT: Final = 2
_SEGMENT: Final = re.compile(r"[0-9A-F]{24}")
_LABEL: Final = re.compile(r"[0-9A-F]{24}\.[0-9A-F]{8}\.backup")


def settings_of(archive: Path) -> Mapping[str, str]:
    """With which the server copies each finished file away. What is copied is on the disk before the server is told so.

    A file that is there already, word for word, was copied before a crash; another one under its name stops the archive.
    """
    kept = shlex.quote(str(archive)).replace("%", "%%")
    file, partial = f"{kept}/%f", f"{kept}/%f.partial"
    return {
        "archive_mode": "on",
        "archive_timeout": str(SECONDS_OPEN_MAX),
        "archive_command": (
            f'cmp -s "%p" {file} || {{ test ! -e {file} && cp "%p" {partial} && sync {partial} && mv {partial} {file}'
            f" && sync {kept}; }}"
        ),
    }


def restore_command(archive: Path) -> str:
    """How the server fetches them again."""
    kept = shlex.quote(str(archive)).replace("%", "%%")
    return f'cp {kept}/%f "%p"'


def begins_at(archive: Path, backup_label: str) -> bool:
    """Whether the archive has the file that a backup's own label says it begins in."""
    found = re.search(r"START WAL LOCATION: .*\(file ([0-9A-F]{24})\)", backup_label)
    return found is not None and (archive / found[1]).exists()


def prune(archive: Path, programs: Programs) -> None:
    """Remove what no kept backup needs: files from before the last backup but one."""
    labels = sorted(path.name for path in archive.iterdir() if _LABEL.fullmatch(path.name))
    if len(labels) >= BACKUPS_KEPT:
        programs.run_here("pg_archivecleanup", "-b", archive, labels[-BACKUPS_KEPT])


def salvage(old: Path, new: Path, archive: Path) -> int:
    """Copy what the old server had written and not yet archived, as far as it can be read; how many files."""
    count = 0
    for path in sorted(old.glob("pg_wal/*")):
        if _SEGMENT.fullmatch(path.name) and not (archive / path.name).exists():
            shutil.copy2(path, new / "pg_wal" / path.name)
            count += 1
    return count
