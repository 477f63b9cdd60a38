"""Reads JSON bodies strictly: what two readers could understand differently is refused with 400, never guessed.

Refused: duplicate keys, nesting beyond DEPTH_MAX, NUL and lone surrogates in strings, NaN and Infinity, numbers of
absurd length, bodies beyond BODY_BYTES_MAX, any encoding but UTF-8.
"""

import json
from typing import Any, NoReturn

from gongxin.refusal import Refusal

DEPTH_MAX = 32
BODY_BYTES_MAX = 1_048_576
NUMBER_CHARACTERS_MAX = 40


class BodyRefused(Refusal):
    code = "request.body_invalid"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(
            zh, en, remedy_zh="请发送严格的 UTF-8 JSON", remedy_en="send strict UTF-8 JSON"
        )


class BodyTooLarge(Refusal):
    code = "request.body_too_large"


def parse(body: bytes) -> Any:
    """The value of a body, or BodyRefused. Whoever reads the body bounds it."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BodyRefused("请求体不是 UTF-8", "the body is not UTF-8") from error
    _ensure_shallow(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=_number(int),
            parse_float=_number(float),
        )
    except ValueError as error:
        raise BodyRefused("请求体不是 JSON", "the body is not JSON") from error
    _ensure_texts(value)
    return value


def _ensure_shallow(text: str) -> None:
    """Depth is counted before parsing: 60,000 brackets must not reach a recursive reader."""
    depth = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            if depth > DEPTH_MAX:
                raise BodyRefused("嵌套过深", "nested too deeply")
        elif character in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise BodyRefused("有重复的键", "a key stands twice")
    return value


def _no_constant(name: str) -> NoReturn:
    raise BodyRefused(f"{name} 不是 JSON", f"{name} is not JSON")


def _number(kind: type[int] | type[float]) -> Any:
    def read(text: str) -> int | float:
        if len(text) > NUMBER_CHARACTERS_MAX:
            raise BodyRefused("数字过长", "a number is too long")
        return kind(text)

    return read


def _ensure_texts(value: object) -> None:
    match value:
        case str():
            if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
                raise BodyRefused(
                    "文本含有不允许的字符", "a text holds a character that is not allowed"
                )
        case list():
            for part in value:
                _ensure_texts(part)
        case dict():
            for key, part in value.items():
                _ensure_texts(key)
                _ensure_texts(part)
        case _:
            return
