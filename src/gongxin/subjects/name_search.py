"""Finding bodies by what people type: code, name, part of a name, a name with one character wrong. Returns no record.

Individual businesses carry no bigrams, so parts and likenesses never lead to one: only its code or exact name does.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import ClientCursor

from gongxin.identifiers import SCHEMES, grade, normalise
from gongxin.subjects.naming import BIGRAM, bigrams, normal
from gongxin.subjects.resolve_sql import SCHEME_ORDER, SHOWN

LIMIT_MAX = 50  # a page of hits; more is for asking narrower
CHARACTERS_MAX = 100  # longer than any name; the rest of what was typed is not looked at
# What one look into the index may bring before it is ordered: enough for any name that is not a common word.
CAP = 1000
SIMILAR_CAP = 5000
RAREST = 4  # more pairs lose the right name under the cap (92 of 155 found with 6, 151 with 4)
LIKENESS_MIN = 0.5


@dataclass(frozen=True)
class NameHit:
    """A body that was found, and by what: code, name, former_name, part or similar."""

    subject_id: int
    public_id: UUID
    name: str
    code: str
    kind: str
    status: str
    matched: str


@dataclass(frozen=True)
class NamesFound:
    """Hits, best first; capped: the index had more than was looked at, so narrower words will find more."""

    hits: tuple[NameHit, ...]
    capped: bool


def search_names(text: str, limit: int = 20) -> NamesFound:
    """Bodies found by a text, best first: exact code, exact name, part of a name, one character off."""
    limit = min(max(limit, 1), LIMIT_MAX)
    text = text[:CHARACTERS_MAX]
    norm = normal(text)
    if not norm:
        return NamesFound((), capped=False)
    found: dict[int, str] = dict.fromkeys(_by_code(text), "code")
    for subject_id, matched in _named(norm):
        found.setdefault(subject_id, matched)
    capped = False
    if len(found) < limit:
        part, capped = _by_part(text, norm)
        for subject_id in part:
            found.setdefault(subject_id, "part")
    if not found:
        found = dict.fromkeys(similar_subjects(norm, limit), "similar")
    return NamesFound(_hits(list(found.items())[:limit]), capped or len(found) > limit)


def similar_subjects(norm: str, limit: int) -> list[int]:
    """Bodies whose name shares at least half of its character pairs with this one, likest first."""
    pairs = [pair for pair in bigrams(norm) if len(pair) == BIGRAM]
    rarest = [bigram for (bigram,) in _rows(_RAREST_PAIRS, {"pairs": pairs, "rarest": RAREST})]
    if len(rarest) < 2:
        return []
    both = {f"both{n}": list(two) for n, two in enumerate(combinations(rarest, 2))}
    wanted = " OR ".join(f"bigrams @> %({name})s" for name in both)
    parameters = {"pairs": pairs, "cap": SIMILAR_CAP, "least": LIKENESS_MIN, "limit": limit}
    rows = _rows(_SIMILAR.format(wanted=wanted), {**both, **parameters})
    return [subject_id for subject_id, _ in rows]


def named_subjects(norm: str) -> list[int]:
    """Bodies that bear or bore exactly this name."""
    return [subject_id for subject_id, _ in _named(norm)]


def _by_code(text: str) -> list[int]:
    graded = grade(text)
    value = graded.normalised or normalise(text).value
    schemes = ["uscc"] if graded.scheme == "uscc" else list(SCHEMES)
    return [pk for (pk,) in _rows(_CODE, {"schemes": schemes, "value": value})]


def _named(norm: str) -> list[tuple[int, str]]:
    rows = _rows(_EXACT, {"norm": norm, "cap": LIMIT_MAX})
    return [(pk, "name" if present else "former_name") for pk, present in rows]


def _by_part(text: str, norm: str) -> tuple[list[int], bool]:
    """Bodies whose name has these parts; whether the index had more than was looked at."""
    parameters: dict[str, Any] = {"norm": norm, "cap": CAP, "limit": LIMIT_MAX}
    if len(norm) < BIGRAM:
        # The names between this character and the next code point begin with it.
        rows = _rows(_FIRST_CHARACTER, {**parameters, "until": chr(min(ord(norm) + 1, 0x10FFFF))})
    else:
        terms = [term for term in map(normal, text.split()) if term]
        pairs = sorted({pair for t in terms for pair in bigrams(t) if len(pair) == BIGRAM})
        if not pairs:
            return [], False
        # The pairs may stand apart in a name; the terms must stand whole.
        holding = [f"%{_literally(term)}%" for term in terms]
        rows = _rows(_PART, {**parameters, "pairs": pairs, "holding": holding})
    return [pk for pk, _ in rows], any(capped for _, capped in rows)


def _literally(term: str) -> str:
    """A term in which the signs of LIKE mean themselves."""
    return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _hits(found: list[tuple[int, str]]) -> tuple[NameHit, ...]:
    rows: dict[int, tuple[int, UUID, str, str, str, str]]
    rows = {
        row[0]: (row[0], row[1], row[2], row[3], row[4], row[5])
        for row in _rows(_SHOW, {"ids": [pk for pk, _ in found]})
    }
    return tuple(NameHit(*rows[pk], matched) for pk, matched in found if pk in rows)


def _rows(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    # The words decide the plan (a rare pair or a common one), so they stand in the text: a plan made once for all
    # words reads the whole table.
    connection.ensure_connection()
    with connection.wrap_database_errors, ClientCursor(connection.connection) as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


# identifier_live_names_one_subject
_CODE = f"""
SELECT i.subject_id FROM subjects_identifier i JOIN subjects_subject s ON s.id = i.subject_id
WHERE i.scheme = ANY(%(schemes)s) AND i.value = %(value)s AND i.valid_until IS NULL AND {SHOWN}
ORDER BY {SCHEME_ORDER}, i.id
"""  # noqa: S608 - constants of this module alone

# name_norm; short and former names are exact names too.
_EXACT = f"""
SELECT n.subject_id, bool_or(n.kind = 'present')
FROM (
    SELECT subject_id, kind FROM subjects_name WHERE norm = %(norm)s
    ORDER BY kind <> 'present', id LIMIT %(cap)s
) n
JOIN subjects_subject s ON s.id = n.subject_id
WHERE {SHOWN}
GROUP BY n.subject_id ORDER BY 2 DESC, 1
"""  # noqa: S608 - constants of this module alone

# name_norm, which is in the order of code points. Individual businesses are left out by their empty bigrams.
_FIRST_CHARACTER = """
SELECT subject_id, count(*) OVER () >= %(cap)s FROM (
    SELECT subject_id, kind, norm, id FROM subjects_name
    WHERE norm >= %(norm)s AND norm < %(until)s AND bigrams <> '{}' ORDER BY norm LIMIT %(cap)s
) n
ORDER BY kind <> 'present', length(norm), norm, id LIMIT %(limit)s
"""

# name_bigrams. The cap stands inside, unordered, so that a common word costs no more than a rare one.
_PART = """
SELECT n.subject_id, count(*) OVER () >= %(cap)s
FROM (
    SELECT subject_id, kind, norm, id FROM subjects_name
    WHERE bigrams @> %(pairs)s::text[] LIMIT %(cap)s
) n
WHERE n.norm LIKE ALL (%(holding)s)
ORDER BY n.kind <> 'present', position(%(norm)s IN n.norm) = 0, NOT starts_with(n.norm, %(norm)s),
         length(n.norm), n.norm, n.id
