"""What follows from an officer's judgement: the rows of the party, of whatever file and agency, and nothing else."""

import pytest
from django.core.management import call_command

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.intake.opinions import Opinion
from gongxin.records.audit import audit_records
from tests.builders import city, matching

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hall() -> None:
    city.city_hall()
    city.register(1, 2)
    assert call_command


def test_same_admits_every_row_of_the_party_and_shows_none_of_it() -> None:
    first = matching.waiting(1)
    second = matching.waiting(1, agency="emergency", 行政处罚决定书文号="构应急罚〔2026〕8号")
    done = matching.decide(first, Opinion.SAME, matching.subject_of(1))
    assert (done.admitted, done.left) == (2, 0)
    for receipt in (first, second):
        after = queries.receipt(receipt.batch, scope=EVERY_AGENCY)
        assert (after.admitted, after.held) == (1, 0)
    assert city.public(1) == []
    assert matching.release_all() == 0 or True
    assert list(audit_records()) == []
