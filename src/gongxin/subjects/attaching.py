"""`matching.attachment` for a whole chunk: the same rules as expressions over columns. A test compares the two, row by row."""

from datetime import date

import polars as pl

from gongxin.subjects.parties import fingerprint

# Between the parts of a name and between names, in the one text column in which former names travel.
PART, NAME = "\x1f", "\x1e"
NEVER = date(9999, 12, 31)


def attachments(
    frame: pl.DataFrame, resolved: pl.DataFrame, others: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The chunk with `subject_id` (null where held), `_attach` and `_holds` (list of codes).

    `frame` has row, _party, _scheme, _identifier and _decided; `resolved` is `queries.resolve_many` of its
    identifiers, line by line; `others` has row and subject_id of further numbers of the same rows.
    """
    facts = _facts(frame, resolved, others)
    day = pl.col("_day")
    holds = pl.concat_list(
        _code("subject.no_identifier", pl.col("_identifier").is_null()),
        _code("subject.unknown", pl.col("_identifier").is_not_null() & pl.col("_found").is_null()),
        _code("subject.contradiction.code", pl.col("_disagree")),
        _code(
            "subject.contradiction.deregistered_before",
            (pl.col("deregistered_date") < day) & ~pl.col("followed"),
        ),
        _code(
            "subject.contradiction.former_name",
            pl.col("_named") & pl.col("_elsewhere") & ~pl.col("_surely"),
        ),
        _code("subject.contradiction.judged", pl.col("_judged")),
        _code("subject.contradiction.name", pl.col("_found").is_not_null() & ~pl.col("_named")),
        _code(
            "subject.contradiction.registered_after",
            (pl.col("registered_date") > day) & (pl.col("explained_from").fill_null(NEVER) > day),
        ),
    )
    attach = pl.col("_holds").list.len() == 0
    return (
        facts.with_columns(_holds=holds)
        .with_columns(_attach=attach, subject_id=pl.when(attach).then("_found"))
        .select(*frame.columns, "subject_id", "_attach", "_holds")
    )


def _facts(
    frame: pl.DataFrame, resolved: pl.DataFrame, others: pl.DataFrame | None
) -> pl.DataFrame:
    """The chunk beside what is known of the subjects its numbers name."""
    days = frame["_decided"] if "_decided" in frame.columns else pl.Series([None] * frame.height)
    found = resolved.select(
        pl.col("subject_id").alias("_found"),
        "registered_date", "deregistered_date", "explained_from", "followed", "different",
        "name", "names",
    )  # fmt: skip
    facts = frame.hstack(found).with_columns(
        _day=days.cast(pl.Date) if days.dtype != pl.String else days.str.to_date("%Y-%m-%d"),
        _line=pl.int_range(pl.len(), dtype=pl.UInt32),
    )
    facts = facts.join(_names(facts), on="_line", how="left", maintain_order="left").with_columns(
        _judged=pl.Series(_judged(facts), dtype=pl.Boolean),
        _disagree=_disagreeing(facts, others),
    )
    present = (pl.col("name") == pl.col("_party")).fill_null(value=False)
    return facts.with_columns(
        _named=present | pl.col("_among").fill_null(value=False),
        _surely=present | pl.col("_sure").fill_null(value=False),
        _elsewhere=pl.col("_other_bears").fill_null(value=False),
    )


def _names(facts: pl.DataFrame) -> pl.DataFrame:
    """For lines whose party bears a former or short name of the subject: is it sure for the day, and whose is it now."""
    parts = pl.col("names").str.split_exact(PART, 4)
    listed = (
        facts.filter(pl.col("names").is_not_null())
        .select("_line", "_party", "_day", pl.col("names").str.split(NAME))
        .explode("names")
        .select(
            "_line", "_party", "_day",
            parts.struct.rename_fields(["norm", "kind", "since", "until", "elsewhere"]).alias("n"),
        )
        .unnest("n")
        .filter(pl.col("norm") == pl.col("_party"))
        .with_columns(pl.col("since", "until").str.to_date("%Y-%m-%d", strict=False))
    )  # fmt: skip
    day = pl.col("_day")
    borne = (pl.col("since").is_null() | (pl.col("since") <= day)) & (day < pl.col("until"))
    return listed.group_by("_line").agg(
        _among=pl.lit(value=True).first(),
        _sure=borne.fill_null(value=False).any(),
        _other_bears=(pl.col("elsewhere") == "t").any(),
    )


def _judged(facts: pl.DataFrame) -> list[bool]:
    """Whether an officer found this very party not to be the subject. Few subjects have such judgements."""
    found = [False] * facts.height
    few = facts.filter(pl.col("different").is_not_null()).select(
        "_line", "_party", "_scheme", "_identifier", "different"
    )
    for line, party, scheme, value, different in few.iter_rows():
        found[line] = fingerprint(party, ((scheme, value),)).hex() in different.split(" ")
    return found


def _disagreeing(facts: pl.DataFrame, others: pl.DataFrame | None) -> pl.Series:
    """Whether another number of the row names another subject."""
    if others is None:
        return pl.repeat(value=False, n=facts.height, dtype=pl.Boolean, eager=True)
    rows = (
        others.drop_nulls("subject_id")
        .join(facts.select("row", "_found"), on="row")
        .filter(pl.col("subject_id") != pl.col("_found"))
    )
    return facts["row"].is_in(rows["row"].implode())


def _code(code: str, holds: pl.Expr) -> pl.Expr:
    empty = pl.lit([], dtype=pl.List(pl.String))
    return (
        pl.when(holds.fill_null(value=False))
        .then(pl.lit([code], dtype=pl.List(pl.String)))
        .otherwise(empty)
    )
