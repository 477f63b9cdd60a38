"""Who calls: an agency's program by its key, a partner by its token, or anybody, and how often each may. It is read anew at each request.

Every key that opens nothing gets one answer after one look. Only a right key learns that its address or act is wrong.
"""

from base64 import b64decode
from binascii import Error as NoBase64
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.apikey import APIKeyHeader
from ninja.security.http import HttpBearer

from gongxin.agencies import keys
from gongxin.agencies.actions import keys as acts
from gongxin.agencies.key_reading import KeyCard, key_brought
from gongxin.agencies.keys import KeyElsewhere, KeyNotFor, KeyWrong, Scope
from gongxin.agencies.scope import acting_for
from gongxin.exchange.queries.partners import PartnerCard, partner_of_token
from gongxin.exchange.tokens import TokenWrong
from gongxin.limits import counting
from gongxin.limits.addresses import client_address
from gongxin.limits.counting import Window
from gongxin.refusal import Refusal

WINDOW_SECONDS = 300
WRONG_KEYS_MAX = (
    60  # house number: in five minutes from one address; a program with a lost key meets it soon
)
# House numbers: a partner that catches up reads ten pages a second, one that keeps up reads one a minute.
SNAPSHOT_WINDOWS = (Window(86_400, 24),)
HEAVY_WINDOWS = (Window(WINDOW_SECONDS, 30),)
PARTNER_WINDOWS = (Window(60, 600), Window(86_400, 50_000))


class TooMany(Refusal):
    code = "request.too_many"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "请求过于频繁",
            "too many requests",
            remedy_zh=f"请在 {seconds} 秒后重试",
            remedy_en=f"try again in {seconds} seconds",
            details={"retry_after": seconds},
        )


@dataclass(frozen=True)
class Caller:
    """A program with its key, at the moment of its request."""

    key: KeyCard
    now: datetime
    today: date

    @property
    def by(self) -> str:
        return self.key.account

    @property
    def agency(self) -> str:
        return self.key.agency_key

    def ensure_item(self, code: str) -> None:
        """The key names the items it is for."""
        if code not in self.key.items:
            raise KeyNotFor(
                "该密钥不能用于这个事项",
                "this key is not for this item",
                details={"item": code[:64]},
            )


class ByKey(APIKeyHeader):
    """The address answers to a key of this scope alone."""

    param_name = "X-API-Key"

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        return caller(request, self.scope)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        raise AssertionError("the request is looked at as a whole")


@dataclass(frozen=True)
class Holder:
    """A partner with its token, at the moment of its request."""

    partner: PartnerCard
    now: datetime
    today: date

    @property
    def by(self) -> str:
        return self.partner.key


class ByPartner(HttpBearer):
    """The address answers to the token of a partner alone, read anew at each request."""

    def __call__(self, request: HttpRequest) -> Holder:
        return _holder(request)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise AssertionError("the request is looked at as a whole")


def holder_of(request: HttpRequest) -> Holder:
    """The partner that `ByPartner` let in."""
    found = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Holder)
    return found


def _holder(request: HttpRequest) -> Holder:
    """Whose request it is; TokenWrong or TooMany."""
    now = timezone.now()
    today = timezone.localdate(now)
    partner = partner_of_token(_brought(request))
    if partner is None:
        windows = (Window(WINDOW_SECONDS, WRONG_KEYS_MAX),)
        _count("wrong key", address_of(request), now, today, windows)
        raise TokenWrong
    _count("partner", partner.key, now, today, PARTNER_WINDOWS)
    return Holder(partner, now, today)


def count_whole(holder: Holder) -> None:
    """A partner takes the whole anew so many times a day; TooMany beyond. Each time leaves an edge for every record."""
    _count("snapshot", holder.partner.key, holder.now, holder.today, SNAPSHOT_WINDOWS)


def count_heavy(kind: str, request: HttpRequest) -> None:
    """Anybody's request that costs as much as the list is long is one of a few; TooMany beyond."""
    now = timezone.now()
    _count(kind, address_of(request), now, timezone.localdate(now), HEAVY_WINDOWS)


def caller(request: HttpRequest, scope: Scope) -> Caller:
    """Whose request it is; KeyWrong, then KeyElsewhere, KeyNotFor or TooMany."""
    now = timezone.now()
    today = timezone.localdate(now)
    address = address_of(request)
    try:
        key = key_brought(_brought(request), today)
    except KeyWrong:
        windows = (Window(WINDOW_SECONDS, WRONG_KEYS_MAX),)
        _count("wrong key", address, now, today, windows)
        raise
    if not keys.is_from(address, key.addresses):
        raise KeyElsewhere
    if scope not in key.scopes:
        raise KeyNotFor("该密钥没有这项权限", "this key is not for this act")
    _count(
        "key", str(key.id), now, today, (Window(60, key.per_minute), Window(86_400, key.per_day))
    )
    with acting_for(key.agency_key):
        acts.mark_used(key=key.id, by=key.account, now=now)
    return Caller(key, now, today)


def count_anonymous(kind: str, request: HttpRequest) -> None:
    """Anybody's request of this kind is one of so many; TooMany beyond."""
    hits = settings.GONGXIN_ENVIRONMENT.checks_per_5_minutes
    if hits:
        now = timezone.now()
        windows = (Window(WINDOW_SECONDS, hits),)
        _count(kind, address_of(request), now, timezone.localdate(now), windows)


def address_of(request: HttpRequest) -> str:
    """The address of whoever calls; a header counts from a named proxy alone."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.headers.get("X-Forwarded-For", ""),
        settings.GONGXIN_ENVIRONMENT.proxies,
    )


def _count(kind: str, client: str, now: datetime, today: date, windows: tuple[Window, ...]) -> None:
    wait = counting.wait_seconds(kind=kind, address=client, now=now, today=today, windows=windows)
    if wait:
        raise TooMany(wait)


def _brought(request: HttpRequest) -> str:
    """The key of a request: X-API-Key, Bearer, or the password of Basic. Never a parameter: addresses are logged."""
    given = request.headers.get("X-API-Key", "")
    scheme, _, rest = request.headers.get("Authorization", "").partition(" ")
    if given:
        return given
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() == "basic":
        try:
            return b64decode(rest.strip(), validate=True).decode().partition(":")[2]
        except (NoBase64, UnicodeDecodeError):
            return ""
    return ""
