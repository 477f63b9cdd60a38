"""The database has the last word on disclosures: every rule of its tables attacked by plain SQL."""

import pytest

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.search import checks
from tests.builders import city, desk_oversight
from tests.builders.attacks import Case, attack_room
from tests.builders.codes import unified_code

pytestmark = pytest.mark.django_db

EDGE, READ = "disclosures_disclosure", "disclosures_staffread"
RENEWED = {
    EDGE: {"id": "gen_random_uuid()"},
    READ: {"id": "gen_random_uuid()"},
    "disclosures_given": {"record": "gen_random_uuid()"},
}
CASES = [
    Case("disclosure_channel_is_known", EDGE, {"channel": "'fax'"}),
    Case("disclosure_channel_is_known", EDGE, {"channel": "''"}),
    Case("disclosure_recipient_kind_is_known", EDGE, {"recipient_kind": "'journalist'"}),
    Case("read_says_what_for", READ, {"purpose": "''"}),
    Case("read_is_somebodys", READ, {"account": "''"}),
    Case("read_is_somebodys", READ, {"agency_key": "''"}),
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
    desk_oversight.looked_at(desk_oversight.canary())
    with acting_for(EVERY_AGENCY):
        attack_room("disclosures", renewed=RENEWED, cases=CASES)
