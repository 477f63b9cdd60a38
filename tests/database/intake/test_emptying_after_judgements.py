"""Rows that entered after a judgement, or left again with it, go with their records when retention ends: each counted once."""

from datetime import date

import pytest

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import erasing, held
from gongxin.intake.models import Batch, Row
from gongxin.intake.opinions import Opinion
from gongxin.records import erasing as records
from tests.builders import city, matching
from tests.databases import Database

OLD = {"处罚决定日期": "2021-05-06", "处罚有效期": "2022-05-06"}
# Retention of a penalty of 2021 is over, that of the batch (received in 2026) is not; then both are.
BETWEEN, OVER = date(2027, 6, 1), date(2040, 6, 1)


def empty(today: date) -> int:
    records.erase_due(today=today, by="system", now=city.NOW)
    return erasing.empty_due(today=today, by="system", now=city.NOW)


@pytest.mark.usefixtures("fresh_city")
@pytest.mark.parametrize("today", [BETWEEN, OVER])
def test_each_row_is_emptied_once_whatever_was_judged_of_it(
    fresh_city: Database, today: date
) -> None:
    city.city_hall()
    city.register(1, 2)
    first = matching.waiting(1, **OLD)
    done = matching.decide(first, Opinion.SAME, matching.subject_of(1))
    later = matching.send(
        matching.row_of(
            1, name="构造市旧名有限公司", 行政处罚决定书文号="构市监罚〔2021〕9号", **OLD
        ),
        matching.row_of(2, 行政处罚决定书文号="构市监罚〔2021〕10号", **OLD),
    )
    assert later.admitted == 2
    matching.take_back(
        done.review
    )  # the first of `later` waits again, and so does the row of `first`
    stays = matching.waiting(2, name="构造市另名有限公司", **OLD)
    matching.decide(stays, Opinion.SAME, matching.subject_of(2))
    empty(today)
    assert erasing.due(today) == []
    assert empty(today) == 0
    with acting_for(EVERY_AGENCY):
        for batch in Batch.objects.filter(item="penalty"):
            assert batch.emptied == batch.rows
        assert not Row.objects.filter(party__isnull=False).exists()
        assert held.waiting() == []
