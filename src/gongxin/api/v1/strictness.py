"""What a request must be before anybody asks what it means: its parameters known and said once, its body plain and bounded.

Where two readers could take a request differently it is refused, never guessed.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from gongxin.api.v1.errors import RequestRefused
from gongxin.api.v1.strictjson import BodyTooLarge
from gongxin.look.upload import InMemory
from gongxin.refusal import Refusal

_PIECE_BYTES: Final = 1 << 16
_ANSWERS: Final = ("application/json", "text/plain")
FRAME_BYTES_MAX: Final = 64 * 1024  # around the one file of a form


class EncodingRefused(Refusal):
    code = "request.content_encoding"


class TypeRefused(Refusal):
    code = "request.content_type"


class NotAcceptable(Refusal):
    code = "request.not_acceptable"


def too_large(bytes_max: int) -> BodyTooLarge:
    """The refusal of a body beyond this size."""
    return BodyTooLarge("请求体过大", "the body is too large", details={"bytes_max": bytes_max})


def ensure_plain(request: HttpRequest, known: Collection[str]) -> None:
    """The parameters of the address are known, each said once; the body is not packed; our answers are welcome."""
    for name, values in request.GET.lists():
        if name not in known:
            raise _parameter(name, "没有这个参数", "there is no such parameter")
        if len(values) > 1:
            raise _parameter(name, "参数重复", "the parameter stands twice")
        if any(ord(c) < 32 or "\ud800" <= c <= "\udfff" for c in values[0]):
            raise _parameter(name, "参数含有不允许的字符", "a character that is not allowed")
    if request.headers.get("Content-Encoding", "identity").lower() not in {"", "identity"}:
        raise EncodingRefused(
            "不收压缩的请求体",
            "a packed body is not taken",
            remedy_zh="请去掉 Content-Encoding，直接发送",
            remedy_en="send it without Content-Encoding",
        )
    if not any(request.accepts(answer) for answer in _ANSWERS):
        raise NotAcceptable(
            "只能以 JSON 或纯文本答复", "the answer is JSON or plain text and nothing else"
        )


def _parameter(name: str, zh: str, en: str) -> RequestRefused:
    shown = "".join(c for c in name if c.isprintable())[:60]
    return RequestRefused(f"{zh}：{shown}", f"{en}: {shown}", details={"parameter": shown})


def ensure_type(request: HttpRequest, allowed: Collection[str]) -> str:
    """The type of the body, one of these and in no other encoding than UTF-8 where it names one."""
    kind = (request.content_type or "").lower()
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    is_json = kind.startswith("application/json")
    if kind not in allowed or (is_json and charset not in {"utf-8", "utf8"}):
        raise TypeRefused(
            "不支持的内容类型",
            "this type of content is not taken",
            remedy_zh=f"可用：{'、'.join(sorted(allowed))}",
            remedy_en=f"it takes: {', '.join(sorted(allowed))}",
        )
    return kind


def body(request: HttpRequest, bytes_max: int) -> bytes:
    """The body, never read beyond the bound; one whose length is declared beyond it is not read at all."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit() and int(length) > bytes_max:
        raise too_large(bytes_max)
    pieces, size = [], 0
    while piece := request.read(_PIECE_BYTES):
        size += len(piece)
        if size > bytes_max:
            raise too_large(bytes_max)
        pieces.append(piece)
    return b"".join(pieces)


def the_file(request: HttpRequest, bytes_max: int) -> tuple[str, bytes]:
    """Name and bytes of the one file of a form, kept in memory alone. Anything beside it is refused."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit() and int(length) > bytes_max + FRAME_BYTES_MAX:
        raise too_large(bytes_max)
    handler = InMemory(bytes_max)
    request.upload_handlers = [handler]
    try:
        files, fields = request.FILES, request.POST
    except RequestDataTooBig:
        raise too_large(bytes_max) from None
    except MultiPartParserError:
        raise RequestRefused("表单不完整", "the form is not whole") from None
    if handler.is_too_large:
        raise too_large(bytes_max)
    strange = sorted({*fields, *files} - {"file"})
    if strange:
        raise _parameter(strange[0], "没有这个字段", "there is no such field")
    found = files.getlist("file")
    if len(found) != 1:
        raise _parameter("file", "须有且只有一个文件", "exactly one file is needed")
    return found[0].name or "file", found[0].read()


def parameters_of(operation: Mapping[str, Any]) -> frozenset[str]:
    """The names of what an address takes behind its question mark, as its description says."""
    declared = operation.get("parameters", ())
    return frozenset(str(one["name"]) for one in declared if one["in"] == "query")
