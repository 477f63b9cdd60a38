"""Applies a rule over several columns once per distinct combination. Decides nothing itself."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from gongxin.jurisdiction.values import Item


def by_distinct(
    frame: pl.DataFrame,
    columns: Sequence[str],
    outputs: Mapping[str, type[pl.DataType]],
    rule: Callable[..., tuple[str | None, ...]],
) -> pl.DataFrame:
    """`rule` of the distinct values of `columns`, spread over all rows; columns named as `outputs`."""
    keys = frame.select(columns)
    combinations = keys.unique()
    answers = [rule(*row) for row in combinations.iter_rows()]
    table = combinations.hstack(
        pl.DataFrame(answers, schema=dict(outputs), orient="row")
        if answers
        else pl.DataFrame(schema=dict(outputs))
    )
    if len(table) == 1:
        return table.select(list(outputs)).select(
            pl.all().repeat_by(frame.height).explode(empty_as_null=False)
        )
    return keys.join(
        table, on=list(columns), how="left", nulls_equal=True, maintain_order="left"
    ).select(list(outputs))


def code_of(item: Item, role: str) -> str | None:
    """The field of a role, by its code."""
    field = item.by_role(role)
    return field.code if field else None
