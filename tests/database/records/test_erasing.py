"""Retention is over: nobody can say any more whose it was and what it said, and everybody can see that it went rightly."""

import json
from datetime import date
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import queries
from gongxin.journal import merkle
from gongxin.journal import queries as journal
from gongxin.records import actions, erasing, overdue
from gongxin.records import queries as records
from gongxin.records.audit import audit_records
from gongxin.records.proofs import version_proof
from gongxin.refusal import Refusal
from tests.builders import city, files
from tests.builders.codes import unified_code
from tests.databases import Database

OLD = {"处罚决定日期": "2021-05-06", "处罚有效期": "2022-05-06"}
LAST_DAY, FIRST_DAY = date(2026, 5, 5), date(2026, 5, 6)  # five years from the decision


@pytest.fixture
def hall(fresh_city: Database) -> Database:
    city.city_hall()
    city.register(*range(1, 8))
    return fresh_city


def stored(*serials: int, **changes: str) -> dict[int, UUID]:
    """Penalties on these bodies, admitted and released; row number → record."""
    receipt = city.penalise(*serials, **changes)
    city.release(receipt)
    return records.records_of_batch(receipt.batch)


def erase(today: date = FIRST_DAY, size: int = 500) -> int:
    return erasing.erase_due(today=today, by="system", now=city.NOW, size=size)


def told(database: Database) -> str:
    """Everything that the records' tables say, as one text."""
    with psycopg.connect(database.owner_dsn) as owner:
        tables = ("version", "chunk", "release", "markevent", "tombstone", "change")
        return "\n".join(
            row
            for table in tables
            for (row,) in owner.execute(f"SELECT to_jsonb(t)::text FROM records_{table} AS t")
        )


def findings() -> list[str]:
    return [finding.code for finding in audit_records()]


def test_a_record_is_kept_on_its_last_day_and_gone_on_the_next(hall: Database) -> None:
    old, young = stored(1, **OLD)[1], stored(2)[1]
    assert erase(LAST_DAY) == 0
    assert erase() == 1
    assert erase() == 0, "what is gone is not erased again"
    with psycopg.connect(hall.owner_dsn) as owner:
        states = owner.execute(
            "SELECT record, number, state, payload, subject_id IS NULL FROM records_version ORDER BY 2, 3"
        ).fetchall()
    assert {(r, n, s, p == {}, nobody) for r, n, s, p, nobody in states} == {
        (old, 1, "admitted", True, True),
        (old, 2, "erased", True, True),
        (young, 1, "admitted", False, False),
    }
    assert findings() == []


def test_nothing_of_what_it_said_is_left_in_the_tables(hall: Database) -> None:
    stored(1, **OLD)
    said = ("构市监罚〔2026〕1号", files.body_name(1), unified_code(1), "罚款2000元")
    assert all(word in told(hall) for word in said)
    erase()
    assert [word for word in said if word in told(hall)] == []


def test_the_commitment_says_nothing_without_its_salt(hall: Database) -> None:
    """Who knows the whole content and guesses still needs the salt, and the salt is gone."""
    stored(1, **OLD)
    erase()
    with psycopg.connect(hall.owner_dsn) as owner:
        rows = owner.execute(
            "SELECT salt, content_mac, commitment FROM records_version WHERE number = 1"
        ).fetchall()
    assert [(bytes(salt), bytes(mac)) for salt, mac, _ in rows] == [(bytes(16), bytes(32))]
    assert bytes(rows[0][2]) != bytes(32), "the commitment stays, and the root with it"


def test_every_version_of_a_record_is_emptied_and_its_end_stays_known(hall: Database) -> None:
    record = stored(1, **OLD)[1]
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    assert erase() == 1
    with psycopg.connect(hall.owner_dsn) as owner:
        rows = owner.execute(
            "SELECT state, payload FROM records_version ORDER BY number"
        ).fetchall()
    assert rows == [("admitted", {}), ("withdrawn", {}), ("erased", {})]
    (certificate,) = erasing.certificates(9)
    assert (certificate.records, certificate.versions) == (1, 2)
    assert findings() == []


