"""`gongxin worker`: brings interrupted batches to their end, does the jobs of the queue, and once a day what retention asks
and the verification of the log.

What guarantees that a batch resumes is the sweep, not the queue: see docs/adr/0019-jobs.md.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Iterable
from datetime import date, datetime
from typing import Final, cast
from uuid import UUID

from django.conf import settings
from django.db import Error, connections
from django.utils import timezone
from procrastinate import App
from procrastinate.contrib.django import app, django_connector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange import sending
from gongxin.intake import conveyor, drawing, uploading
from gongxin.jobs.commands import journal, retention
from gongxin.jobs.commands.up import reach_database
from gongxin.jobs.outcome import DONE, say
from gongxin.notices import sending as reminders
from gongxin.promises.actions import questions
from gongxin.records import actions as records
from gongxin.refusal import Refusal

NAME: Final = "worker"
HELP_ZH: Final = "读取到点的部门数据库，接着做完被中断的批次，发送召回，处理后台任务，每日删除保存期满的记录并核对日志"
HELP_EN: Final = (
    "read the sources that are due, resume interrupted batches, send recalls, do the queued jobs; "
    "each day erase what is over its retention and verify the log"
)

# An interrupted batch waits no longer than this for its worker.
SECONDS_BETWEEN_ROUNDS: Final = 15.0
# A new batch is taken up as soon as this: one look at a small index.
SECONDS_BETWEEN_LOOKS: Final = 1.0
# A worker sends a heartbeat every 10 seconds; one that missed three was killed.
SECONDS_SINCE_HEARTBEAT_MAX: Final = 30.0


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--beside",
        type=int,
        metavar="PID",
        help="该进程结束后退出 · leave when this process, our parent, has ended",
    )
    parser.add_argument(
        "--once", action="store_true", help="做完现有任务即退出 · leave when nothing is left to do"
    )


def run(args: argparse.Namespace) -> int:
    if args.once:
        reach_database()
        do_round()
        now = timezone.now()
        retention.erase(now)
        ask_about_numbers(now, timezone.localdate(now))
        return DONE
    reached = False
    retained: date | None = None
    while args.beside is None or os.getppid() == args.beside:
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
        _wait(args.beside)
    return DONE


def _wait(beside: int | None) -> None:
    """Until a batch came in, a quarter of a minute has passed, or whom we are beside has ended."""
    until = time.monotonic() + SECONDS_BETWEEN_ROUNDS
    known: frozenset[UUID] | None = None  # what this round left over is not tried again at once
    while time.monotonic() < until and (beside is None or os.getppid() == beside):
        try:
            found = conveyor.unfinished()
            known = found if known is None else known
            if found - known:
                return
        except Error:
            known = frozenset()
        finally:
            connections.close_all()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def do_round() -> None:
    """Everything that there is to do now. Doing it twice changes nothing."""
    draw()
    sweep()
    look_for_twins()
    send_recalls()
    remind()
    connector = app.connector
    assert isinstance(connector, django_connector.DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        asyncio.run(_work(worker))


def do_day(done: date | None) -> date:
    """What a day asks: retention, missing numbers, the log's chain; in its first round, and again where that failed."""
    now = timezone.now()
    today = timezone.localdate(now)
    if today != done:
        retention.erase(now)
        ask_about_numbers(now, today)
        found = journal.verify_chain_and_enter()
        if found:
            say(f"日志核对发现 {found} 个问题", f"verifying the log found {found} faults")
    return today


def ask_about_numbers(now: datetime, today: date) -> None:
    """Numbers of decisions that are missing are asked about once a day; a number that was asked about never again."""
    asked = questions.ask(today=today, by="system", now=now)
    if asked.questions:
        say(f"发出缺号询问：{asked.questions}", f"asked about missing numbers: {asked.questions}")


def draw() -> None:
    """The databases of departments whose interval has passed; what one of them refuses does not keep the others."""
    now = timezone.now()
    came, troubles = drawing.draw_due(
        jurisdiction=settings.GONGXIN_JURISDICTION, now=now, today=timezone.localdate(now)
    )
    if came:
        say(f"数据库直连：{came} 批", f"from scheduled sources: {came} batches")
    for trouble in troubles:
        say(f"数据库直连：{trouble.zh}", f"a scheduled source: {trouble.en}")


def sweep() -> None:
    """Batches whose process died are finished; the act is the same whoever does it, and changes nothing twice."""
    resumed = conveyor.resume_unfinished(by="system", now=timezone.now())
    if resumed:
        say(f"接着处理：{resumed}", f"resumed: {resumed}")
    uploading.sweep(timezone.now())


def look_for_twins() -> None:
    """What came in since the last round is compared with its neighbours: suspected duplicates wait for an officer."""
    found = 0
    with acting_for(EVERY_AGENCY):
        more = records.look_for_twins(by="system", now=timezone.now())
    while more is not None:
        found += more
        with acting_for(EVERY_AGENCY):
            more = records.look_for_twins(by="system", now=timezone.now())
    if found:
        say(f"疑似重复：{found}", f"suspected duplicates: {found}")


def send_recalls() -> None:
    """Those who hold copies of what fell or was corrected are told. What is owed stands in no queue: it is asked for anew."""
    sent = sending.send_due(by="system", now=timezone.now())
    if sent.delivered or sent.failed:
        say(
            f"召回：送达 {sent.delivered}，未送达 {sent.failed}",
            f"recalls: {sent.delivered} delivered, {sent.failed} not",
        )


def remind() -> None:
    """Organisations that left a contact hear that a notice waits, without a word of what it says. Nothing depends on it."""
    carried = reminders.carry(to=reminders.gateway(), by="system", now=timezone.now())
    if carried.sent or carried.answered:
        say(
            f"提醒：发出 {carried.sent}，回音 {carried.answered}",
            f"reminders: {carried.sent} out, {carried.answered} answers",
        )


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
