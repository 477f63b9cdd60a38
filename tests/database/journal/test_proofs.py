"""Entries are signed for once, and each can be proved to somebody who trusts the key alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from gongxin.journal import actions, merkle, notes, queries, signing
from gongxin.journal.models import Checkpoint
from gongxin.journal.queries import NotYetSigned, OutsideTheLog

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("fresh_database")  # the log is empty


def _append(count: int) -> None:
    for number in range(count):
        body = {"account": f"a{number}"}
        actions.append(kind="account.closed", body=body, by="system", now=NOW)


def test_a_checkpoint_states_the_size_and_root_and_is_entered_itself() -> None:
    _append(5)
    text = actions.checkpoint(by="auditor", now=NOW)
    stated = notes.verified_checkpoint(text, queries.verifier())
    hashes = [bytes(leaf.leaf_hash) for leaf in queries.entries(0, 5)]
    assert (stated.origin, stated.size) == ("gongxin/xingning/journal", 5)
    assert stated.root == merkle.root(hashes)
    (entry,) = queries.entries(5, 6)
    assert (entry.kind, entry.body, entry.actor) == ("checkpoint.signed", {"size": 5}, "auditor")


def test_nothing_new_needs_no_new_signature() -> None:
    first = actions.checkpoint(by="system", now=NOW)  # of the empty log
    assert actions.checkpoint(by="system", now=NOW + timedelta(days=1)) == first
    _append(1)
    second = actions.checkpoint(by="system", now=NOW)
    assert second != first
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [0, 2]
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert latest.text == second


def test_a_signed_log_whose_key_is_lost_is_not_signed_with_another() -> None:
    _append(1)
    actions.checkpoint(by="system", now=NOW)
    _append(1)
    path = settings.GONGXIN_KEYS / signing.KEY_FILE
    hidden = path.rename(path.with_suffix(".hidden"))
    try:
        with pytest.raises(signing.KeyMissing):
            actions.checkpoint(by="system", now=NOW)
        with pytest.raises(signing.KeyMissing):
            queries.verify_chain()
    finally:
        hidden.rename(path)


def test_every_entry_is_proved_under_every_later_size() -> None:
    _append(11)
    hashes = [bytes(leaf.leaf_hash) for leaf in queries.entries(0, 11)]
    for size in range(1, 12):
        root = merkle.root(hashes[:size])
        for index in range(size):
            found = queries.inclusion(index, size)
            assert found.leaf_hash == hashes[index]
            assert merkle.verify_inclusion(
                leaf=found.leaf_hash, index=index, size=size, proof=found.proof, root=root
            )
        for old in range(size + 1):
            assert merkle.verify_consistency(
                old=old,
                new=size,
                old_root=merkle.root(hashes[:old]),
                new_root=root,
                proof=queries.consistency(old, size),
            )


def test_a_proof_outside_the_log_is_refused() -> None:
    _append(2)
    for index, size in ((2, 2), (-1, 2), (0, 3)):
        with pytest.raises(OutsideTheLog):
            queries.inclusion(index, size)
    for old, new in ((2, 1), (-1, 1), (1, 3)):
        with pytest.raises(OutsideTheLog):
            queries.consistency(old, new)


def test_a_signed_proof_is_checked_with_its_own_bytes_and_the_key() -> None:
    _append(4)
    with pytest.raises(NotYetSigned):
        queries.signed_proof(1)
    actions.checkpoint(by="system", now=NOW)
    proof = queries.signed_proof(1)
    stated = notes.verified_checkpoint(proof.checkpoint, queries.verifier())
    assert merkle.verify_inclusion(
        leaf=merkle.leaf_hash(proof.leaf),
        index=1,
        size=stated.size,
        proof=proof.inclusion.proof,
        root=stated.root,
    )
    assert proof.text().startswith("c2sp.org/tlog-proof@v1\nextra ")
    assert proof.text().endswith(proof.checkpoint)
    with pytest.raises(NotYetSigned):
        queries.signed_proof(4)  # the entry that says it was signed
    with pytest.raises(OutsideTheLog):
        queries.signed_proof(5)
