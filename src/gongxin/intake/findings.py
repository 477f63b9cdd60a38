"""The one table of what can be said about a file, in two languages, and how a value is masked.

It decides no row. A finding is stored as codes and parameters, never as rendered text. Row 0
speaks of the whole file; its `count` says how many rows it stands for.
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import polars as pl

from gongxin.intake.rules.quantity_checks import DATES, MONEY
from gongxin.intake.rules.reading_checks import CONSUMING, READING
from gongxin.intake.rules.record_checks import ADMISSION, ROWS, SUBJECTS
from gongxin.intake.rules.template_checks import TEMPLATES
from gongxin.intake.rules.value_checks import CODES, TEXT
from gongxin.intake.rules.vocabulary import HOUSE, SEVERITIES, STAGES, Check
from gongxin.subjects.findings import FINDINGS

__all__ = [
    "CHECKS",
    "SCHEMA",
    "SEVERITIES",
    "Check",
    "empty",
    "finding",
    "findings_page",
    "mask",
    "message",
    "remedy",
]

# What the register says of its own rows, in its own words.
REGISTER: Final = tuple(
    Check(
        said.code,
        "hold" if said.holds else "note",
        said.zh,
        said.en,
        said.remedy_zh,
        said.remedy_en,
        HOUSE,
        "resolve",
    )
    for said in FINDINGS.values()
    if said.code not in {check.code for check in SUBJECTS}
)

_ALL: Final = (
    *READING,
    *CONSUMING,
    *TEMPLATES,
    *TEXT,
    *DATES,
    *MONEY,
    *CODES,
    *ROWS,
    *SUBJECTS,
    *REGISTER,
    *ADMISSION,
)

CHECKS: Final[Mapping[str, Check]] = MappingProxyType({check.code: check for check in _ALL})
assert len(CHECKS) == len(_ALL), "a code stands twice in the table"

SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "row": pl.UInt32,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "seen": pl.String,
    "params": pl.String,
}

Params = Mapping[str, str | int | None]


class _Named(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


def message(code: str, params: Params | None = None, lang: str = "zh") -> str:
    """The sentence of a finding, "zh" or "en". A parameter that is not given is shown as ‹name›."""
    check = CHECKS[code]
    return _fill(check.zh if lang == "zh" else check.en, _in_words(params, lang))


def remedy(code: str, params: Params | None = None, lang: str = "zh") -> str:
    """What can be done about a finding, "zh" or "en"."""
    check = CHECKS[code]
    return _fill(check.remedy_zh if lang == "zh" else check.remedy_en, params)


# Why an identifier is doubtful, as `identifiers` names it, and why an authority is not known.
_REASONS: Final = MappingProxyType(
    {
        "org_code": ("内含的组织机构代码校验不符", "the organisation code inside fails its check"),
        "prefix": ("登记机关与类别不在编制表内", "authority and category are not an allotted pair"),
        "division": ("区划代码不在清单内", "the division code is not on the list"),
        "authority_code": ("代码未登记", "its code is not registered"),
        "authority_name": ("名称未登记", "its name is not registered"),
        "name_ended": ("名称已于{day}停用", "the name was given up on {day}"),
        "name_begins": ("名称自{day}起使用", "the name is in use from {day} on"),
    }
)


def _in_words(params: Params | None, lang: str) -> Params | None:
    """The reasons of a grade in words, a day after a colon put in its place; of a pair name_zh and name_en the one of this language as `name`."""
    ending = f"_{lang}"
    pairs = {
        name.removesuffix(ending): value
        for name, value in (params or {}).items()
        if name.endswith(ending)
    }
    if params and pairs:
        return {**params, **pairs}
    reason = (params or {}).get("reason")
    told = [part.partition(":") for part in reason.split(",")] if isinstance(reason, str) else []
    if not params or not told or not {name for name, _, _ in told} <= _REASONS.keys():
        return params
    words = (_REASONS[name][0 if lang == "zh" else 1].format(day=day) for name, _, day in told)
    return {**params, "reason": ("；" if lang == "zh" else "; ").join(words)}


def _fill(text: str, params: Params | None) -> str:
    given = {name: value for name, value in (params or {}).items() if value is not None}
    return text.format_map(_Named(given))


# Long enough to be a resident ID, a phone or a card: 11 letters and digits, 7 of them digits.
_LONG: Final = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ](?:[- －]?[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]){10,}")
SEEN_CHARACTERS_MAX: Final = 60
_MASKED_CHARACTERS_MAX: Final = 200


def mask(value: str | None) -> str | None:
    """What may be echoed: long numbers keep three and two characters, texts their beginning."""
    if value is None:
        return None
    # Masked before it is cut, so that no part of a number survives at the edge.
    shown = _LONG.sub(_stars, value[:_MASKED_CHARACTERS_MAX])
    if len(shown) > SEEN_CHARACTERS_MAX:
        shown = shown[: SEEN_CHARACTERS_MAX - 1] + "…"
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)


def _stars(found: re.Match[str]) -> str:
    text = found.group()
    if sum(c.isdigit() for c in text) < 7:
        return text
    return text[:3] + "*" * (len(text) - 5) + text[-2:]


def finding(
    code: str,
    *,
    row: int = 0,
    column: str = "",
    seen: str | None = None,
    params: Params | None = None,
) -> dict[str, str | int | None]:
    """One finding as a row of the findings frame."""
    return {
        "row": row,
        "column": column,
        "code": code,
        "severity": CHECKS[code].severity,
        "seen": mask(seen),
        "params": json.dumps(dict(params or {}), ensure_ascii=False, sort_keys=True),
    }


def frame(rows: Iterable[Mapping[str, str | int | None]]) -> pl.DataFrame:
    """Findings as a frame of the settled shape."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def empty() -> pl.DataFrame:
    return pl.DataFrame(schema=SCHEMA)


_STAGE_NAMES: Final = {
    "read": "读取 Reading",
    "consume": "表头 Headers",
    "check": "校验 Checking",
    "resolve": "归集 Attaching",
    "admit": "收录 Admission",
}


def findings_page() -> str:
    """docs/generated/checks.md: the whole table, for the clerk and for the engineer."""
    lines = [
        "# 校验规则 Checks",
        "",
        "Generated from `gongxin.intake.findings.CHECKS`; do not edit.",
        "",
        "reject 拒收 · hold 待核 · warn 提示 · note 说明",
    ]
    for stage in STAGES:
        lines += [
            "",
            f"## {_STAGE_NAMES[stage]}",
            "",
            "| code | severity | 说明 / meaning | 处理 / remedy | source |",
        ]
        lines.append("|---|---|---|---|---|")
        for check in _ALL:
            if check.stage == stage:
                code, none = check.code, _Named()
                says = f"{check.zh.format_map(none)}<br>{check.en.format_map(none)}"
                do = f"{check.remedy_zh.format_map(none)}<br>{check.remedy_en.format_map(none)}"
                lines.append(f"| `{code}` | {check.severity} | {says} | {do} | {check.source} |")
    return "\n".join(lines) + "\n"
