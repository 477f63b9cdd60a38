"""Whose decision it is: a name within its days, on the day of the decision or of sending, and never a part of a name."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.agencies.names import Bearer, borne, normal
from gongxin.intake.checking import Authorities
from gongxin.intake.findings import message
from gongxin.intake.rules import authority
from gongxin.intake.rules.cells import Report
from tests.unit.intake.checking.penalties import LAW, PENALTY, changed, checked

SENT = date(2026, 11, 23)
REFORM = date(2019, 3, 1)
OLD, NEW = (None, REFORM), (REFORM, None)
SAMR, COMMERCE, INDUSTRY = "11999999GX0000015T", "11999999GX00001707", "11999999GX0000154H"
CODES = {SAMR: "samr", COMMERCE: "commerce", INDUSTRY: "industry"}
# 构造市经贸局 was one body's name until 2015 and is another's since 2020.
REGISTER = borne(
    (normal(name), Bearer(key, *days))
    for name, key, days in (
        ("构造市工商行政管理局", "samr", OLD),
        ("构造市质量技术监督局", "samr", OLD),
        ("市工商局", "samr", OLD),
        ("工商局", "samr", OLD),
        ("构造市市场监督管理局", "samr", NEW),
        ("市市场监管局", "samr", NEW),
        ("市场监督管理局", "samr", NEW),
        ("构造市市场监督管理局(高新分局)", "samr", NEW),
        ("构造市经贸局", "industry", (None, date(2015, 1, 1))),
        ("构造市经贸局", "commerce", (date(2020, 1, 1), None)),
        ("构造市数据局", "data_bureau", (date(2030, 1, 1), None)),
        ("构造市工商联络局", "samr", (date(2016, 1, 1), date(2017, 1, 1))),
    )
)


def told(name: str | None, decided: str | None, code: str | None = None) -> tuple[str, str]:
    """The agency's key and the finding, each empty where there is none."""
    row = changed(CF_CFJG=name, CF_CFJGDM=code, CF_JDRQ=decided)
    result = checked(row, authorities=Authorities(CODES, REGISTER), today=SENT)
    mine = {"authority.unknown", "authority.ambiguous", "authority.disagree"}
    codes = [code for code in result.findings["code"] if code in mine]
    return result.frame["_authority_key"][0] or "", ",".join(codes)


def said(name: str, decided: str, code: str | None = None) -> str:
    """The sentence of the finding."""
    row = changed(CF_CFJG=name, CF_CFJGDM=code, CF_JDRQ=decided)
    result = checked(row, authorities=Authorities(CODES, REGISTER), today=SENT)
    (found,) = result.findings.filter(pl.col("code").str.starts_with("authority.")).to_dicts()
    params = pl.Series([found["params"]]).str.json_decode(
        pl.Struct({"reason": pl.String, "agencies": pl.String})
    )[0]
    return message(found["code"], params) + "|" + message(found["code"], params, "en")


@pytest.mark.parametrize(
    ("name", "decided"),
    [
        ("构造市市场监督管理局", "2020-05-01"),
        ("构造市市场监督管理局", "2018-05-01"),  # an old decision under the present name
        ("构造市工商行政管理局", "2018-05-01"),
        ("构造市工商行政管理局", "2019-02-28"),
        ("构造市质量技术监督局", "2018-05-01"),  # two predecessors at the same time
        ("市工商局", "2018-05-01"),
        ("工商局", "2018-05-01"),
        ("市市场监管局", "2026-05-01"),
        ("市场监督管理局", "2026-05-01"),
        ("构造市　工商行政管理局", "2018-05-01"),
        ("构造市市场监督管理局（高新分局）", "2026-05-01"),
        ("构造市工商联络局", "2016-12-31"),
    ],
)
def test_a_name_of_the_day_of_the_decision_or_of_sending_names_its_agency(
    name: str, decided: str
) -> None:
    assert told(name, decided) == ("samr", "")
    assert told(name, decided, SAMR) == ("samr", "")


@pytest.mark.parametrize(
    ("name", "decided", "why"),
    [
        ("构造市工商行政管理局", "2019-03-01", "名称已于2019-03-01停用"),
        ("构造市工商行政管理局", "2025-01-01", "the name was given up on 2019-03-01"),
        ("构造市工商联络局", "2015-12-31", "名称已于2017-01-01停用"),
        ("构造市数据局", "2026-01-01", "名称自2030-01-01起使用"),
        ("构造市样例局", "2026-01-01", "名称未登记"),
    ],
)
def test_a_name_that_is_nobodys_on_either_day_is_unknown_and_says_why(
    name: str, decided: str, why: str
) -> None:
    assert told(name, decided) == ("", "authority.unknown")
    assert told(name, decided, SAMR) == ("", "authority.unknown")
    assert why in said(name, decided)


def test_a_code_that_is_not_registered_is_said_beside_the_name() -> None:
    other = "11999999GX00003107"
    assert told("构造市市场监督管理局", "2026-01-01", other) == ("", "authority.unknown")
    sentence = said("构造市工商行政管理局", "2026-01-01", other)
    assert "代码未登记；名称已于2019-03-01停用" in sentence
    assert "its code is not registered; the name was given up on 2019-03-01" in sentence


def test_a_name_that_passed_to_another_agency_is_not_chosen_between() -> None:
    assert told("构造市经贸局", "2014-12-31") == ("", "authority.ambiguous")
    sentence = said("构造市经贸局", "2014-12-31")
    assert "commerce [2020-01-01, …), industry […, 2015-01-01)" in sentence


