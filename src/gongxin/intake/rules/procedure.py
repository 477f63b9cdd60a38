"""Whether a listing shows the papers of its procedure, and whether their days come in order. Lists are received, never made."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

import polars as pl

from gongxin.intake.rules import dates
from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.jurisdiction.listings import Paper
from gongxin.jurisdiction.values import Item

# The papers by name.
NAMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "order": ("责令改正或者支付文书", "Order to put it right or to pay"),
        "notice": ("事先告知书", "Notice beforehand"),
        "statement": ("陈述申辩材料", "Statement and defence"),
        "decision": ("决定书", "Decision"),
        "service": ("送达回证", "Proof of service"),
    }
)


def papers_of(item: Item) -> Mapping[str, Paper]:
    """The fields that a listing must not lack, each with its paper; empty where the item asks for none."""
    papers = item.procedure.papers if item.procedure else ()
    return {code: paper for paper in papers for code in paper.fields if item.field(code).required}


def check(item: Item, columns: dict[str, Column], judged: pl.Series, report: Report) -> None:
    """`judged`: rows that hold anything at all."""
    for code, paper in papers_of(item).items():
        zh, en = NAMES[paper.step]
        field = item.field(code)
        params = params_text(
            {"paper_zh": zh, "paper_en": en, "field_zh": field.zh, "field_en": field.en}
        )
        report.add(
            "list.papers_missing", code, where(columns[code].missing() & judged), params=params
        )
    _check_order(item, columns, report)


def _check_order(item: Item, columns: dict[str, Column], report: Report) -> None:
    """Notice, then decision, then service: each day that is given is not before the one that was given last."""
    dated = [paper for paper in (item.procedure.papers if item.procedure else ()) if paper.dated]
    for earlier, later in pairwise(dated):
        assert earlier.dated is not None, "chosen for it"
        assert later.dated is not None, "chosen for it"
        before = dates.days(columns[earlier.dated].values)
        after = dates.days(columns[later.dated].values)
        wrong = where((after < before).fill_null(value=False))
        (zh, en), (later_zh, later_en) = NAMES[earlier.step], NAMES[later.step]
        params = params_text(
            {"paper_zh": later_zh, "paper_en": later_en, "other_zh": zh, "other_en": en}
        )
        report.add(
            "list.papers_order",
            later.dated,
            wrong,
            seen=columns[later.dated].values.gather(wrong),
            params=params,
        )
