"""What was told with a recall was given too: a correction is followed by its own correction, and a fact that moved to another
body is gone for whoever held it for the first.
"""

from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures.models import Disclosure, Given
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.exchange import redeeming, sending
from gongxin.exchange.queries import partners, recalls
from gongxin.exchange.recalls import Class, Recipient
from gongxin.intake import actions as intake
from gongxin.intake import correcting
from gongxin.records import actions as records
from gongxin.records import feed
from gongxin.records.actions import Agreed
from tests.builders import city, holders
from tests.builders.desk_upload import record_of

pytestmark = pytest.mark.django_db
BANK = Recipient("partner", "bank-a")


@pytest.fixture
def record() -> UUID:
    city.city_hall()
    city.register(1)
    receipt = city.penalise(1)
    city.release(receipt)
    return record_of(receipt)


def correct() -> None:
    """The fine was written wrongly; two people accept the correction."""
    second = city.penalise(1, **{"处罚内容": "罚款3000元", "罚款金额(万元)": "0.3"})
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        found = correcting.proposed(second.batch, None)
        intake.accept_corrections(
            batch=second.batch,
            row=None,
            digest=found.digest,
            agreed=Agreed("samr.clerk", "金额写错", found.digest),
            by="samr.reviewer",
            now=now,
        )


def fetch() -> list[dict[str, object]]:
    partner = partners.partner_in_force("bank-a")
    assert partner is not None
    page = sending.fetched(partner, after=0, limit=100, now=timezone.now())
    return [one["statement"] for one in page["recalls"]]


def test_a_corrected_version_is_told_and_then_recalled_itself(record: UUID) -> None:
    holders.partner("bank-a")
    holders.give("bank-a", [(record, 1)])
    correct()
    (told,) = fetch()
    now = told["now"]
    assert isinstance(now, dict)
    assert (told["class"], told["bad_versions"], now["number"]) == ("B", [1], 2)
    assert "罚款3000元" in str(now["document"])
    (edge,) = Disclosure.objects.filter(channel=Channel.RECALL)
    assert (edge.recipient, edge.subject_id is not None) == ("bank-a", True)
    fetch()
    assert Given.objects.filter(disclosure__channel=Channel.RECALL).count() == 1  # told twice
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    owed = recalls.of_recipient(BANK)
    assert [(one.severity, one.bad_versions) for one in owed] == [
        (Class.CORRECTED, (1,)),
        (Class.GONE, (1, 2)),
    ]
    assert [one["now"] for one in fetch()] == [None, None]


def test_whoever_came_after_the_correction_is_not_recalled_by_it(record: UUID) -> None:
    holders.partner("bank-a")
    correct()
    holders.give("bank-a", [(record, 2)])
    assert recalls.of_recipient(BANK) == []


def test_the_holder_of_a_check_is_told_of_each(record: UUID) -> None:
    check = holders.give("", [(record, 1)], kind=RecipientKind.ANONYMOUS)
    correct()
    first = redeeming.corrections(check, now=timezone.now())
    assert first is not None
    (one,) = first["corrections"]
    assert (one["class"], one["no_longer_stand"], one["now"]["number"]) == ("B", [1], 2)
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    second = redeeming.corrections(check, now=timezone.now())
    assert second is not None
    (one,) = second["corrections"]
    assert (one["class"], one["no_longer_stand"], one["now"]) == ("A", [1, 2], None)


def test_a_fact_that_is_anothers_is_gone_for_whom_it_was_not(record: UUID) -> None:
    """The record's second version is about body 2: the bank that held it for body 1 learns nothing of that."""
    city.register(2)
    holders.partner("bank-a")
    holders.give("bank-a", [(record, 1)])
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_version (record, number, jurisdiction, item, item_version, provider_id, authority_id,
                subject_id, decided_date, valid, severity_reported, severity, severity_rule, state, reason, payload,
                language, batch, row_no, recorded_at, content_mac, mac_key, salt, commitment, digest_algorithm)
            SELECT record, 2, jurisdiction, item, item_version, provider_id, authority_id,
                (SELECT max(id) FROM subjects_subject), decided_date, valid, severity_reported, severity, severity_rule,
                state, '归属有误', payload, language, batch, row_no + 900, recorded_at, content_mac, mac_key, salt,
                commitment, digest_algorithm
            FROM records_version WHERE record = %s
            """,
            [record],
        )
    feed.append_changes(
        jurisdiction="xingning", versions=[(record, 2)], operation="modify", now=timezone.now()
    )
    assert city.public(2)[0].record == record
    (told,) = fetch()
    assert (told["class"], told["bad_versions"], told["now"]) == ("A", [1], None)
