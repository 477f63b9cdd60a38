"""The API's address book. One version, one module per group, one error shape."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from gongxin.api.v1 import (
    access,
    batches,
    catalogue,
    changes,
    checks,
    departmental,
    errors,
    journal,
    organisations,
    recalls,
    stale,
    strictjson,
    strictness,
)


class _StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        strictness.ensure_type(request, ["application/json"])
        return strictjson.parse(strictness.body(request, strictjson.BODY_BYTES_MAX))


class _Renderer(BaseRenderer):
    media_type = "application/json"

    def render(
        self, request: HttpRequest, data: Mapping[str, Any], *, response_status: int
    ) -> bytes:
        return orjson.dumps(data)


api = NinjaAPI(
    title="公信 Gongxin",
    version="1",
    description="Public credit information of organisations. Facts, sources and rights; no score, no persons.",
    urls_namespace="api-v1",
    openapi_url="/openapi.json",
    docs_url=None,
    parser=_StrictParser(),
    renderer=_Renderer(),
)
errors.install(api)
for router in (
    checks.router,
    organisations.router,
    catalogue.router,
    journal.router,
    batches.router,
    departmental.router,
    changes.router,
    stale.router,
    recalls.router,
):
    api.add_router("", router)


def _empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all: is the server there, and what does an answer cost."""
    return HttpResponse(b"", content_type="text/plain")


def _before(operations: Mapping[str, Mapping[str, Any]]) -> Callable[[HttpRequest], None]:
    """What a request to this address must meet: no parameter we do not know, and not too often without a key."""

    def ensure(request: HttpRequest) -> None:
        operation = operations.get((request.method or "").lower(), {})
        strictness.ensure_plain(request, strictness.parameters_of(operation))
        if "security" not in operation:
            access.count_anonymous("read", request)

    return ensure


_routes, _, _namespace = api.urls
_described = api.get_openapi_schema(path_prefix="/")["paths"]
for _route in _routes:
    assert _route.callback is not None
    _place = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(_route.pattern))
    _route.callback = errors.shaped(_route.callback, _before(_described.get(_place, {})))

urlpatterns = [
    path("empty", _empty),
    path("check", checks.check_directly),
    path("adapters/departmental", departmental.hand_in),
    path("", (_routes, "ninja", _namespace)),
    re_path("", errors.not_found),
]
