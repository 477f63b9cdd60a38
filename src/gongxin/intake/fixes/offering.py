"""Which fixes would settle a cause: candidates computed from its cells, tried by checking again, and offered only where they settle rows.

It never repairs a character, never chooses between two readings, and puts nothing into a cell that is not there already
or that a person did not choose.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from gongxin.intake.findings import mask
from gongxin.intake.fixes.applying import apply
from gongxin.intake.fixes.fix import PATTERNS, Fix, FixKind
from gongxin.intake.rules.identity import PARTY_ROLES
from gongxin.intake.rules.text import WHITE
from gongxin.jurisdiction.values import Field, Item

EXAMPLES_MAX: Final = 3
_AFFIXES_MAX: Final = 2  # the commonest ones are tried; the next ones after these have been settled
_NAMES_MAX: Final = 10
_LABEL: Final = rf"^[{WHITE}]*([^：:0-9０-９]{{1,20}}[：:])"
_ALNUM: Final = "0-9A-Za-z０-９Ａ-Ｚａ-ｚ"
_BEFORE: Final = rf"^([^{_ALNUM}]{{1,20}})[{_ALNUM}]"
_AFTER: Final = rf"[{_ALNUM}]([^{_ALNUM}]{{1,20}})$"
_REMARK: Final = r"[^（(]([（(][^（）()]{0,20}[)）])$"
_CLEANED: Final = frozenset(
    {"identifier", "date", "money", "code", "codes", "flag", "integer", "decimal", "year"}
)
# Codes that speak of characters, not of the meaning of a value.
_OF_CHARACTERS: Final = frozenset({"cell.invisible", "text.invisible", "value.control"})
# What no operation on a cell could settle: the fact itself is wrong or missing.
_OF_THE_FACT: Final = frozenset(
    {"date.future", "date.order", "date.impossible", "date.long_before", "date.sentinel", "date.range",
     "identifier.resident_id", "party.natural_person", "kind.person_only", "value.required", "list.papers_missing",
     "value.required_when", "party.code_missing", "publicity.earlier", "publicity.later",
     "severity.differs", "money.zero", "money.text_differs", "money.negative", "person.row_cut"}
)  # fmt: skip
# The weights that keep a row from entering as it should.
_GRAVE: Final = ("reject", "hold")

Judge = Callable[[pl.DataFrame], pl.DataFrame]  # fields in, findings out


@dataclass(frozen=True)
class Trouble:
    """A cause as fixes see it: its code, the field it stands in, the rows it touches and their fields as they are now."""

    code: str
    field: Field
    column: str  # as the finding names it: the field's code, or the header
    frame: pl.DataFrame


@dataclass(frozen=True)
class Offer:
    """A fix, how many rows of its cause it settles, and a few cells before and after, masked."""

    fix: Fix
    rows: int
    examples: tuple[tuple[str, str], ...]


def offers(
    trouble: Trouble, item: Item, judge: Judge, official: Mapping[str, str]
) -> tuple[Offer, ...]:
    """The fixes that settle rows of this cause, the one that settles most first. `official`: code of an agency → its name."""
    if trouble.frame.is_empty():
        return ()
    tried = list(dict.fromkeys(candidates(trouble, item, official)))
    if not tried:
        return ()
    before = judge(trouble.frame)
    found = [_offer(fix, trouble, before, judge) for fix in tried]
    settled = [one for one in found if one is not None]
    return tuple(sorted(settled, key=lambda one: (-one.rows, tried.index(one.fix))))


def _offer(fix: Fix, trouble: Trouble, before: pl.DataFrame, judge: Judge) -> Offer | None:
    applied = apply(trouble.frame, [fix])
    if applied.cells == (0,):
        return None
    after = judge(applied.frame)
    mine = (pl.col("code") == trouble.code) & (pl.col("column") == trouble.column)
    had, has = before.filter(mine)["row"].unique(), after.filter(mine)["row"].unique()
    grave = pl.col("severity").is_in(_GRAVE) & (pl.col("row") > 0)
    fresh = after.filter(grave).join(before, on=["row", "code", "column"], how="anti")["row"]
    gone = had.filter(~had.is_in(has.implode()) & ~had.is_in(fresh.unique().implode()))
    if gone.is_empty():
        return None
    code = trouble.field.code
    was = trouble.frame[code] if code in trouble.frame.columns else _nothing(trouble.frame)
    pairs = (
        pl.DataFrame({"row": trouble.frame["row"], "was": was, "is": applied.frame[code]})
        .filter(pl.col("row").is_in(gone.implode()) & pl.col("was").ne_missing(pl.col("is")))
        .select("was", "is")
        .unique(maintain_order=True)
        .head(EXAMPLES_MAX)
    )
    shown = tuple((mask(w) or "", mask(i) or "") for w, i in pairs.iter_rows())
    return Offer(fix, len(gone), shown)


def _nothing(frame: pl.DataFrame) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)


def candidates(trouble: Trouble, item: Item, official: Mapping[str, str]) -> list[Fix]:
    """What might settle it, cheapest first; whether it does is tried."""
    field = trouble.field
    if trouble.code in _OF_THE_FACT or field.code not in trouble.frame.columns:
        return []
    cells = trouble.frame[field.code].drop_nulls()
    if trouble.code in _OF_CHARACTERS:
        return [Fix(FixKind.DROP_INVISIBLE, field.code)]
    if field.role == "authority_name":
        return _by_code(trouble, item, official)
    if field.type not in _CLEANED:
        return []
    plain = [
        Fix(FixKind.DROP_BLANKS, field.code),
        Fix(FixKind.HALF_WIDTH, field.code),
        Fix(FixKind.DROP_INVISIBLE, field.code),
    ]
    return [*_of_type(field, item), *_affixes(field, cells), *plain]


def _of_type(field: Field, item: Item) -> list[Fix]:
    if field.type == "date":
        return [Fix(FixKind.READ_DAY, field.code, {"pattern": name}) for name in PATTERNS]
    if field.type == "money":
        return [Fix(FixKind.READ_AMOUNT, field.code, {"unit": field.unit or "元"})]
    if field.role == "uscc":
        others = [f for f in item.fields if f.role in PARTY_ROLES and f.role != "uscc"]
        return [Fix(FixKind.SPLIT_CODES, field.code, {"to": other.code}) for other in others]
    return []


def _affixes(field: Field, cells: pl.Series) -> list[Fix]:
    """What stands before or after the value in many cells: a label, a mark, a remark in brackets."""
    before = [_LABEL] if field.type in {"code", "codes"} else [_LABEL, _BEFORE]
    after = [_REMARK] if field.type in {"code", "codes"} else [_REMARK, _AFTER]
    found: list[Fix] = []
    for kind, patterns in ((FixKind.STRIP_PREFIX, before), (FixKind.STRIP_SUFFIX, after)):
        for pattern in patterns:
            texts = cells.str.extract(pattern).drop_nulls().str.strip_chars(WHITE)
            common = Counter(text for text in texts if text).most_common(_AFFIXES_MAX)
            found += [Fix(kind, field.code, {"text": text}) for text, _ in common]
    return found


def _by_code(trouble: Trouble, item: Item, official: Mapping[str, str]) -> list[Fix]:
    """The name of the authority as its code names it, where one code stands beside one spelling."""
    coded = item.by_role("authority_code")
    if coded is None or coded.code not in trouble.frame.columns:
        return []
    name = pl.col(trouble.field.code).str.strip_chars(WHITE)
    code = pl.col(coded.code).str.strip_chars(WHITE)
    pairs = trouble.frame.select(name=name, code=code).drop_nulls().unique(maintain_order=True)
    by_name: dict[str, set[str]] = {}
    for given, number in pairs.iter_rows():
        by_name.setdefault(given, set()).add(number)
    found = []
    for given, numbers in list(by_name.items())[:_NAMES_MAX]:
        names = {official[number] for number in numbers if number in official}
        if len(numbers) == len(names) == 1:
            wanted = names.pop()
            found.append(
                Fix(FixKind.MAP_VALUE, trouble.field.code, {"given": given, "wanted": wanted})
            )
    return found


@dataclass(frozen=True)
class Choice:
    """A fix that waits for a person's word: one of `options` (value and what it says), or a text typed where there are none."""

    kind: FixKind
    field: str  # empty: the field is what is chosen
    given: str  # the value or header it is about
    options: tuple[tuple[str, str, str], ...]  # value, zh, en