LIMIT %(limit)s
"""

# Primary key of subjects_bigram. A pair that no name holds is left out: it is the wrong character.
_RAREST_PAIRS = """
SELECT bigram FROM subjects_bigram WHERE bigram = ANY(%(pairs)s)
ORDER BY names, bigram LIMIT %(rarest)s
"""

# name_bigrams, any two of the rarest pairs; then the share of pairs in common (Jaccard).
_SIMILAR = """
SELECT subject_id, max(share) FROM (
    SELECT c.subject_id, k.common / (cardinality(c.bigrams) + cardinality(%(pairs)s::text[])
                                     - k.common) AS share
    FROM (SELECT subject_id, bigrams FROM subjects_name WHERE {wanted} LIMIT %(cap)s) c,
    LATERAL (SELECT count(*)::float AS common FROM unnest(c.bigrams) b
             WHERE b = ANY(%(pairs)s)) k
) likeness
WHERE share >= %(least)s
GROUP BY subject_id ORDER BY 2 DESC, 1 LIMIT %(limit)s
"""

_SHOW = f"""
SELECT s.id, s.public_id,
       (SELECT n.name FROM subjects_name n WHERE n.subject_id = s.id AND n.kind = 'present'),
       (SELECT i.value FROM subjects_identifier i
        WHERE i.subject_id = s.id AND i.valid_until IS NULL ORDER BY {SCHEME_ORDER}, i.id LIMIT 1),
       s.kind, s.status
FROM subjects_subject s WHERE s.id = ANY(%(ids)s) AND {SHOWN} ORDER BY s.id
"""  # noqa: S608 - constants of this module alone
