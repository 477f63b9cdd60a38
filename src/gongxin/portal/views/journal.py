"""The tamper-evident log: its latest signed checkpoint and how anybody can verify it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongxin.journal import queries as log
from gongxin.portal.middleware import open_page
from gongxin.portal.render import page
from gongxin.refusal import Refusal


@require_safe
@open_page(seconds=5)
def journal(request: HttpRequest) -> HttpResponse:
    latest = log.latest_checkpoint()
    try:
        verifier = log.verifier().text()
    except Refusal:  # no key yet: nothing was signed either
        verifier = ""
    return page(
        request,
        "journal",
        {"size": log.size(), "checkpoint": latest.text if latest else "", "verifier": verifier},
    )
