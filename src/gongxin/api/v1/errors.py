"""The one shape of every error of the API: {"error": {code, zh, en, remedy_zh, remedy_en, details}}. Codes are documented."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from gongxin.refusal import Refusal


class RequestRefused(Refusal):
    code = "request.invalid"


class NotFound(Refusal):
    code = "not_found"

    def __init__(self) -> None:
        super().__init__("没有找到", "not found")


class MethodRefused(Refusal):
    code = "request.method"


# Refusal codes that are not a matter of meaning (422).
STATUS: dict[str, int] = {
    "request.invalid": HTTPStatus.BAD_REQUEST,
    "request.body_invalid": HTTPStatus.BAD_REQUEST,
    "request.body_too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "request.method": HTTPStatus.METHOD_NOT_ALLOWED,
    "not_found": HTTPStatus.NOT_FOUND,
    "record.unknown": HTTPStatus.NOT_FOUND,
    "journal.outside_the_log": HTTPStatus.NOT_FOUND,
    "catalogue.item_unknown": HTTPStatus.NOT_FOUND,
    "request.content_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "request.content_encoding": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "request.not_acceptable": HTTPStatus.NOT_ACCEPTABLE,
    "request.too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "request.busy": HTTPStatus.SERVICE_UNAVAILABLE,
    "request.idempotency_key": HTTPStatus.BAD_REQUEST,
    "request.idempotency_conflict": HTTPStatus.CONFLICT,
    "key.wrong": HTTPStatus.UNAUTHORIZED,
    "key.address": HTTPStatus.FORBIDDEN,
    "key.scope": HTTPStatus.FORBIDDEN,
    "partner.token_wrong": HTTPStatus.UNAUTHORIZED,
    "feed.ahead": HTTPStatus.CONFLICT,
    "stale.prefix": HTTPStatus.BAD_REQUEST,
    "recall.unknown": HTTPStatus.NOT_FOUND,
    "signature.refused": HTTPStatus.FORBIDDEN,
    "json.syntax": HTTPStatus.BAD_REQUEST,
    "json.shape": HTTPStatus.BAD_REQUEST,
    "json.number": HTTPStatus.BAD_REQUEST,
    "xml.syntax": HTTPStatus.BAD_REQUEST,
    "xml.shape": HTTPStatus.BAD_REQUEST,
    "xml.dangerous": HTTPStatus.BAD_REQUEST,
}


def response(refusal: Refusal) -> HttpResponse:
    """A refusal as an HTTP answer."""
    status = STATUS.get(refusal.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(
        orjson.dumps({"error": refusal.as_document()}),
        status=int(status),
        content_type="application/json",
        headers={"Cache-Control": "no-store", **headers_of(refusal)},
    )


def headers_of(refusal: Refusal) -> dict[str, str]:
    """What HTTP wants to hear of a refusal besides its status."""
    status = STATUS.get(refusal.code)
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="gongxin"'}
    wait = refusal.details.get("retry_after")
    return {} if wait is None else {"Retry-After": str(wait)}


def install(api: NinjaAPI) -> None:
    """Give every way in which a request can fail the one shape."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return response(refusal)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return response(invalid_request(error.errors))

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        if isinstance(error.__cause__, Refusal):  # the body's reader refused it
            return response(error.__cause__)
        if error.status_code == HTTPStatus.NOT_FOUND:
            return response(NotFound())
        return response(RequestRefused(str(error), str(error)))


def invalid_request(faults: Sequence[Mapping[str, Any]]) -> RequestRefused:
    """A body or parameter that does not fit the schema: which place, which fault, never the value."""
    places = "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['type']}" for fault in faults[:10]
    )
    return RequestRefused(
        "请求的参数不符", "the request does not fit the schema", details={"faults": places}
    )


def method_refused(answer: HttpResponseNotAllowed) -> HttpResponse:
    """The refusal of a method, in the one shape."""
    refused = response(MethodRefused("不支持此方法", "this method is not allowed here"))
    refused["Allow"] = answer["Allow"]
    return refused


def not_found(request: HttpRequest) -> HttpResponse:
    """Any address under the API that is none."""
    return response(NotFound())


def shaped(
    view: Callable[..., HttpResponseBase], before: Callable[[HttpRequest], None]
) -> Callable[..., HttpResponseBase]:
    """The view, after what every request must meet, and with "method not allowed" in the one shape as well."""

    @csrf_exempt  # no cookie is an authority here
    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            before(request)
        except Refusal as refusal:
            return response(refusal)
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        return method_refused(answer)

    return inner
