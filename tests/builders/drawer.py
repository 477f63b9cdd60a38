"""A reader of a source in a process of its own, to be killed: takes what is new and brings it to its end. Says "ready" first."""

import sys
from datetime import UTC, datetime
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from gongxin.intake import conveyor, drawing, pulling

    # Many small slices: more moments to be killed in.
    setattr(pulling, "SLICE_ROWS", 40)  # noqa: B010  the constant of that module alone
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    now = datetime.now(UTC)
    drawing.draw(
        source=UUID(sys.argv[1]),
        jurisdiction="xingning",
        now=now,
        today=timezone.localdate(now),
    )
    conveyor.resume_unfinished(by="system", now=now)
    sys.stdout.write("done\n")
