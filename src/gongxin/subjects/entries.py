"""How an admitted entry of a register is committed to the journal. Pure; commits to the very text that is stored."""

import polars as pl

from gongxin.canonical import canonical_rows
from gongxin.journal import merkle


def leaves(salts: pl.Series, entries: pl.Series) -> list[bytes]:
    """Leaf hashes of a chunk's entries in row order; the root over them stands in the journal."""
    return [merkle.leaf_hash(row) for row in canonical_rows([salts, entries])]
