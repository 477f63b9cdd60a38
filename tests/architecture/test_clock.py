"""Only a door reads the clock, once; nothing happens behind a signal or inside `save`."""

import ast
from typing import Final

from tests.architecture.house import DOORS, attribute_calls, modules

CLOCKS: Final = frozenset(
    {
        "timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now",
        "datetime.today", "datetime.utcnow", "date.today", "datetime.datetime.now",
        "datetime.date.today", "time.time", "time.localtime", "time.gmtime",
    }
)  # fmt: skip
SIGNALS: Final = ("django.dispatch", "django.db.models.signals", "django.core.signals")


def test_no_room_below_the_doors_reads_a_clock() -> None:
    read = [
        f"{module.name}:{call.lineno} {name}"
        for module in modules()
        if module.room not in DOORS
        for name, call in attribute_calls(module.tree)
        if name in CLOCKS
    ]
    assert not read, f"take `now` or `today` as an argument: {read}"


def test_there_are_no_signals() -> None:
    found = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SIGNALS))
        or (isinstance(node, ast.Import) and any(n.name.startswith(SIGNALS) for n in node.names))
    ]
    assert not found, f"write a change row, or call downwards: {found}"


def test_no_table_hides_work_in_save_or_delete() -> None:
    found = [
        f"{module.name}.{node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(b) for b in node.bases)
        for member in node.body
        if isinstance(member, ast.FunctionDef) and member.name in {"save", "delete"}
    ]
    assert not found, f"a write is an act in actions.py: {found}"
