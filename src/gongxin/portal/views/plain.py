"""The two text files that programs look for."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongxin.portal.middleware import open_page

# Subject pages also answer `noindex`; here they are not asked for at all.
ROBOTS = """User-agent: *
Disallow: /o/
Disallow: /r/
Disallow: /search
Disallow: /try
Disallow: /doors/
Disallow: /mine/
Disallow: /api/
Disallow: /en/o/
Disallow: /en/r/
Disallow: /en/search
Disallow: /en/try
Disallow: /en/doors/
Disallow: /en/mine/
"""
NOTHING = "User-agent: *\nDisallow: /\n"  # constructed data and trials are for no search engine


@require_safe
@open_page(seconds=3600)
def robots(request: HttpRequest) -> HttpResponse:
    text = ROBOTS if settings.GONGXIN_MODE == "production" else NOTHING
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
@open_page(seconds=3600)
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116: where a weakness is told. The page named says who runs this platform and how to reach them."""
    about = request.build_absolute_uri(reverse("portal:about"))
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    text = (
        f"Contact: {about}#contact\n"
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: zh, en\n"
        f"Canonical: {request.build_absolute_uri()}\n"
    )
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
