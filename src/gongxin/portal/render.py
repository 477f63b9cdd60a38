"""Renders a page with what each page needs: the mode, the other language, the guide of the demo. Decides nothing."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

from gongxin.portal import tour

HTML_LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page `portal/<template>.html`."""
    language = get_language() or settings.LANGUAGE_CODE
    is_demo = settings.GONGXIN_MODE == "demo"
    common = {
        "is_demo": is_demo,
        "language": HTML_LANGUAGES.get(language, "zh-Hans"),
        "other_address": other_address(request),
        "path": request.path.removeprefix("/en"),
        "guide": tour.step_of(request.GET.get("door", "")) if is_demo else None,
    }
    text = render_to_string(f"portal/{template}.html", {**common, **(context or {})})
    return HttpResponse(text, status=status, headers={"Content-Language": common["language"]})


def other_address(request: HttpRequest) -> str:
    """The same page in the other language. What was posted is not in it: that is typed again."""
    query = request.GET.urlencode() if request.method == "GET" else ""
    return f"{other_path(request)}?{query}" if query else other_path(request)


def other_path(request: HttpRequest) -> str:
    path = request.path
    return path.removeprefix("/en") if path.startswith("/en/") else f"/en{path}"


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
