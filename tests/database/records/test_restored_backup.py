"""Promise 7 after a restore: the ledger outside the database puts back what the backup does not know."""

from uuid import UUID

import psycopg

from gongxin.jobs.commands import up
from gongxin.records import actions, tombstones
from tests.builders import city
from tests.databases import Database


def test_a_restored_backup_gets_its_tombstones_back(fresh_database: Database) -> None:
    city.city_hall()
    record = city.published_penalty(1)
    actions.withdraw(record=record, reason="决定被撤销", by="credit_centre.officer", now=city.NOW)
    assert tombstones.ledger_path().exists()
    _forget_since(record, fresh_database)
    assert len(city.public(1)) == 1, "the backup knows the record as it was"
    assert tombstones.replay(by="system", now=city.NOW) >= 1
    assert city.public(1) == []


def _forget_since(record: UUID, database: Database) -> None:
    """What a backup of yesterday looks like: the withdrawal never happened."""
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        for table, where in (
            ("records_tombstone", "record = %s"),
            ("records_version", "record = %s AND number = 2"),
        ):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            owner.execute(f"DELETE FROM {table} WHERE {where}", [record])
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_the_service_puts_them_back_before_it_opens(fresh_database: Database) -> None:
    city.city_hall()
    record = city.published_penalty(1)
    actions.withdraw(record=record, reason="决定被撤销", by="credit_centre.officer", now=city.NOW)
    _forget_since(record, fresh_database)
    up.replay_tombstones()
    assert city.public(1) == []
