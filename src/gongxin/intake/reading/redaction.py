"""Cuts and masks what is a person's, before a chunk leaves the child. It runs on every chunk and knows no other way out."""

from collections.abc import Callable

import polars as pl

from gongxin.identifiers.grading import Grade
from gongxin.identifiers.normal import normalise_many
from gongxin.identifiers.vector import grade_many
from gongxin.intake.reading import secrecy
from gongxin.intake.reading.characters import examine
from gongxin.intake.reading.findings import Findings
from gongxin.intake.reading.layout import Column, Layout, Use
from gongxin.intake.reading.numbers import (
    FIFTEEN_DIGITS,
    SEVENTEEN_DIGITS,
    bare,
    is_resident_number,
)
from gongxin.intake.reading.personal import HINTS, MASKS, RESIDENT_HINTS, covered
from gongxin.intake.reading.plan import BLANKS, PRESENT, Limits, Plan, header_key

# Cheap questions asked of whole columns; only cells that answer yes are looked at one by one.
# A plain number is looked at only if it carries a date of birth; one in numerals, with blanks or hyphens always.
_DATED = r"\d{6}(?:18|19|20)\d{2}[01]\d[0-3]\d\d{3}[0-9Xx]"
_INSTITUTION = r"^\s*事证第[0-9]{12}号\s*$"
_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD]
)


