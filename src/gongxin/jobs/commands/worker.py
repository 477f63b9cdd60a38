"""`gongxin worker`: brings interrupted batches to their end, does the jobs of the queue, and once a day what retention asks
and the verification of the log.

What guarantees that a batch resumes is the sweep, not the queue: see docs/adr/0019-jobs.md.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Iterable
from datetime import date
from typing import Final, cast

from django.conf import settings
from django.db import Error, connections
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app, django_connector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from gongxin.intake import conveyor
from gongxin.jobs.commands import journal, retention
from gongxin.jobs.commands.up import reach_database
from gongxin.jobs.outcome import DONE, say
from gongxin.refusal import Refusal

NAME: Final = "worker"
HELP_ZH: Final = "接着做完被中断的批次，处理后台任务，每日删除保存期满的记录并核对日志"
HELP_EN: Final = "resume interrupted batches, do the queued jobs, erase each day what is over its retention, verify the log"

# An interrupted batch waits no longer than this for its worker.
SECONDS_BETWEEN_ROUNDS: Final = 15.0
# A worker sends a heartbeat every 10 seconds; one that missed three was killed.
SECONDS_SINCE_HEARTBEAT_MAX: Final = 30.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="做完现有任务即退出 · leave when nothing is left to do"
    )


def run(args: argparse.Namespace) -> int:
    if args.once:
        reach_database()
        do_round()
        retention.erase(timezone.now())
        return DONE
    reached = False
    retained: date | None = None
    while True:
        try:
            if not reached:
                reach_database()
            do_round()
            reached = True
            retained = do_day(retained)
        except (Error, ConnectorException, Refusal) as trouble:
            # The database went away under us. What it was doing is resumed in a later round.
            reached = False
            said = " ".join(str(trouble).split())
            say(f"稍后再试：{said}", "trying again in a moment")
        finally:
            connections.close_all()
        time.sleep(SECONDS_BETWEEN_ROUNDS)


def do_round() -> None:
    """Everything that there is to do now. Doing it twice changes nothing."""
    sweep()
    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        asyncio.run(_work(worker))


def do_day(done: date | None) -> date:
    """What retention asks of a day and the log's verification, in the first round of it; a day that failed is tried again."""
    now = timezone.now()
    today = timezone.localdate(now)
    if today != done:
        retention.erase(now)
        found = journal.verify_chain_and_enter()
        if found:
            say(f"日志核对发现 {found} 个问题", f"verifying the log found {found} faults")
    return today


def sweep() -> None:
    """Batches whose process died are finished; the act is the same whoever does it, and changes nothing twice."""
    resumed = conveyor.resume_unfinished(by="system", now=timezone.now())
    if resumed:
        say(f"接着处理：{resumed}", f"resumed: {resumed}")


async def _work(worker: App) -> None:
    async with worker.open_async():
        # procrastinate leaves the jobs of a killed worker in "doing" for ever.
        stalled = await cast(
            "Awaitable[Iterable[Job]]",
            worker.job_manager.get_stalled_jobs(
                seconds_since_heartbeat=SECONDS_SINCE_HEARTBEAT_MAX
            ),
        )
        for job in stalled:
            await worker.job_manager.retry_job(job)
        await worker.run_worker_async(
            wait=False,
            concurrency=1,
            name=settings.GONGXIN_JURISDICTION,
            install_signal_handlers=False,
        )
