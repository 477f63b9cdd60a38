"""A PDF file is looked through object by object and written anew: nothing that acts, nothing that hides a file. In the confined child alone."""

import io
from collections.abc import Iterator
from typing import Final

import pikepdf

from gongxin.attachments.refusals import refused

PAGES_MAX: Final = 500  # our own choices
_OBJECTS_MAX: Final = 200_000
_DEPTH_MAX: Final = 100
_ACTS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound",
     "/RichMediaExecute", "/ResetForm", "/Hide", "/GoTo3DView"}
)  # fmt: skip
_ACTIVE_KEYS: Final = frozenset({"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent"})
_HIDING_KEYS: Final = frozenset({"/EF", "/EmbeddedFiles", "/AF"})
_HIDING_TYPES: Final = frozenset({"/EmbeddedFile", "/Collection"})


def written_anew(content: bytes) -> bytes:
    """The same pages. Who wrote it, with what and when is gone, as are bytes before, between and behind its objects."""
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            if paper.is_encrypted:
                raise refused("attachment.encrypted")
            if len(paper.objects) > _OBJECTS_MAX:
                raise refused("attachment.pages")
            _look_through(paper)
            if not 1 <= len(paper.pages) <= PAGES_MAX:
                raise refused("attachment.pages" if paper.pages else "attachment.unreadable")
            return _bare(paper)
    except pikepdf.PasswordError as locked:
        raise refused("attachment.encrypted") from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, KeyError, TypeError) as broken:
        raise refused("attachment.unreadable") from broken


def _bare(paper: pikepdf.Pdf) -> bytes:
    for key in ("/Metadata", "/PieceInfo"):
        if key in paper.Root:
            del paper.Root[key]
        for page in paper.pages:
            if key in page.obj:
                del page.obj[key]
    if "/Info" in paper.trailer:
        del paper.trailer["/Info"]
    out = io.BytesIO()
    paper.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _look_through(paper: pikepdf.Pdf) -> None:
    """Refuses what acts or hides a file, wherever in the file it lies, used or not."""
    seen = 0
    for top in (*paper.objects, paper.Root):
        for one in _inside(top, 0):
            seen += 1
            if seen > 10 * _OBJECTS_MAX:
                raise refused("attachment.pages")
            _ensure_harmless(one)


def _inside(one: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream that lies directly in this object; what is referred to is a top object itself."""
    if depth > _DEPTH_MAX:
        raise refused("attachment.unreadable")
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        for key in one.keys():  # noqa: SIM118 - a PDF object, not a mapping
            yield from _direct(one.get(key), depth)
    elif isinstance(one, pikepdf.Array):
        for part in one:
            yield from _direct(part, depth)


def _direct(part: object, depth: int) -> Iterator[pikepdf.Object]:
    if isinstance(part, pikepdf.Object) and not part.is_indirect:
        yield from _inside(part, depth + 1)


def _ensure_harmless(one: pikepdf.Object) -> None:
    keys = set(one.keys())
    if (
        keys & _ACTIVE_KEYS
        or str(one.get("/S", "")) in _ACTS
        or ("/OpenAction" in keys and _acts(one))
    ):
        raise refused("attachment.active")
    if keys & _HIDING_KEYS or str(one.get("/Type", "")) in _HIDING_TYPES:
        raise refused("attachment.embedded")
    if str(one.get("/Subtype", "")) in {"/FileAttachment", "/EmbeddedFile"}:
        raise refused("attachment.embedded")


def _acts(root: pikepdf.Object) -> bool:
    """Where a file opens at a page of its own it acts on nothing."""
    action = root.get("/OpenAction")
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) != "/GoTo"
