"""A worker in a process of its own, to be killed: brings one batch to its end. Says "ready" before it begins."""

import sys
from datetime import UTC, datetime
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()
    from gongxin.intake import conveyor

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    conveyor.process(batch=UUID(sys.argv[1]), by="system", now=datetime.now(UTC))
