"""What makes a record the same record: digests computed once more by the standard library alone."""

import hmac
from hashlib import sha256
from pathlib import Path
from uuid import RFC_4122, UUID

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from gongxin.jurisdiction import load
from gongxin.records import identity

ROOT = Path(__file__).resolve().parents[3]
PENALTY = next(
    i
    for i in load(ROOT / "jurisdictions", "xingning", accept_unverified=True).items
    if i.code == "penalty"
)
KEY = b"k" * 32
HELPERS = ("_authority_key", "_document", "_party", "_identifier", "_decided")


def row_bytes(values: list[str | None]) -> bytes:
    """The canonical form gx-c1 as ADRs describe it: every value with its length."""
    parts = [
        b"-;" if v is None else str(len(v.encode())).encode() + b":" + v.encode() + b";"
        for v in values
    ]
    return b"gx-c1;" + b"".join(parts)


def frame(rows: list[dict[str, str | None]]) -> pl.DataFrame:
    columns = [*HELPERS, *(f.code for f in PENALTY.fields)]
    return pl.DataFrame(
        {c: [r.get(c) for r in rows] for c in columns}, schema=dict.fromkeys(columns, pl.String)
    )


ROW: dict[str, str | None] = {
    "_authority_key": "samr", "_document": "构市监罚〔2026〕1号", "_party": "构造甲", "_identifier": "X1",
    "_decided": "2026-05-06", "CF_NR": "罚款2000元", "CF_SY": "未公示",
}  # fmt: skip


def test_the_key_is_authority_document_and_party_and_nothing_else() -> None:
    natural = row_bytes(["penalty", "samr", "构市监罚〔2026〕1号", "构造甲"])
    digest = hmac.new(KEY, natural, sha256).digest()
    record = UUID(identity.keyed(frame([ROW]), PENALTY, KEY).records[0])
    assert (record.version, record.variant) == (8, RFC_4122)
    # all bits but the six of version and variant are those of the digest
    keep = ~((0xF << 76) | (0x3 << 62))
    assert record.int & keep == int.from_bytes(digest[:16]) & keep


def test_the_key_does_not_know_to_whom_the_record_was_attached() -> None:
    moved = {**ROW, "_identifier": "Y2", "_decided": "2020-01-01", "CF_XDR_SHXYM": "Y2"}
    one, other = identity.keyed(frame([ROW, moved]), PENALTY, KEY).records
    assert one == other


TEXT = st.text(max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=2, max_size=6, unique=True))
def test_two_records_have_two_keys(keys: list[tuple[str, str, str]]) -> None:
    """No text in one part can pass for another part: lengths are written, nothing is joined."""
    rows = [dict(zip(("_authority_key", "_document", "_party"), key, strict=True)) for key in keys]
    records = identity.keyed(frame(rows), PENALTY, KEY).records  # type: ignore[arg-type]
    assert records.n_unique() == len(keys)


@settings(max_examples=60, deadline=None)
@given(st.text(" \t\u3000,.;:，。；：、·-_()（）【】\n", max_size=4), st.integers(0, 6))
def test_punctuation_and_blanks_do_not_make_another_fingerprint(noise: str, place: int) -> None:
    result = str(ROW["CF_NR"])
    retouched = {**ROW, "_document": "别号", "CF_NR": result[:place] + noise + result[place:]}
    one, other = identity.keyed(frame([ROW, retouched]), PENALTY, KEY).fingerprints
    assert one == other


def test_another_word_amount_day_or_body_makes_another_fingerprint() -> None:
    others = [
        {**ROW, "CF_NR": "罚款3000元"}, {**ROW, "CF_SY": "未年报"}, {**ROW, "_decided": "2026-05-07"},
        {**ROW, "_identifier": "X2"}, {**ROW, "_authority_key": "ecology"},
    ]  # fmt: skip
    prints = identity.keyed(frame([ROW, *others]), PENALTY, KEY).fingerprints
    assert prints.n_unique() == len(others) + 1


def test_a_stored_payload_has_the_fingerprint_it_came_in_with() -> None:
    uscc = PENALTY.by_role("uscc")
    assert uscc is not None
    payload = {f.code: ROW.get(f.code) for f in PENALTY.fields} | {uscc.code: "X1"}
    other = {**payload, "CF_NR": "罚款3000元"}
    told = [identity.Stored(one, "samr", "2026-05-06") for one in (payload, other)]
    stored = identity.fingerprints_of_payloads(told, PENALTY, KEY)
    came_in = identity.keyed(
        frame([ROW, {**ROW, "CF_NR": "罚款3000元"}]), PENALTY, KEY
    ).fingerprints
    assert stored == came_in.to_list()


def test_under_another_key_nothing_is_known_again() -> None:
    mine, theirs = (identity.keyed(frame([ROW]), PENALTY, k * 32) for k in (b"a", b"b"))
    assert mine.records[0] != theirs.records[0]
    assert mine.contents[0] != theirs.contents[0]
    assert mine.fingerprints[0] != theirs.fingerprints[0]
