"""How names of bodies are compared: one normal form and its character pairs. Equal forms do not make equal bodies."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import polars as pl
from opencc import OpenCC

# Spaces, invisible characters and the dots between the parts of a name, in all their forms.
_DROPPED = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d"
    "\u202e\u202f\u205f\u2060\u3000\ufeff\u00ad\u00b7\u2022\u2027\u2219\u22c5\u30fb\u0387"
)
_BRACKETS = {
    **dict.fromkeys("[{〔【〖〈《「『〘〚", "("),
    **dict.fromkeys("]}〕】〗〉》」』〙〛", ")"),
}
_TABLE = str.maketrans({**dict.fromkeys(_DROPPED, ""), **_BRACKETS})
BIGRAM = 2


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    """Built on first use: the dictionary costs some megabytes that most processes never need."""
    return OpenCC("t2s")


def normal(name: str) -> str:
    """The form in which two writings of one name are equal: width, brackets, dots, spaces, script, case."""
    plain = unicodedata.normalize("NFKC", name).translate(_TABLE)
    if not plain.isascii():
        plain = _simplifier().convert(plain)
    return plain.upper()


def normal_many(names: pl.Series | Sequence[str | None]) -> pl.Series:
    """The same for a column; each distinct name is looked at once."""
    series = names if isinstance(names, pl.Series) else pl.Series(names, dtype=pl.String)
    plain = series.str.normalize("NFKC").str.replace_many(
        [*_DROPPED, *_BRACKETS], [*([""] * len(_DROPPED)), *_BRACKETS.values()]
    )
    foreign = plain.filter(plain.str.contains(r"[^\x00-\x7f]")).unique()
    if not foreign.is_empty():
        # No name holds a line break any more, so one call converts them all.
        joined: str = foreign.str.join("\n").item()
        simple = pl.Series(_simplifier().convert(joined).split("\n"))
        changed = foreign.ne(simple)
        if changed.any():
            plain = plain.replace(foreign.filter(changed), simple.filter(changed))
    return plain.str.to_uppercase()


def bigrams(norm: str) -> tuple[str, ...]:
    """The distinct pairs of neighbouring characters, in order of appearance; a single character is its own pair."""
    if len(norm) < BIGRAM:
        return (norm,) if norm else ()
    return tuple(dict.fromkeys(a + b for a, b in pairwise(norm)))


def bigrams_many(norms: pl.Series) -> pl.Series:
    """The same for a column of normal forms."""
    single = norms.str.len_chars() < BIGRAM
    characters = pl.DataFrame(
        {"at": pl.int_range(len(norms), eager=True), "character": norms.str.split("")}
    ).explode("character")
    pairs = (
        characters.lazy()
        .with_columns(
            pair=pl.col("character") + pl.col("character").shift(-1),
            last=pl.col("at").ne_missing(pl.col("at").shift(-1)),
        )
        .filter(~pl.col("last"))
        .group_by("at")
        .agg(pl.col("pair").unique(maintain_order=True))
        .collect()
    )
    found = (
        pl.DataFrame({"at": pl.int_range(len(norms), eager=True)})
        .join(pairs, on="at", how="left", maintain_order="left")
        .get_column("pair")
    )
    alone = pl.Series([[n] if n else [] for n in norms.filter(single)], dtype=pl.List(pl.String))
    if not alone.is_empty():
        found = _put(found, single, alone)
    return found


def _put(into: pl.Series, where: pl.Series, what: pl.Series) -> pl.Series:
    """`into` with the rows of `where` taken from `what`, in order."""
    rows = pl.DataFrame({"at": where.arg_true(), "what": what})
    return (
        pl.DataFrame({"at": pl.int_range(len(into), eager=True), "into": into})
        .join(
            rows.with_columns(pl.col("at").cast(pl.Int64)),
            on="at",
            how="left",
            maintain_order="left",
        )
        .select(pl.coalesce("what", "into"))
        .to_series()
    )
