"""Renders a public page with what each needs: beside the common things, the guide of the demo. Decides nothing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongxin.look.page import other_path, rendered
from gongxin.portal import tour


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page `portal/<template>.html`."""
    is_demo = settings.GONGXIN_MODE == "demo"
    guide = tour.step_of(request.GET.get("door", "")) if is_demo else None
    return rendered(request, f"portal/{template}.html", {"guide": guide, **(context or {})}, status)


def error_page(request: HttpRequest, status: int, wait_seconds: int = 0) -> HttpResponse:
    """A page that says what went wrong and what to do, and repeats nothing of what was asked."""
    context = {
        "status": status,
        "wait_seconds": wait_seconds,
        "other_address": other_path(request),
    }
    response = page(request, "error", context, status)
    if wait_seconds:
        response.headers["Retry-After"] = str(wait_seconds)
    return response
