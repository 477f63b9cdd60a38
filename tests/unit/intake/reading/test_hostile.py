"""Every hostile file ends with a named refusal or a table; nothing of a person gets out; the parent stays small and alone."""

import os
import resource
from pathlib import Path

import pytest

from gongxin.intake.reading import FileRefused, ReadTable, read_table
from gongxin.intake.reading.refusals import REASONS
from tests.builders import hostile_files
from tests.builders.hostile_files import Seed
from tests.builders.ordinary_files import CANARY_ID, CANARY_NAME, CANARY_PHONE
from tests.unit.intake.reading import processes
from tests.unit.intake.reading.plans import PLAN, TIGHT

SEEDS = hostile_files.seeds()
CANARIES = [
    text.encode(encoding)
    for text in (CANARY_ID, CANARY_NAME, CANARY_PHONE)
    for encoding in ("utf-8", "utf-16-le", "gb18030")
]
PARENT_GROWTH_KIB_MAX = 50 << 10


def outcome(content: bytes, folder: Path) -> str:
    """`table` or the refusal's code, after the checks that hold for every file."""
    try:
        table = read_table(content, name="x", plan=PLAN, out_dir=folder, limits=TIGHT)
    except FileRefused as no:
        assert_explained(no)
        assert not list(folder.iterdir()), "a refused file leaves nothing"
        answer = no.code
    else:
        assert_whole(table)
        answer = "table"
    assert processes.readers(os.getpid()) == [], "no child is left"
    for path in folder.iterdir():
        written = path.read_bytes()
        assert not [c for c in CANARIES if c in written], path.name
    return answer


def assert_explained(no: FileRefused) -> None:
    assert no.code in REASONS
    assert all((no.zh, no.en, no.remedy_zh, no.remedy_en))
    assert "{" not in no.zh + no.en
    told = str(no.as_document())
    assert CANARY_ID not in told
    assert CANARY_NAME not in told


def assert_whole(table: ReadTable) -> None:
    frame = table.frame()
    assert frame["row"].to_list() == list(range(1, table.rows + 1))
    assert frame.columns == ["row", *table.headers]
    findings = table.findings()
    assert findings.height == table.finding_count
    assert findings.filter((findings["row"] < 1) | (findings["row"] > table.rows)).is_empty()


@pytest.mark.parametrize("seed", SEEDS, ids=[s.name for s in SEEDS])
def test_a_hostile_file_gets_its_right_answer(seed: Seed, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert outcome(seed.content, tmp_path) in seed.answers
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < PARENT_GROWTH_KIB_MAX


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_a_mutant_ends_with_a_refusal_or_a_table(start: int, tmp_path: Path) -> None:
    for number, content in hostile_files.mutants(50, start):
        outcome(content, tmp_path / str(number))


@pytest.mark.parametrize("start", range(0, 90, 30))
def test_a_mutant_of_named_records_ends_with_a_refusal_or_a_table(
    start: int, tmp_path: Path
) -> None:
    for number, content in hostile_files.record_mutants(30, start):
        outcome(content, tmp_path / str(number))


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 11_000, 500))
def test_many_mutants_of_named_records_end_with_a_refusal_or_a_table(
    start: int, tmp_path: Path
) -> None:
    for number, content in hostile_files.record_mutants(500, start):
        outcome(content, tmp_path / str(number))


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1_000, 21_000, 500))
def test_many_mutants_end_with_a_refusal_or_a_table(start: int, tmp_path: Path) -> None:
    for number, content in hostile_files.mutants(500, start):
        outcome(content, tmp_path / str(number))
