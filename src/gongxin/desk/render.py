"""Renders a page of the desk: who is signed in and which tasks it may open. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongxin.desk.menu import menu_of
from gongxin.look.page import rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from gongxin.desk.guard import Visit


def page(
    request: HttpRequest,
    visit: Visit | None,
    template: str,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page `desk/<template>.html`. Without a visit: nobody is signed in yet."""
    menu = menu_of(visit, request.path) if visit is not None else None
    return rendered(
        request,
        f"desk/{template}.html",
        {"visit": visit, "menu": menu, **(context or {})},
        status,
    )
