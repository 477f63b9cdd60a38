"""1,000 records × 20 consumers with outages: whoever was given a fact has acknowledged its recall, or is named in public."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.db import connection

from gongxin.exchange import sending
from gongxin.exchange.acknowledgements import outcome_of
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.actions.recalls import Said
from gongxin.exchange.queries import partners, recall_lists, recalls
from gongxin.exchange.recalls import Recipient, State
from gongxin.exchange.webhook import NotDelivered
from gongxin.records import feed
from tests.builders import city, desk_duties, holders

pytestmark = pytest.mark.django_db

RECORDS, CONSUMERS = 1_000, 20
# On a Monday morning everything is withdrawn.
MONDAY = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = range(
    12
)  # take the feed; answer with the digest of their set, but the last two, which are dead
CHECKS = range(12, 20)  # check by API; the last two are dead
DEAD = {10, 11, 18, 19}
# A consumer's copies: a set of its own, the same in every run.
_GIVE = """
    WITH edge AS (
        INSERT INTO disclosures_disclosure
            (id, jurisdiction, channel, purpose, basis, recipient_kind, recipient, subject_id, as_of_date)
        VALUES (gen_random_uuid(), 'xingning', %(channel)s, 'commercial_credit', 'public', 'partner', %(name)s, NULL, %(day)s)
        RETURNING id)
    INSERT INTO disclosures_given (disclosure_id, record, number)
    SELECT edge.id, given, 1 FROM edge, unnest(%(records)s::uuid[]) AS given
"""

# They are shown; then each is withdrawn, in a version of its own.
_SHOW = """
    INSERT INTO records_change (sequence, jurisdiction, record, number, operation, at)
    SELECT coalesce((SELECT max(sequence) FROM records_change), 0) + row_number() OVER (), 'xingning', given, 1, 'add', %(at)s
    FROM unnest(%(records)s::uuid[]) AS given
"""
_WITHDRAW = """
    INSERT INTO records_version (record, number, jurisdiction, item, item_version, provider_id, authority_id, subject_id,
        decided_date, valid, severity_reported, severity, severity_rule, state, reason, payload, language, batch, row_no,
        recorded_at, content_mac, mac_key, salt, commitment, digest_algorithm)
    SELECT record, 2, jurisdiction, item, item_version, provider_id, authority_id, subject_id,
        decided_date, valid, severity_reported, severity, severity_rule, 'withdrawn', '撤回', payload, language,
        %(act)s, row_number() OVER (), %(at)s, content_mac, mac_key, salt, commitment, digest_algorithm
    FROM records_version WHERE record = ANY(%(records)s::uuid[])
