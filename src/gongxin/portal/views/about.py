"""What this is, which rights a body and a reader have, and what programs may ask."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.portal.middleware import open_page
from gongxin.portal.render import page


@require_safe
@open_page(seconds=300)
def about(request: HttpRequest) -> HttpResponse:
    return page(request, "about")


@require_safe
@open_page(seconds=300)
def programs(request: HttpRequest) -> HttpResponse:
    """For programs: where the description of the API is and what the main calls look like."""
    return page(request, "programs")
