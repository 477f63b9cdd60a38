"""Two senders, and the same word twice at once: one message, one event. Each in transactions that commit."""

import threading
from argparse import Namespace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.utils import timezone

from gongxin.exchange import sending
from gongxin.exchange.actions import recalls as acts
from gongxin.exchange.actions.recalls import Said
from gongxin.exchange.models import RecallEvent
from gongxin.exchange.queries import partners, recalls
from gongxin.exchange.recalls import Outcome, Recipient
from gongxin.jobs.commands import recall as command
from gongxin.jobs.commands import worker
from gongxin.records import actions as records
from tests.builders import city, holders
from tests.databases import Database


@pytest.fixture
def owed(fresh_database: Database) -> Database:
    """Something that bank-a was given was withdrawn."""
    city.city_hall()
    record = city.published_penalty(1)
    holders.partner("bank-a")
    holders.give("bank-a", [(record, 1)])
    records.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=timezone.now())
    return fresh_database


def test_two_senders_send_once(owed: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with holders.consumer() as bank:
        holders.partner("bank-a", webhook=bank.url)
        with psycopg.connect(owed.dsn, autocommit=True) as rival:
            rival.execute("SELECT pg_advisory_lock(%s)", [sending._LOCK])
            assert sending.send_due(by="system", now=timezone.now()) == sending.Sent(busy=True)
            assert bank.came == []
            rival.execute("SELECT pg_advisory_unlock(%s)", [sending._LOCK])
        worker.send_recalls()
        worker.send_recalls()
        assert len(bank.came) == 1
    said = capsys.readouterr()
    assert "1 delivered" in said.out + said.err


def test_the_command_sends_and_tells(owed: Database, capsys: pytest.CaptureFixture[str]) -> None:
    with holders.consumer(500) as bank:
        holders.partner("bank-a", webhook=bank.url)
        assert command.run(Namespace(act="send", json=False)) == 0
    assert command.run(Namespace(act="status", json=False)) == 0
    said = capsys.readouterr().out
    assert "failed 1" in said
    assert "owed\t1" in said


def test_the_same_word_at_the_same_time_is_one_event(owed: Database) -> None:
    partner = partners.partner_in_force("bank-a")
    assert partner is not None
    recall = recalls.of_recipient(Recipient("partner", "bank-a"))[0].id
    at = timezone.now() + timedelta(seconds=1)
    message = holders.acknowledgement(recall, holders.says("deleted"), signer="bank-a", at=at)
    new: list[bool] = []

    def say() -> None:
        try:
            word: dict[str, Any] = {
                "said": Said(Outcome.DELETED),
                "partner": partner,
                "message": message,
            }
            new.extend(
                acts.acknowledge(recall=recall, **word, by="partner", now=timezone.now())
                for _ in range(4)
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new) == [False] * 15 + [True]
    assert RecallEvent.objects.count() == 1
