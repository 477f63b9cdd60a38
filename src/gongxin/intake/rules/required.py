"""Where a value is missing that the item asks for, always or because of another value. Fills nothing in."""

import polars as pl

from gongxin.intake.rules import procedure
from gongxin.intake.rules.cells import Column, Report, params_text, where
from gongxin.intake.rules.lists import holds
from gongxin.jurisdiction.values import Field, Item


def check(item: Item, columns: dict[str, Column], judged: pl.Series, report: Report) -> None:
    """`judged`: rows that hold anything at all; what the reader emptied is not asked for."""
    papers = procedure.papers_of(item)
    for field in item.fields:
        if field.code in papers:
            continue  # told as what it is: a paper of the procedure
        if field.required:
            report.add("value.required", field.code, where(columns[field.code].missing() & judged))
        elif field.required_when is not None:
            _check_when(item, field, columns, judged, report)


def _check_when(
    item: Item, field: Field, columns: dict[str, Column], judged: pl.Series, report: Report
) -> None:
    when = field.required_when
    assert when is not None
    missing = columns[field.code].missing() & judged
    for other in when.blank:
        missing &= columns[other].missing()
    if not missing.any():
        return
    condition = columns[when.field].values
    found = condition.unique()
    called_for = [value for value in found if holds(value, when.values)]
    missing &= condition.is_in(called_for).fill_null(value=False)
    at = where(missing)
    if field.role == "uscc":
        # Without any code nothing can be attached; a person asks the agency, the row is not thrown away.
        report.add("party.code_missing", field.code, at)
        return
    labels = {value: _label(item, when.field, value, when.values) for value in called_for}
    params = condition.gather(at).replace_strict(
        list(labels), list(labels.values()), return_dtype=pl.String
    )
    report.add("value.required_when", field.code, at, params=params)


def _label(item: Item, field: str, value: str, wanted: tuple[str, ...]) -> str:
    one = next(code for code in wanted if holds(value, (code,)))
    return params_text({"field": item.field(field).zh, "value": one})
