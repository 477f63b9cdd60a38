"""Sizes, and the shape of an act: a convention that is enforced is a feature of the house."""

import ast
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from tests.architecture.house import Module, attribute_calls, modules

FILE_LINES_MAX: Final = 400
FUNCTION_LINES_MAX: Final = 60
CLASS_LINES_MAX: Final = 200
PARAMETERS_MAX: Final = 8
GRAB_BAGS: Final = frozenset(
    {"utils", "util", "common", "core", "helpers", "services", "misc", "lib", "signals"}
)

# Acts that are themselves the evidence, so they write none to the journal.
EVIDENCE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "gongxin.journal.actions.append_many": "it is the journal",
        "gongxin.agencies.actions.keys.mark_used": "when a key was last used is no act of anybody",
        "gongxin.intake.actions.sent.keep": "part of the acknowledgement of its batch, which testifies",
        "gongxin.intake.actions.sources.move_cursor": "part of the acknowledgement of its batch, which testifies",
        "gongxin.intake.actions.sources.note_run": "when a source was last asked is no act of anybody",
        "gongxin.disclosures.actions.disclose": "the edge it writes is the evidence of the disclosure",
        "gongxin.disclosures.actions.disclose_many": "the edges it writes are the evidence of the disclosure",
        "gongxin.disclosures.actions.record_read": "the look it keeps is the evidence of the look",
        "gongxin.owners.actions.letters.ask": "the row is the evidence; the public log would tell who was asked about",
        "gongxin.owners.actions.sign_ins.note": "moves the clock of a sign-in, once a minute; its begin and end are entered",
        "gongxin.agencies.actions.sign_ins.fail": "the row it keeps is the evidence of the failure",
        "gongxin.agencies.actions.sign_ins.note": "moves the clock of a sign-in, once a minute; its begin and end are entered",
    }
)


def own(found: Iterable[Module]) -> list[Module]:
    return [module for module in found if not module.is_migration]


def test_a_file_can_be_read_in_one_sitting() -> None:
    long = {m.name: m.lines for m in own(modules()) if m.lines > FILE_LINES_MAX}
    assert not long, f"divide by noun; at most {FILE_LINES_MAX} lines: {long}"


def test_a_function_reads_like_its_paragraph_in_the_regulation() -> None:
    long = {
        f"{module.name}.{function.name}": length
        for module in own(modules())
        for function in module.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert not long, f"at most {FUNCTION_LINES_MAX} lines: {long}"


def test_a_class_is_no_room() -> None:
    long = {
        f"{module.name}.{node.name}": length
        for module in own(modules())
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > CLASS_LINES_MAX
    }
    assert not long, f"at most {CLASS_LINES_MAX} lines: {long}"


def test_a_function_is_told_few_things() -> None:
    many = {
        f"{module.name}.{function.name}": count
        for module in own(modules())
        for function in module.functions()
        if (count := len(_parameters(function))) > PARAMETERS_MAX
    }
    assert not many, f"at most {PARAMETERS_MAX} parameters: {many}"


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return [name for name in names if name not in {"self", "cls", "by", "now"}]


def test_there_is_no_grab_bag() -> None:
    bags = [m.name for m in modules() if GRAB_BAGS & set(m.path.with_suffix("").parts)]
    assert not bags, f"name it after what it decides: {bags}"


def test_every_module_says_first_what_it_is_for() -> None:
    silent = [
        module.name
        for module in own(modules())
        if module.path.name != "apps.py" and module.tree.body and not ast.get_docstring(module.tree)
    ]
    assert not silent, f"a first line: what it decides and what it never does: {silent}"


def test_every_act_is_told_who_and_when_is_atomic_and_leaves_evidence() -> None:
    wrong = []
    for module in modules():
        if module.name.endswith(".actions") or ".actions." in module.name:
            local = {n.name: n for n in module.tree.body if isinstance(n, ast.FunctionDef)}
            for name, function in local.items():
                if not name.startswith("_"):
                    wrong += [
                        f"{module.name}.{name}: {w}" for w in _faults(module, function, local)
                    ]
    assert not wrong, "\n".join(wrong)


def _faults(
    module: Module, function: ast.FunctionDef, local: Mapping[str, ast.FunctionDef]
) -> list[str]:
    faults = []
    if function.args.args or function.args.posonlyargs:
        faults.append("takes keywords alone: def act(*, …, by, now)")
    if not {"by", "now"} <= {argument.arg for argument in function.args.kwonlyargs}:
        faults.append("is told `by` and `now`")
    if not any("atomic" in ast.unparse(d) for d in function.decorator_list):
        faults.append("is @transaction.atomic")
    evidence = {name for name in local if f"{module.name}.{name}" in EVIDENCE}
    if not _testifies(function, local, evidence, set()):
        faults.append("testifies: journal.append(…, by=by, now=now), itself or by the act it calls")
    return faults


def _testifies(
    function: ast.FunctionDef,
    local: Mapping[str, ast.FunctionDef],
    evidence: set[str],
    seen: set[str],
) -> bool:
    """Is evidence, or calls an act (which is told who and when), or a part of this module that does."""
    if function.name in evidence:
        return True
    seen.add(function.name)
    for name, call in attribute_calls(function):
        if name in local:
            if name not in seen and _testifies(local[name], local, evidence, seen):
                return True
        elif {"by", "now"} <= {keyword.arg for keyword in call.keywords}:
            return True
    return False
