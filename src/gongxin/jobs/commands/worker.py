"""`gongxin worker`: does the jobs of the queue. What a killed worker left half done is taken up first."""

import argparse
import asyncio
from collections.abc import Awaitable, Iterable
from typing import Final, cast

from django.conf import settings
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app, django_connector
from procrastinate.jobs import Job

from gongxin.intake import conveyor
from gongxin.jobs.commands.up import reach_database
from gongxin.jobs.outcome import DONE, say

NAME: Final = "worker"
HELP_ZH: Final = "处理后台任务；先接着做完被中断的批次"
HELP_EN: Final = "do the queued jobs; batches that were interrupted are resumed first"

# A worker sends a heartbeat every 10 seconds; one that missed three was killed.
SECONDS_SINCE_HEARTBEAT_MAX: Final = 30.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--once", action="store_true", help="做完现有任务即退出 · leave when the queue is empty"
    )


def run(args: argparse.Namespace) -> int:
    reach_database()
    sweep()
    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        asyncio.run(_work(worker, wait=not args.once))
    return DONE


def sweep() -> None:
    """Batches whose process died are finished; the act is the same whoever does it, and changes nothing twice."""
    resumed = conveyor.resume_unfinished(by="system", now=timezone.now())
    if resumed:
        say(f"接着处理：{resumed}", f"resumed: {resumed}")


async def _work(worker: App, *, wait: bool) -> None:
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
        await worker.run_worker_async(wait=wait, concurrency=1, name=settings.GONGXIN_JURISDICTION)
