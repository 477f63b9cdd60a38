"""What every page is rendered with, whichever door shows it: the language, the mode, the same page in the other language."""

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language

HTML_LANGUAGES: Final = {"zh-hans": "zh-Hans", "en": "en"}


def rendered(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """The template as a page."""
    language = get_language() or settings.LANGUAGE_CODE
    common = {
        "is_demo": settings.GONGXIN_MODE == "demo",
        "language": HTML_LANGUAGES.get(language, "zh-Hans"),
        "other_address": other_address(request),
        "path": request.path.removeprefix("/en"),
    }
    text = render_to_string(template, {**common, **context}, request)
    return HttpResponse(text, status=status, headers={"Content-Language": common["language"]})


def other_address(request: HttpRequest) -> str:
    """The same page in the other language. What was posted is not in it: that is typed again."""
    query = request.GET.urlencode() if request.method == "GET" else ""
    return f"{other_path(request)}?{query}" if query else other_path(request)


def other_path(request: HttpRequest) -> str:
    path = request.path
    return path.removeprefix("/en") if path.startswith("/en/") else f"/en{path}"
