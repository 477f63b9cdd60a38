"""Writes the law's values as canonical JSON and reads them back, equal. Knows no meaning; a digest is taken over these bytes."""

import dataclasses
import hashlib
import json
import types
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")
ALGORITHM = "gx-law1"  # sorted keys, no spaces, UTF-8, dates as ISO text, sets as sorted lists

_FIELDS: dict[type, tuple[str, ...]] = {}  # by kind of value, read once


def as_document(value: object) -> Any:
    """Plain JSON types of a frozen value of the law."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (tuple, list)):
        return [as_document(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(as_document(one) for one in value)
    return {name: as_document(getattr(value, name)) for name in _names(value)}


def _names(value: object) -> tuple[str, ...]:
    """The fields of a frozen value; anything else is no part of the law."""
    kind = type(value)
    if kind not in _FIELDS:
        assert dataclasses.is_dataclass(kind), kind
        _FIELDS[kind] = tuple(field.name for field in dataclasses.fields(kind))
    return _FIELDS[kind]


def as_bytes(value: object) -> bytes:
    return json.dumps(
        as_document(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest_of(value: object) -> str:
    """SHA-256 in hex over the algorithm's name and the canonical bytes."""
    return hashlib.sha256(ALGORITHM.encode() + b"\n" + as_bytes(value)).hexdigest()


def from_document(kind: type[V], document: Any) -> V:
    """The value again. What does not fit the shape is a mistake of the program, not of a user."""
    restored: V = _restore(kind, document)
    return restored


@cache
def _shape(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _restore(kind: Any, document: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        return None if document is None else _restore(inner, document)
    if origin in (tuple, frozenset):
        inner = get_args(kind)[0]
        return origin(_restore(inner, one) for one in document)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        shape = _shape(kind)
        return kind(**{name: _restore(shape[name], one) for name, one in document.items()})
    if kind is date:
        return date.fromisoformat(document)
    assert isinstance(document, kind), (kind, document)
    return document
