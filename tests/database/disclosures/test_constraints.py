"""The database has the last word on disclosures: every rule of its tables attacked by plain SQL."""

import pytest

from gongxin.search import checks
from tests.builders import city
from tests.builders.attacks import Case, attack_room
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db

EDGE = "disclosures_disclosure"
RENEWED = {EDGE: {"id": "gen_random_uuid()"}, "disclosures_given": {"record": "gen_random_uuid()"}}
CASES = [
    Case("disclosure_channel_is_known", EDGE, {"channel": "'fax'"}),
    Case("disclosure_channel_is_known", EDGE, {"channel": "''"}),
    Case("disclosure_recipient_kind_is_known", EDGE, {"recipient_kind": "'journalist'"}),
]


def test_every_rule_of_the_disclosures_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    city.published_penalty(1)
    checks.check(
        code=unified_code(1),
        purpose="tendering",
        jurisdiction="xingning",
        today=city.TODAY,
        now=city.NOW,
    )
    attack_room("disclosures", renewed=RENEWED, cases=CASES)
