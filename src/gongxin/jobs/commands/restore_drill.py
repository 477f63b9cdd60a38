"""`gongxin restore-drill`: restores a backup beside the running platform, compares, enters what was found. It replaces nothing."""

import argparse
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from gongxin.jobs import copying, drilling
from gongxin.jobs.outcome import DONE, REFUSED, answer_json, say
from gongxin.look.words import WORDS
from gongxin.security.actions import copies
from gongxin.security.copies import BackupRefused
from gongxin.security.queries import condition

NAME: Final = "restore-drill"
HELP_ZH: Final = "恢复演练：把备份恢复到临时环境，核对日志和行数并登记"
HELP_EN: Final = (
    "restore a backup into a scratch platform, verify log and counts, register what was found"
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, nargs="?",
        help="备份目录，默认最近一次 · the folder of the backup, else the latest",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace) -> int:
    return tried_out(args.folder, as_json=args.json)


def tried_out(folder: Path | None, *, as_json: bool) -> int:
    """The drill of the backup in `folder`, or of the latest; entered in the register, well or not."""
    copy = copying.read(folder or _latest())
    if not condition.is_registered(copy.id):
        raise BackupRefused(
            "这份备份没有登记在这个平台上", "this backup is not in the register of this platform",
            remedy_zh="只能演练由 gongxin backup 登记的备份", remedy_en="a backup of `gongxin backup` is tried",
        )  # fmt: skip
    tried = drilling.drill(copy, keys=Path(settings.GONGXIN_KEYS))
    copies.register_drill(tried=tried, by="system", now=timezone.now())
    if as_json:
        answer_json(vars(tried) | {"well": tried.well, "folder": copy.folder})
    if tried.well:
        say(
            f"恢复完好：{tried.rows:,} 行，日志 {tried.journal_size} 条，用时 {tried.seconds} 秒",
            f"whole: {tried.rows:,} rows, {tried.journal_size} entries, {tried.seconds} s",
        )
        return DONE
    for fault in tried.faults:
        say(str(WORDS["fault"][fault.value]), fault.value)
    return REFUSED


def _latest() -> Path:
    place = condition.latest_backup_place()
    if place is None:
        raise BackupRefused(
            "还没有备份", "there is no backup yet",
            remedy_zh="先执行 gongxin backup", remedy_en="run gongxin backup first",
        )  # fmt: skip
    return Path(settings.GONGXIN_HOME) / "backups" / place