class PersonalColumns(Exception):
    """Columns that no field claims hold resident numbers: the file is read again without them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("columns to cut")
        self.names = names


class Redaction:
    """The redaction of one file under its plan and layout."""

    def __init__(self, plan: Plan, layout: Layout, limits: Limits) -> None:
        self.layout = layout
        self.limits = limits
        self.person_kinds = tuple(header_key(v) for v in plan.kind_persons)
        self.party_ids = [c for c in layout.columns if c.party == "id"]
        self.party_codes = [c for c in layout.columns if c.party == "code"]
        self.cut_without_code = plan.cut_without_code
        self.cut_rows = 0

    def apply(self, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """`row` and one raw text column per place in; `row` and the columns kept out."""
        frame = self._long_cells(frame, findings)
        frame = self._person_rows(frame, findings)
        frame = self._classified_rows(frame, findings)
        rows = frame["row"]
        kept: list[pl.Series] = [rows]
        to_cut: list[str] = []
        for column in self.layout.kept():
            series = frame[str(column.place)]
            if column.use is Use.UNKNOWN and self._holds_resident_numbers(series):
                to_cut.append(column.name)
                continue
            kept.append(self._column(column, series, rows, findings).alias(column.name))
        if to_cut:
            raise PersonalColumns(to_cut)
        return pl.DataFrame(kept)

    def _column(
        self, column: Column, series: pl.Series, rows: pl.Series, findings: Findings
    ) -> pl.Series:
        if column.use is Use.PRESENCE:
            filled = series.str.strip_chars(BLANKS) != ""
            return pl.select(pl.when(filled).then(pl.lit(PRESENT)).otherwise(None)).to_series()
        if column.use is Use.IDENTIFIER:
            series = self._identifiers(column, series, rows, findings)
        elif column.use in {Use.SCAN, Use.UNKNOWN}:
            series = self._masked(column, series, rows, findings, everything=True)
        else:
            series = self._masked(column, series, rows, findings, everything=False)
        examine(column, series, rows, findings)
        return series

    def _long_cells(self, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """A cell longer than the limit empties its row: it cannot be shown, stored or scanned at a fair price."""
        too_long = pl.Series([False]).new_from_index(0, frame.height)
        for column in self.layout.columns:
            lengths = frame[str(column.place)].str.len_bytes()
            longest = lengths.max()
            if isinstance(longest, int) and longest > self.limits.cell_chars:
                over = (
                    frame[str(column.place)].str.len_chars() > self.limits.cell_chars
                ).fill_null(value=False)
                rows = frame["row"].filter(over)
                limits = [{"limit": self.limits.cell_chars}] * len(rows)
                findings.add("cell.too_long", rows, column.name, params=limits)
                too_long |= over
        return _emptied(frame, too_long)

    def _person_rows(self, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """Rows about a natural person: by the kind of party, by a resident number where an organisation's code belongs, or by the lack of such a code."""
        gone = pl.Series([False]).new_from_index(0, frame.height)
        for column in self.layout.columns:
            series = frame[str(column.place)]
            if column.use is Use.KIND:
                persons = self._person_kind(series)
                reason = "party_kind"
            elif column.use is Use.IDENTIFIER:
                persons = _where(series, f"^{_DATED}$", _is_person_code)
                reason = "resident_id"
            else:
                continue
            fresh = persons & ~gone
            rows = frame["row"].filter(fresh)
            findings.add(
                "person.row_cut", rows, column.name, params=[{"reason": reason}] * len(rows)
            )
            gone |= persons
        gone |= self._without_code(frame, gone, findings)
        self.cut_rows += int(gone.sum() or 0)
        return _emptied(frame, gone)

    def _classified_rows(self, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
        """Rows with the mark of a state secret: the paper must not be here, so nothing of its row is."""
        gone = pl.Series([False]).new_from_index(0, frame.height)
        for column in self.layout.columns:
            series = frame[str(column.place)]
            places = series.str.contains(secrecy.HINT).fill_null(value=False).arg_true()
            if len(places) == 0:
                continue
            told = zip(places.to_list(), series.gather(places).to_list(), strict=True)
            levels = {place: level for place, text in told if (level := secrecy.level_of(text))}
            rows = frame["row"].gather(list(levels))
            params = [{"level": level} for level in levels.values()]
            findings.add("text.classified", rows, column.name, params=params)
            gone = gone.scatter(list(levels), True)
        return _emptied(frame, gone)

    def _without_code(self, frame: pl.DataFrame, gone: pl.Series, findings: Findings) -> pl.Series:
        """Rows that give the party's own resident number and no code of a body; with `cut_without_code`, all that give no code."""
        fresh = pl.Series([False]).new_from_index(0, frame.height)
        asked: list[tuple[str, str | None, pl.Series]] = [
            ("party_id", c.name, _names_something(frame[str(c.place)])) for c in self.party_ids
        ]
        if self.cut_without_code:
            filled = [_filled(frame[c]) for c in frame.columns if c != "row"]
            some = pl.DataFrame(filled).select(pl.any_horizontal(pl.all())).to_series()
            asked.append(("no_code", None, some))
        if not any(found.any() for _, _, found in asked):
            return fresh
        coded = pl.Series([False]).new_from_index(0, frame.height)
        for column in self.party_codes:
            coded |= _is_code_of_a_body(frame[str(column.place)])
        for reason, name, found in asked:
            persons = found & ~coded & ~gone & ~fresh
            rows = frame["row"].filter(persons)
            findings.add("person.row_cut", rows, name, params=[{"reason": reason}] * len(rows))
            fresh |= persons
        return fresh

    def _person_kind(self, series: pl.Series) -> pl.Series:
        values = series.unique().drop_nulls().to_list()
        persons = [
            v for v in values if header_key(v.translate(_INVISIBLE)).startswith(self.person_kinds)
        ]
        return series.is_in(persons).fill_null(value=False)

    def _identifiers(
        self, column: Column, series: pl.Series, rows: pl.Series, findings: Findings
    ) -> pl.Series:
        """Old tax numbers of sole traders are the operator's resident number and two digits more."""
        found = _where(series, rf"^{_DATED}\d{{2}}$", _carries_resident_number)
        count = int(found.sum() or 0)
        if not count:
            return series
        findings.add(
            "text.personal_data",
            rows.filter(found),
            column.name,
            [MASKS["resident_id"]] * count,
            [{"resident_id": 1}] * count,
        )
        return series.set(found, MASKS["resident_id"])

    def _masked(
        self,
        column: Column,
        series: pl.Series,
        rows: pl.Series,
        findings: Findings,
        *,
        everything: bool,
    ) -> pl.Series:
        places = _suspicious(series, HINTS if everything else RESIDENT_HINTS)
        if len(places) == 0:
            return series
        hit: list[int] = []
        texts: list[str] = []
        counts: list[dict[str, int]] = []
        for place, text in zip(places.to_list(), series.gather(places).to_list(), strict=True):
            masked, kinds = covered(text, only_resident=not everything)
            if kinds:
                hit.append(place)
                texts.append(masked)
                counts.append(kinds)
        if not hit:
            return series
        seen = ["".join(MASKS[kind] for kind in kinds) for kinds in counts]
        findings.add("text.personal_data", rows.gather(hit), column.name, seen, counts)
        return series.clone().scatter(hit, texts)

    def _holds_resident_numbers(self, series: pl.Series) -> bool:
        return bool(_where(series, FIFTEEN_DIGITS, _is_nothing_else).any())


def _suspicious(series: pl.Series, hints: tuple[str, ...]) -> pl.Series:
    """Places of the cells worth a look."""
    worth = series.str.contains(hints[0])
    for hint in hints[1:]:
        worth |= series.str.contains(hint)
    return worth.fill_null(value=False).arg_true()


def _where(series: pl.Series, plain: str, question: Callable[[str], bool]) -> pl.Series:
    """Which cells answer yes; asked are those of the plain form, and those that hide 17 digits among other characters."""
    candidates = series.str.contains(plain)
    strange = series.str.contains(r"[^0-9A-Za-z]")
    if strange.any():
        candidates |= strange & series.str.contains(SEVENTEEN_DIGITS)
    values = series.filter(candidates).unique().to_list()
    yes = [text for text in values if question(text)]
    if not yes:
        return pl.Series([False]).new_from_index(0, len(series))
    return series.is_in(yes).fill_null(value=False)


def _filled(series: pl.Series) -> pl.Series:
    return (series.str.strip_chars(BLANKS) != "").fill_null(value=False)


def _names_something(series: pl.Series) -> pl.Series:
    """Where more stands than a word for "none"."""
    return _filled(normalise_many(series))


def _is_code_of_a_body(series: pl.Series) -> pl.Series:
    """Where a code stands that may identify an organisation, of whatever scheme its form says. Forms without a check that a person's number could have do not count."""
    if series.null_count() == len(series):
        return pl.Series([False]).new_from_index(0, len(series))
    sound = grade_many(series).is_grade(Grade.VALID, Grade.WARNING)
    return pl.Series(sound) | series.str.contains(_INSTITUTION).fill_null(value=False)


def _is_person_code(text: str) -> bool:
    plain = bare(text)
    return len(plain) == 18 and is_resident_number(plain)


def _carries_resident_number(text: str) -> bool:
    plain = bare(text)
    return len(plain) == 20 and is_resident_number(plain[:18])


def _is_nothing_else(text: str) -> bool:
    """The whole cell is a resident number, apart from marks around it."""
    masked, kinds = covered(text, only_resident=True)
    return bool(kinds) and len(masked.replace(MASKS["resident_id"], "").strip(BLANKS)) <= 4


def _emptied(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    if not rows.any():
        return frame
    keep = ~rows
    return frame.with_columns(
        pl.when(keep).then(pl.col(c)).otherwise(None).alias(c) for c in frame.columns if c != "row"
    )
