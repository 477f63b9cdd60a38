"""What is installed is exactly what was locked, and nothing names the place it comes from."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.house import REPOSITORY

THIS: Final = Path(__file__).resolve()
LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
# Mirrors and closed networks are the business of pip's own configuration.
PLACES: Final = re.compile(
    r"pypi\.org|pythonhosted|--index-url|--extra-index|--trusted-host|npmjs", re.IGNORECASE
)


def pins(lock: str) -> dict[str, str]:
    text = (REPOSITORY / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_with_its_hashes(lock: str) -> None:
    text = (REPOSITORY / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[a-zA-Z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    loose = [entry.split()[0] for entry in entries if not re.search(r"==\S+.*--hash", entry, re.S)]
    assert not loose


def test_the_tests_run_on_the_versions_that_are_served() -> None:
    runtime, tests = (pins(lock) for lock in LOCKS)
    assert {name: tests.get(name) for name in runtime} == runtime


def test_the_locks_hold_what_the_project_declares() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    locked = pins("requirements.lock")
    for requirement in project["project"]["dependencies"]:
        name, version = re.sub(r"\[.*\]", "", requirement).split("==")
        assert locked[name.lower()] == version
    everything = pins("requirements-dev.lock")
    for group in project["dependency-groups"].values():
        for requirement in group:
            name, version = re.sub(r"\[.*\]", "", requirement).split("==")
            assert everything[name.lower()] == version


def test_no_file_names_a_package_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    named = []
    for name in filter(None, listed.stdout.split("\0")):
        path = REPOSITORY / name
        if (
            path != THIS
            and path.suffix in {".py", ".md", ".toml", ".lock", ".sh", ""}
            and path.is_file()
        ):
            found = PLACES.search(path.read_text("utf-8", errors="replace"))
            named += [f"{name}: {found[0]}"] if found else []
    assert not named
