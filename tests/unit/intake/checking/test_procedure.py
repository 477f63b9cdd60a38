"""A listing shows the papers of its procedure, in order; lists that ask for none say why."""

from datetime import date

import polars as pl
import pytest

from gongxin.intake import checking
from gongxin.intake.checking import Authorities
from gongxin.intake.findings import message
from gongxin.jurisdiction import Item
from tests.builders import catalogue

NOBODY = Authorities({}, {})


def found(item: Item, **changes: str) -> set[tuple[str, str]]:
    row = catalogue.row(item, **changes)
    frame = pl.DataFrame(
        {"row": [1], **{code: [value or None] for code, value in row.items()}},
        schema={"row": pl.UInt32, **dict.fromkeys(row, pl.String)},
    )
    checked = checking.check(frame, item, NOBODY, None, date(2026, 6, 1))
    return {
        (column, code)
        for column, code in checked.findings.select("column", "code").iter_rows()
        if code.startswith("list.")
    }


# item, field, which paper is missing then
PAPERS = [
    ("serious_list_entry", "YZ_GZZY", "事先告知书"),
    ("serious_list_entry", "YZ_SBZY", "陈述申辩材料"),
    ("serious_list_entry", "YZ_JDZY", "决定书"),
    ("serious_list_entry", "YZ_SDZY", "送达回证"),
    ("wage_arrears_list", "QX_ZLZY", "责令改正或者支付文书"),
    ("wage_arrears_list", "QX_GZZY", "事先告知书"),
    ("wage_arrears_list", "QX_JDZY", "决定书"),
    ("wage_arrears_list", "QX_SDZY", "送达回证"),
    ("statistics_dishonesty", "TJ_GZZY", "事先告知书"),
    ("tax_violation", "SW_QDZY", "决定书"),
    ("procurement_conduct", "CG_GZZY", "事先告知书"),
    ("labour_violation", "LW_SDZY", "送达回证"),
    ("abnormal_operation", "YC_LRWH", "决定书"),
    ("social_org_abnormal", "SY_LRWH", "决定书"),
    ("court_debtor", "SX_AH", "决定书"),
]


@pytest.mark.parametrize(("code", "field", "paper"), PAPERS)
def test_what_lacks_a_paper_is_refused_under_one_code(code: str, field: str, paper: str) -> None:
    item = catalogue.items()[code]
    assert found(item) == set()
    assert found(item, **{field: ""}) == {(field, "list.papers_missing")}
    params = {"paper_zh": paper, "paper_en": "x", "field_zh": "y", "field_en": "z"}
    assert paper in message("list.papers_missing", params)


@pytest.mark.parametrize(
    ("code", "days", "wrong"),
    [
        ("serious_list_entry", {"YZ_LRRQ": "2026-05-07", "YZ_SDRQ": "2026-05-06"}, "YZ_SDRQ"),
        ("tax_violation", {"SW_GZRQ": "2026-03-02", "SW_QDRQ": "2026-03-01"}, "SW_QDRQ"),
        ("tax_violation", {"SW_QDRQ": "2026-03-09", "SW_SDRQ": "2026-03-08"}, "SW_SDRQ"),
        ("statistics_dishonesty", {"TJ_GZRQ": "2026-03-02", "TJ_RDRQ": "2026-02-27"}, "TJ_RDRQ"),
    ],
)
def test_notice_comes_before_decision_and_decision_before_service(
    code: str, days: dict[str, str], wrong: str
) -> None:
    item = catalogue.items()[code]
    others = {"SW_QDRQ": "2026-03-09"} if wrong == "SW_SDRQ" else {}
    assert (wrong, "list.papers_order") in found(item, **{**others, **days})
    same = dict.fromkeys(days, "2026-05-07")
    assert found(item, **same) == set(), "one day for all is possible"


def test_every_list_has_its_procedure_or_says_why_not() -> None:
    lists = {code for code, item in catalogue.items().items() if item.nature == "名录列入"}
    assert lists == {
        "abnormal_operation",
        "court_debtor",
        "procurement_conduct",
        "serious_list_entry",
        "social_org_abnormal",
        "statistics_dishonesty",
        "tax_violation",
        "wage_arrears_list",
    }
    for code in lists:
        procedure = catalogue.items()[code].procedure
        assert procedure is not None
        steps = {paper.step for paper in procedure.papers}
        assert {"notice", "decision", "statement", "service"} <= steps or procedure.reason_zh