def test_what_still_binds_is_kept(hall: Database) -> None:
    stored(1, **(OLD | {"处罚有效期": "2031-05-06"}))
    assert erase(date(2031, 5, 6)) == 0
    assert erase(date(2031, 5, 7)) == 1


def test_what_binds_is_not_kept_once_the_decision_fell(hall: Database) -> None:
    record = stored(1, **(OLD | {"处罚有效期": "2031-05-06"}))[1]
    actions.withdraw(record=record, reason="x", by="samr.clerk", now=city.NOW)
    assert erase() == 1


def test_an_item_without_a_period_is_never_erased(hall: Database) -> None:
    city.license_(1, 许可决定日期="2016-05-06", 有效期自="2016-05-06", 有效期至="2017-05-06")
    assert erase(date(2099, 1, 1)) == 0


def test_an_erased_record_is_news_for_whoever_keeps_a_copy(hall: Database) -> None:
    record = stored(1, **OLD)[1]
    erase()
    with psycopg.connect(hall.owner_dsn) as owner:
        news = owner.execute(
            "SELECT record, number, operation FROM records_change ORDER BY sequence"
        ).fetchall()
    assert news == [(record, 1, "add"), (record, 2, "delete")]


@pytest.mark.parametrize(
    "changes",
    [{}, {"行政处罚决定书文号": "构市监罚〔2026〕第1号"}, {"处罚内容": "罚款 2000元。"}, {"备注": "补报"}],
    ids=lambda changes: next(iter(changes), "the same file"),
)  # fmt: skip
def test_an_erased_record_sent_again_does_not_return(
    hall: Database, changes: dict[str, str]
) -> None:
    stored(1, **OLD)
    erase()
    again = city.penalise(1, **(OLD | changes))
    (row,) = queries.rows(again.batch, scope=EVERY_AGENCY)
    assert (row["outcome"], "record.tombstoned" in row["codes"]) == ("held", True)


def test_no_act_follows_an_erasure(hall: Database) -> None:
    record = stored(1, **OLD)[1]
    erase()
    for act in (actions.withdraw, actions.repair):
        with pytest.raises(Refusal, match=r"record\.transition_refused"):
            act(record=record, reason="x", by="samr.clerk", now=city.NOW)


def test_each_chunk_is_one_leaf_that_says_what_went(hall: Database) -> None:
    old = stored(1, 2, 3, 4, 5, **OLD)
    before = journal.size()
    assert erase(size=2) == 5
    runs = erasing.certificates(9)
    assert [run.records for run in runs] == [1, 2, 2]
    assert {run.leaf_index for run in runs} == {before, before + 1, before + 2}
    assert {(run.item, run.reason, run.day) for run in runs} == {
        ("penalty", "retention.over", FIRST_DAY)
    }
    leaves = json.dumps([leaf.body for leaf in journal.entries(before, journal.size())])
    assert not [record for record in old.values() if str(record) in leaves]


def test_what_is_due_shows_its_working(hall: Database) -> None:
    record = stored(1, **OLD)[1]
    ((one,),) = overdue.pages(FIRST_DAY, 10)
    assert (one.record, one.item.code) == (record, "penalty")
    clocks = one.retention
    assert (clocks.decided_date, clocks.months, clocks.ends) == (date(2021, 5, 6), 60, FIRST_DAY)
    assert clocks.in_force_until == date(2022, 5, 7)  # the reported day is the last one
    assert list(overdue.pages(LAST_DAY, 10)) == []


def test_a_second_run_waits_and_finds_nothing_left(hall: Database) -> None:
    """Two runs at once, the second with a page it read before the first committed."""
    stored(1, 2, **OLD)
    (page,) = overdue.pages(FIRST_DAY, 10)
    assert erase() == 2
    late = erasing.erase_chunk(
        records=[one.record for one in page],
        item=page[0].item,
        reason=erasing.RETENTION,
        today=FIRST_DAY,
        by="system",
        now=city.NOW,
    )
    assert late == 0
    assert findings() == []


