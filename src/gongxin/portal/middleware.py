"""Puts the headers of a public page on each response, and stops a client that asks too often. Decides no content."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from gongxin.limits import counting as limits
from gongxin.portal import policy
from gongxin.portal.render import error_page, page
from gongxin.refusal import Refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class PortalHeaders:
    """Headers by default, so that a view can loosen but never forget them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in policy.HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            for name, value in policy.PRIVATE.items():
                response.headers.setdefault(name, value)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An expected "no" that no view has answered, e.g. that no law was loaded yet: said, not crashed."""
        if isinstance(exception, Refusal) and not request.path.startswith(policy.PROGRAMS):
            return page(request, "refused", {"refusal": exception}, 503)
        return None


def open_page(seconds: int) -> Callable[[View[P]], View[P]]:
    """The page shows no organisation and no fact about one: it may be kept for `seconds` and be indexed."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and request.method in {"GET", "HEAD"}:
                response.headers.setdefault("Cache-Control", f"public, max-age={seconds}")
                if (
                    settings.GONGXIN_MODE == "production"
                ):  # constructed data is for no search engine
                    response.headers.setdefault("X-Robots-Tag", "all")
            return response

        return opened

    return decorate


def counted(kind: str, *methods: str) -> Callable[[View[P]], View[P]]:
    """At most so many requests of this kind as `limits` says; `methods` narrows which ones count."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def allowed(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if methods and request.method not in methods:
                return view(request, *args, **kwargs)
            now = timezone.now()
            wait = limits.wait_seconds(
                kind=kind,
                # The address of the connection alone: a header could be written by anybody.
                address=request.META.get("REMOTE_ADDR", ""),
                now=now,
                today=timezone.localdate(now),
            )
            if wait:
                return error_page(request, 429, wait_seconds=wait)
            return view(request, *args, **kwargs)

        return allowed

    return decorate
