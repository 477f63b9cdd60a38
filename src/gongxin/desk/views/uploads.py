"""A file comes in: by a plain form, or part by part over a bad line (tus 1.0). Once it is whole it is read, and its bytes go."""

from base64 import b64decode
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongxin.agencies import queries as agencies
from gongxin.catalogue import contents
from gongxin.catalogue import queries as catalogue
from gongxin.desk import receiving
from gongxin.desk.guard import Visit, permitted
from gongxin.desk.receiving import Handed
from gongxin.desk.render import page
from gongxin.intake import uploading
from gongxin.intake.uploading import Announced, Coming, UploadRefused
from gongxin.jurisdiction.values import Item
from gongxin.look import upload
from gongxin.refusal import Refusal

TUS: Final = {"Tus-Resumable": "1.0.0"}
EXTENSIONS: Final = "creation,expiration,termination"
ENCODINGS: Final = ("utf-8", "gb18030")
PART: Final = "application/offset+octet-stream"
View = Callable[..., HttpResponse]


def in_memory(view: View) -> View:
    """Bytes of a plain form stay in memory, up to a bound. Set before the token is looked for, which reads the body."""
    checked = csrf_protect(view)

    @wraps(view)
    def taken(request: HttpRequest, /, **address: object) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [upload.InMemory()]
        return checked(request, **address)

    return csrf_exempt(taken)


def find(visit: Visit, **address: object) -> str | None:
    """Whether a file on its way is whole; behind the wall of the visit's agency."""
    found = uploading.coming(UUID(str(address["upload"])), now=visit.now)
    return None if found is None else "whole" if found.is_whole else "open"


@in_memory
@require_http_methods(["GET", "HEAD", "POST"])
@permitted("upload.start")
def page_of_upload(request: HttpRequest, visit: Visit) -> HttpResponse:
    """GET: the form. POST: the file of the plain form."""
    if request.method != "POST":
        return _page(request, visit)
    file = request.FILES.get("file")
    if file is None:
        problem = UploadRefused(
            "没有收到文件，或文件超过 20 MB",
            "no file arrived, or it has more than 20 MB",
            remedy_zh="请选择文件；更大的文件请用支持脚本的浏览器续传",
            remedy_en="choose a file; a larger one goes part by part in a browser with scripts",
        )
        return _page(request, visit, problem)
    handed = Handed(
        BytesIO(file.read()),
        file.name or "",
        request.POST.get("item", ""),
        _agency(visit, request.POST.get("agency", "")),
        _encoding(request.POST.get("encoding", "")),
    )
    try:
        return HttpResponseRedirect(receiving.receive(handed, visit))
    except Refusal as refusal:
        return _page(request, visit, refusal)


@require_http_methods(["POST", "OPTIONS"])
@permitted("upload.start")
def begin(request: HttpRequest, visit: Visit) -> HttpResponse:
    """tus creation: what is coming, and where to send it. OPTIONS: what this server understands."""
    if request.method == "OPTIONS":
        return _answer(
            204,
            {
                "Tus-Version": "1.0.0",
                "Tus-Extension": EXTENSIONS,
                "Tus-Max-Size": str(uploading.BYTES_MAX),
            },
        )
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    length = _whole(request.headers.get("Upload-Length", ""))
    if length is None:
        return _answer(400)
    announced = Announced(
        _agency(visit, said.get("agency", "")),
        said.get("item", ""),
        said.get("filename", "") or "file",
        length,
        _encoding(said.get("encoding", "")),
    )
    made = uploading.begin(announced, by=visit.by, now=visit.now)
    address = reverse("desk:upload_part", kwargs={"upload": made.id})
    return _answer(201, {"Location": address, **_where(made)})


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@permitted("upload.send", find)
def part(request: HttpRequest, visit: Visit, upload: UUID) -> HttpResponse:
    """tus core and termination: how far it is; the next part; giving it up."""
    if request.method == "DELETE":
        uploading.discard(upload)
        return _answer(204)
    if request.method == "HEAD":
        found = uploading.coming(upload, now=visit.now)
        assert found is not None, "the gate has found it"
        return _answer(
            200, {"Upload-Length": str(found.size), "Cache-Control": "no-store", **_where(found)}
        )
    offset = _whole(request.headers.get("Upload-Offset", ""))
    length = _whole(request.headers.get("Content-Length", ""))
    if request.headers.get("Content-Type") != PART:
        return _answer(415)
    if offset is None or length is None:
        return _answer(400)
    return _answer(204, _where(uploading.append(upload, request, offset=offset, length=length)))


@require_POST
@permitted("upload.read", find)
def read(request: HttpRequest, visit: Visit, upload: UUID) -> HttpResponse:
    """The last byte is here: read the file. Its bytes go, whether it can be read or not."""
    found = uploading.coming(upload, now=visit.now)
    assert found is not None, "the gate has found it"
    handed = Handed(
        uploading.bytes_of(upload), found.file_name, found.item, found.agency_key, found.encoding
    )
    try:
        address = receiving.receive(handed, visit)
    except Refusal as refusal:
        uploading.discard(upload)
        return _page(request, visit, refusal)
    uploading.discard(upload)
    return HttpResponseRedirect(address)


def _page(request: HttpRequest, visit: Visit, problem: Refusal | None = None) -> HttpResponse:
    reporting = agencies_of(visit)
    return page(
        request,
        visit,
        "upload",
        {
            "choices": contents.by_domain(items_of(visit), catalogue.law().domains),
            "chosen": request.POST.get("item") or request.GET.get("item", ""),
            "agencies": reporting if visit.scope == "*" else [],
            "encodings": ENCODINGS,
            "refusal": problem,
            "bytes_max": uploading.BYTES_MAX,
            "megabytes_max": uploading.BYTES_MAX // 1024 // 1024,
            "plain_megabytes_max": upload.FILE_BYTES_MAX // 1024 // 1024,
        },
        422 if problem else 200,
    )


def items_of(visit: Visit) -> tuple[Item, ...]:
    """The items that this person's agency may report; for the centre, all of them."""
    items = catalogue.items(visit.today)
    if visit.scope == "*":
        return items
    return tuple(item for item in items if visit.scope in item.agencies)


def agencies_of(visit: Visit) -> list[agencies.AgencyCard]:
    """The agencies that this person may report for."""
    every = agencies.agencies()
    return every if visit.scope == "*" else [one for one in every if one.key == visit.scope]


def _agency(visit: Visit, asked: str) -> str:
    """For whom: one's own agency; whoever is of none says so."""
    return asked if visit.scope == "*" else visit.scope


def _encoding(text: str) -> str | None:
    return text if text in ENCODINGS else None


def _where(coming: Coming) -> dict[str, str]:
    return {
        "Upload-Offset": str(coming.received),
        "Upload-Expires": http_date(coming.expires_at.timestamp()),
    }


def _answer(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(status=status, headers={**TUS, **(headers or {})})


def _metadata(header: str) -> dict[str, str]:
    """tus: pairs of a key and a value in base64, parted by commas. What cannot be read is left out."""
    said = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            said[key] = b64decode(value, validate=True).decode()
        except ValueError:
            continue
    return said


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
