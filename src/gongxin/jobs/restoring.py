"""Restores a backup in earnest: the server's files with everything that was archived since, or else the dump. Deletes nothing.

What stood in the place of the database is set aside under another name. What lies in the home beside it (kept tables, evidence, ledgers)
is newer than the backup's and stays; what is missing there comes from the backup.
"""

import json
import os
import shutil
import tarfile
import time
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import psycopg

from gongxin.jobs import archiving, copying
from gongxin.jobs.cluster import SUPERUSER, Cluster
from gongxin.jobs.copying import (
    ATTACHMENTS,
    BASE,
    BATCHES,
    DUMP,
    EVERY_ROW,
    KEYS,
    LABEL,
    LEDGERS,
    Copy,
)
from gongxin.jobs.database import DATABASE, prepare_cluster
from gongxin.jobs.programs import Programs
from gongxin.refusal import Refusal

_PAUSE_SECONDS: Final = 0.2


class Way(StrEnum):
    """How far a restore leads."""

    ARCHIVE = "archive"  # to the last file of the log that was archived, or could still be read
    DUMP = "dump"  # to the moment of the backup: what came since is lost


class RestoreRefused(Refusal):
    """Nothing was touched."""

    code = "restore.refused"


def way_of(copy: Copy, archive: Path | None) -> Way:
    """To the last moment where the archive begins no later than the backup."""
    if archive is None or not (copy.folder / BASE).exists():
        return Way.DUMP
    with tarfile.open(copy.folder / BASE) as base:
        label = base.extractfile(LABEL)
        known = label is not None and archiving.begins_at(archive, label.read().decode())
    return Way.ARCHIVE if known else Way.DUMP


def ensure_fit(copy: Copy, cluster: Cluster, keys: Path) -> None:
    """Refused where the backup is damaged, the server still runs, or the keys are not those of the backup."""
    if cluster.is_running():
        raise RestoreRefused(
            "数据库还在运行", "the database still runs",
            remedy_zh="先停止 gongxin serve 和 gongxin worker，再停止 PostgreSQL；确认真的要恢复",
            remedy_en="stop gongxin serve, gongxin worker and PostgreSQL first, and be sure that you mean it",
        )  # fmt: skip
    if not copying.is_whole(copy):
        raise RestoreRefused(
            "备份与其清单不符", "the backup is not as its manifest says",
            remedy_zh="换一份备份；演练用 gongxin restore-drill", remedy_en="take another backup; gongxin restore-drill tries one",
        )  # fmt: skip
    missing = [
        name
        for name, digest in json.loads((copy.folder / KEYS).read_text("utf-8")).items()
        if not (keys / name).is_file() or copying.digest_of(keys / name) != digest
    ]
    if missing:
        raise RestoreRefused(
            f"密钥缺失或不同：{'、'.join(missing)}", f"keys are missing or others: {', '.join(missing)}",
            remedy_zh=f"从另存的地方把密钥放回 {keys}", remedy_en=f"put the keys, which are kept apart, back at {keys}",
            details={"keys": " ".join(missing)},
        )  # fmt: skip


def restore(copy: Copy, way: Way, *, cluster: Cluster, now: datetime) -> Path | None:
    """The database as far as this way leads, and what belongs beside it. Returns where the former database lies now."""
    programs = Programs(cluster.home, cluster.server_user)
    aside = _set_aside(cluster, now)
    if way is Way.ARCHIVE:
        _recover(copy, cluster, programs, aside)
    else:
        load_dump(copy, cluster, programs)
    put_beside(copy, cluster.home)
    return aside


def _set_aside(cluster: Cluster, now: datetime) -> Path | None:
    if not cluster.data.exists():
        return None
    aside = cluster.data.with_name(f"postgres.before-{now:%Y%m%dT%H%M%S}")
    cluster.data.rename(aside)
    return aside


def _recover(copy: Copy, cluster: Cluster, programs: Programs, aside: Path | None) -> None:
    archive = cluster.archive
    assert archive is not None, "this way leads through the archive"
    new = cluster.home / "postgres.recovered"
    shutil.rmtree(new, ignore_errors=True)  # of a restore that was killed half-way
    new.mkdir(mode=0o700)
    with tarfile.open(copy.folder / BASE) as base:
        base.extractall(new, filter="data")
    (new / "pg_wal").mkdir(mode=0o700, exist_ok=True)
    if aside is not None:
        archiving.salvage(aside, new, archive)
    (new / "recovery.signal").touch(mode=0o600)
    for path in (new, *new.rglob("*")):
        programs.give(path)
        path.chmod(0o700 if path.is_dir() else 0o600)
    new.rename(cluster.data)
    recovering = replace(
        cluster,
        settings={
            **cluster.settings,
            "restore_command": archiving.restore_command(archive),
            "recovery_target_timeline": "latest",
        },
    )
    recovering.start()
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        while connection.execute("SELECT pg_is_in_recovery()").fetchone() == (True,):
            time.sleep(_PAUSE_SECONDS)
    cluster.stop()
    cluster.start()


def load_dump(copy: Copy, cluster: Cluster, programs: Programs) -> None:
    """The database as the dump has it, into a server that has none. The drill takes the same way."""
    cluster.start()
    prepare_cluster(cluster)
    programs.run_here(
        "pg_restore",
        "--exit-on-error",
        "--no-comments",
        f"--dbname={cluster.dsn(SUPERUSER, DATABASE)}",
        copy.folder / DUMP,
        options=EVERY_ROW,
    )


def put_beside(copy: Copy, home: Path) -> None:
    """Kept tables, files of evidence and ledgers that are not there. A ledger that is there knows more than the backup's."""
    # A backup of before there was evidence has none.
    for name in filter(copy.files.__contains__, (BATCHES, ATTACHMENTS)):
        with tarfile.open(copy.folder / name) as kept:
            for member in kept.getmembers():
                if not (home / member.name).exists():
                    kept.extract(member, home, filter="data")
    folder = home / "tombstones"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name in LEDGERS:
        if not (folder / name).exists():
            shutil.copy2(copy.folder / name, folder / name)
            os.chmod(folder / name, 0o600)
