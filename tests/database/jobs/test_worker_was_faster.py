"""A worker may take a batch between its acknowledgement and the sender's own work: the sender waits and has the whole receipt."""

import threading

import psycopg
from django.conf import settings
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import conveyor, queries
from gongxin.jobs.accounts import clerk_of
from gongxin.jobs.commands.intake import bring_to_end
from tests.builders import city, files
from tests.databases import Database


def test_a_sender_waits_for_the_worker_that_has_its_batch(fresh_city: Database) -> None:
    city.city_hall()
    batch = conveyor.receive(
        incoming=conveyor.Incoming(
            files.table([files.registered(1)]), "f.csv", "registration", "samr"
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by=clerk_of("samr"),
        now=city.NOW,
        today=city.TODAY,
    )
    with psycopg.connect(fresh_city.dsn, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [batch.int & 0x7FFFFFFFFFFFFFFF])
        assert conveyor.process(batch=batch, by="system", now=city.NOW) == "received"
        leaves = threading.Timer(0.5, other.close)
        leaves.start()
        bring_to_end(batch, by="system", now=timezone.now())
        leaves.join()
    receipt = queries.receipt(batch, scope=EVERY_AGENCY)
    assert (receipt.status, receipt.rows, receipt.admitted) == ("finished", 1, 1)
