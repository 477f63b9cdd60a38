"""Looks at the same body at once do not wait for one another: an edge takes no lock that another edge wants."""

from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from gongxin.disclosures import actions
from gongxin.disclosures import queries as edges
from gongxin.disclosures.actions import Facts, Grounds, Recipient
from gongxin.disclosures.models import Disclosure
from gongxin.disclosures.purposes import Channel, RecipientKind
from tests.builders import city
from tests.databases import Database

RECORD = uuid4()


def disclose() -> UUID:
    return actions.disclose(
        facts=Facts("xingning", 1, [(RECORD, 1)], city.TODAY),
        recipient=Recipient(RecipientKind.ANONYMOUS),
        grounds=Grounds(Channel.API_CHECK, "tendering", "public"),
        by="anonymous",
        now=city.NOW,
    )


def test_a_look_waits_for_no_other_look_nor_for_the_journal(fresh_database: Database) -> None:
    """Another session has looked and not yet committed, and holds the journal; with a lock in the way this would fail."""
    first = disclose()
    with psycopg.connect(fresh_database.dsn) as other, psycopg.connect(fresh_database.dsn) as log:
        other.execute(
            "INSERT INTO disclosures_disclosure SELECT gen_random_uuid(), jurisdiction, channel, purpose, basis, consent,"
            " recipient_kind, recipient, subject_id, as_of_date, now() FROM disclosures_disclosure"
        )
        log.execute("SELECT pg_advisory_xact_lock(%s)", [0x676F6E6778696E])
        _without_waiting()
        second = disclose()
        other.rollback()
    assert set(Disclosure.objects.values_list("pk", flat=True)) == {first, second}


def _without_waiting() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '1ms'")


@pytest.mark.usefixtures("fresh_database")
def test_an_edge_of_an_undone_transaction_is_undone_with_its_versions() -> None:
    with transaction.atomic():
        disclose()
        transaction.set_rollback(True)
    assert (Disclosure.objects.count(), edges.receivers_of([RECORD])) == (0, [])
