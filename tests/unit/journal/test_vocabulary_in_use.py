"""What the actions of the rooms enter is in the vocabulary; read from their source, without running them."""

import ast
from pathlib import Path

import gongxin
from gongxin.journal.kinds import KINDS

SOURCE = Path(gongxin.__file__).parent


def _constants(node: ast.expr | None) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=body, orelse=orelse):
            return [*_constants(body), *_constants(orelse)]
        case _:
            return []


def _faults(call: ast.Call) -> list[str]:
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    faults = []
    for name in _constants(arguments.get("kind")):
        kind = KINDS.get(name)
        if kind is None:
            faults.append(f"{name} is not in the vocabulary")
            continue
        if kind.root != ("root" in arguments):
            faults.append(f"{name}: root")
        body = arguments.get("body")
        if isinstance(body, ast.Dict):
            given = {text for key in body.keys for text in _constants(key)}
            faults += [
                f"{name}: {key} is not declared" for key in given - {k.name for k in kind.keys}
            ]
            required = {key.name for key in kind.keys if key.required}
            faults += [f"{name}: {key} is missing" for key in required - given]
    return faults


def test_every_entry_an_action_makes_is_declared() -> None:
    found = {}
    entered = 0
    names = ("actions.py", "erasing.py", "tombstones.py")
    for path in sorted(path for name in names for path in SOURCE.rglob(name)):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func) in {"append", "journal.append", "Entry"}
                and any(keyword.arg == "body" for keyword in node.keywords)
            ):
                entered += 1
                for fault in _faults(node):
                    found[f"{path.relative_to(SOURCE)}:{node.lineno}"] = fault
    assert found == {}
    assert entered > 5
