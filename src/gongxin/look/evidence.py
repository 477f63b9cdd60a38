"""Files that come with a form, and how one is given back: for every door where somebody proves something. It keeps nothing."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.core.files.uploadhandler import StopUpload
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from gongxin.attachments import actions, queries, receiving
from gongxin.attachments.kinds import (
    FILE_BYTES_MAX,
    FILES_MAX,
    HOLDER_BYTES_MAX,
    MEDIA_TYPES,
    OPENED,
)
from gongxin.attachments.queries import Card
from gongxin.attachments.receiving import Prepared
from gongxin.attachments.refusals import AttachmentRefused, refused
from gongxin.intake.reading.personal import covered
from gongxin.look.upload import InMemory

FIELD: Final = "files"
View = Callable[..., HttpResponse]
# Never shown beside our pages, never run: a file that slipped through acts in no name of ours.
GIVEN: Final = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Together(InMemory):
    """Keeps the files of one form in memory, each and all together up to a bound; past it, it stops reading."""

    def __init__(self) -> None:
        super().__init__(FILE_BYTES_MAX)
        self.is_too_many = False
        self._files = 0
        self._bytes = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self._files += 1
        if self._files > FILES_MAX:
            self._stop()
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._bytes += len(raw_data)
        if self._bytes > HOLDER_BYTES_MAX:
            self._stop()
        super().receive_data_chunk(raw_data, start)

    def _stop(self) -> None:
        self.is_too_many = True
        raise StopUpload(connection_reset=True)


def with_files(view: View) -> View:
    """The view's form may carry files. Outermost: set before the token is looked for, which reads the body."""
    checked = csrf_protect(view)

    @wraps(view)
    def taken(request: HttpRequest, /, **address: object) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [Together()]
        return checked(request, **address)

    return csrf_exempt(taken)


def prepared(request: HttpRequest) -> list[Prepared]:
    """The files of the form, looked through and cleaned; `AttachmentRefused` where one is not taken.

    It may take seconds, so it comes before anything is locked; `attachments.actions.keep_prepared` comes after the act.
    """
    came = request.FILES.getlist(
        FIELD
    )  # reads the body, if nobody has; only now do the handlers know
    for handler in request.upload_handlers:
        if isinstance(handler, Together):
            if handler.is_too_many:
                raise refused("attachment.too_many")
            if handler.is_too_large:
                raise refused("attachment.too_large")
    return [
        receiving.prepared(content=file.read(), name=covered(file.name or "")[0]) for file in came
    ]


def found(holder: str, file: UUID) -> Card | None:
    """A file of this holder; another's and an absent one look the same."""
    card = queries.card(file)
    return card if card is not None and card.holder == holder else None


def given(card: Card, *, by: str, now: datetime) -> HttpResponse | AttachmentRefused:
    """The file as a download, or why nobody may open it now.

    A file that waits is shown to the scanner first; what it says is kept, so the reason is returned and not raised.
    """
    state = actions.ensure_scanned(file=card.id, by=by, now=now)
    if state not in OPENED:
        return queries.not_opened(state)
    return HttpResponse(
        queries.content(card.id),
        content_type=MEDIA_TYPES[card.type],
        headers={
            **GIVEN,
            "Content-Disposition": content_disposition_header(
                as_attachment=True, filename=card.name
            )
            or "attachment",
        },
    )