"""


def name(place: int) -> str:
    return f"bank-{place:02d}"


@pytest.fixture
def given() -> dict[str, set[UUID]]:
    """Who was given which record, as the test itself keeps it."""
    city.city_hall()
    numbers = desk_duties.numbered("samr", 2026, *range(1, RECORDS + 2))
    desk_duties.report(numbers, decided=date(2026, 5, 6), arrived=date(2026, 5, 8))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record FROM records_version WHERE payload ->> 'CF_WSH' = ANY(%s) ORDER BY record",
            [numbers],
        )
        records = [record for (record,) in cursor.fetchall()]
    # What nobody was given is owed to nobody.
    records, strangers = records[:RECORDS], records[RECORDS:]
    assert (len(records), len(strangers)) == (RECORDS, 1)
    chance = random.Random(20)
    found = {}
    for place in range(CONSUMERS):
        holders.partner(name(place), webhook=f"https://{name(place)}.example/in")
        mine = chance.sample(records, chance.randint(300, 900) if place in FEED else 40)
        found[name(place)] = set(mine)
        channel = "feed" if place in FEED else "api_check"
        with connection.cursor() as cursor:
            asked: dict[str, Any] = {"channel": channel, "name": name(place), "day": MONDAY.date()}
            cursor.execute(_GIVE, {**asked, "records": mine})
    everything = [*records, *strangers]
    with connection.cursor() as cursor:
        shown: dict[str, Any] = {"records": everything, "at": MONDAY - HOUR, "act": uuid4()}
        cursor.execute(_SHOW, shown)
        cursor.execute(_WITHDRAW, shown)
    told = feed.append_changes(
        jurisdiction="xingning",
        versions=[(record, 2) for record in everything],
        operation="delete",
        now=MONDAY,
    )
    assert told == RECORDS + 1
    return found


class City:
    """Twenty consumers, some away for a while, some whose answer is lost, some dead; all news comes in some order."""

    def __init__(self) -> None:
        self.chance = random.Random(7)
        self.inbox: dict[str, set[str]] = {name(place): set() for place in range(CONSUMERS)}
        self.now = MONDAY

    def post(self, url: str, *, body: bytes, fields: Mapping[str, str], loopback: bool) -> None:
        who = url.removeprefix("https://").partition(".")[0]
        place = int(who[-2:])
        is_away = place % 3 == 0 and self.now < MONDAY + 20 * HOUR
        if place in DEAD or is_away or self.chance.random() < 0.3:
            raise NotDelivered("not_reached")
        told = [one["statement"] for one in orjson.loads(body)["recalls"]]
        self.inbox[who] |= {one["id"] for one in told}
        if self.chance.random() < 0.3:
            raise NotDelivered("timeout")  # it was taken, and the answer was lost

    def goes_on(self) -> None:
        for _ in range(2):  # rounds of the worker
            sending.send_due(by="system", now=self.now, post=self.post)
        for place in self.chance.sample(range(CONSUMERS), CONSUMERS):
            if place in CHECKS and place not in DEAD:
                self._signs(name(place))
            elif place in FEED and place not in DEAD and self.chance.random() < 0.2:
                acts.acknowledge_through(
                    partner=name(place), sequence=2**40, by="partner", now=self.now
                )
        self.now += 4 * HOUR

    def _signs(self, who: str) -> None:
        """Some of what came in, some of it twice; what was answered is not kept in mind."""
        partner = partners.partner_in_force(who)
        assert partner is not None
        for recall in self.chance.sample(sorted(self.inbox[who]), len(self.inbox[who]) // 2):
            body = holders.says("deleted")
            for _ in range(self.chance.randint(1, 2)):
                acts.acknowledge(
                    recall=UUID(recall),
                    said=Said(outcome_of("deleted")),
                    partner=partner,
                    message=holders.acknowledgement(recall, body, signer=who, at=self.now),
                    by="partner",
                    now=self.now,
                )
            self.inbox[who].discard(recall)


def test_receivers_are_those_who_acknowledged_and_those_who_are_named(
    given: dict[str, set[UUID]],
) -> None:
    simulated = City()
    while simulated.now < MONDAY + timedelta(days=4):  # Friday morning: three working days are over
        simulated.goes_on()
    receivers = {(who, record) for who, records in given.items() for record in records}
    found = recalls.derived("d.recipient_kind = 'partner'", {})
    assert {(one.recipient.name, one.record) for one in found} == receivers
    assert len(found) == len(receivers)  # one each
    stands = recalls.with_standing(found, simulated.now)
    _nobody_is_lost(stands, receivers)
    named = {
        one.name.zh.removeprefix("构造银行"): one.recalls
        for one in recall_lists.named(simulated.now)
    }
    dead = {name(place): len(given[name(place)]) for place in DEAD}
    assert named.items() >= dead.items()
    open_ = {
        who: sum(
            one.recall.recipient.name == who and one.standing.state is State.LISTED
            for one in stands
        )
        for who in named
    }
    assert named == open_
    _the_figures_agree(stands, simulated.now)


def _nobody_is_lost(stands: list[recalls.Stands], receivers: set[tuple[str, UUID]]) -> None:
    acknowledged = _pairs(stands, lambda state: state is State.ACKNOWLEDGED)
    listed = _pairs(stands, lambda state: state is State.LISTED)
    assert acknowledged | listed == receivers
    assert not acknowledged & listed
    assert len(acknowledged) > 5_000
    assert listed


def _pairs(stands: list[recalls.Stands], chosen: Callable[[State], bool]) -> set[tuple[str, UUID]]:
    return {
        (one.recall.recipient.name, one.recall.record)
        for one in stands
        if chosen(one.standing.state)
    }


def _the_figures_agree(stands: list[recalls.Stands], now: datetime) -> None:
    """What SQL counts is what the rule says of each."""
    figures = recall_lists.figures(now)
    states = [one.standing.state for one in stands]
    assert (figures.owed, figures.institutions) == (len(stands), CONSUMERS)
    assert figures.acknowledged == states.count(State.ACKNOWLEDGED)
    assert figures.listed == states.count(State.LISTED)
    assert figures.call_sheet == states.count(State.CALL_SHEET) == 0
    assert figures.owed == figures.acknowledged + figures.listed + figures.running
    sheet = recall_lists.call_sheet(now)
    assert len(sheet) == min(recall_lists.SHEET_MAX, figures.listed)


def test_a_page_goes_on_where_it_ended(given: dict[str, set[UUID]]) -> None:
    partner = partners.partner_in_force(name(0))
    assert partner is not None
    seen: list[str] = []
    after: int | None = 0
    while after is not None:
        page = sending.fetched(partner, after=after, limit=100, now=MONDAY + HOUR)
        seen += [one["statement"]["record"] for one in page["recalls"]]
        after = page["next"]
    assert sorted(seen) == sorted(str(record) for record in given[name(0)])
    stands = recalls.with_standing(
        recalls.of_recipient(Recipient("partner", name(0)), limit=RECORDS), MONDAY + HOUR
    )
    assert {one.standing.state for one in stands} == {State.DELIVERED}
