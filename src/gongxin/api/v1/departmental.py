"""POST /adapters/departmental: a department's system that speaks the usual upload interface connects as it is.

Every answer, also of a refusal, has the shape of that interface; its HTTP status is ours where it was not understood.
"""

from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import Router, Schema

from gongxin.agencies import queries as agencies
from gongxin.agencies.keys import Scope
from gongxin.api.v1 import access, errors, strictjson, strictness
from gongxin.api.v1.access import ByKey, Caller
from gongxin.api.v1.batches import BUSY_SECONDS, PLACES, Busy
from gongxin.api.v1.strictjson import BodyRefused
from gongxin.intake import departmental, handing
from gongxin.intake.departmental import FAILED, Fault
from gongxin.refusal import Refusal

router = Router(tags=["adapters"])

BODY_BYTES_MAX: Final = 8 << 20


class DepartmentalIn(Schema):
    """The request of the interface, as its documents describe it."""

    tableCode: str  # noqa: N815  their names
    departmentCode: str  # noqa: N815
    tableVersionId: str | None = None  # noqa: N815
    body: list[dict[str, Any]]


class TipOut(Schema):
    row: int
    field: str
    errorCode: str  # noqa: N815
    errorMsg: str  # noqa: N815


class DepartmentalOut(Schema):
    """The answer of the interface. totalSize = successSize + failSize."""

    errorCode: str  # noqa: N815
    errorMsg: str  # noqa: N815
    totalSize: int  # noqa: N815
    successSize: int  # noqa: N815
    failSize: int  # noqa: N815
    tips: list[TipOut]


@router.post(
    "/adapters/departmental",
    auth=ByKey(Scope.SUBMIT),
    response=DepartmentalOut,
    summary="Hand in rows by the interface that departments' systems speak already",
)
def documented(request: HttpRequest, body: DepartmentalIn) -> HttpResponse:
    """Read, checked and admitted while the caller waits; at most 1,000 rows."""
    return hand_in(request)


@csrf_exempt  # no cookie is an authority here
def hand_in(request: HttpRequest) -> HttpResponse:
    """The same call, whose every answer has the shape of the interface. `documented` describes it."""
    try:
        if request.method != "POST":
            raise errors.MethodRefused("不支持此方法", "this method is not allowed here")
        strictness.ensure_plain(request, ())
        caller = access.caller(request, Scope.SUBMIT)
        if request.content_type:  # nothing said is nothing wrong
            strictness.ensure_type(request, ["application/json"])
        content = strictness.body(request, BODY_BYTES_MAX)
        return _json(_answer(content, caller))
    except Fault as fault:
        return _json(departmental.answer(fault.code, fault.message))
    except BodyRefused as refusal:
        return _json(departmental.answer("5001", refusal.zh))
    except Refusal as refusal:
        answer = _json(departmental.answer(FAILED, f"{refusal.zh}（{refusal.code}）"))
        answer.status_code = errors.STATUS.get(refusal.code, 200)
        for name, value in errors.headers_of(refusal).items():
            answer[name] = value
        if isinstance(refusal, errors.MethodRefused):
            answer["Allow"] = "POST"
        return answer


def _answer(content: bytes, caller: Caller) -> dict[str, Any]:
    agency = agencies.agency_by_key(caller.agency)
    names = {agency.key, agency.uscc, caller.key.department_code or agency.key}
    request = departmental.understood(
        strictjson.parse(content),
        # Our own codes of items work as well as the tables the key names.
        tables={**{item: item for item in caller.key.items}, **caller.key.tables},
        departments=frozenset(names),
    )
    caller.ensure_item(request.item)
    if not PLACES.acquire(blocking=False):
        raise Busy(
            "正在处理其他请求",
            "other requests are being done",
            details={"retry_after": BUSY_SECONDS},
        )
    try:
        return handing.hand_in(
            request=request,
            sender=handing.Sender(caller.agency, caller.by, settings.GONGXIN_JURISDICTION),
            now=caller.now,
            today=caller.today,
        )
    finally:
        PLACES.release()


def _json(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        orjson.dumps(document),
        content_type="application/json",
        headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"},
    )
