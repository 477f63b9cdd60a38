"""The part of a page that prints a clock says what stopped it, against whom it counts, and why there is no due day."""

import html
import re
from datetime import date

import pytest
from django.template.loader import render_to_string

from gongxin.deadlines import due
from tests.builders import clocks

MONDAY = date(2026, 6, 1)


def shown(short: str, events: str, start: date = MONDAY) -> str:
    working = due(clocks.rule(short), clocks.events(start, events), clocks.calendar())
    text = render_to_string("look/_clock.html", {"clock": working})
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_a_pause_is_named_with_the_party_it_counts_against() -> None:
    told = shown("2wd", "pause 2026-06-02 subject; resume 2026-06-04")
    assert "2026年6月3日 周三 暂停 等待subject；天数计入单位自己 1" in told
    assert "暂停天数计入 单位自己 2 日" in told
    assert "2026年6月2日 周二 计入 暂停 1" in told  # that it was paused stands on its day


def test_a_pause_of_ones_own_is_named_and_the_clock_runs_on() -> None:
    told = shown("2wd", "pause 2026-06-02 provider; resume 2026-06-08")
    assert "2026年6月3日 周三 计入 等待provider；这是自己的事，时限照走 到期 2" in told


@pytest.mark.parametrize(
    ("short", "events", "start", "text"),
    [
        ("2wd", "pause 2026-06-01 third", MONDAY, "自 2026年6月1日 起暂停，恢复后才有到期日"),
        ("2wd", "", date(2026, 12, 31), "缺少 2027 年的工作日历，暂时算不出到期日"),
        ("2wd+3", "extend 2026-06-02", MONDAY, "已延长 3"),
        ("6m", "", MONDAY, "6 个月"),
        ("60cd", "", MONDAY, "60 个自然日"),
        ("at_once", "", MONDAY, "立即"),
    ],
)
def test_what_a_clock_says_of_itself(short: str, events: str, start: date, text: str) -> None:
    assert text in shown(short, events, start)


def test_a_long_working_is_folded_and_a_short_one_stands_open() -> None:
    rule, calendar = clocks.rule, clocks.calendar()
    for short, folded in (("5wd", False), ("90cd", True)):
        working = due(rule(short), clocks.events(MONDAY, ""), calendar)
        text = render_to_string("look/_clock.html", {"clock": working})
        assert ("<details open>" not in text) is folded
