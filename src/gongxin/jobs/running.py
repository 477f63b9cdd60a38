"""Runs a command with Django set up, and says in words that the database is not there."""

from collections.abc import Sequence

import django
import psycopg
from django.conf import settings
from django.db import OperationalError, ProgrammingError, connections

from gongxin.jobs.cli import Command, run_module
from gongxin.jobs.database import DatabaseNotReached


def run_with_django(command: Command, arguments: Sequence[str]) -> int:
    django.setup()
    try:
        return run_module(command, arguments)
    except (OperationalError, ProgrammingError) as error:
        if not isinstance(
            error.__cause__, psycopg.OperationalError | psycopg.errors.UndefinedTable
        ):
            raise
        if isinstance(error.__cause__, psycopg.OperationalError) and error.__cause__.sqlstate:
            raise  # the server did answer: this is ours to mend
        where = settings.DATABASES["default"]["HOST"]
        raise DatabaseNotReached(
            f"数据库（{where}）没有运行或尚未建表",
            f"the database at {where} does not run, or has no tables yet",
            remedy_zh="先执行 gongxin up",
            remedy_en="run gongxin up first",
        ) from error
    finally:
        connections.close_all()