def choices(
    code: str, field: Field | None, params: Mapping[str, object], item: Item, names: Sequence[str]
) -> tuple[Choice, ...]:
    """What a person may say about a cause. `names`: official names of the agencies."""
    if code == "header.leftover":
        header = str(params.get("header", ""))
        return (Choice(FixKind.MAP_HEADER, "", header, _fields(item)),)
    if field is None:
        return ()
    given = str(params.get("value", ""))
    if code in {"code.unknown", "code.unlisted"} and field.code_list is not None and given:
        values = tuple((v.code, v.zh, v.en) for v in field.code_list.values)
        return (Choice(FixKind.MAP_VALUE, field.code, given, values),)
    if code == "authority.unknown" and field.role == "authority_name" and names:
        return (
            Choice(FixKind.MAP_VALUE, field.code, "", tuple((name, name, name) for name in names)),
        )
    if code in {"value.required", "value.required_when"} and may_fill(field):
        listed = field.code_list.values if field.code_list and not field.code_list.open else ()
        return (Choice(FixKind.FILL, field.code, "", tuple((v.code, v.zh, v.en) for v in listed)),)
    return ()


def may_fill(field: Field) -> bool:
    """Whether one text may stand in every row: never who the party is, never the number or a day of a decision, never a class."""
    apart = {"party_name", "party_kind", "document_number", "severity", "org_name", *PARTY_ROLES}
    return (field.role not in apart and field.type not in {"date", "identifier", "digest"}) or (
        field.role in {"authority_code", "source_code"}
    )


def may_map(field: Field) -> bool:
    """Whether a column may be said to be this field after it was read. Rows of persons are told by the kind of party while a file is read, so that one must bear its name."""
    return field.role != "party_kind"


def _fields(item: Item) -> tuple[tuple[str, str, str], ...]:
    return tuple((f.code, f.zh, f.en) for f in item.fields if may_map(f))
