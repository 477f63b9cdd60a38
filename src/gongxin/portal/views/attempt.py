"""Try a table of your own: the same reading and checking as for an agency, and nothing is stored."""

from collections.abc import Sequence
from pathlib import Path
from threading import BoundedSemaphore

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongxin.catalogue import contents
from gongxin.catalogue import queries as law
from gongxin.intake import trial
from gongxin.jurisdiction import Item
from gongxin.look import upload
from gongxin.portal import moment
from gongxin.portal.middleware import counted
from gongxin.portal.moment import Moment
from gongxin.portal.render import error_page, page
from gongxin.refusal import Refusal

SAMPLE = "portal/sample-penalty.csv"
PLACES = BoundedSemaphore(2)  # each trial starts a parser with up to its memory limit
BUSY_SECONDS = 10


# Exempt: nothing is changed, and without the token the public pages need no cookie. A form on another
# site that would make its readers' browsers upload is turned away by what the browser says of itself.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@counted("try", "POST")
def attempt(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: the causes of what was dropped, grouped."""
    at = moment.of(request)
    items = law.law_on(at.today).items
    if request.method != "POST":
        chosen = request.GET.get("item", "")
        return page(request, "try", {"choices": _grouped(items), "chosen": chosen})
    if not PLACES.acquire(blocking=False):
        return error_page(request, 429, wait_seconds=BUSY_SECONDS)
    try:
        return _answer(request, items, at)
    finally:
        PLACES.release()


def _answer(request: HttpRequest, items: Sequence[Item], at: Moment) -> HttpResponse:
    wrong = unfit(request)
    if wrong:
        return error_page(request, wrong)
    name, content, chosen = _dropped(request)
    item = next((item for item in items if item.code == chosen), None)
    if item is None:
        return error_page(request, 400)
    context = {"choices": _grouped(items), "chosen": chosen}
    try:
        found = trial.of(content=content, name=name, item=item, today=at.today)
    except Refusal as refusal:
        return page(request, "try", {**context, "refusal": refusal}, 422)
    return page(request, "try", {**context, "trial": found})


def _grouped(items: Sequence[Item]) -> list[contents.Group]:
    return contents.by_domain(items, law.law().domains)


def unfit(request: HttpRequest) -> int:
    """The status of a request that is not read further, else 0. Reads the body into memory."""
    if request.headers.get("Sec-Fetch-Site", "") == "cross-site":
        return 403
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isascii() and length.isdigit() and int(length) > upload.REQUEST_BYTES_MAX:
        return 413
    handler = upload.InMemory()
    request.upload_handlers = [handler]
    request.FILES  # noqa: B018  reads the body
    return 413 if handler.is_too_large else 0


def _dropped(request: HttpRequest) -> tuple[str, bytes, str]:
    """Name, bytes and item of what was dropped, or of the sample. No file is an empty file."""
    if "sample" in request.POST:
        return "sample.csv", _sample(), "penalty"
    file = request.FILES.get("file")
    chosen = request.POST.get("item", "")
    return (file.name or "", file.read(), chosen) if file else ("", b"", chosen)


def _sample() -> bytes:
    path = finders.find(SAMPLE)
    assert isinstance(path, str), "the sample is a file of this room"
    return Path(path).read_bytes()
