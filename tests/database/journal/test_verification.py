"""Whatever is changed, moved, added or taken in the kept log is found, and the first bad entry is named."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from gongxin.jobs.database import OWNER
from gongxin.journal import actions, merkle, notes, queries
from gongxin.journal.leaves import Entry
from gongxin.journal.models import Checkpoint
from gongxin.journal.notes import NoteRefused
from gongxin.journal.verification import FirstBad, Verified
from tests.database.journal.mutations import MUTATIONS
from tests.databases import Database

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
TABLES = ("journal_leaf", "journal_node", "journal_checkpoint")


def _enter(first: int, count: int) -> None:
    """Entries no two of which say the same, so that no exchange goes unseen."""
    entries = [
        Entry("batch.chunk_admitted", {"batch": 1, "chunk": n, "rows": n}, n.to_bytes(32, "big"))
        if n % 2
        else Entry("batch.refused", {"batch": n, "reason": "file.empty"})
        for n in range(first, first + count)
    ]
    actions.append_many(entries=entries, by=f"clerk{first}", now=NOW + timedelta(seconds=first))


def _log() -> None:
    for first, count in ((0, 17), (17, 22), (39, 4)):
        _enter(first, count)
        actions.checkpoint(by="system", now=NOW + timedelta(seconds=first + 1))


@pytest.fixture
def owned(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A signed log in the hands of someone with the owner's password, who switched the triggers off."""
    del fresh_database
    _log()
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "USER", OWNER)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE journal_leaf DROP CONSTRAINT leaf_index_is_not_negative")
    yield
    connection.close()


def _damage(seed: int, rounds: int) -> None:
    dice = random.Random(seed)
    found: Counter[str] = Counter()
    for number in range(rounds):
        name = dice.choice(sorted(MUTATIONS))
        with transaction.atomic(), connection.cursor() as cursor:
            where = MUTATIONS[name](cursor, dice)
            state = queries.verify_chain()
            transaction.set_rollback(True)
        assert isinstance(state, FirstBad), f"{name}, round {number} of seed {seed}: not found"
        assert state.index in where, (
            f"{name}, round {number} of seed {seed}: {state} not in {where}"
        )
        found[name] += 1
    assert found.total() == rounds
    assert isinstance(queries.verify_chain(), Verified)


@pytest.mark.usefixtures("owned")
def test_every_mutation_of_a_log_is_found_and_placed() -> None:
    _damage(seed=20260401, rounds=300)


@pytest.mark.soak
@pytest.mark.usefixtures("owned")
def test_ten_thousand_mutations_of_a_log_are_found_and_placed() -> None:
    _damage(seed=27, rounds=10_000)


@pytest.mark.usefixtures("fresh_database")
def test_a_log_as_it_was_entered_is_whole() -> None:
    assert queries.verify_chain() == Verified(0, merkle.EMPTY_ROOT, 0)
    _log()
    state = queries.verify_chain()
    assert isinstance(state, Verified)
    assert (state.size, state.checkpoints) == (46, 3)


@pytest.mark.usefixtures("owned")
def test_a_rewritten_and_signed_again_log_is_found_by_whoever_kept_a_checkpoint() -> None:
    kept = Checkpoint.objects.order_by("size").first()
    assert kept is not None
    assert queries.verify_held(kept.text) is None
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
    _enter(0, 3)
    _enter(100, 40)  # the owner and the key together can make another whole log
    actions.checkpoint(by="system", now=NOW)
    assert isinstance(queries.verify_chain(), Verified)
    found = queries.verify_held(kept.text)
    assert found is not None
    assert found.code == "journal.rewritten"


@pytest.mark.usefixtures("owned")
def test_a_log_cut_off_with_its_signatures_is_found_by_whoever_kept_one() -> None:
    kept = Checkpoint.objects.order_by("-size").first()
    assert kept is not None
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_checkpoint WHERE size >= 18")
        cursor.execute("DELETE FROM journal_leaf WHERE index >= 18")
        cursor.execute("DELETE FROM journal_node WHERE (index + 1) << level::int > 18")
    assert isinstance(queries.verify_chain(), Verified)
    assert queries.verify_held(kept.text) is not None


@pytest.mark.usefixtures("fresh_database")
def test_a_checkpoint_of_another_key_vouches_for_nothing() -> None:
    _log()
    foreign = (
        "gongxin/xingning/journal\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— gongxin/xingning/journal AAAAAAAAAAAA\n"
    )
    with pytest.raises(NoteRefused):
        queries.verify_held(foreign)
    assert notes.parse_checkpoint(notes.verified(_latest().text, queries.verifier())).size == 45


def _latest() -> Checkpoint:
    latest = queries.latest_checkpoint()
    assert latest is not None
    return latest
