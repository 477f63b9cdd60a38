"""What differs between two editions of the law, value by value. Pure; judges nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongxin.jurisdiction import Jurisdiction, as_document

# What gives a row of a list its identity, tried in this order.
_NAMES: tuple[tuple[str, ...], ...] = (
    ("key", "severity", "provider", "in_force_from"),
    ("key", "unit", "in_force_from"),
    ("code", "version"),
    ("what",),
    ("key",),
    ("code",),
    ("name", "valid_from"),
    ("kind", "value"),
    ("prefix",),
    ("year",),
    ("headers",),
    ("source", "zh"),
)


@dataclass(frozen=True)
class Change:
    """`what`: added, removed or changed. Before and after are shown as the files would write them."""

    what: str
    place: str
    before: str | None
    after: str | None


def difference(old: Jurisdiction, new: Jurisdiction) -> tuple[Change, ...]:
    before, after = as_document(old), as_document(new)
    for document in (before, after):
        document.pop("digest")
        for layer in document["layers"]:
            layer.pop("digest")
    return tuple(_differ("", before, after))


def _differ(place: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from _pair(f"{place}.{name}".lstrip("."), name, old, new)
    elif isinstance(old, list) and isinstance(new, list) and _rows(old) and _rows(new):
        named_old, named_new = _by_name(old), _by_name(new)
        for name in [*named_old, *(n for n in named_new if n not in named_old)]:
            yield from _pair(f"{place}[{name}]", name, named_old, named_new)
        kept = [name for name in named_old if name in named_new]
        if kept != [name for name in named_new if name in named_old]:
            yield Change("changed", place, "order: " + ", ".join(named_old), ", ".join(named_new))
    else:
        yield Change("changed", place, _say(old), _say(new))


def _pair(place: str, name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    if name not in new:
        yield Change("removed", place, _say(old[name]), None)
    elif name not in old:
        yield Change("added", place, None, _say(new[name]))
    else:
        yield from _differ(place, old[name], new[name])


def _rows(values: list[Any]) -> bool:
    return all(isinstance(value, dict) for value in values)


def _by_name(rows: list[dict[str, Any]]) -> dict[str, Any]:
    named: dict[str, Any] = {}
    for row in rows:
        name = _name(row)
        while name in named:
            name += "'"
        named[name] = row
    return named


def _name(row: dict[str, Any]) -> str:
    for names in _NAMES:
        if all(name in row for name in names):
            return "/".join(_say(row[name]) for name in names if row[name] is not None)
    return _say(row)


def _say(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{k}={_say(v)}" for k, v in value.items() if v not in (None, [])) + "}"
        )
    if isinstance(value, list):
        return "、".join(_say(one) for one in value)
    return str(value)
