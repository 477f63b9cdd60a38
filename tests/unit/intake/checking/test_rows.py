"""Whole rows: identifiers together, authority, class, order of days, amounts against text, publicity, lateness."""

from datetime import date

import polars as pl
import pytest

from gongxin.identifiers import Known
from gongxin.intake.checking import Authorities
from gongxin.workdays import Calendar
from tests.unit.intake.checking.penalties import (
    AUTHORITIES,
    CODES,
    DOUBTFUL,
    FIRM,
    HRSS,
    LICENCE,
    NAMES,
    OTHER,
    SAMR,
    SHOP,
    changed,
    checked,
    codes,
    unified_code,
)

LICENCE_ROW: dict[str, str | None] = {
    "XK_XDR_MC": "构造市样例商贸有限公司",
    "XK_XDR_LB": "法人及非法人组织",
    "XK_XDR_SHXYM": FIRM,
    "XK_XKWS": "准予许可决定书",
    "XK_WSH": "构许〔2026〕1号",
    "XK_XKLB": "普通",
    "XK_NR": "食品经营",
    "XK_JDRQ": "2026-04-01",
    "XK_YXQZ": "2026-04-01",
    "XK_YXQZI": "2031-03-31",
    "XK_XKJG": "构造市市场监督管理局",
    "XK_XKJGDM": SAMR,
    "XK_ZT": "1",
    "XK_LYDW": "构造市市场监督管理局",
    "XK_LYDWDM": SAMR,
}


def test_a_sound_penalty_has_no_findings() -> None:
    assert codes(changed()) == set()


def test_a_sound_licence_has_no_findings_and_no_class() -> None:
    result = checked(LICENCE_ROW, item=LICENCE)
    assert result.findings.is_empty()
    assert result.frame["_severity"].to_list() == ["none"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"CF_XDR_SHXYM": FIRM[:17] + "I"}, ("CF_XDR_SHXYM", "uscc.form")),
        ({"CF_XDR_SHXYM": DOUBTFUL}, ("CF_XDR_SHXYM", "uscc.doubtful")),
        ({"CF_XDR_ZZJG": "123456789"}, ("CF_XDR_ZZJG", "identifier.check")),
        ({"CF_XDR_ZZJG": "12"}, ("CF_XDR_ZZJG", "identifier.form")),
        ({"CF_XDR_ZZJG": OTHER[8:17]}, ("CF_XDR_ZZJG", "identifier.contradiction")),
        ({"CF_XDR_ZZJG": FIRM}, ("CF_XDR_ZZJG", "identifier.repeated")),
        ({"CF_XDR_SHXYM": None, "CF_XDR_ZZJG": FIRM}, ("CF_XDR_ZZJG", "identifier.moved")),
        ({"CF_XDR_ZZJG": "0" * 17 + "X"}, ("CF_XDR_ZZJG", "identifier.placeholder")),
        ({"CF_XDR_SHXYM": FIRM.lower()}, ("CF_XDR_SHXYM", "identifier.normalised")),
        ({"CF_XDR_SHXYM": None}, ("CF_XDR_SHXYM", "party.code_missing")),
        ({"CF_XDR_SHXYM": SHOP}, ("CF_XDR_LB", "party.kind_code")),
        ({"CF_XDR_LB": "自然人"}, ("CF_XDR_LB", "party.natural_person")),
        ({"CF_CFLB": "行政拘留"}, ("CF_CFLB", "kind.person_only")),
        ({"CF_CFLB": "77"}, ("CF_CFLB", "code.unknown")),
        ({"CF_CFLB": "从未听说"}, ("CF_CFLB", "code.unlisted")),
        ({"CF_CFJG": "某局"}, ("CF_CFJG", "authority.unknown")),
        ({"CF_CFJGDM": HRSS}, ("CF_CFJGDM", "authority.disagree")),
        (
            {"CF_CFLB": "警告;暂扣许可证件", "CF_NR_ZKDX": None},
            ("CF_NR_ZKDX", "value.required_when"),
        ),
        ({"CF_YXQ": "2026-03-31"}, ("CF_YXQ", "date.order")),
        ({"CF_NR_FK": "2000"}, ("CF_NR_FK", "money.factor_10000")),
        ({"CF_NR_FK": "0.25"}, ("CF_NR_FK", "money.text_differs")),
        ({"CF_GSJZQ": "2026-05-01"}, ("CF_GSJZQ", "publicity.earlier")),
        ({"CF_GSJZQ": "2028-04-01"}, ("CF_GSJZQ", "publicity.later")),
    ],
)
def test_each_fault_of_a_row_is_named_at_its_column(
    values: dict[str, str | None], expected: tuple[str, str]
) -> None:
    assert expected in codes(changed(**values))


def test_a_resident_number_in_a_code_column_is_refused_and_never_echoed() -> None:
    number = "11010519491231002X"  # the example printed in GB 11643
    found = checked(changed(CF_XDR_SHXYM=number))
    refused = found.findings.filter(pl.col("code") == "identifier.resident_id")
    assert refused["seen"].to_list() == [None]
    assert number not in found.findings.write_json() + found.frame.write_json()


def test_without_a_code_but_with_another_number_the_row_goes_on() -> None:
    row = changed(CF_XDR_SHXYM=None, CF_XDR_ZZJG=FIRM[8:17])
    result = checked(row)
    assert result.findings.is_empty()
    assert result.frame.select("_scheme", "_identifier").rows() == [("org_code", FIRM[8:17])]


