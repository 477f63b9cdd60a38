"""The same request twice at once is one batch; what was sent once is never changed, and a program's word moves with its batch."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import sending
from gongxin.intake.conveyor import Incoming
from gongxin.intake.models import Batch, Sent
from gongxin.intake.sending import TokenUsed
from tests.builders import city, files
from tests.databases import Database

TOKEN = "2026-06-01/penalty/1"


def send(serial: int = 1, token: str = TOKEN) -> UUID:
    content = files.table([files.penalty(serial, authority_code=city.samr_code())])
    return sending.send_once(
        token=token,
        incoming=Incoming(content, "api", "penalty", "samr"),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by="samr.clerk",
        now=city.NOW,
        today=city.TODAY,
    )


def test_the_same_request_four_times_at_once_is_one_batch(fresh_city: Database) -> None:
    city.city_hall()
    ready = Barrier(4)

    def one(_: int) -> UUID:
        try:
            ready.wait()
            return send()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        batches = set(pool.map(one, range(4)))
    assert len(batches) == 1
    with acting_for(EVERY_AGENCY):
        assert Batch.objects.count() == Sent.objects.count() == 1


@pytest.mark.django_db
def test_other_content_under_the_same_key_leaves_nothing() -> None:
    city.city_hall()
    first = send()
    with pytest.raises(TokenUsed) as refused:
        send(2)
    assert refused.value.details == {"batch": str(first)}
    with acting_for(EVERY_AGENCY):
        assert Batch.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE intake_sent SET sent_by = 'x'", "DELETE FROM intake_sent"]
)
def test_what_was_sent_once_stays(statement: str) -> None:
    city.city_hall()
    send()
    with (
        acting_for(EVERY_AGENCY),
        pytest.raises(Exception, match=r"append-only|permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_batch_that_is_not_acknowledged_leaves_its_key_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The word of the key and the batch are one transaction."""
    city.city_hall()

    def fails(**_: object) -> None:
        raise IntegrityError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("gongxin.intake.actions.acknowledge", fails)
        with pytest.raises(IntegrityError):
            send()
    with acting_for(EVERY_AGENCY):
        assert not Sent.objects.exists()
    assert isinstance(send(), UUID)
