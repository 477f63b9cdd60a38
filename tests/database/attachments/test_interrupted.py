"""`kill -9` between the file and its row: nothing is there for anybody, and the next upload leaves no orphan. Two at once: one file."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.attachments import actions, holding, queries
from gongxin.attachments.refusals import AttachmentRefused
from tests.builders import city, evidence
from tests.databases import Database

REPOSITORY: Final = Path(__file__).resolve().parents[3]
HOLDER: Final = "case:killed"
# Ends itself in the moment after the file survived a power cut and before its row is written.
CUT_OFF: Final = """
import os, signal, django
django.setup()
from gongxin.attachments import actions, holding
from tests.builders import city, evidence
whole = holding.keep
def cut_off(holder, content):
    whole(holder, content)
    os.kill(os.getpid(), signal.SIGKILL)
holding.keep = cut_off
actions.keep(holder="case:killed", agency_key="samr", content=evidence.png(31), name="x.png", by="owner.one", now=city.NOW)
"""


def on_disk() -> list[str]:
    return sorted(path.name for path in holding.folder(HOLDER).iterdir())


def keep(content: bytes) -> UUID:
    return actions.keep(
        holder=HOLDER,
        agency_key="samr",
        content=content,
        name="x.png",
        by="owner.one",
        now=city.NOW,
    )


def test_killed_between_file_and_row_nothing_is_kept_and_the_next_one_sweeps(
    fresh_city: Database,
) -> None:
    city.city_hall()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}",
        "GONGXIN_DATABASE_URL": fresh_city.dsn,
        "GONGXIN_HOME": str(settings.GONGXIN_HOME),
    }
    done = subprocess.run(
        [sys.executable, "-c", CUT_OFF], env=environment, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    (orphan,) = on_disk()
    with acting_for(EVERY_AGENCY):
        assert queries.of(HOLDER) == []
    keep(evidence.png(32))
    with acting_for(EVERY_AGENCY):
        (card,) = queries.of(HOLDER)
    assert on_disk() == [card.digest.hex()]
    assert orphan not in on_disk()
    kept = keep(evidence.png(31))
    with acting_for(EVERY_AGENCY):
        assert queries.content(kept)


def test_two_uploads_at_once_of_the_last_place_and_of_one_content(fresh_city: Database) -> None:
    assert fresh_city.name
    city.city_hall()
    for width in range(19):
        keep(evidence.png(40 + width))
    outcomes: list[object] = []

    def upload(content: bytes) -> None:
        try:
            outcomes.append(keep(content))
        except AttachmentRefused as no:
            outcomes.append(no.reason)
        finally:
            connections.close_all()

    contents = [evidence.png(90), evidence.png(90), evidence.png(91), evidence.png(91)]
    threads = [threading.Thread(target=upload, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [one for one in outcomes if isinstance(one, UUID)]
    assert len(outcomes) == 4
    assert (len(kept), len(set(kept))) == (2, 1)
    assert [one for one in outcomes if not isinstance(one, UUID)] == ["attachment.too_many"] * 2
    with acting_for(EVERY_AGENCY):
        assert len(queries.of(HOLDER)) == 20
    assert len(on_disk()) == 20


@pytest.fixture(autouse=True)
def _own_folder() -> None:
    """What another test left under this holder is not of this one."""
    for path in holding.folder(HOLDER).glob("*"):
        path.unlink()
