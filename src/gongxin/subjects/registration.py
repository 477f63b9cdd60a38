"""What a chunk of a register says, brought into the shape of our tables. Pure: decides nothing about what is stored."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from gongxin.identifiers import SCHEMES, Grade, GradedMany, Known, grade_many
from gongxin.subjects.kinds import Kind, kind_of, status_of
from gongxin.subjects.naming import bigrams_many, normal_many

# Columns of identifiers by their role in the item; None: the number says itself which scheme it is of.
IDENTIFIER_COLUMNS: Mapping[str, str | None] = MappingProxyType(
    {
        "uscc": None,  # "unified code or earlier number": real registers put both into one column
        "reg_no": None,
        "org_code": "org_code",
        "tax_no": "tax",
        "institution_no": "institution",
        "social_no": "social",
    }
)
# Columns of the entry by their role; texts are stored as reported, dates as days.
TEXTS = ("address", "division", "industry", "authority_name", "capital", "scope")
DATES = ("registered", "deregistered")
BETWEEN_FORMER_NAMES = r"[;；、|\n]+"


@dataclass(frozen=True)
class Reported:
    """A chunk of a register, ready to be compared with ours.

    rows: row, name, norm, bigrams, kind, status, dates, texts, entry, salt; identifiers: row, scheme, value,
    grade; formers: row, name, norm, bigrams. Rows without a name or a usable identifier are in `unusable`
    (row, code).
    """

    rows: pl.DataFrame
    identifiers: pl.DataFrame
    formers: pl.DataFrame
    unusable: pl.DataFrame


def reported(frame: pl.DataFrame, known: Known) -> Reported:
    """Read a frame of a "row" column and one text column per role (missing ones are null)."""
    full = _with_all_columns(frame)
    identifiers = _identifiers(full, known)
    best = identifiers.unique("row", keep="first", maintain_order=True).rename(
        {"scheme": "_scheme", "value": "_identifier"}
    )
    rows = full.join(best.select("row", "_scheme", "_identifier"), on="row", how="left")
    rows = rows.with_columns(norm=normal_many(rows["org_name"]))
    described = _described(rows).with_columns(_disagree=_org_codes_disagree(rows, identifiers))
    unusable = described.select("row", code=_why_unusable()).drop_nulls("code")
    usable = described.join(unusable, on="row", how="anti")
    standing = usable.select("row")
    return Reported(
        rows=usable,
        identifiers=identifiers.join(standing, on="row", how="semi"),
        formers=_formers(usable),
        unusable=unusable,
    )


def _why_unusable() -> pl.Expr:
    return (
        pl.when(pl.col("_identifier").is_null())
        .then(pl.lit("subject.no_identifier"))
        .when(pl.col("norm").fill_null("") == "")
        .then(pl.lit("subject.no_name"))
        .when(pl.col("_disagree"))
        .then(pl.lit("subject.identifiers_disagree"))
        .when(pl.col("registered") > pl.col("deregistered"))
        .then(pl.lit("subject.dates_contradict"))
    )


def _org_codes_disagree(rows: pl.DataFrame, identifiers: pl.DataFrame) -> pl.Series:
    """Where a row gives an organisation code that is not the one inside its unified code."""
    given = identifiers.filter(pl.col("scheme") == "org_code").select("row", org="value")
    inside = rows.filter(pl.col("_scheme") == "uscc").select(
        "row", inside=pl.col("_identifier").str.slice(8, 9)
    )
    wrong = given.join(inside, on="row").filter(pl.col("org") != pl.col("inside"))
    return rows["row"].is_in(wrong["row"].implode())


def _with_all_columns(frame: pl.DataFrame) -> pl.DataFrame:
    wanted = (
        "org_name",
        "org_kind",
        "org_status",
        "former_names",
        *IDENTIFIER_COLUMNS,
        *TEXTS,
        *DATES,
    )
    missing = [pl.lit(None, dtype=pl.String).alias(c) for c in wanted if c not in frame.columns]
    blank = pl.col(pl.String).str.strip_chars()
    return (
        frame.with_columns(*missing)
        .select(pl.col("row").cast(pl.UInt32), *wanted)
        .with_columns(pl.col(c).cast(pl.String) for c in DATES)
        .with_columns(
            pl.when(blank.is_in(["", "N/A", "无", "-", "—"]))
            .then(None)
            .otherwise(blank)
            .name.keep()
        )
        .sort("row")
    )


def _identifiers(full: pl.DataFrame, known: Known) -> pl.DataFrame:
    """All usable numbers of every row, best scheme first; a number stands once."""
    found = [
        _usable(full["row"], grade_many(full[column], scheme, known=known))
        for column, scheme in IDENTIFIER_COLUMNS.items()
    ]
    order = pl.Enum(SCHEMES)
    return (
        pl.concat(found)
        .unique(["row", "scheme", "value"], keep="first", maintain_order=True)
        .sort("row", pl.col("scheme").cast(order), maintain_order=True)
    )


def _usable(rows: pl.Series, graded: GradedMany) -> pl.DataFrame:
    usable = pl.Series(graded.is_grade(Grade.VALID, Grade.WARNING))
    return (
        graded.frame()
        .with_columns(row=rows)
        .filter(usable)
        .select("row", "scheme", "value", "grade")
    )


def _described(rows: pl.DataFrame) -> pl.DataFrame:
    """With kind, status, days, bigrams and the words of the entry."""
    kinds = _mapped(rows.select("_scheme", pl.col("_identifier"), "org_kind"))
    statuses = {text: status_of(text).value for text in rows["org_status"].unique()}
    days = [pl.col(c).str.to_date("%Y-%m-%d", strict=False) for c in DATES]
    described = rows.with_columns(
        *days,
        kind=kinds,
        status=pl.col("org_status").replace_strict(statuses, return_dtype=pl.String),
    )
    described = described.with_columns(
        # A closing date says more than an unknown or stale word beside it.
        status=pl.when(
            pl.col("deregistered").is_not_null() & pl.col("status").is_in(["active", "unknown"])
        )
        .then(pl.lit("deregistered"))
        .otherwise("status"),
        bigrams=_bigrams(described["norm"], described["kind"]),
    )
    entry = ("org_name", "_scheme", "_identifier", "kind", "status", *DATES, *TEXTS, "former_names")
    return described.with_columns(
        entry=pl.struct(entry).struct.json_encode(),
        salt=pl.Series(_salts(described.height), dtype=pl.String),
    ).rename({"org_name": "name"})


def _mapped(numbers: pl.DataFrame) -> pl.Series:
    """Kinds of many, looked up once for each prefix, sequence digit and type text."""
    keyed = numbers.with_columns(
        head=pl.col("_identifier").str.slice(0, 7),
    ).with_columns(
        # Of a unified code two characters decide, of a registration number the seventh.
        head=pl.when(pl.col("_scheme") == "uscc")
        .then(pl.col("head").str.slice(0, 2))
        .otherwise(pl.lit("000000") + pl.col("head").str.slice(6, 1)),
    )
    distinct = keyed.select("_scheme", "head", "org_kind").unique()
    kinds = [kind_of(scheme, head, text).value for scheme, head, text in distinct.iter_rows()]
    table = distinct.with_columns(kind=pl.Series(kinds, dtype=pl.String))
    return keyed.join(
        table,
        on=["_scheme", "head", "org_kind"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )["kind"]


def _bigrams(norms: pl.Series, kinds: pl.Series) -> pl.Series:
    """As the text of a PostgreSQL array. Individual businesses get none: they are found by their exact name alone."""
    guarded = kinds == Kind.INDIVIDUAL_BUSINESS.value
    pairs = bigrams_many(norms)
    quoted = pairs.list.eval(
        pl.lit('"') + pl.element().str.replace_all(r'(["\\])', r"\$1") + pl.lit('"')
    )
    arrays = pl.DataFrame({"a": quoted}).select(
        pl.lit("{") + pl.col("a").list.join(",") + pl.lit("}")
    )
    return arrays.to_series().set(guarded, "{}")


def _formers(rows: pl.DataFrame) -> pl.DataFrame:
    """Former names as the row lists them, without the present one."""
    listed = (
        rows.select("row", "kind", present="norm", name=pl.col("former_names"))
        .drop_nulls("name")
        .with_columns(pl.col("name").str.replace_all(BETWEEN_FORMER_NAMES, "\n").str.split("\n"))
        .explode("name")
        .with_columns(pl.col("name").str.strip_chars())
        .filter(pl.col("name") != "")
    )
    listed = listed.with_columns(norm=normal_many(listed["name"]))
    listed = listed.filter((pl.col("norm") != pl.col("present")) & (pl.col("norm") != "")).unique(
        ["row", "norm"], keep="first", maintain_order=True
    )
    return listed.select(
        "row", "name", "norm", _bigrams(listed["norm"], listed["kind"]).alias("bigrams")
    )


def _salts(count: int) -> list[str]:
    drawn = secrets.token_bytes(16 * count).hex()
    return [drawn[at : at + 32] for at in range(0, len(drawn), 32)]


def same_in_file(reported: Reported) -> pl.DataFrame:
    """Rows that share a number with an earlier row of the chunk: row, leader, and whether they say the same."""
    leaders = (
        reported.identifiers.with_columns(leader=pl.col("row").min().over("scheme", "value"))
        .group_by("row")
        .agg(pl.col("leader").min())
        .filter(pl.col("leader") != pl.col("row"))
    )
    said = reported.rows.select("row", "entry")
    return (
        leaders.join(said, on="row")
        .join(said.rename({"row": "leader", "entry": "first"}), on="leader")
        .select("row", "leader", same=pl.col("entry") == pl.col("first"))
        .sort("row")
    )


def parsed(entry: str) -> Mapping[str, str | None]:
    """The words of an entry, for showing what a register said."""
    words: Mapping[str, str | None] = json.loads(entry)
    return words
