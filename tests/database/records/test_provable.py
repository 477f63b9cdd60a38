"""Promise 9, attacked: whoever edits a stored fact with all rights of the database is found, and the row is named."""

import json

import psycopg
import pytest

from gongxin.journal import merkle
from gongxin.journal import queries as journal
from gongxin.records import actions
from gongxin.records.audit import audit_records
from gongxin.records.proofs import version_proof
from tests.builders import city
from tests.databases import Database

FORGERIES = {
    "payload": "UPDATE records_version SET payload = jsonb_set(payload, '{CF_NR}', '\"不予处罚\"') WHERE {row}",
    "a payload that is no text": "UPDATE records_version SET payload = jsonb_set(payload, '{CF_NR}', '1') WHERE {row}",
    "a key added": 'UPDATE records_version SET payload = payload || \'{{"X": "y"}}\' WHERE {row}',
    "a key removed": "UPDATE records_version SET payload = payload - 'CF_SY' WHERE {row}",
    "decided": "UPDATE records_version SET decided_date = decided_date - 400 WHERE {row}",
    "severity": "UPDATE records_version SET severity = 'minor' WHERE {row}",
    "state": "UPDATE records_version SET state = 'withdrawn', reason = 'x', number = 9 WHERE {row}",
    "validity": "UPDATE records_version SET valid = daterange('2020-01-01', '2020-02-01') WHERE {row}",
    "recorded at": "UPDATE records_version SET recorded_at = recorded_at - interval '1 second' WHERE {row}",
    "salt": "UPDATE records_version SET salt = '\\x00000000000000000000000000000000' WHERE {row}",
    "commitment": "UPDATE records_version SET commitment = sha256('x') WHERE {row}",
    "removed": "DELETE FROM records_version WHERE {row}",
    "root": "UPDATE records_chunk SET root = sha256('x')",
    "chunk removed": "DELETE FROM records_chunk",
    "release forged": "UPDATE records_release SET seen_hash = sha256('x')",
    "change removed": "DELETE FROM records_change WHERE sequence = 2",
}


@pytest.fixture
def three(fresh_city: Database) -> list[str]:
    """Three released penalties; their records in row order."""
    city.city_hall()
    city.register(1, 2, 3)
    receipt = city.penalise(1, 2, 3)
    city.release(receipt)
    with psycopg.connect(fresh_city.owner_dsn) as owner:
        rows = owner.execute(
            "SELECT record::text FROM records_version WHERE batch = %s ORDER BY row_no",
            [receipt.batch],
        ).fetchall()
    return [record for (record,) in rows]


def test_what_nobody_touched_verifies(three: list[str]) -> None:
    actions.withdraw(record=three[0], reason="x", by="credit_centre.officer", now=city.NOW)  # type: ignore[arg-type]
    assert list(audit_records()) == []


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_row_is_found(forgery: str, three: list[str], fresh_city: Database) -> None:
    statement = (
        FORGERIES[forgery]
        .replace("{{", "{")
        .replace("}}", "}")
        .replace("{row}", "record = %(record)s")
    )
    table = statement.split()[2 if statement.startswith("DELETE") else 1]
    with psycopg.connect(fresh_city.owner_dsn, autocommit=True) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        changed = owner.execute(
            statement, {"record": three[1]} if "%(record)s" in statement else None
        )
        assert changed.rowcount >= 1
    found = list(audit_records())
    assert found, forgery
    if table == "records_version" and forgery not in {"removed", "commitment"}:
        assert three[1] in found[0].en


def test_a_version_written_past_the_acts_is_found(three: list[str], fresh_city: Database) -> None:
    columns = (
        "jurisdiction, item, item_version, provider_id, authority_id, subject_id, decided_date, valid, severity, "
        "state, payload, language, content_mac, mac_key, salt, commitment, digest_algorithm"
    )
    with psycopg.connect(fresh_city.owner_dsn, autocommit=True) as owner:
        owner.execute(
            f"INSERT INTO records_version (record, number, batch, row_no, {columns}) "
            f"SELECT gen_random_uuid(), 1, gen_random_uuid(), 1, {columns} FROM records_version LIMIT 1"
        )
    assert [finding.code for finding in audit_records()] == ["record.version_unknown"]


def test_the_proof_of_a_version_leads_to_the_root_of_the_log(three: list[str]) -> None:
    proof = version_proof(three[2], 1)  # type: ignore[arg-type]
    checkpoint = journal.latest_checkpoint()
    assert checkpoint is not None
    assert merkle.verify_inclusion(
        leaf=merkle.leaf_hash(proof.commitment),
        index=proof.row_index,
        size=proof.chunk_rows,
        proof=proof.row_path,
        root=proof.chunk_root,
    )
    root = merkle.root([bytes(leaf.leaf_hash) for leaf in journal.entries(0, proof.tree_size)])
    assert merkle.verify_inclusion(
        leaf=proof.leaf_hash,
        index=proof.leaf_index,
        size=proof.tree_size,
        proof=proof.log_path,
        root=root,
    )


def test_the_journal_holds_nothing_of_what_a_record_says(
    three: list[str], fresh_city: Database
) -> None:
    with psycopg.connect(fresh_city.owner_dsn) as owner:
        leaves = owner.execute("SELECT body::text FROM journal_leaf").fetchall()
        said = owner.execute(
            "SELECT DISTINCT value FROM records_version, jsonb_each_text(payload) WHERE length(value) > 3"
        ).fetchall()
    text = "\n".join(body for (body,) in leaves)
    assert [
        value for (value,) in said if json.dumps(value, ensure_ascii=False).strip('"') in text
    ] == []
