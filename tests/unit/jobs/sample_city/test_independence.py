"""The truth knows nothing of the checker: the generator imports nothing of the platform."""

import ast
from pathlib import Path

import pytest

import gongxin.jobs.sample_city as package

MODULES = sorted(Path(package.__path__[0]).glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_of_the_generator_imports_no_other_room(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level <= 1, f"{path.name} climbs out of its package"
            assert not (node.module or "").startswith("gongxin"), f"{path.name}: {node.module}"
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("gongxin") for alias in node.names), path.name


def test_the_package_is_there_to_be_looked_at() -> None:
    assert len(MODULES) > 10
