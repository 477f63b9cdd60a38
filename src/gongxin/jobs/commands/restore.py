"""`gongxin restore`: brings a backup back in earnest, to the last moment that was archived, and says what is lost if any is."""

import argparse
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongxin.jobs import copying, restoring
from gongxin.jobs.commands import journal as verifying
from gongxin.jobs.commands.up import bring_up
from gongxin.jobs.outcome import DONE, answer_json, say
from gongxin.jobs.restoring import RestoreRefused, Way
from gongxin.journal import queries as log
from gongxin.security.actions import copies

NAME: Final = "restore"
HELP_ZH: Final = "恢复备份：有预写日志存档的恢复到最后一刻；原数据库另存不删"
HELP_EN: Final = (
    "bring a backup back in earnest, to the last moment archived; what stood there is set aside"
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="备份目录 · the folder of the backup")
    parser.add_argument(
        "--lose-what-came-since", action="store_true",
        help="没有存档时，只恢复到备份那一刻 · without an archive: lead back to the moment of the backup",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="JSON")


def run(args: argparse.Namespace) -> int:
    environment = settings.GONGXIN_ENVIRONMENT
    if environment.database_url:
        raise RestoreRefused(
            "数据库在别的服务器上，由其管理员恢复", "the database is on another server: its administrator restores it",
            remedy_zh="恢复后执行 gongxin up", remedy_en="run gongxin up afterwards",
        )  # fmt: skip
    copy = copying.read(args.folder)
    cluster = settings.GONGXIN_CLUSTER
    restoring.ensure_fit(copy, cluster, Path(settings.GONGXIN_KEYS))
    way = restoring.way_of(copy, environment.archive)
    if way is Way.DUMP and not args.lose_what_came_since:
        raise RestoreRefused(
            f"没有 {copy.at} 之后的存档：恢复会丢失此后的全部案件、更正和日志条目",
            f"nothing since {copy.at} is archived: every case, correction and log entry since would be lost",
            remedy_zh="找到 GONGXIN_ARCHIVE 的目录；确实没有的，加 --lose-what-came-since",
            remedy_en="find the folder of GONGXIN_ARCHIVE; if there is none, add --lose-what-came-since",
        )  # fmt: skip
    now = timezone.now()
    aside = restoring.restore(copy, way, cluster=cluster, now=now)
    bring_up()  # what left is put back before anything is served
    with transaction.atomic():
        size = log.size()
        copies.testify_restored(backup=copy.id, size=size, way=way.value, by="system", now=now)
    findings = verifying.verify_chain_and_enter()
    say(f"已恢复，日志 {size:,} 条", f"restored; the log has {size:,} entries")
    if aside is not None:
        say(f"原来的数据库在 {aside}", f"the former database lies at {aside}")
    say(
        "请用他处保存的检查点核对：gongxin journal verify --held 文件",
        "compare with a checkpoint in other hands: gongxin journal verify --held FILE",
    )
    if args.json:
        answer_json({"way": way.value, "journal_size": size, "findings": findings, "former": aside})
    return DONE
