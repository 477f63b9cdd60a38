"""The `gongxin` command: finds the command asked for, loads that one alone, and turns its end into an exit code.

0 done · 1 refused, or findings that reject · 2 wrong use. A command is a module of `jobs/commands/` with
`NAME`, `HELP_ZH`, `HELP_EN`, `configure(parser)` and `run(args)`. The overview reads those three texts from
the source, so that asking for help loads neither Django nor Polars. A module that says
`NEEDS_DJANGO = False` runs without them too.
"""

import argparse
import ast
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gongxin.jobs import outcome
from gongxin.refusal import Refusal

COMMANDS: Final = Path(__file__).resolve().parent / "commands"
DESCRIPTION: Final = "公信：城市公共信用信息平台 · a city's public credit information platform"


@dataclass(frozen=True)
class Command:
    name: str
    module: str
    zh: str
    en: str
    needs_django: bool


def commands(folder: Path = COMMANDS) -> dict[str, Command]:
    """Every command by name, without running any of its code."""
    found = {}
    for path in sorted(folder.glob("*.py")):
        texts = _constants(path)
        if "NAME" in texts:
            found[str(texts["NAME"])] = Command(
                str(texts["NAME"]),
                f"gongxin.jobs.commands.{path.stem}",
                str(texts["HELP_ZH"]),
                str(texts["HELP_EN"]),
                texts.get("NEEDS_DJANGO") is not False,
            )
    return found


def _constants(path: Path) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                found[name] = value
            case _:
                pass
    return found


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    known = commands()
    overview = _overview(known)
    if not arguments:
        overview.print_help(sys.stderr)
        return outcome.WRONG_USE
    if arguments[0] not in known:
        overview.parse_args(arguments)  # prints the help, or says what is wrong, and leaves
    command = known[arguments[0]]
    # Also for a command that needs no tables: the settings tell it the home and the jurisdiction.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.config.settings")
    try:
        if command.needs_django:
            run = importlib.import_module("gongxin.jobs.running").run_with_django
        else:
            run = run_module
        return int(run(command, arguments[1:]))
    except Refusal as refusal:
        outcome.tell_refusal(refusal, as_json="--json" in arguments)
        return outcome.REFUSED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output left (`| head`). Nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return outcome.REFUSED


def _overview(known: dict[str, Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gongxin", description=DESCRIPTION)
    parts = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in known.values():
        parts.add_parser(command.name, help=f"{command.zh} · {command.en}", add_help=False)
    return parser


def run_module(command: Command, arguments: Sequence[str]) -> int:
    """Load the command's module, let it read its arguments and do its work."""
    module = importlib.import_module(command.module)
    parser = argparse.ArgumentParser(
        prog=f"gongxin {command.name}", description=f"{command.zh} · {command.en}"
    )
    module.configure(parser)
    result: int = module.run(parser.parse_args(arguments))
    return result


if __name__ == "__main__":
    sys.exit(main())