def test_the_unified_code_is_the_best_identifier_even_when_it_stood_astray() -> None:
    result = checked(changed(CF_XDR_SHXYM=None, CF_XDR_ZZJG=FIRM))
    assert result.frame.select("_scheme", "_identifier", "CF_XDR_ZZJG").rows() == [
        ("uscc", FIRM, None)
    ]


def test_two_unified_codes_astray_are_not_chosen_between() -> None:
    row = changed(CF_XDR_SHXYM=None, CF_XDR_ZZJG=FIRM, CF_XDR_GSZC=OTHER)
    assert ("CF_XDR_GSZC", "identifier.contradiction") in codes(row)


def test_a_division_not_on_the_list_only_warns() -> None:
    known = Known.of(["91"], ["441481"])
    found = checked(changed(), known=known).findings
    # The deciding authority's code is in the register of authorities: there is no doubt about it.
    assert found.select("column", "code", "severity").rows() == [
        ("CF_XDR_SHXYM", "uscc.doubtful", "warn")
    ]
    assert checked(changed(), known=known).frame["_identifier"].to_list() == [FIRM]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("吊销许可证件;罚款", "serious"),
        ("罚款;警告", "general"),
        ("警告", "minor"),
        ("暂扣许可证件", "unknown"),
    ],
)
def test_the_gravest_kind_gives_the_class(kinds: str, expected: str) -> None:
    assert checked(changed(CF_CFLB=kinds)).frame["_severity"].to_list() == [expected]


def test_an_agency_that_the_catalogue_does_not_name_may_not_decide_or_report() -> None:
    row = changed(CF_CFJG="构造市公共信用信息中心", CF_CFJGDM="12999999GX0000074T")
    assert ("CF_CFJGDM", "authority.not_entitled") in codes(row)
    assert ("", "provider.not_entitled") in codes(
        changed(), authorities=Authorities(CODES, NAMES, "culture")
    )


def test_reporting_anothers_decision_is_said_unless_it_is_ones_task() -> None:
    assert ("CF_CFJGDM", "provider.other_authority") in codes(
        changed(), authorities=Authorities(CODES, NAMES, "hrss")
    )
    collector = codes(changed(), authorities=Authorities(CODES, NAMES, "credit_centre"))
    assert ("CF_CFJGDM", "provider.other_authority") not in collector


def test_an_item_is_not_taken_before_it_is_in_force() -> None:
    assert ("", "item.not_in_force") in codes(changed(), today=date(2017, 12, 31))


def test_a_licence_that_begins_long_before_its_decision_is_only_said() -> None:
    row = {**LICENCE_ROW, "XK_YXQZ": "2003-03-24"}
    found = checked(row, item=LICENCE).findings
    assert found.select("column", "code", "severity").rows() == [
        ("XK_YXQZ", "date.long_before", "warn")
    ]


def test_amounts_may_be_named_together_or_in_ten_thousands() -> None:
    both = changed(
        CF_CFLB="罚款;没收违法所得", CF_NR="没收违法所得500元，罚款2,000元", CF_NR_WFFF="0.05"
    )
    assert codes(both) == set()
    assert codes(changed(CF_NR="罚款0.2万元")) == set()
    assert codes(changed(CF_NR="罚款1500元，又罚款500元")) == set()


def test_a_longer_amount_does_not_count_as_the_shorter_one_inside_it() -> None:
    assert ("CF_NR_FK", "money.text_differs") in codes(changed(CF_NR="罚款12000元"))


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ("2027-03-31", None),  # the last day shown
        ("2027-04-01", None),  # the first day gone: decided on 2026-04-01, general class, 12 months
        ("2027-03-30", "publicity.earlier"),
        ("2027-04-02", "publicity.later"),
    ],
)
def test_the_reported_end_of_publicity_is_compared_with_the_rules(
    reported: str, expected: str | None
) -> None:
    row = changed(CF_GSJZQ=reported, CF_CFJG="构造市人力资源和社会保障局", CF_CFJGDM=HRSS)
    found = {code for column, code in codes(row) if column == "CF_GSJZQ"}
    assert found == ({expected} if expected else set())


def test_late_reports_are_counted_by_the_calendar_and_not_without_one() -> None:
    calendar = Calendar.of([(2026, [], [])])
    late = {code for _, code in codes(changed(), calendar=calendar)}
    assert late == {"report.late"}
    fresh = changed(CF_JDRQ="2026-11-12")  # 7 working days later: Monday 23 November
    assert "report.late" not in {code for _, code in codes(fresh, calendar=calendar)}
    assert codes(changed(), calendar=Calendar.of([(2024, [], [])])) == set()


def test_rows_that_the_reader_emptied_are_not_asked_for_values() -> None:
    assert checked(dict.fromkeys(changed())).findings.is_empty()


def test_every_field_of_the_item_is_in_the_frame_as_text() -> None:
    frame = checked({"CF_WSH": "1"}).frame
    assert all(dtype == pl.String for name, dtype in frame.schema.items() if name != "row")


def test_a_moved_code_names_the_same_body_as_one_in_its_place() -> None:
    straight = checked(changed(), authorities=AUTHORITIES).frame
    moved = checked(changed(CF_XDR_SHXYM=None, CF_XDR_ZZJG=unified_code("10000001"))).frame
    assert straight.equals(moved)
