"""A run of retention in a process of its own, to be killed: small chunks, then what batches keep. Says "ready" before it begins."""

import sys
from datetime import UTC, date, datetime

import django

if __name__ == "__main__":
    django.setup()
    from gongxin.intake import erasing as kept
    from gongxin.records import erasing

    today, now = date.fromisoformat(sys.argv[1]), datetime.now(UTC)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    erasing.erase_due(today=today, by="system", now=now, size=int(sys.argv[2]))
    kept.empty_due(today=today, by="system", now=now)
