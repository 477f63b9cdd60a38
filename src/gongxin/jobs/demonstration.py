"""The sample city, sent through the real intake: what the demo, its proofs and the benchmarks stand on. Constructed data alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from tqdm import tqdm

from gongxin.agencies import queries as agencies
from gongxin.intake import actions, queries
from gongxin.intake.actions import REGISTER
from gongxin.intake.queries import Receipt
from gongxin.intake.scope import EVERY_AGENCY, acting_for
from gongxin.jobs.accounts import reviewer_of
from gongxin.jobs.commands.intake import submit
from gongxin.jobs.commands.sample_city import authorities
from gongxin.jobs.sample_city.city import write_city
from gongxin.jobs.sample_city.plan import Order
from gongxin.journal import actions as journal

COUNTS = ("admitted", "warned", "duplicates", "held", "rejected")


@dataclass(frozen=True)
class Sent:
    """One file of the city: what its truth says, and what became of it."""

    file: str
    expected: dict[str, int]
    receipt: Receipt

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
    """The folder with the city's files and `truth.json`, built if it is missing."""
    if not (folder / "truth.json").exists():
        order = Order(organisations, records, seed, as_of, gates=False, successions=False)
        with tqdm(
            total=organisations + records, unit="row", desc="生成 · generate", disable=None
        ) as shown:
            write_city(order, authorities(as_of), folder, shown.update)
    return folder


def truth(folder: Path) -> dict[str, Any]:
    """What must become of each row, by how it was made."""
    loaded: dict[str, Any] = json.loads((folder / "truth.json").read_text())
    return loaded


def send(folder: Path, *, release: bool = True) -> Iterator[Sent]:
    """Send the city's files in order; each agency's reviewer releases what its clerk sent."""
    files = truth(folder)["files"]
    for entry in tqdm(files, desc="样例城市 · sample city", unit="file", disable=None):
        receipt = submit(
            folder / entry["file"],
            item=entry["item"],
            agency=entry["agency"],
            by=None,
            encoding=None,
        )
        if release and receipt.admitted and not receipt.released and entry["item"] != REGISTER:
            release_by_second(receipt)
        yield Sent(entry["file"], entry["expect"], receipt)
    journal.checkpoint(by="system", now=timezone.now())


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
    """Rows whose end is not what `truth.json` says: outcome for each, and the code where the making has one."""
    found: list[str] = []
    for entry, one in zip(truth(folder)["files"], sent, strict=True):
        fates = {fate["row"]: fate for fate in entry["row_fates"]}
        for row in queries.rows(one.receipt.batch, scope=EVERY_AGENCY):
            fate = fates.get(row["row"])
            expected = fate["outcome"] if fate else "admitted"
            codes = set(fate.get("codes") or ()) if fate else set()
            if row["outcome"] != expected or not codes <= set(row["codes"]):
                making = fate["making"] if fate else "clean"
                found.append(
                    f"{entry['file']}:{row['row']} {making}: {expected} {sorted(codes)} ≠ "
                    f"{row['outcome']} {row['codes']}"
                )
    return found


def is_sent(folder: Path) -> bool:
    """Whether the city has been through the intake of this database already."""
    marker = Path(settings.GONGXIN_HOME) / "sample-city.sent"
    return marker.exists() and marker.read_text() == _identity(folder)


def remember_sent(folder: Path) -> None:
    """So that the next start takes seconds."""
    (Path(settings.GONGXIN_HOME) / "sample-city.sent").write_text(_identity(folder))


def _identity(folder: Path) -> str:
    document = truth(folder)
    return f"{document['seed']}:{document['as_of']}:{len(document['files'])}"
