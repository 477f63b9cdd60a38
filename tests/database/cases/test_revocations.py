"""A court or an authority takes a decision back: gone in a working day, told in public without party and facts, and a revoked revocation is news."""

from datetime import date

import pytest

from gongxin.cases import queries
from gongxin.cases.kinds import Event, Party
from gongxin.cases.saying import FilingRefused
from gongxin.cases.standing import StepRefused
from gongxin.records import queries as records
from gongxin.records.history import history
from tests.builders import cases, city

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def test_two_people_withdraw_it_and_the_notice_names_no_party() -> None:
    record = city.published_penalty()
    case = cases.revocation(record)
    due = queries.due_of(cases.case(case).standing, city.NOW)
    assert due is not None
    assert due.working.due == date(2026, 6, 2)
    assert queries.notices(TODAY) == []
    cases.step(case, Event.CARRY_OUT, Party.PLATFORM)
    assert history(record).versions[-1].state == "withdrawn"
    (notice,) = queries.notices(TODAY)
    assert (notice.decision, notice.document, notice.authority, notice.cause.key) == (
        "构市监罚〔2026〕1号",
        "（2026）行复第7号", "构造市人民政府", "revoked",
    )  # fmt: skip
    assert queries.notices(notice.until) == []
    assert (notice.published, notice.until) == (TODAY, date(2026, 12, 1))


def test_the_platform_is_late_and_the_record_is_hidden_all_the_same() -> None:
    record = city.published_penalty()
    cases.revocation(record)
    assert cases.is_shown(record, date(2026, 6, 2))
    assert not cases.is_shown(record, date(2026, 6, 3))


def test_it_is_reported_once_and_of_what_stands() -> None:
    record = city.published_penalty()
    case = cases.revocation(record)
    with pytest.raises(FilingRefused):
        cases.revocation(record)
    cases.step(case, Event.CARRY_OUT, Party.PLATFORM)
    with pytest.raises(FilingRefused):
        cases.revocation(record)


def test_a_revoked_revocation_is_a_new_event_with_news_of_its_own_and_the_record_stays_gone() -> (
    None
):
    record = city.published_penalty()
    case = cases.revocation(record)
    with pytest.raises(StepRefused):
        cases.step(case, Event.REINSTATE, Party.PLATFORM)
    cases.step(case, Event.CARRY_OUT, Party.PLATFORM)
    before = history(record)
    cases.step(case, Event.REINSTATE, Party.PLATFORM, document="（2026）行终第9号")
    now = history(record)
    assert now.versions == before.versions
    assert [news.operation for news in now.news][-2:] == ["delete", "modify"]
    (notice,) = queries.notices(TODAY)
    assert notice.reinstated is not None
    assert notice.reinstated.told["document"] == "（2026）行终第9号"
    assert records.public_record(record, TODAY) is None
