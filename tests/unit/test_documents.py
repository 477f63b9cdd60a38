"""What the documents say of the code is so: commands, decisions, variables, codes, addresses and files they name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongxin.api.v1 import errors
from gongxin.api.v1.urls import api
from gongxin.config.environment import REPOSITORY
from gongxin.jobs import cli
from tests.builders import catalogue

SOURCES = REPOSITORY / "src" / "gongxin"
GENERATED = REPOSITORY / "docs" / "generated"
ADRS = sorted((REPOSITORY / "docs" / "adr").glob("*.md"))
WRITTEN = [
    *(REPOSITORY / name for name in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md")),
    REPOSITORY / "CONTRIBUTING.md",
    *sorted((REPOSITORY / "docs").glob("*.md")),
    *ADRS,
]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TEST_FILE = re.compile(r"`((?:tests/[\w/]+/)?test_\w+\.py)`")
COMMAND = re.compile(r"`(?:\.venv/bin/)?gongxin ([a-z][a-z-]+)")
TARGET = re.compile(r"`?make ([a-z][a-z-]*)")
PICTURE_BYTES_MAX = 200_000


def text(path: Path) -> str:
    return path.read_text("utf-8")


def parts_after(heading: str, content: str) -> str:
    return content.partition(f"\n## {heading}\n")[2]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_somewhere(path: Path) -> None:
    targets = [link for link in LINK.findall(text(path)) if not link.startswith("http")]
    assert [link for link in targets if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_command_and_target_named_exists(path: Path) -> None:
    makefile = text(REPOSITORY / "Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.M))
    assert set(COMMAND.findall(text(path))) <= cli.commands().keys()
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", text(path), flags=re.S))
    assert set(TARGET.findall(code)) <= targets


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_test_file_named_exists(path: Path) -> None:
    all_names = {found.name for found in (REPOSITORY / "tests").rglob("test_*.py")}
    for name in TEST_FILE.findall(text(path)):
        exists = (REPOSITORY / name).exists() if "/" in name else name in all_names
        assert exists, f"{path.name} names {name}"


def test_every_decision_is_listed_and_short() -> None:
    architecture = text(REPOSITORY / "ARCHITECTURE.md")
    listed = parts_after("Decisions", architecture)
    assert [path.name for path in ADRS if f"docs/adr/{path.name}" not in listed] == []
    for number, path in enumerate(ADRS, 1):
        assert path.name.startswith(f"{number:04}-"), "decisions are numbered without gaps"
        headings = re.findall(r"^## (.+)$", text(path), flags=re.M)
        parts = [heading for heading in headings if heading != "Considered"]
        assert parts == ["Context", "Decision", "Consequences", "Attack tests"], path.name
        assert len(text(path).splitlines()) <= 60, path.name


def test_every_room_has_its_line() -> None:
    rows = parts_after("Rooms", text(REPOSITORY / "ARCHITECTURE.md"))
    rooms = {path.name for path in SOURCES.iterdir() if (path / "__init__.py").exists()}
    files = {path.stem for path in SOURCES.glob("*.py")} - {"__init__"}
    assert {room for room in rooms | files if f"`{room}`" not in rows} == set()


def test_both_readmes_have_the_same_parts() -> None:
    def shape(path: str) -> list[int]:
        content = text(REPOSITORY / path)
        sections = re.split(r"^## .+$", content, flags=re.M)
        return [len(re.findall(r"^(?:[-|] ?|- )", section, flags=re.M)) for section in sections]

    assert shape("README.md") == shape("README.zh-CN.md")


def test_pictures_are_small() -> None:
    for picture in (REPOSITORY / "docs" / "pictures").glob("*.png"):
        assert picture.stat().st_size <= PICTURE_BYTES_MAX, picture.name


def test_every_refusal_is_documented() -> None:
    page = text(GENERATED / "refusals.md")
    missing = {code for code in refusal_codes() if f"`{code}`" not in page}
    assert missing == set(), "run `make generated`"


def refusal_codes() -> Iterator[str]:
    """Codes written in the source of refusals; the two bases that stand for none are left out."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(text(path))):
            if not isinstance(node, ast.ClassDef) or node.name == "Refusal" or not node.bases:
                continue
            for line in node.body:
                match line:
                    case ast.Assign(
                        targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))
                    ):
                        yield code


