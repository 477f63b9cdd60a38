"""`gongxin up`: a database that runs, with its tables and the law in force. Safe to repeat; it decides nothing."""

import argparse
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.actions import recounting
from gongxin.catalogue import actions as catalogue
from gongxin.catalogue.refusals import EditionNotApproved
from gongxin.intake import ledger
from gongxin.intake.actions import undoing
from gongxin.jobs.accounts import ensure_agency_accounts
from gongxin.jobs.database import LOCK, prepare_cluster, prepare_server
from gongxin.jobs.keys import ensure_secret
from gongxin.jobs.outcome import DONE, say
from gongxin.records import erasing, tombstones

NAME: Final = "up"
HELP_ZH: Final = "启动或连接数据库，建表，载入法定规则；可重复执行"
HELP_EN: Final = "start or reach the database, migrate, load the law; safe to repeat"


def configure(parser: argparse.ArgumentParser) -> None:
    del parser  # no options: everything comes from the environment


def run(args: argparse.Namespace) -> int:
    del args
    bring_up()
    return DONE


def bring_up() -> None:
    """Everything `gongxin up` does, for the commands that start with it."""
    reach_database()
    ensure_secret(settings.GONGXIN_KEYS)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    migrate()
    now = timezone.now()
    _load_law(now)
    replay_tombstones()
    if settings.GONGXIN_MODE != "production":
        ensure_agency_accounts(now=now)
    if settings.GONGXIN_MODE != "development":
        call_command("collectstatic", interactive=False, verbosity=0)
    say("数据库已就绪", "the database is ready")


def _load_law(now: datetime) -> None:
    """A folder that differs from the law in force waits for approval in production; the platform starts under the old one."""
    try:
        if catalogue.load_law(jurisdiction=settings.GONGXIN_JURISDICTION, by="system", now=now):
            recounting.follow_calendar(by="system", now=now)
    except EditionNotApproved as waiting:
        say(f"{waiting.zh}：{waiting.remedy_zh}", f"{waiting.en}: {waiting.remedy_en}")


def reach_database() -> None:
    """The bundled server runs, or the one of the environment answers and is fit."""
    environment = settings.GONGXIN_ENVIRONMENT
    if environment.database_url:
        prepare_server(environment.owner_database_url, settings.GONGXIN_APPLICATION_ROLE)
    else:
        if settings.GONGXIN_CLUSTER.start():
            say("PostgreSQL 已启动", f"PostgreSQL runs in {settings.GONGXIN_HOME}")
        prepare_cluster(settings.GONGXIN_CLUSTER)


def replay_tombstones() -> None:
    """After a restore the ledger knows what the backup does not. Refused where the ledger itself is gone."""
    now = timezone.now()
    replayed = tombstones.replay(by="system", now=now)
    if replayed:
        say(f"补回墓碑 {replayed} 个", f"{replayed} tombstones put back")
    for one in ledger.came_back():
        with acting_for(EVERY_AGENCY):
            undoing.undo_again(batch=one.batch, reason=one.reason, by="system", now=now)
        say(f"再次撤销批次：{one.batch}", f"undone again: {one.batch}")
    erased = erasing.erase_again(today=timezone.localdate(now), by="system", now=now)
    if erased:
        say(f"再次删除已删除的记录：{erased}", f"erased again: {erased}")


def migrate() -> None:
    """Tables as the owner role makes them."""
    connection = connections["owner"]
    # Two `gongxin up` at once: the second waits until the first has made the tables.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if pending:
            say(f"执行 {len(pending)} 个迁移", f"applying {len(pending)} migrations")
            call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        connection.close()  # and the lock with it
