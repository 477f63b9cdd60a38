"""Two proofs that anybody can run: a batch survives being killed, and a forged row is found. Each in a home of its own."""

import json
import random
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from gongxin.intake.registering import REGISTER
from gongxin.jobs import demonstration
from gongxin.jobs.outcome import say
from gongxin.jobs.trial_home import FINISHED, Home, trial_home

FILES: Final = 3  # of records, beside the register: enough for every kind of kill
ORGANISATIONS_MIN: Final = 500
TRIES_PER_KILL: Final = (
    3  # files sent in vain until a kill hits; more says that nothing can be killed
)
RESUMPTIONS_MAX: Final = 40
RESUME: Final = ("worker", "--once")
# The last part of a command's time is its farewell: nothing is left to interrupt.
LATEST: Final = 0.9
VICTIMS: Final = ("worker", "PostgreSQL")
# The field of the decision itself, where the forger writes another thing.
FORGED_FIELD: Final = {"penalty": "CF_NR", "licence": "XK_NR"}


@dataclass(frozen=True)
class Shown:
    """What a proof showed: does it hold, in words and as a document."""

    holds: bool
    lines: tuple[str, ...]
    document: dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """One file of the city, as the command line sends it."""

    path: Path
    arguments: tuple[str, ...]


def crash(*, records: int, kills: int, today: date | None = None) -> Shown:
    """Send files undisturbed; send them again elsewhere while killing the worker and PostgreSQL; compare."""
    with trial_home() as calm, trial_home() as stormy:
        files = _files(calm, records, today or timezone.localdate())
        seconds = []
        for one in files:
            begun = time.monotonic()
            calm.gongxin(*one.arguments)
            seconds.append(time.monotonic() - begun)
        stormy.take_keys_of(calm)
        dealt = _storm(stormy, files, seconds, kills)
        undisturbed, killed = calm.state(), stormy.state()
        verified = stormy.gongxin("journal", "verify", "--json").returncode == 0
    equal = undisturbed == killed
    holds = equal and verified and len(dealt) == kills
    return Shown(
        holds,
        (
            f"未受打扰 · undisturbed: {_told(undisturbed)}",
            *(f"  kill -9 {kill}" for kill in dealt),
            f"{len(dealt)} 次 kill -9 之后 · after {len(dealt)} kills: {_told(killed)}",
            f"日志完整 · the journal is whole: {'是 yes' if verified else '否 NO'}",
            "结果相同 · equal" if equal else "结果不同 · NOT EQUAL",
        ),
        {
            "undisturbed": undisturbed,
            "killed": killed,
            "kills": dealt,
            "journal_verified": verified,
            "equal": equal,
        },
    )


def _storm(home: Home, files: list[Submission], seconds: list[float], kills: int) -> list[str]:
    """Send every file while killing, at moments spread over all of a command's time; says whom, when and where.

    A moment that comes too late is used on the next file; after the last one the first is sent once more.
    """
    dice = random.Random(kills)  # noqa: S311 - moments of kills, no secret
    moments = [(number + dice.random()) / max(1, kills) * LATEST for number in range(kills)]
    dice.shuffle(moments)
    dealt: list[str] = []
    for turn in range(len(files) + kills * TRIES_PER_KILL):
        if turn >= len(files) and len(dealt) == kills:
            break
        left = moments[len(dealt) :]
        share = -(-len(left) // max(1, len(files) - turn))
        place = turn % len(files)
        whole = seconds[place]
        planned = [
            (VICTIMS[(len(dealt) + number) % len(VICTIMS)], moment * whole)
            for number, moment in enumerate(left[:share])
        ]
        dealt += _send_under_fire(home, files[place], planned)
    return dealt


def _send_under_fire(home: Home, one: Submission, planned: list[tuple[str, float]]) -> list[str]:
    """What a clerk and the worker do: a file without acknowledgement is sent again, the rest is resumed."""
    batch = home.batches_of(one.path) + 1
    dealt: list[str] = []
    for victim, after_seconds in planned:
        if home.stage(one.path, batch) == FINISHED:
            break
        arguments = one.arguments if home.batches_of(one.path) < batch else RESUME
        if not home.kill_during(arguments, victim=victim, after_seconds=after_seconds):
            break
        dealt.append(f"{victim} @ {after_seconds:.2f} s: {home.stage(one.path, batch)}")
    for _ in range(RESUMPTIONS_MAX):
        if home.stage(one.path, batch) == FINISHED:
            return dealt
        # What a killed client left running in the database ends by itself; until then the batch is not free.
        home.gongxin(*(one.arguments if home.batches_of(one.path) < batch else RESUME))
    raise AssertionError(f"{one.path.name} does not come to its end")


def tamper(*, records: int, today: date | None = None) -> Shown:
    """Edit one row as somebody with all rights would, and let the journal find it."""
    with trial_home() as home:
        for one in _files(home, records, today or timezone.localdate()):
            home.gongxin(*one.arguments)
        before = home.gongxin("journal", "verify", "--json")
        record, number, field = home.forge(FORGED_FIELD, "不予处罚")
        after = home.gongxin("journal", "verify", "--json")
    findings = json.loads(after.stdout)["findings"]
    named = bool(findings) and record in findings[0]["en"]
    return Shown(
        before.returncode == 0 and after.returncode == 1 and named,
        (
            f"改动之前 · before: gongxin journal verify → {before.returncode}",
            f"用 SQL 改动一行 · one row edited by SQL: {record}/{number} {field}",
            f"改动之后 · after: gongxin journal verify → {after.returncode}",
            *(f"  [{found['code']}] {found['zh']} · {found['en']}" for found in findings),
            "已查出被改的那一行 · the edited row is named" if named else "没有查出 · NOT FOUND",
        ),
        {
            "forged": {"record": record, "number": number, "field": field},
            "verify_before": before.returncode,
            "verify_after": after.returncode,
            "findings": findings,
            "found": named,
        },
    )


def _files(home: Home, records: int, today: date) -> list[Submission]:
    """The register and the largest files of penalties and licences of a small city."""
    say("生成样例文件", "making the sample files")
    city = demonstration.ensure_city(
        home.path / "city",
        organisations=max(ORGANISATIONS_MIN, records // 8),
        records=records,
        seed=7,
        as_of=today,
    )
    entries = demonstration.truth(city)["files"]
    register = [entry for entry in entries if entry["item"] == REGISTER]
    others = [entry for entry in entries if entry["item"] in FORGED_FIELD]
    chosen = [*register, *sorted(others, key=lambda entry: -int(entry["rows"]))[:FILES]]
    return [
        Submission(
            city / entry["file"],
            (
                *("intake", "submit", str(city / entry["file"]), "--json"),
                *("--item", entry["item"], "--agency", entry["agency"]),
            ),
        )
        for entry in chosen
    ]


def _told(state: dict[str, Any]) -> str:
    return f"{state['records']:,} records, {state['subjects']:,} subjects, {state['digest'][:16]}…"