# What a hand with the rights of the application, and one with those of the owner, try on a live and on an erased record.
ATTACKS = {
    "empty the content": "UPDATE records_version SET payload = '{}' WHERE {row}",
    "destroy the salt": "UPDATE records_version SET salt = decode(repeat('00', 16), 'hex') WHERE {row}",
    "take the subject away": "UPDATE records_version SET subject_id = NULL WHERE {row}",
    "all of it at once": (
        "UPDATE records_version SET payload = '{}', subject_id = NULL, salt = decode(repeat('00', 16), 'hex'),"
        " content_mac = decode(repeat('00', 32), 'hex') WHERE {row}"
    ),
    "and the day too": (
        "UPDATE records_version SET payload = '{}', subject_id = NULL, salt = decode(repeat('00', 16), 'hex'),"
        " content_mac = decode(repeat('00', 32), 'hex'), decided_date = decided_date - 1 WHERE {row}"
    ),
    "write it back": 'UPDATE records_version SET payload = \'{"CF_NR": "x"}\' WHERE {row}',
    "give it a subject": "UPDATE records_version SET subject_id = (SELECT min(id) FROM subjects_subject) WHERE {row}",
    "a salt of one's own": "UPDATE records_version SET salt = decode(repeat('01', 16), 'hex') WHERE {row}",
    "another commitment": "UPDATE records_version SET commitment = sha256('x') WHERE {row}",
    "another record": "UPDATE records_version SET record = gen_random_uuid() WHERE {row}",
    "alive again": "UPDATE records_version SET state = 'admitted' WHERE {row}",
    "remove it": "DELETE FROM records_version WHERE {row}",
    "remove everything": "TRUNCATE records_version",
}


@pytest.fixture
def both(hall: Database) -> tuple[Database, dict[str, UUID]]:
    """An erased record and a live one."""
    erased = stored(1, **OLD)[1]
    live = stored(2)[1]
    erase()
    return hall, {"erased": erased, "live": live}


