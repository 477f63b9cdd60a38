"""A story over HTTP: a bank takes what changed after forty days without a line, and its copy is equal.

Then it asks about eight thousand facts that it had written down elsewhere, without saying of whom. Twelve stand no more; on one of
them it had decided. It says so, and the company reads that the bank was told.
"""

import re
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.exchange.queries import recalls
from gongxin.exchange.recalls import Recipient
from gongxin.intake import actions as intake
from gongxin.intake import correcting
from gongxin.intake import queries as batches
from gongxin.intake.queries import Receipt
from gongxin.records import actions as records
from gongxin.records.actions import Agreed
from tests.builders import cases, city, holders, owners
from tests.builders.serving import Bank, Platform, platform_of
from tests.databases import Database
from tests.journeys.stories.visiting import acknowledged, signed_in

FACTS: Final = 8_000
AWAY: Final = timedelta(days=40)
BANK: Final = "bank-a"
# The bodies whose penalties changed while the bank was away, by the serial of their codes.
REPAIRED: Final = (11, 222, 3333, 4444)
WITHDRAWN: Final = (5, 505, 5005, 5555, 7505)
CORRECTED: Final = (77, 777, 7777)
DECIDED_ON: Final = 505  # it refused this company a loan


@pytest.fixture
def platform(fresh_city: Database) -> Iterator[Platform]:
    with platform_of(fresh_city) as made:
        yield made


def penalised(serials: Sequence[int], left: datetime, **changes: str) -> Receipt:
    """A penalty of three days before the bank left, on each of these bodies."""
    return city.penalise_on(
        timezone.localdate(left),
        *serials,
        处罚决定日期=f"{timezone.localdate(left) - timedelta(days=3):%Y-%m-%d}",
        处罚有效期=f"{timezone.localdate(left) + timedelta(days=300):%Y-%m-%d}",
        **changes,
    )


def shown(serials: Sequence[int], left: datetime) -> dict[int, UUID]:
    """The record of each of these bodies, all released."""
    city.register(*serials)
    receipt = penalised(serials, left)
    city.release(receipt)
    rows = batches.rows(receipt.batch, scope=EVERY_AGENCY)
    return {serial: UUID(row["record"]) for serial, row in zip(serials, rows, strict=True)}


def what_changes_in_forty_days(held: dict[int, UUID], left: datetime) -> None:
    for day, serial in enumerate(REPAIRED, 1):
        records.repair(
            record=held[serial],
            reason="case.repair",
            by="samr.reviewer",
            now=left + timedelta(days=day),
        )
    for day, serial in enumerate(WITHDRAWN, 10):
        records.withdraw(
            record=held[serial],
            reason="决定被撤销",
            by="samr.reviewer",
            now=left + timedelta(days=day),
        )
    second = penalised(CORRECTED, left, 处罚内容="罚款3000元", **{"罚款金额(万元)": "0.3"})
    with acting_for(EVERY_AGENCY):
        digest = correcting.proposed(second.batch, None).digest
        corrected = intake.accept_corrections(
            batch=second.batch,
            row=None,
            digest=digest,
            agreed=Agreed("samr.clerk", "金额写错", digest),
            by="samr.reviewer",
            now=left + timedelta(days=39),
        )
    assert corrected == len(CORRECTED)


@contextmanager
def overheard(address: str) -> Iterator[tuple[str, list[str]]]:
    """A wire between the bank and the platform: its address, and every path that went over it."""
    paths: list[str] = []

    class Wire(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            with urllib.request.urlopen(f"{address}{self.path}", timeout=60) as answer:
                body = answer.read()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", paths
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_bank_catches_up_after_forty_days_and_asks_without_naming_a_customer(
    platform: Platform, tmp_path: Path
) -> None:
    now = timezone.now()
    left = now - AWAY
    held = shown(range(1, FACTS + 1), left)
    holders.partner(BANK)
    bank = Bank(platform.address, holders.token_of(BANK), tmp_path / "copy.sqlite3")
    with platform.serving(since=left):
        taken = bank.run(since=left)
        assert taken.returncode == 0, taken.stderr
    assert set(bank.held()) == set(held.values())
    # What its clerks wrote into credit files: a record and its version, and no more than that.
    notes = tmp_path / "facts.txt"
    notes.write_text("".join(f"{record} 1\n" for record in held.values()), "utf-8")

    what_changes_in_forty_days(held, left)
    arrived = shown(range(FACTS + 1, FACTS + 21), left)

    with platform.serving():
        again = bank.run()
        assert (again.returncode, again.stderr) == (0, ""), "no snapshot was needed"
        assert again.stdout.startswith("equal after line ")
        gone = {held[serial] for serial in (*REPAIRED, *WITHDRAWN)}
        assert set(bank.held()) == {*held.values(), *arrived.values()} - gone

        with overheard(platform.address) as (wire, paths):
            asker = Bank(wire, "", tmp_path / "nothing.sqlite3")
            answer = asker.run("--stale-file", str(notes))
            assert answer.returncode == 0, answer.stderr
            stale = {UUID(line.split()[0]) for line in answer.stdout.splitlines()}
            assert stale == gone | {held[serial] for serial in CORRECTED}
            assert len(stale) == 12
            one = asker.run("--stale", str(held[DECIDED_ON]), "1")
            assert one.stdout == "stands no more\n"
        asked = re.compile(r"/api/v1/stale(/list\?through=[0-9]+|/[0-9a-f]{2,5})?")
        assert [path for path in paths if not asked.fullmatch(path)] == []
        assert not any(code in path for path in paths for code in _told_of(held[DECIDED_ON]))

        # On one it had decided: it says so, signed, and the company reads it.
        (owed,) = (
            one
            for one in recalls.of_recipient(Recipient("partner", BANK), limit=100)
            if one.record == held[DECIDED_ON]
        )
        said = acknowledged(platform, str(owed.id), "used_in_decision", bank=BANK)
        assert said["outcome"] == "used_in_decision"
        keys = owners.opened(DECIDED_ON)
        company = signed_in(platform, keys, DECIDED_ON)
        status, page = company.get("/mine/")
        assert status == 200
        assert f"构造银行{BANK}" in page
        assert "曾据以作出决定" in page
    found = recalls.map_of_subject(cases.subject(DECIDED_ON), timezone.now())
    assert (found.told, found.confirmed, found.used_in_decision) == (1, 1, True)


def _told_of(record: UUID) -> tuple[str, str]:
    return str(record), record.hex
