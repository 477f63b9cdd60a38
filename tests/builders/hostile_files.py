"""The hostile corpus: files with the answers that are right for them, and mutants of ordinary files. All made in code."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.builders import hostile_records, hostile_texts, hostile_workbooks
from tests.builders.hostile_records import PLAIN_ARRAY, PLAIN_JSON, PLAIN_XML
from tests.builders.ordinary_files import (
    HEADER,
    PERSON_ROW,
    PLAIN_CSV,
    PLAIN_XLSX,
    ROW,
    parts,
    sheet_xml,
    zipped,
)


@dataclass(frozen=True)
class Seed:
    """A hostile file and the outcomes that are right: refusal codes, or `table`."""

    name: str
    content: bytes
    answers: frozenset[str]


def seeds() -> list[Seed]:
    """The whole corpus."""
    made = [
        *hostile_texts.encodings_and_delimiters(),
        *hostile_texts.records_and_headers(),
        *hostile_texts.other_kinds(),
        *hostile_records.json_files(),
        *hostile_records.xml_files(),
        *hostile_workbooks.values(),
        *hostile_workbooks.places(),
        *hostile_workbooks.members(),
        *hostile_workbooks.bombs(),
    ]
    return [Seed(name, content, frozenset(answers.split(" "))) for name, content, answers in made]


def mutant(content: bytes, number: int) -> bytes:
    """The content with a few bytes changed, lost, doubled or moved; the same number gives the same mutant."""
    chance = random.Random(number)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        until = min(len(data), at + chance.randint(1, 40))
        change: Callable[[], None] = chance.choice(_CHANGES)(data, at, until, chance)
        change()
    return bytes(data)


def _overwrite(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__setitem__(slice(at, until), chance.randbytes(until - at))


def _flip(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    flipped = bytes(b ^ (1 << chance.randrange(8)) for b in data[at : at + 1])
    return lambda: data.__setitem__(slice(at, at + 1), flipped)


def _lose(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__delitem__(slice(at, until))


def _double(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__setitem__(slice(at, at), data[at:until] * chance.randint(1, 5))


def _insert(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    token = chance.choice(
        [
            b'"',
            b",",
            b"\n",
            b"\0",
            b"\r",
            b"\xff",
            b"PK\x03\x04",
            b"<!DOCTYPE",
            b"\xe2\x80\xae",
            b"</row>",
            b"</ROW>",
            b"<!ENTITY",
            b"&x;",
            b'{"',
            b"\\ud800",
            b"NaN",
        ]
    )
    return lambda: data.__setitem__(slice(at, at), token)


def _cut(data: bytearray, at: int, until: int, chance: random.Random) -> Callable[[], None]:
    return lambda: data.__delitem__(slice(max(at, len(data) // 2), None))


_CHANGES = (_overwrite, _flip, _flip, _lose, _double, _insert, _insert, _cut)


def record_mutants(count: int, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Mutants of the two ordinary files whose cells carry their names."""
    for number in range(start, start + count):
        yield number, mutant((PLAIN_JSON, PLAIN_ARRAY, PLAIN_XML)[number % 3], number)


def mutants(count: int, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Mutants of the two ordinary files: every second one a workbook whose parts were changed before packing."""
    for number in range(start, start + count):
        if number % 3 == 0:
            yield number, mutant(PLAIN_CSV, number)
        elif number % 3 == 1:
            yield number, mutant(PLAIN_XLSX, number)
        else:
            members = parts({"处罚": sheet_xml([HEADER, ROW, PERSON_ROW])})
            name = random.Random(number).choice(sorted(members))
            content = members[name]
            raw = content.encode() if isinstance(content, str) else content
            yield number, zipped({**members, name: mutant(raw, number)})