@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_empties_the_living_nor_revives_the_erased(
    both: tuple[Database, dict[str, UUID]], attack: str
) -> None:
    database, known = both
    for place in (
        "record = %(live)s",
        "number = 1 AND record = %(erased)s",
        "state = 'erased' AND record = %(erased)s",
    ):
        statement = ATTACKS[attack].replace("{row}", place)
        parameters = None if "TRUNCATE" in statement else known
        with (
            psycopg.connect(database.dsn) as application,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            application.execute(statement, parameters)
        with (
            psycopg.connect(database.owner_dsn) as owner,
            pytest.raises(errors.RestrictViolation),
        ):
            owner.execute(statement, parameters)


def test_the_one_way_to_empty_takes_erased_records_alone(
    both: tuple[Database, dict[str, UUID]],
) -> None:
    database, known = both
    for dsn in (database.dsn, database.owner_dsn):
        for wanted in ([known["live"]], [known["erased"], known["live"]]):
            with psycopg.connect(dsn) as session, pytest.raises(errors.RestrictViolation):
                session.execute("SELECT gongxin_empty_erased(%s)", [wanted])
    assert len(city.public(2)) == 1


def test_an_erased_version_without_its_leaf_opens_no_way(hall: Database) -> None:
    """The application may add rows: it writes an erased version past the act, and still can empty nothing."""
    record = stored(1)[1]
    with psycopg.connect(hall.dsn) as application:
        _erased_by_hand(application, record)
        with pytest.raises(errors.RestrictViolation):
            application.execute("SELECT gongxin_empty_erased(%s)", [[record]])


def test_a_stranger_may_not_call_the_one_way(hall: Database) -> None:
    with psycopg.connect(hall.owner_dsn) as owner:
        (acl,) = owner.execute(
            "SELECT proacl::text FROM pg_proc WHERE proname = 'gongxin_empty_erased'"
        ).fetchone() or ("",)
    assert "gongxin_app=X/" in acl
    assert "{=X" not in acl
    assert ",=X" not in acl


def _erased_by_hand(session: psycopg.Connection, record: UUID) -> None:
    columns = (
        "record, jurisdiction, item, item_version, provider_id, authority_id, decided_date, valid, severity, "
        "language, content_mac, mac_key, salt, commitment, digest_algorithm"
    )
    session.execute(
        f"INSERT INTO records_version (number, batch, row_no, state, reason, payload, {columns}) "
        f"SELECT number + 1, gen_random_uuid(), 1, 'erased', 'x', '{{}}', {columns} "
        "FROM records_version WHERE record = %s ORDER BY number DESC LIMIT 1",
        [record],
    )


EMPTY_BY_HAND = (
    "UPDATE records_version SET payload = '{}', subject_id = NULL, salt = decode(repeat('00', 16), 'hex'),"
    " content_mac = decode(repeat('00', 32), 'hex')"
)
ITS_CHUNK = "batch = (SELECT batch FROM records_version WHERE record = %(erased)s AND number = 2)"
# A forgery with the triggers switched off, and what the audit says of it.
FORGERIES = {
    "a live row emptied": (f"{EMPTY_BY_HAND} WHERE record = %(live)s", "record.version_altered"),
    "an erased row's commitment": (
        "UPDATE records_version SET commitment = sha256('x') WHERE record = %(erased)s AND number = 1",
        "record.chunk_altered",
    ),
    "the erased version's commitment": (
        "UPDATE records_version SET commitment = sha256('x') WHERE record = %(erased)s AND number = 2",
        "record.version_altered",
    ),
    "the erased version's day": (
        "UPDATE records_version SET decided_date = decided_date + 1 WHERE record = %(erased)s AND number = 2",
        "record.version_altered",
    ),
    "something written back": (
        "UPDATE records_version SET payload = '{\"CF_NR\": \"x\"}', subject_id = 1 WHERE record = %(erased)s AND number = 1",
        "record.erasure_incomplete",
    ),
    "the erased version removed": (
        "DELETE FROM records_version WHERE record = %(erased)s AND number = 2",
        "record.erasure_altered",
    ),
    "an emptied version removed": (
        "DELETE FROM records_version WHERE record = %(erased)s AND number = 1",
        "record.erasure_altered",
    ),
    "its chunk removed": (
        f"DELETE FROM records_chunk WHERE {ITS_CHUNK}",
        "record.version_unknown",
    ),
    "its chunk hung on another leaf": (
        f"UPDATE records_chunk SET leaf_index = 0 WHERE {ITS_CHUNK}",
        "record.erasure_unknown",
    ),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_erasure_is_found(both: tuple[Database, dict[str, UUID]], forgery: str) -> None:
    database, known = both
    assert findings() == []
    statement, code = FORGERIES[forgery]
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        for table in ("records_version", "records_chunk"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert owner.execute(statement, known).rowcount == 1
    assert code in findings()


def test_a_row_emptied_under_an_erasure_nobody_entered_is_found(
    both: tuple[Database, dict[str, UUID]],
) -> None:
    database, known = both
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        owner.execute("ALTER TABLE records_version DISABLE TRIGGER USER")
        _erased_by_hand(owner, known["live"])
        owner.execute(f"{EMPTY_BY_HAND} WHERE record = %s AND number = 1", [known["live"]])
    found = [finding for finding in audit_records() if finding.code == "record.version_unknown"]
    assert len(found) == 1
    assert str(known["live"]) in found[0].en


def test_the_proof_of_an_emptied_version_still_leads_to_the_log(
    both: tuple[Database, dict[str, UUID]],
) -> None:
    _, known = both
    for number in (1, 2):
        proof = version_proof(known["erased"], number)
        assert merkle.verify_inclusion(
            leaf=merkle.leaf_hash(proof.commitment),
            index=proof.row_index,
            size=proof.chunk_rows,
            proof=proof.row_path,
            root=proof.chunk_root,
        )
