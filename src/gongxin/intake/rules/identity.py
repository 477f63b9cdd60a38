"""What the identifier columns of a row are worth together: graded, moved where a unified code stands astray.

It never repairs a character and never chooses between two codes that contradict each other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from gongxin.identifiers import Known, Reason, grade_many
from gongxin.identifiers.grading import INVALIDATES, WARNS
from gongxin.identifiers.schemes import SCHEMES, Scheme
from gongxin.identifiers.vector import NO_SCHEME
from gongxin.intake.rules.cells import Column, Report, distinct, params_text, where
from gongxin.jurisdiction.values import Field

# Columns of the party's identifiers, best first, with the scheme that stands in them (None: told by its form).
PARTY_ROLES: Final[dict[str, Scheme | None]] = {
    "uscc": Scheme.USCC,
    "org_code": Scheme.ORG_CODE,
    "reg_no": None,
    "institution_no": Scheme.INSTITUTION,
    "social_no": Scheme.SOCIAL,
    "tax_no": Scheme.TAX,
}
_REGISTRATION: Final = frozenset(
    {Scheme.REG15, Scheme.REG13, Scheme.COOP, Scheme.REG_OTHER, Scheme.USCC}
)
_USCC: Final = SCHEMES.index(Scheme.USCC)


@dataclass(frozen=True)
class Graded:
    """A column of identifiers: read values, where they may identify, and their schemes."""

    column: Column
    usable: pl.Series
    schemes: pl.Series  # index into SCHEMES


def grade_column(
    series: pl.Series,
    field: Field,
    report: Report,
    known: Known,
    scheme: Scheme | None,
    *,
    registered: Collection[str] = (),
) -> Graded:
    """Grade one column, each distinct value once where they repeat.

    `registered`: codes the platform knows the bearer of; division and prefix leave no doubt about them.
    """
    if series.null_count() == len(series):
        return _nothing(series)
    values = distinct(series)
    found = grade_many(values, scheme.value if scheme else None, known=known)
    frame = pl.DataFrame(
        {
            "raw": values,
            "value": found.normalised,
            "reasons": found.reasons,
            "scheme": found.schemes,
            "changed": found.changed,
        }
    )
    if registered:
        trusted = pl.col("value").is_in(list(registered)) & (pl.col("reasons") & int(WARNS) > 0)
        sure = pl.when(trusted).then(0).otherwise(pl.col("reasons"))
        frame = frame.with_columns(sure.cast(pl.UInt16).alias("reasons"))
    if len(values) != len(series):
        frame = pl.DataFrame({"raw": series}).join(
            frame, on="raw", how="left", nulls_equal=True, maintain_order="left"
        )
    if field.role == "reg_no":
        frame = _registration_alone(frame)
    _report(frame, field, report)
    reasons = frame["reasons"].to_numpy()
    invalid = pl.Series((reasons & int(INVALIDATES)) != 0)
    empty = pl.Series((reasons & int(Reason.EMPTY)) != 0)
    return Graded(Column(frame["value"], invalid), ~(invalid | empty), frame["scheme"])


def _nothing(series: pl.Series) -> Graded:
    none = pl.Series([False]).new_from_index(0, len(series))
    scheme = pl.Series([NO_SCHEME], dtype=pl.Int8).new_from_index(0, len(series))
    return Graded(Column(series), none, scheme)


def _registration_alone(frame: pl.DataFrame) -> pl.DataFrame:
    """A number of another kind is no registration number, however sound."""
    allowed = [SCHEMES.index(scheme) for scheme in SCHEMES if Scheme(scheme) in _REGISTRATION]
    astray = frame["value"].is_not_null() & ~frame["scheme"].is_in(allowed)
    if not astray.any():
        return frame
    wrong = pl.when(astray).then(int(Reason.SCHEME)).otherwise(pl.col("reasons"))
    return frame.with_columns(wrong.cast(pl.UInt16).alias("reasons"))


def _report(frame: pl.DataFrame, field: Field, report: Report) -> None:
    shown = frame["raw"].str.strip_chars() if frame["changed"].any() else frame["raw"]
    changed = frame["changed"] & frame["value"].is_not_null()
    report.count("identifier.normalised", field.code, where(changed))
    if frame["value"].null_count() != frame["raw"].null_count():
        gone = frame["value"].is_null() & frame["raw"].is_not_null() & (shown != "")
        person = pl.Series((frame["reasons"].to_numpy() & int(Reason.RESIDENT_ID)) != 0)
        report.count("identifier.placeholder", field.code, where(gone & ~person))
    complaints = np.unique(frame["reasons"].to_numpy())
    for bits in complaints.tolist():
        _report_reason(Reason(int(bits)), frame, field, report)


def _report_reason(reason: Reason, frame: pl.DataFrame, field: Field, report: Report) -> None:
    code = _code(reason, unified=field.role in {"uscc", "authority_code", "source_code"})
    if code is None:
        return
    hit = frame.select(at=(pl.col("reasons") == int(reason)).arg_true()).to_series()
    weighty = reason & (INVALIDATES | WARNS)
    params = params_text({"scheme": field.zh, "reason": weighty.code})
    seen = None if reason & Reason.RESIDENT_ID else frame["raw"].gather(hit)
    report.add(code, field.code, hit, seen=seen, params=params)


def _code(reason: Reason, *, unified: bool) -> str | None:
    if reason & Reason.RESIDENT_ID:
        return "identifier.resident_id"
    family = "uscc" if unified else "identifier"
    if reason & Reason.CHECK:
        return f"{family}.check"
    if reason & INVALIDATES:
        return f"{family}.form"
    return f"{family}.doubtful" if reason & WARNS else None


@dataclass
class Party:
    """The identifiers of the parties of a chunk, while they are compared with each other."""

    fields: dict[str, Field]
    graded: dict[str, Graded]
    values: dict[str, pl.Series]

    @classmethod
    def of(cls, fields: dict[str, Field], graded: dict[str, Graded]) -> "Party":
        return cls(
            fields,
            graded,
            {role: found.column.values for role, found in graded.items()},
        )

    def settle(self, report: Report) -> None:
        """Move unified codes to their column, and hold rows whose codes contradict one another."""
        if "uscc" not in self.graded:
            return
        for role in PARTY_ROLES:
            if role in self.graded and role != "uscc":
                self._move(role, report)
        if "org_code" in self.graded:
            self._compare_organisation_code(report)

    def _move(self, role: str, report: Report) -> None:
        found = self.graded[role]
        astray = found.usable & (found.schemes == _USCC)
        if not astray.any():
            return
        here, unified = self.values[role], self.values["uscc"]
        code = self.fields[role].code
        free = self.graded["uscc"].column.missing() & unified.is_null()
        moved, same = astray & free, astray & (here == unified).fill_null(value=False)
        other = astray & ~same & unified.is_not_null()
        for finding, hit in (
            ("identifier.moved", moved),
            ("identifier.contradiction", other),
        ):
            report.add(finding, code, where(hit), seen=here.filter(hit))
        if role != "tax_no":  # the tax number of a body with a unified code is that code
            report.count("identifier.repeated", code, where(same))
            self.values[role] = here.set(astray & (moved | same), None)
        self.values["uscc"] = (
            unified.set(moved, None).zip_with(~moved, here) if moved.any() else unified
        )

    def _compare_organisation_code(self, report: Report) -> None:
        mine = self.values["org_code"]
        if mine.null_count() == len(mine):
            return
        inside = self.values["uscc"].str.slice(8, 9)
        both = self.graded["org_code"].usable & self.usable("uscc")
        other = (both & (mine != inside)).fill_null(value=False)
        other &= (mine.str.len_bytes() == 9).fill_null(value=False)
        code = self.fields["org_code"].code
        report.add("identifier.contradiction", code, where(other), seen=mine.filter(other))

    def usable(self, role: str) -> pl.Series:
        """Where the code in this column may identify a body, moved ones included."""
        found = self.graded[role]
        if role == "uscc":
            moved = found.column.values.is_null() & self.values["uscc"].is_not_null()
            return found.usable | moved
        return found.usable & self.values[role].is_not_null()

    def best(self, height: int) -> tuple[pl.Series, pl.Series]:
        """Scheme and value of the best identifier of each row: the unified code first."""
        scheme = pl.Series([None], dtype=pl.String).new_from_index(0, height)
        value = scheme
        names = dict(enumerate(SCHEMES))
        for role in PARTY_ROLES:
            if role not in self.graded:
                continue
            usable = self.usable(role)
            if not usable.any() or not value.null_count():
                continue
            fresh = usable & value.is_null()
            mine = self.graded[role].schemes.replace_strict(
                names, default=None, return_dtype=pl.String
            )
            if role == "uscc":
                mine = mine.zip_with(self.graded[role].usable, _constant(Scheme.USCC.value, height))
            value = self.values[role].zip_with(fresh, value)
            scheme = mine.zip_with(fresh, scheme)
        return scheme, value


def _constant(text: str, height: int) -> pl.Series:
    return pl.Series([text]).new_from_index(0, height)
