"""A reader finds each deadline with its source, has one computed, and can check the working by hand."""

import html
import re

import pytest
from django.test import Client

from gongxin.deadlines import MISSED, PARTIES, DayWas, State
from gongxin.look.words import WORDS
from tests.builders import clocks

pytestmark = pytest.mark.usefixtures("hall")


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_every_deadline_stands_with_its_source_what_happens_when_missed_and_the_texts_compared(
    client: Client,
) -> None:
    answer = client.get("/clocks")
    assert answer.status_code == 200
    told = words(answer.text)
    for rule in clocks.law().clocks.rules:
        shown = answer.text.partition(f'<article class="deadline" id="{rule.key}">')[2]
        one = words(shown.partition("</article>")[0])
        for text in (rule.zh, rule.source, rule.starts_zh, *(a.source for a in rule.alternatives)):
            assert text in one, rule.key
        for missed in rule.missed:
            assert str(WORDS["missed"][missed]) in one
        if rule.mark != "verified":
            assert str(WORDS["mark"][rule.mark]) in one
    for absent in clocks.law().clocks.absent:
        assert absent.zh in told
        assert absent.why_zh in told
    for reason in clocks.law().clocks.pauses:
        assert reason.zh in told


def test_the_groups_stand_once_and_in_the_order_of_the_file(client: Client) -> None:
    found = re.findall(r'<h2 id="g-(\w+)">', client.get("/clocks").text)
    assert found == list(dict.fromkeys(rule.group for rule in clocks.law().clocks.rules))


def test_a_deadline_is_computed_day_by_day(client: Client) -> None:
    answer = client.get("/clocks?deadline=objection.decision&start=2026-02-13")
    told = words(answer.text.partition('<section class="clock"')[2].partition("</section>")[0])
    assert "2026年2月24日 （周二）到期" in told
    assert "2026年2月13日 周五 起算日，不计 0" in told
    assert "2026年2月14日 周六 补班，计入 1" in told
    assert "2026年2月15日 周日 春节 放假 1" in told
    assert "2026年2月24日 周二 计入 到期 2" in told
    assert "第五十一条" in told
    assert "objection.decision@2018-01-01#" in told


@pytest.mark.parametrize(
    "start", ["tomorrow", "2023-12-31", "2027-01-01", "9999-12-31", "2026-02-30"]
)
def test_a_day_without_a_calendar_or_no_day_at_all_is_said_and_not_crashed(
    client: Client, start: str
) -> None:
    answer = client.get("/clocks", {"deadline": "remedy.suit", "start": start})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "2024年1月1日" in words(answer.text.partition('role="alert"')[2])


def test_a_period_that_runs_beyond_the_last_calendar_says_which_year_is_missing(
    client: Client,
) -> None:
    answer = client.get("/clocks?deadline=request.answer&start=2026-12-28")
    assert "缺少 2027 年的工作日历" in answer.text


def test_a_deadline_not_yet_in_force_is_refused_in_words(client: Client) -> None:
    answer = client.get("/clocks?deadline=repair.decision&start=2026-03-31")
    assert answer.status_code == 200
    assert "没有名为" in answer.text


@pytest.mark.parametrize("key", ["nothing", "repair.bar_after_false_commitment", "<script>"])
def test_what_is_no_deadline_has_no_page(client: Client, key: str) -> None:
    assert client.get("/clocks", {"deadline": key, "start": "2026-06-01"}).status_code == 404


def test_every_word_of_the_clocks_closed_lists_is_known() -> None:
    assert set(WORDS["missed"]) == set(MISSED)
    assert set(WORDS["party"]) == set(PARTIES)
    assert set(WORDS["clock_day"]) == {one.value for one in DayWas}
    assert set(WORDS["clock_state"]) == {one.value for one in State}
    assert set(WORDS["clock_group"]) == {rule.group for rule in clocks.law().clocks.rules}
