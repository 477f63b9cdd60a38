"""Keeps the gettext catalogues complete without system gettext: finds the texts, merges, compiles. It translates nothing.

    python scripts/translations.py            find new texts, write .po and .mo
    python scripts/translations.py --check    exit 1 if a text is missing or a file would change

The compiled .mo files are committed: a fresh machine has no msgfmt, and a page must not wait for one. They are
made here from the .po files, byte for byte the same on every machine, and a test compares them.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "gongxin"
LOCALE = SOURCES / "locale"
SOURCE_LANGUAGE = "zh_Hans"  # its texts are the keys themselves
PLURALS = {"zh_Hans": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
FUNCTIONS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# What templatize leaves of a template: calls among filler that is no Python.
CALL = re.compile(
    r"\b(n?gettext|_)\((u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))(?:,\s*(u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")))?"
)


@dataclass(frozen=True)
class Text:
    """A text of the sources: its Chinese form, and the plural form where there is one."""

    one: str
    many: str | None = None


@dataclass
class Catalogue:
    language: str
    translated: dict[Text, list[str]] = field(default_factory=dict)


def texts() -> dict[Text, list[str]]:
    """Every text of templates and Python, with the files it stands in, in a stable order."""
    found: dict[Text, list[str]] = {}
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix == ".py":
            here = set(_in_python(path))
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            here = set(_in_template(path))
        else:
            continue
        for text in here:
            found.setdefault(text, []).append(path.relative_to(SOURCES).as_posix())
    return dict(sorted(found.items(), key=lambda pair: (pair[1][0], pair[0].one)))


def _in_python(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [
            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if node.func.id in FUNCTIONS and words:
            yield Text(words[0], words[1] if node.func.id.startswith("n") else None)


def _in_template(path: Path) -> Iterator[Text]:
    for found in CALL.finditer(templatize(path.read_text("utf-8"))):
        many = ast.literal_eval(found[3]) if found[1] == "ngettext" and found[3] else None
        yield Text(ast.literal_eval(found[2]), many)


def read(language: str) -> Catalogue:
    """A .po file as written by `render`; anything else in it is an error."""
    catalogue = Catalogue(language)
    path = _path(language, "po")
    if not path.exists():
        return catalogue
    for block in path.read_text("utf-8").split("\n\n")[1:]:
        if "#, fuzzy" in block:
            continue  # a guess is no translation
        one, many, said = "", None, []
        for line in block.splitlines():
            if not line or line.startswith("#"):
                continue
            key, _space, value = line.partition(" ")
            word = ast.literal_eval(value)
            if key == "msgid":
                one = word
            elif key == "msgid_plural":
                many = word
            else:
                said.append(word)
        if one:
            catalogue.translated[Text(one, many)] = said
    return catalogue


def merged(language: str, wanted: Mapping[Text, list[str]]) -> Catalogue:
    """The wanted texts alone, with what is translated already; the source language translates itself."""
    known = read(language).translated
    forms = 1 if language == SOURCE_LANGUAGE else 2
    catalogue = Catalogue(language)
    for text in wanted:
        empty = [text.one] if language == SOURCE_LANGUAGE else [""] * (forms if text.many else 1)
        catalogue.translated[text] = known.get(text, empty)
    return catalogue


def missing(catalogue: Catalogue) -> list[str]:
    return [text.one for text, said in catalogue.translated.items() if not all(said)]


def render(catalogue: Catalogue, wanted: Mapping[Text, list[str]]) -> str:
    blocks = [f'msgid ""\nmsgstr ""\n{_quoted_lines(_header(catalogue.language))}']
    for text, said in catalogue.translated.items():
        lines = [f"#: {' '.join(wanted[text])}"]
        if "%(" in text.one:
            lines.append("#, python-format")
        lines.append(f"msgid {_quote(text.one)}")
        if text.many is None:
            lines.append(f"msgstr {_quote(said[0])}")
        else:
            lines.append(f"msgid_plural {_quote(text.many)}")
            lines += [f"msgstr[{i}] {_quote(form)}" for i, form in enumerate(said)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def compiled(catalogue: Catalogue) -> bytes:
    """The .mo file: GNU gettext manual, "The Format of GNU MO Files"; little-endian, without a hash table."""
    pairs = {b"": _header(catalogue.language).encode()}
    for text, said in catalogue.translated.items():
        if all(said):
            key = text.one if text.many is None else f"{text.one}\0{text.many}"
            pairs[key.encode()] = "\0".join(said).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    body = b""
    tables: list[list[bytes]] = []
    for strings in (keys, [pairs[key] for key in keys]):
        table = []
        for string in strings:
            table.append(struct.pack("<II", len(string), start + len(body)))
            body += string + b"\0"
        tables.append(table)
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + body


def _header(language: str) -> str:
    return (
        "Project-Id-Version: gongxin\n"
        f"Language: {language}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: {PLURALS[language]}\n"
    )


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _quoted_lines(text: str) -> str:
    return "\n".join(_quote(line) for line in text.splitlines(keepends=True))


def _path(language: str, suffix: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"django.{suffix}"


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    wanted = texts()
    failed = False
    for language in PLURALS:
        catalogue = merged(language, wanted)
        for text in missing(catalogue):
            print(f"{language}: not translated: {text}", file=sys.stderr)
            failed = True
        for suffix, content in (
            ("po", render(catalogue, wanted).encode()),
            ("mo", compiled(catalogue)),
        ):
            path = _path(language, suffix)
            if path.exists() and path.read_bytes() == content:
                continue
            if check:
                print(f"{path.relative_to(ROOT)} is not up to date", file=sys.stderr)
                failed = True
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
