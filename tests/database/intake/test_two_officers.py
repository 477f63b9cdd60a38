"""Two officers on one party at once: one wins, the other is told, and no row is attached twice. Real connections."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import queries
from gongxin.intake.opinions import DecidedMeanwhile, Opinion
from gongxin.records.audit import audit_records
from gongxin.records.models import Version
from gongxin.refusal import Refusal
from gongxin.subjects.models import Judgement
from tests.builders import city, matching
from tests.databases import Database


@pytest.mark.usefixtures("fresh_city")
def test_one_officer_decides_and_the_other_is_told(fresh_city: Database) -> None:
    city.city_hall()
    city.register(1, 2)
    first = matching.waiting(1)
    second = matching.waiting(1, agency="emergency", 行政处罚决定书文号="构应急罚〔2026〕8号")
    subjects = [matching.subject_of(serial) for serial in (1, 2)]
    start = Barrier(2)

    def officer(place: int) -> object:
        start.wait(timeout=30)
        try:
            receipt = (first, second)[place]
            return matching.decide(receipt, Opinion.SAME, subjects[place], seen=0)
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        ended = list(threads.map(officer, range(2)))
    told = [one for one in ended if isinstance(one, Refusal)]
    assert [type(one) for one in told] == [DecidedMeanwhile]
    assert Judgement.objects.filter(verdict="same").count() == 1
    assert Version.objects.count() == 2
    assert Version.objects.values("subject").distinct().count() == 1
    with acting_for(EVERY_AGENCY):
        for receipt in (first, second):
            assert queries.receipt(receipt.batch, scope=EVERY_AGENCY).admitted == 1
    assert list(audit_records()) == []
