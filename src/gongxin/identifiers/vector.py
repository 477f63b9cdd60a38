"""Grades a column of identifiers: exactly what `grade` says of each, many millions a minute. Holds no rule of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from gongxin.identifiers.grading import (
    INVALIDATES,
    WARNS,
    Grade,
    Reason,
    grade,
)
from gongxin.identifiers.matrix import (
    Bytes,
    Mask,
    matrix,
    numbers,
    org_ok,
    reg15_ok,
    uscc_ok,
)
from gongxin.identifiers.normal import normalise_many
from gongxin.identifiers.resident import FORM18
from gongxin.identifiers.schemes import NOTHING_KNOWN, SCHEMES, Known, Scheme

# Grades as small numbers, for masks; the order is that of `Grade`.
GRADES: tuple[str, ...] = tuple(g.value for g in Grade)
NO_SCHEME = -1


@dataclass(frozen=True)
class GradedMany:
    """A column looked at; every array has one entry per value given."""

    normalised: pl.Series  # null where absent or a person's number
    schemes: npt.NDArray[np.int8]  # index into SCHEMES, -1 for none
    grades: npt.NDArray[np.uint8]  # index into GRADES
    reasons: npt.NDArray[np.uint16]  # bits of Reason
    changed: Mask  # the text was altered by normalising

    def is_grade(self, *wanted: Grade) -> Mask:
        """Where the grade is one of these."""
        table = np.array([g in wanted for g in GRADES], dtype=np.bool_)
        found: Mask = table[self.grades]
        return found

    def has(self, reason: Reason) -> Mask:
        """Where one of these reasons holds."""
        found: Mask = (self.reasons & int(reason)) != 0
        return found

    def frame(self) -> pl.DataFrame:
        """The same as text: value, scheme, grade, reason."""
        codes = {bits: Reason(int(bits)).code for bits in np.unique(self.reasons).tolist()}
        names = {NO_SCHEME: None} | dict(enumerate(SCHEMES))
        return pl.DataFrame(
            {
                "value": self.normalised,
                "scheme": pl.Series(self.schemes).replace_strict(names, return_dtype=pl.String),
                "grade": pl.Series(self.grades).replace_strict(
                    dict(enumerate(GRADES)), return_dtype=pl.String
                ),
                "reason": pl.Series(self.reasons).replace_strict(codes, return_dtype=pl.String),
            }
        )


def grade_many(
    values: pl.Series | Sequence[str | None] | npt.NDArray[np.object_],
    scheme: str | None = None,
    *,
    known: Known = NOTHING_KNOWN,
) -> GradedMany:
    """Grade a column. Sound codes pass by tables; whatever is not plainly sound goes through `grade`, once per distinct value."""
    given = values if isinstance(values, pl.Series) else pl.Series(list(values), dtype=pl.String)
    plain = normalise_many(given)
    column = _Column(plain, scheme, known)
    column.pass_sound_usccs()
    if scheme in {None, Scheme.ORG_CODE}:
        column.pass_sound(9, org_ok, Scheme.ORG_CODE)
    if scheme in {None, Scheme.REG15}:
        column.pass_sound(15, reg15_ok, Scheme.REG15)
    column.grade_the_rest()
    person = (column.reasons & int(Reason.RESIDENT_ID)) != 0
    return GradedMany(
        normalised=plain.set(pl.Series(person), None) if person.any() else plain,
        schemes=column.schemes,
        grades=grades_of(column.reasons),
        reasons=column.reasons,
        changed=given.ne_missing(plain).to_numpy() & given.is_not_null().to_numpy(),
    )


class _Column:
    """The column while it is being graded: what is still open, and what was found."""

    def __init__(self, plain: pl.Series, scheme: str | None, known: Known) -> None:
        self.plain = plain
        self.scheme = scheme
        self.known = known
        self.lengths = plain.str.len_bytes().fill_null(0).to_numpy()
        start = SCHEMES.index(scheme) if scheme is not None else NO_SCHEME
        self.schemes = np.full(len(plain), start, dtype=np.int8)
        self.reasons = np.zeros(len(plain), dtype=np.uint16)
        self.open = plain.is_not_null().to_numpy().copy()
        self.reasons[~self.open] = int(Reason.EMPTY)

    def pass_sound_usccs(self) -> None:
        rows, values = self._of_length(18)
        codes = matrix(values, 18)
        check, org = uscc_ok(codes)
        # What could be a person's number is looked at singly, even if it passes.
        check &= ~values.str.contains(FORM18).to_numpy()
        reasons = np.where(org, 0, int(Reason.ORG_CODE)).astype(np.uint16)
        if self.known.pairs:
            pairs = (codes[:, 0].astype(np.uint16) << 8) | codes[:, 1]
            reasons[~_pair_table(self.known.pairs)[pairs]] |= int(Reason.PREFIX)
        reasons[check] |= self._division_reasons(codes[check, 2:8])
        self._settle(rows[check], reasons[check], Scheme.USCC)

    def pass_sound(self, width: int, ok: Callable[[Bytes], Mask], scheme: Scheme) -> None:
        rows, values = self._of_length(width)
        codes = matrix(values, width)
        sound = ok(codes)
        reasons = np.zeros(int(sound.sum()), dtype=np.uint16)
        if scheme is Scheme.REG15:
            reasons |= self._division_reasons(codes[sound, :6])
        self._settle(rows[sound], reasons, scheme)

    def grade_the_rest(self) -> None:
        rows = np.flatnonzero(self.open)
        if not len(rows):
            return
        values = self.plain.gather(rows)
        distinct = values.unique()
        found = [grade(v, self.scheme, known=self.known) for v in distinct]
        looked_up = pl.DataFrame(
            {
                "value": distinct,
                "reasons": pl.Series([int(g.reasons) for g in found], dtype=pl.UInt16),
                "scheme": pl.Series(
                    [NO_SCHEME if g.scheme is None else SCHEMES.index(g.scheme) for g in found],
                    dtype=pl.Int8,
                ),
            }
        )
        joined = pl.DataFrame({"value": values}).join(
            looked_up, on="value", how="left", maintain_order="left"
        )
        self.reasons[rows] = joined["reasons"].to_numpy()
        self.schemes[rows] = joined["scheme"].to_numpy()

    def _of_length(self, width: int) -> tuple[npt.NDArray[np.intp], pl.Series]:
        wanted = self.open & (self.lengths == width)
        if wanted.all():
            return np.arange(len(self.plain)), self.plain
        rows = np.flatnonzero(wanted)
        return rows, self.plain.gather(rows)

    def _division_reasons(self, digits: Bytes) -> npt.NDArray[np.uint16]:
        if not self.known.divisions:
            return np.zeros(len(digits), dtype=np.uint16)
        on_list = _division_table(self.known.divisions)[numbers(digits)]
        return np.where(on_list, 0, int(Reason.DIVISION)).astype(np.uint16)

    def _settle(
        self,
        rows: npt.NDArray[np.intp],
        reasons: npt.NDArray[np.uint16],
        scheme: Scheme,
    ) -> None:
        self.reasons[rows] = reasons
        self.schemes[rows] = SCHEMES.index(scheme)
        self.open[rows] = False


def grades_of(reasons: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint8]:
    """`grading.grade_of` for arrays; a test compares the two over all combinations of reasons."""
    order = (
        (Reason.EMPTY, Grade.ABSENT),
        (INVALIDATES, Grade.INVALID),
        (WARNS, Grade.WARNING),
    )
    return np.select(
        [(reasons & int(bits)) != 0 for bits, _ in order],
        [np.uint8(GRADES.index(g)) for _, g in order],
        default=np.uint8(GRADES.index(Grade.VALID)),
    ).astype(np.uint8)


@lru_cache(maxsize=8)
def _pair_table(pairs: frozenset[str]) -> Mask:
    table = np.zeros(1 << 16, dtype=np.bool_)
    for pair in pairs:
        table[(ord(pair[0]) << 8) | ord(pair[1])] = True
    return table


@lru_cache(maxsize=8)
def _division_table(divisions: frozenset[str]) -> Mask:
    table = np.zeros(1_000_000, dtype=np.bool_)
    table[[int(code) for code in divisions]] = True
    return table
