"""The API's address book. One version, one module per group, one error shape."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import NinjaAPI
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from gongxin.api.v1 import catalogue, checks, errors, journal, organisations, strictjson


class _StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        return strictjson.parse(request.body)


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
for router in (checks.router, organisations.router, catalogue.router, journal.router):
    api.add_router("", router)


def _empty(request: HttpRequest) -> HttpResponse:
    """Nothing at all: is the server there, and what does an answer cost."""
    return HttpResponse(b"", content_type="text/plain")


_routes, _, _namespace = api.urls
for _route in _routes:
    assert _route.callback is not None
    _route.callback = errors.shaped(_route.callback)

urlpatterns = [
    path("empty", _empty),
    path("check", checks.check_directly),
    path("", (_routes, "ninja", _namespace)),
    re_path("", errors.not_found),
]
