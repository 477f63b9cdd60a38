"""GET /stale: which versions stand no more, for whoever holds a copy, without telling us which one is looked at."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from gongxin.api.v1 import access
from gongxin.exchange import listing, stale
from gongxin.exchange.queries import stale as listed
from gongxin.journal import queries as journal

router = Router(tags=["stale"])


@router.get("/stale", summary="The signed head of the list of versions that stand no more")
def head(request: HttpRequest) -> HttpResponse:
    """Plain text, a signed note: what it is, up to which line, how many, the SHA-256 of the list, how long a prefix hides enough."""
    access.count_heavy("stale head", request)
    found = listed.head(listing.bring_up())
    return _note(
        "list",
        [
            f"through {found.through}",
            f"count {found.count}",
            f"sha256 {found.digest.hex()}",
            f"prefix {found.prefix_length}",
        ],
    )


@router.get("/stale/list", summary="The whole list, a hash a line, to be compared at home")
def whole(request: HttpRequest, through: int) -> StreamingHttpResponse:
    """As it was after line `through`, which the signed head names."""
    access.count_heavy("stale list", request)
    listing.bring_up()
    return StreamingHttpResponse(
        listed.pages(through),
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


@router.get("/stale/{prefix}", summary="The part of the list that begins so")
def part(request: HttpRequest, prefix: str) -> HttpResponse:
    """A signed note: the rest of each hash with `:1`, among lines that are none with `:0`. Nothing of it is kept."""
    through = listing.bring_up()
    found = listed.range_of(prefix, through)
    return _note(prefix, [f"through {through}", *stale.padded(prefix, found)])


def _note(what: str, lines: list[str]) -> HttpResponse:
    origin = f"gongxin/{settings.GONGXIN_JURISDICTION}/stale {what}"
    return HttpResponse(
        journal.signed("".join(f"{line}\n" for line in (origin, *lines))),
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )
