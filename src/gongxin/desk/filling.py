"""The form of a catalogue item for one record: its fields with labels, lists, hints and what the checks said of each.

Made from the item alone. An item has no field for a person, so neither has a form.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.http import HttpRequest

from gongxin.desk.comparing import label, text
from gongxin.intake.causes import Cause
from gongxin.intake.rules.money import TEN_THOUSAND
from gongxin.intake.trial import Trial
from gongxin.jurisdiction.values import Field, Item

_VALUE_MAX: Final = 8_000


@dataclass(frozen=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True)
class Row:
    """One field of the form. `kind`: text, date, long, choice, open (a list, or something else), fixed (shown, not to be changed)."""

    field: Field
    label: str
    kind: str
    value: str
    shown: str
    required: bool
    choices: tuple[Choice, ...]
    causes: tuple[Cause, ...]


def given(request: HttpRequest, item: Item) -> dict[str, str]:
    """What was filled in, by field; nothing before anything was sent."""
    codes = (field.code for field in item.fields)
    return {code: request.POST[code][:_VALUE_MAX] for code in codes if code in request.POST}


def as_filled(payload: Mapping[str, str | None], item: Item) -> dict[str, str]:
    """What a stored version says, as somebody would fill it in: amounts in the unit of the form."""
    return {field.code: _in_form(payload.get(field.code), field) for field in item.fields}


def _in_form(value: str | None, field: Field) -> str:
    if not value or field.type != "money" or field.unit != TEN_THOUSAND:
        return value or ""
    return f"{(Decimal(value) / 10_000).normalize():f}"


def rows(
    item: Item, values: Mapping[str, str], trial: Trial | None, *, fixed: Collection[str] = ()
) -> list[Row]:
    """Every field in the order of the form."""
    causes = trial.causes if trial else ()
    return [
        Row(
            field,
            label(field),
            "fixed" if field.code in fixed else _kind(field),
            values.get(field.code, ""),
            text(values.get(field.code), field),
            field.required,
            _choices(field),
            tuple(one for one in causes if one.column == field.code and one.severity != "note"),
        )
        for field in item.fields
    ]


def causes_of_all(trial: Trial | None) -> list[Cause]:
    """What the checks said that must be put right, whichever field it is about."""
    return [one for one in trial.causes if one.severity in {"reject", "hold"}] if trial else []


def _kind(field: Field) -> str:
    if field.type == "flag" or (field.code_list is not None and field.type == "code"):
        # An open list takes what is not on it: it is offered beside the line, not instead of it.
        return "open" if field.code_list is not None and field.code_list.open else "choice"
    if field.type == "date" and not field.open_ended:
        return "date"
    return "long" if field.type == "text" and field.scan else "text"


def _choices(field: Field) -> tuple[Choice, ...]:
    if field.type == "flag":
        return (Choice("是", "是 · yes"), Choice("否", "否 · no"))
    if field.type == "code" and field.code_list is not None:
        return tuple(Choice(word.code, text(word.code, field)) for word in field.code_list.values)
    return ()
