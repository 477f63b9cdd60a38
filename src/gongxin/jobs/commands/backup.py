"""`gongxin backup`: a backup into a folder of its own, entered in the register. It overwrites none."""

import argparse
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connections
from django.utils import timezone

from gongxin.jobs import archiving, copying
from gongxin.jobs.cluster import SUPERUSER
from gongxin.jobs.copying import Source
from gongxin.jobs.outcome import DONE, answer, answer_json, say
from gongxin.jobs.programs import Programs
from gongxin.security.actions import copies

NAME: Final = "backup"
HELP_ZH: Final = "备份：数据库、留存表、墓碑和密钥清单，写入新目录并登记"
HELP_EN: Final = "a backup of the database, kept tables, tombstones and the list of keys, into a new folder; registered"

BY: Final = "system"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER",
        help="放在哪个目录下，默认 GONGXIN_HOME/backups · the folder to make it in",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace) -> int:
    return backed_up(args.to, as_json=args.json)


def backed_up(to: Path | None, *, as_json: bool) -> int:
    """A backup in a new folder of `to`, or of the home's backups."""
    now = timezone.now()
    home = Path(settings.GONGXIN_HOME)
    parent = to or home / "backups"
    folder = parent / timezone.localtime(now).strftime("gongxin-%Y%m%dT%H%M%S")
    made = copying.make(source(home), folder, now=now)
    copies.register_backup(made=made, by=BY, now=timezone.now())
    archive = settings.GONGXIN_ENVIRONMENT.archive
    if archive and not settings.GONGXIN_ENVIRONMENT.database_url:
        archiving.prune(archive, source(home).programs)
    say(f"已备份 {made.rows:,} 行，{made.size:,} 字节", f"{made.rows:,} rows, {made.size:,} bytes")
    say(
        "请把该目录复制到另一台机器；密钥另存",
        "copy the folder to another machine; keep the keys apart",
    )
    if as_json:
        answer_json(vars(made) | {"folder": folder})
    else:
        answer(str(folder))
    return DONE


def source(home: Path) -> Source:
    """The database as its owner reaches it."""
    known = connections["owner"].settings_dict
    named = {
        "host": "HOST",
        "port": "PORT",
        "user": "USER",
        "password": "PASSWORD",
        "dbname": "NAME",
    }
    dsn = " ".join(f"{name}='{_quoted(known[key])}'" for name, key in named.items() if known[key])
    environment = settings.GONGXIN_ENVIRONMENT
    bundled = environment.archive is not None and not environment.database_url
    server = settings.GONGXIN_CLUSTER.dsn(SUPERUSER, "postgres") if bundled else ""
    return Source(dsn, home, Programs(home, environment.server_user), server)


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("'", "\\'")
