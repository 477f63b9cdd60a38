"""How far the files reach: what the plan's indicators ask for, counted when the page is opened. No organisation is named."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.catalogue import queries as law
from gongxin.portal import moment
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page
from gongxin.records.coverage import Coverage
from gongxin.records.coverage import coverage as counted

KEPT_SECONDS = 60  # counts of everything; a minute old is fresh enough for a share


@require_safe
@open_page(seconds=KEPT_SECONDS)
def coverage(request: HttpRequest) -> HttpResponse:
    today = moment.of(request).today
    found = cache.get_or_set(
        f"portal.coverage.{today.isoformat()}",
        lambda: counted(settings.GONGXIN_JURISDICTION, today),
        KEPT_SECONDS,
    )
    assert isinstance(found, Coverage)
    domains = [
        (domain, [(kind, kind.by_domain.get(domain.key)) for kind in found.kinds])
        for domain in law.law().domains
        if any(domain.key in kind.by_domain for kind in found.kinds)
    ]
    return page(request, "coverage", {"coverage": found, "domains": domains})