def test_a_name_that_passed_on_is_clear_once_the_day_of_the_decision_leaves_one_bearer() -> None:
    assert told("构造市经贸局", "2020-01-01") == ("commerce", "")
    assert told("构造市经贸局", "2017-06-01") == ("commerce", "")  # nobody's then, its own today
    assert told("构造市经贸局", None)[0] == "commerce"


def test_of_two_bearers_the_code_settles_for_the_one_of_the_day_of_the_decision_alone() -> None:
    assert told("构造市经贸局", "2014-12-31", INDUSTRY) == ("industry", "")
    assert told("构造市经贸局", "2014-12-31", COMMERCE) == ("", "authority.ambiguous")
    assert told("构造市经贸局", "2014-12-31", SAMR) == ("", "authority.disagree")


def test_two_bearers_on_one_day_are_not_chosen_between() -> None:
    both = borne([("甲局", Bearer("industry")), ("甲局", Bearer("commerce"))])
    known = authority.Known(CODES, both, date(2026, 1, 1), SENT)
    for code in (None, INDUSTRY, COMMERCE):
        assert authority.recognise(code, "甲局", known)[:2] == (None, "authority.ambiguous")


def test_a_name_that_only_contains_or_is_contained_in_a_name_names_nobody() -> None:
    """Every name of the law, cut and lengthened in every way: what is not a row of its own is unknown."""
    rows = [
        (normal(name.name), Bearer(agency.key, name.valid_from, name.valid_until))
        for agency in LAW.agencies
        for name in agency.names
    ]
    table, tried = borne(rows), 0
    for norm in table:
        cuts = {norm[i:j] for i in range(len(norm)) for j in range(i + 1, len(norm) + 1)}
        longer = {norm + "分局", "某" + norm, norm + norm, norm[:2] + "新" + norm[2:]}
        for other in (cuts | longer) - {row for row, _ in rows}:
            for day in (date(2014, 1, 1), date(2018, 6, 1), SENT):
                found = authority.recognise(None, other, authority.Known({}, table, day, SENT))
                assert found.key is None, other
                assert found.code == "authority.unknown"
                tried += 1
    assert tried > 10_000


@dataclass(frozen=True)
class Borne:
    """One row of a table of names, as the test keeps it: days as numbers."""

    name: str
    key: str
    start: int | None
    end: int | None


# Each is a part of the next: a search for parts would find them all.
NAMES = ("局", "市局", "某市局", "某市局分局")
KEYS = ("samr", "hrss", "tax")
NUMBER = st.integers(0, 12)
TABLES = st.lists(
    st.builds(
        Borne,
        st.sampled_from(NAMES),
        st.sampled_from(KEYS),
        st.none() | NUMBER,
        st.none() | NUMBER,
    ),
    max_size=8,
)
WRITTEN = st.tuples(
    st.none() | st.sampled_from([*KEYS, "nobody"]),
    st.none() | st.sampled_from([*NAMES, "市"]),
    st.none() | NUMBER,
)


def naive(
    table: list[Borne], code: str | None, name: str | None, decided: int | None, sent: int
) -> tuple[str | None, str | None]:
    """The rule told again by a scan of the whole table."""

    def holding(day: int | None) -> set[str]:
        found = set()
        for row in table:
            if day is None or row.name != name:
                continue
            if row.start is not None and day < row.start:
                continue
            if row.end is not None and day >= row.end:
                continue
            found.add(row.key)
        return found

    if name is None:
        return (None, "authority.unknown") if code == "nobody" else (code, None)
    then, now = holding(decided), holding(sent)
    if code == "nobody" or not then | now:
        return None, "authority.unknown"
    if code is not None and code not in then and code not in now:
        return None, "authority.disagree"
    if len(then | now) > 1 and then != {code}:
        return None, "authority.ambiguous"
    return code or next(iter(then | now)), None


def day_of(number: int | None) -> date | None:
    return None if number is None else date(2015, 1, 1) + timedelta(days=100 * number)


@settings(max_examples=300, deadline=None)
@given(TABLES, st.lists(WRITTEN, min_size=1, max_size=12), NUMBER)
def test_every_answer_is_that_of_a_scan_of_the_whole_table(
    table: list[Borne], rows: list[tuple[str | None, str | None, int | None]], sent: int
) -> None:
    frame = pl.DataFrame(
        {
            "CF_CFJGDM": [code for code, _, _ in rows],
            "CF_CFJG": [name for _, name, _ in rows],
            "CF_JDRQ": [day and day.isoformat() for day in (day_of(d) for _, _, d in rows)],
        },
        schema={"CF_CFJGDM": pl.String, "CF_CFJG": pl.String, "CF_JDRQ": pl.String},
    )
    known = borne((r.name, Bearer(r.key, day_of(r.start), day_of(r.end))) for r in table)
    report = Report(pl.Series(range(len(rows)), dtype=pl.UInt32))
    everywhere = pl.Series([True] * len(rows))
    on = day_of(sent)
    assert on is not None
    keys = authority.check(
        frame, PENALTY, {key: key for key in KEYS}, known, on, everywhere, report
    )
    found = dict(report.frame().select("row", "code").iter_rows())
    answers = [(key, found.get(n)) for n, key in enumerate(keys)]
    assert answers == [naive(table, code, name, decided, sent) for code, name, decided in rows]
