"""“Not us”: what is impossible hides at once, a mere reason does not; the finding lasts, and what is sent again waits."""

from datetime import date

import pytest

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.cases.kinds import Event, Party, State
from gongxin.intake import queries as intake
from gongxin.records import masks
from gongxin.records.history import history
from gongxin.subjects.judged import judgements_of
from gongxin.subjects.parties import Party as Named
from tests.builders import cases, city, files

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()


def test_what_is_impossible_hides_the_record_in_the_act_of_filing() -> None:
    record = city.published_penalty()
    city.register(rows=[files.registered(1, reg_date="2026-05-20")])
    case = cases.case(cases.not_us(record))
    filed = case.standing.first(Event.FILE)
    assert filed is not None
    assert filed.told["contradictions"] == "subject.contradiction.registered_after"
    assert not cases.is_shown(record, TODAY)
    assert [news.operation for news in history(record).news][-2:] == ["mark", "delete"]


def test_without_a_contradiction_it_is_shown_with_its_mark_until_somebody_is_late() -> None:
    record = city.published_penalty()
    case = cases.not_us(record)
    assert cases.is_shown(record, date(2026, 6, 2))
    assert not cases.is_shown(record, date(2026, 6, 3))
    cases.forwarded(case)
    assert cases.is_shown(record, date(2026, 6, 3))
    assert not cases.is_shown(record, date(2026, 6, 4))


def test_the_providers_reasoned_no_shows_it_again() -> None:
    record = city.published_penalty()
    city.register(rows=[files.registered(1, reg_date="2026-05-20")])
    case = cases.rejected(cases.not_us(record))
    assert cases.is_shown(record, TODAY)
    cases.own_step(case, Event.APPEAL)
    assert not cases.is_shown(record, TODAY)  # still impossible, and open again


def test_agreed_it_is_nobodys_and_the_same_file_brings_it_back_to_nobody() -> None:
    record = city.published_penalty()
    case = cases.forwarded(cases.not_us(record))
    done = cases.step(case, Event.UPHOLD, Party.PROVIDER)
    assert done.state is State.UPHELD
    assert history(record).versions[-1].state == "detached"
    assert masks.masks_of(record) == {}
    assert masks.marks_standing(record) == set()
    # Our own code names us: so the finding is kept of that one decision, and hides nothing else of ours.
    name = files.body_name(1)
    (judged,) = judgements_of(Named(name, (("record", str(record)),)))
    assert (judged.verdict, judged.ended_at) == ("different", None)
    again = city.penalise(1)
    (row,) = intake.rows(again.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], cases.is_shown(record, TODAY)) == ("held", False)
    assert "record.contested" in row["codes"]
    retouched = city.penalise(1, 处罚内容="罚款二千元")  # the same paper in other words
    (row,) = intake.rows(retouched.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held"
    assert "record.detached" in row["codes"]
    renumbered = city.penalise(1, 行政处罚决定书文号="构市监罚〔2026〕76号")
    (row,) = intake.rows(renumbered.batch, scope=EVERY_AGENCY)
    assert row["outcome"] == "held"
    assert "record.contested" in row["codes"]
    city.register(2)
    rightly = city.penalise(
        2, 行政处罚决定书文号="构市监罚〔2026〕76号"
    )  # of the body it was about
    assert rightly.admitted == 1
    other = city.penalise(1, 行政处罚决定书文号="构市监罚〔2026〕77号", 违法事实="另一件事")
    assert other.admitted == 1


def test_the_review_may_find_it_right_too() -> None:
    record = city.published_penalty()
    case = cases.appealed(cases.not_us(record))
    cases.step(case, Event.UPHOLD, Party.REVIEWER)
    assert history(record).versions[-1].state == "detached"