def test_every_error_of_the_api_is_in_its_document() -> None:
    table = parts_after("Errors", text(REPOSITORY / "docs" / "api.md"))
    for code, status in errors.STATUS.items():
        assert f"| {int(status)} | `{code}` |" in table


def test_every_address_of_the_api_has_an_example() -> None:
    document = text(REPOSITORY / "docs" / "api.md")
    paths: dict[str, dict[str, object]] = dict(api.get_openapi_schema(path_prefix="/")["paths"])
    for path, methods in paths.items():
        for method in methods:
            section = parts_after_line(f"## {method.upper()} {path}", document)
            assert "curl -s" in section, f"{method.upper()} {path}"


def test_the_glossary_is_sorted_and_names_what_the_code_has() -> None:
    rows = [line.split("|") for line in text(REPOSITORY / "docs" / "glossary.md").splitlines()]
    terms = [re.sub(r"^\([^)]*\) ", "", row[2].strip()).lower() for row in rows if len(row) > 3][2:]
    assert terms == sorted(terms)
    words = {
        word
        for folder, ending in ((SOURCES, "*.py"), (REPOSITORY / "jurisdictions", "*.toml"))
        for path in folder.rglob(ending)
        for word in [*path.parts, path.stem, *re.findall(r"\w+", text(path))]
    }
    named = {code for row in rows if len(row) > 3 for code in re.findall(r"`([^`]+)`", row[3])}
    strange = {code for code in named if not set(re.findall(r"\w+", code)) - {"id"} <= words}
    assert strange == set()


def parts_after_line(start: str, content: str) -> str:
    """From the heading that begins so to the next heading."""
    _, found, rest = content.partition(f"\n{start}")
    return rest.partition("\n## ")[0] if found else ""


def test_every_variable_of_the_environment_is_in_the_manual() -> None:
    manual = text(REPOSITORY / "docs" / "operations.md")
    source = text(SOURCES / "config" / "environment.py")
    assert {
        v for v in re.findall(r"\bGONGXIN_[A-Z_]+\b", source) if f"`{v}`" not in manual
    } == set()


def test_the_readme_counts_the_items_and_domains_of_the_law() -> None:
    whole = catalogue.law()
    items, domains = len(whole.items), len({item.domain for item in whole.items})
    assert f"{items} items over {domains} domains" in text(REPOSITORY / "README.md")
    assert f"{domains} 个领域、{items} 个事项" in text(REPOSITORY / "README.zh-CN.md")


def test_no_sentence_of_the_plan_is_without_items_tests_or_a_refusal() -> None:
    """The table itself, as it stands on the page: only what is declined has no item, and every row has a test."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        for line in text(GENERATED / "plan.md").splitlines()
        if re.match(r"\| [RD]\d", line)
    ]
    assert {row[0] for row in rows} >= {f"D{n}" for n in range(1, 9)} | {"R30", "R51", "R61", "R80"}
    for row, _place, sentence, items, tests, declined in rows:
        assert tests != "—", sentence
        assert items != "—" or declined != "—" or "tests/" in tests, sentence
        assert row.startswith("D") == (items == "—" and declined != "—"), sentence


def test_every_test_that_the_plan_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)(?:\[|\`)", text(GENERATED / "plan.md")))
    named |= {
        Path(one).stem for one in re.findall(r"`(tests/[\w/]+\.py)`", text(GENERATED / "plan.md"))
    }
    assert named <= {found.stem for found in (REPOSITORY / "tests").rglob("test_*.py")}
    assert len(named) >= 3
