"""The sample city, sent through the real intake: what the demo, its proofs and the benchmarks stand on. Constructed data alone."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections
from django.utils import timezone
from tqdm import tqdm

from gongxin.agencies import factors
from gongxin.agencies import queries as agencies
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import actions, queries
from gongxin.intake.queries import Receipt
from gongxin.intake.registering import REGISTER
from gongxin.jobs.accounts import clerk_of, reviewer_of
from gongxin.jobs.commands.intake import bring_to_end, submit
from gongxin.jobs.commands.sample_city import OWN_PAPERS, authorities, forms
from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.decoys import decoys
from gongxin.jobs.sample_city.item_files import rows_of
from gongxin.jobs.sample_city.plan import Order
from gongxin.journal import actions as journal
from gongxin.owners import queries as owners
from gongxin.owners.actions import accounts as owner_accounts
from gongxin.owners.actions import letters
from gongxin.owners.demonstration import LABEL, PASSWORD
from gongxin.owners.letters import Seen
from gongxin.records import queries as records
from gongxin.refusal import Refusal
from gongxin.security.actions import canaries as placing
from gongxin.security.queries import canaries
from gongxin.subjects import queries as subjects

AT_A_TIME: Final = 2  # most of a small file's time is the start of the child that reads it
COUNTS = ("admitted", "warned", "duplicates", "held", "rejected")


class AnotherCity(Refusal):
    """A home shows one city: the codes of two would be the same."""

    code = "demo.another_city"


@dataclass(frozen=True)
class Sent:
    """One file of the city: what its truth says, what became of it, and whether this run sent it."""

    file: str
    expected: dict[str, int]
    receipt: Receipt
    anew: bool

    @property
    def differences(self) -> list[str]:
        """Counts that are not what the making of the rows says."""
        got = {name: getattr(self.receipt, name) for name in COUNTS}
        return [
            f"{self.file}: {name} {got[name]} ≠ {self.expected[name]}"
            for name in COUNTS
            if got[name] != self.expected[name]
        ]


def ensure_city(folder: Path, *, organisations: int, records: int, seed: int, as_of: date) -> Path:
    """The folder with the city's files and `truth.json`, built if it is missing. It appears whole or not at all."""
    if not folder.exists():
        order = Order(organisations, records, seed, as_of, gates=False, successions=False)
        items = forms(as_of)
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        with tqdm(
            total=organisations + records + rows_of(items),
            unit="row",
            desc="生成 · generate",
            disable=None,
        ) as shown:
            write_city(order, authorities(as_of), unfinished, shown.update, items)
        unfinished.rename(folder)
    asked = {"organisations": organisations, "records": records, "seed": seed}
    built = {name: truth(folder)[name] for name in asked}
    if built != asked:
        raise AnotherCity(
            f"这里已有另一座样例城市：{built}",
            f"another sample city stands here: {built}",
            remedy_zh="用 GONGXIN_HOME 另选一个目录",
            remedy_en="choose another folder with GONGXIN_HOME",
        )
    return folder


def truth(folder: Path) -> dict[str, Any]:
    """What must become of each row, by how it was made."""
    loaded: dict[str, Any] = json.loads((folder / "truth.json").read_text())
    return loaded


def send(folder: Path) -> Iterator[Sent]:
    """Bring the city's files to their end in order; each agency's reviewer releases what its clerk sent.

    A file that was sent by an earlier run is not sent again: its batch is finished if it was interrupted.
    """
    anew = False
    entries = truth(folder)["files"]
    for one in tqdm(
        _brought(folder, entries),
        total=len(entries),
        desc="样例城市 · sample city",
        unit="file",
        disable=None,
    ):
        anew = anew or one.anew
        yield one
    if anew:
        ensure_canaries()
        journal.checkpoint(by="system", now=timezone.now())


def ensure_canaries() -> int:
    """The canaries of the demonstration stand; how many were placed now."""
    placed = {one.code for one in canaries.canaries()}
    missing = [(name, code) for name, code in decoys() if code not in placed]
    for name, code in missing:
        placing.place(name=name, code=code, by="system", now=timezone.now())
    return len(missing)


