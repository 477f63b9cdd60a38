"""Merkle hashing is that of Certificate Transparency, and a proof holds for one entry alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from gongxin.journal import merkle
from tests.unit.journal import ct

logs = st.lists(st.binary(max_size=4), min_size=1, max_size=40)


def _hashes(data: list[bytes]) -> list[bytes]:
    return [merkle.leaf_hash(entry) for entry in data]


def test_hashes_are_those_of_certificate_transparency() -> None:
    assert _hashes(ct.LEAVES) == ct.LEAF_HASHES
    assert [merkle.root(ct.LEAF_HASHES[:size]) for size in range(9)] == ct.ROOTS
    assert (
        merkle.leaf_hash(b"L123456").hex()
        == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    )
    assert (
        merkle.node_hash(b"N123", b"N456").hex()
        == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


@pytest.mark.parametrize(("place", "path"), ct.INCLUSION.items())
def test_audit_paths_are_the_published_ones(place: tuple[int, int], path: list[bytes]) -> None:
    index, size = place
    assert merkle.inclusion_proof(ct.LEAF_HASHES[:size], index) == path
    assert merkle.verify_inclusion(
        leaf=ct.LEAF_HASHES[index], index=index, size=size, proof=path, root=ct.ROOTS[size]
    )


@pytest.mark.parametrize(("sizes", "proof"), ct.CONSISTENCY.items())
def test_consistency_proofs_are_the_published_ones(
    sizes: tuple[int, int], proof: list[bytes]
) -> None:
    old, new = sizes
    assert merkle.consistency_proof(ct.LEAF_HASHES[:new], old) == proof
    assert merkle.verify_consistency(
        old=old, new=new, old_root=ct.ROOTS[old], new_root=ct.ROOTS[new], proof=proof
    )


@given(logs)
def test_the_root_is_that_of_the_definition_and_of_a_second_implementation(
    data: list[bytes],
) -> None:
    tree = InmemoryTree(algorithm="sha256")
    for entry in data:
        tree.append_entry(entry)
    assert merkle.root(_hashes(data)) == ct.mth(data) == tree.get_root()
    index = len(data) // 2
    second = tree.prove_inclusion(index + 1, len(data)).path
    assert merkle.inclusion_proof(_hashes(data), index) == second[1:]


@given(logs, st.data())
def test_an_entry_is_proved_at_its_place_and_no_other_entry_is(
    data: list[bytes], draw: st.DataObject
) -> None:
    hashes = _hashes(data)
    index = draw.draw(st.integers(0, len(data) - 1))
    proof = merkle.inclusion_proof(hashes, index)
    whole: dict[str, Any] = {
        "leaf": hashes[index],
        "index": index,
        "size": len(data),
        "proof": proof,
        "root": merkle.root(hashes),
    }
    assert merkle.verify_inclusion(**whole)
    altered = merkle.leaf_hash(data[index] + b"!")
    assert not merkle.verify_inclusion(**{**whole, "leaf": altered})
    assert not merkle.verify_inclusion(**{**whole, "root": altered})
    assert not merkle.verify_inclusion(**{**whole, "proof": [*proof, altered]})
    assert not merkle.verify_inclusion(**{**whole, "index": len(data)})
    assert not merkle.verify_inclusion(**{**whole, "leaf": b"short"})
    if proof:
        assert not merkle.verify_inclusion(**{**whole, "proof": proof[:-1]})
        changed = draw.draw(st.integers(0, len(proof) - 1))
        other = [*proof[:changed], altered, *proof[changed + 1 :]]
        assert not merkle.verify_inclusion(**{**whole, "proof": other})


@given(logs, st.data())
def test_a_longer_log_continues_a_shorter_one_unless_an_entry_was_altered(
    data: list[bytes], draw: st.DataObject
) -> None:
    hashes = _hashes(data)
    old = draw.draw(st.integers(1, len(data)))
    old_root, new_root = merkle.root(hashes[:old]), merkle.root(hashes)
    proof = merkle.consistency_proof(hashes, old)
    sizes = {"old": old, "new": len(data)}
    assert merkle.verify_consistency(**sizes, old_root=old_root, new_root=new_root, proof=proof)
    # A log rewritten within the old part, with proofs made for it, does not continue the old root.
    place = draw.draw(st.integers(0, old - 1))
    forged = list(hashes)
    forged[place] = merkle.leaf_hash(data[place] + b"!")
    assert not merkle.verify_consistency(
        **sizes,
        old_root=old_root,
        new_root=merkle.root(forged),
        proof=merkle.consistency_proof(forged, old),
    )
    longer = [*proof, old_root]
    assert not merkle.verify_consistency(
        **sizes, old_root=old_root, new_root=new_root, proof=longer
    )


def test_every_log_continues_the_empty_one() -> None:
    arguments: dict[str, Any] = {"old": 0, "new": 3, "new_root": ct.ROOTS[3]}
    assert merkle.verify_consistency(**arguments, old_root=merkle.EMPTY_ROOT, proof=[])
    assert not merkle.verify_consistency(**arguments, old_root=ct.ROOTS[1], proof=[])
    assert not merkle.verify_consistency(
        **arguments, old_root=merkle.EMPTY_ROOT, proof=[ct.ROOTS[1]]
    )


def test_a_proof_between_sizes_in_the_wrong_order_or_of_no_hash_is_none() -> None:
    roots = {"old_root": ct.ROOTS[3], "new_root": ct.ROOTS[5]}
    assert not merkle.verify_consistency(old=5, new=3, **roots, proof=[])
    assert not merkle.verify_consistency(old=3, new=5, **roots, proof=[])
    assert not merkle.verify_consistency(old=3, new=5, **roots, proof=[b"short"])
    assert not merkle.verify_consistency(old=3, new=3, **roots, proof=[])


@given(logs)
def test_hashes_of_complete_subtrees_are_enough_for_every_proof(data: list[bytes]) -> None:
    hashes = _hashes(data)
    kept = {(0, index): leaf for index, leaf in enumerate(hashes)}
    frontier = merkle.Frontier()
    for leaf in hashes:
        kept |= {(level, index): top for level, index, top in frontier.append(leaf)}
    assert frontier.root() == merkle.root(hashes)
    size = len(hashes)
    for index in range(size):
        ranges = merkle.inclusion_ranges(index, size)
        proof = merkle.hashes_of(ranges, kept.__getitem__)
        assert proof == merkle.inclusion_proof(hashes, index)
        ranges = merkle.consistency_ranges(index + 1, size)
        proof = merkle.hashes_of(ranges, kept.__getitem__)
        assert proof == merkle.consistency_proof(hashes, index + 1)
    places = merkle.cover(0, size)
    assert merkle.Frontier(size, [kept[place] for place in places]).root() == frontier.root()
