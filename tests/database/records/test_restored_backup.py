"""Promise 7 after a restore: the ledger outside the database puts back what the backup does not know."""

from uuid import UUID

import psycopg
from django.db import connections

from gongxin.jobs.cluster import SUPERUSER
from gongxin.jobs.commands import up
from gongxin.jobs.database import OWNER
from gongxin.records import actions, erasing, tombstones
from gongxin.records.audit import audit_records
from tests.builders import city
from tests.databases import Database, ThrowawayCluster


def test_a_restored_backup_gets_its_tombstones_back(fresh_city: Database) -> None:
    city.city_hall()
    record = city.published_penalty(1)
    actions.withdraw(record=record, reason="决定被撤销", by="credit_centre.officer", now=city.NOW)
    assert tombstones.ledger_path().exists()
    _forget_since(record, fresh_city)
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


def test_the_service_puts_them_back_before_it_opens(fresh_city: Database) -> None:
    city.city_hall()
    record = city.published_penalty(1)
    actions.withdraw(record=record, reason="决定被撤销", by="credit_centre.officer", now=city.NOW)
    _forget_since(record, fresh_city)
    up.replay_tombstones()
    assert city.public(1) == []


def test_what_was_erased_is_erased_again_before_the_service_opens(
    cluster: ThrowawayCluster, fresh_city: Database
) -> None:
    """The backup is of the day before the erasure: the ledger alone knows of it."""
    city.city_hall()
    record = city.published_penalty(1, 处罚决定日期="2021-05-06", 处罚有效期="2022-05-06")
    backup = _backup(cluster, fresh_city)
    try:
        assert erasing.erase_due(today=city.TODAY, by="system", now=city.NOW) == 1
        with backup.used_by_django():
            assert _contents(backup, record) != [{}]
            up.replay_tombstones()
            assert _contents(backup, record) == [{}, {}]
            (certificate,) = erasing.certificates(9)
            assert certificate.reason == "retention.restored"
            assert list(audit_records()) == []
            before = len(tombstones.ledger_path().read_text().splitlines())
            up.replay_tombstones()
            assert len(erasing.certificates(9)) == 1
            assert len(tombstones.ledger_path().read_text().splitlines()) == before
    finally:
        cluster.drop(backup)


def _backup(cluster: ThrowawayCluster, database: Database) -> Database:
    """A copy of the database as it is now."""
    connections["default"].close()
    connections["owner"].close()
    made = Database(database.cluster, f"{database.name}_backup")
    with psycopg.connect(database.cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as root:
        root.execute(f"CREATE DATABASE {made.name} OWNER {OWNER} TEMPLATE {database.name}")
    return made


def _contents(database: Database, record: UUID) -> list[object]:
    with psycopg.connect(database.owner_dsn) as owner:
        rows = owner.execute(
            "SELECT payload FROM records_version WHERE record = %s ORDER BY number", [record]
        )
        return [payload for (payload,) in rows]