def ensure_owner() -> None:
    """An organisation with a penalty that is public can sign in: opened at the counter, as every other."""
    now = timezone.now()
    today = timezone.localdate(now)
    record = records.next_to_leave(today)
    body = subjects.organisation(record.subject_id) if record else None
    if body is None or owners.entrances(LABEL, today=today, now=now):
        return
    made = letters.hand_out(
        organisation=body.public_id,
        seen=Seen.LICENCE,
        jurisdiction=settings.GONGXIN_JURISDICTION,
        today=today,
        by="centre.officer",
        now=now,
    )
    account = owner_accounts.set_up(
        uscc=body.code,
        code=made.code,
        label=LABEL,
        password=PASSWORD,
        today=today,
        by="portal",
        now=now,
    )
    shown = owners.secret_to_show(account, now=now, today=today) if account else None
    assert account is not None and shown is not None, "the code was made just now"  # noqa: PT018
    # A code of half a minute ago, so that the one shown on the page was not used.
    code = factors.code_at(shown[1], now - timedelta(seconds=factors.STEP_SECONDS))
    owner_accounts.confirm(account=account, code=code, today=today, by="portal", now=now)


def _brought(folder: Path, entries: list[dict[str, Any]]) -> Iterator[Sent]:
    """The files that build on one another one by one; then those of the other items, which do not, a few at a time."""
    first = [*takewhile(lambda entry: entry["item"] in OWN_PAPERS, entries)]
    for entry in first:
        yield _bring(folder, entry)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        yield from pool.map(partial(_bring_alone, folder), entries[len(first) :])


def _bring_alone(folder: Path, entry: dict[str, Any]) -> Sent:
    """The same from a thread, whose connection nobody else closes."""
    try:
        return _bring(folder, entry)
    finally:
        connections.close_all()


def _bring(folder: Path, entry: dict[str, Any]) -> Sent:
    one = _sent_before(folder, entry) or _sent_now(folder, entry)
    if one.receipt.admitted and not one.receipt.released and entry["item"] != REGISTER:
        release_by_second(one.receipt)
    return one


def _sent_now(folder: Path, entry: dict[str, Any]) -> Sent:
    receipt = submit(
        folder / entry["file"],
        item=entry["item"],
        agency=entry["agency"],
        by=clerk_of(entry["agency"]),
        encoding=None,
    )
    return Sent(entry["file"], entry["expect"], receipt, anew=True)


def _sent_before(folder: Path, entry: dict[str, Any]) -> Sent | None:
    with (folder / entry["file"]).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    batch = queries.batch_of_file(sha256=digest, item=entry["item"], agency_key=entry["agency"])
    if batch is None:
        return None
    before = queries.receipt(batch, scope=EVERY_AGENCY)
    bring_to_end(batch, by="system", now=timezone.now())
    after = queries.receipt(batch, scope=EVERY_AGENCY)
    return Sent(entry["file"], entry["expect"], after, anew=before.status != after.status)


def release_by_second(receipt: Receipt) -> int:
    """The agency's reviewer releases what its clerk sent."""
    name = reviewer_of(receipt.agency)
    with acting_for(EVERY_AGENCY):
        return actions.release(
            batch=receipt.batch,
            seen_hash=receipt.digest,
            actor=agencies.actor(name),
            by=name,
            now=timezone.now(),
        )


def row_differences(folder: Path, sent: list[Sent]) -> list[str]:
    """Rows whose end is not what `truth.json` says: outcome of each, and the codes that its making causes."""
    found: list[str] = []
    for entry, one in zip(truth(folder)["files"], sent, strict=True):
        fates = {fate["row"]: fate for fate in entry["row_fates"]}
        clean = {**entry["clean"], "making": "clean"}
        for row in queries.rows(one.receipt.batch, scope=EVERY_AGENCY):
            fate = fates.get(row["row"], clean)
            codes = set(fate.get("codes", ()))
            if row["outcome"] != fate["outcome"] or not codes <= set(row["codes"]):
                found.append(
                    f"{entry['file']}:{row['row']} {fate['making']}: {fate['outcome']} {sorted(codes)} ≠ "
                    f"{row['outcome']} {row['codes']}"
                )
    return found
