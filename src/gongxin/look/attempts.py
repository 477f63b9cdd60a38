"""Counts attempts to come in. What fails is counted, what succeeds is given back, and a stranger shuts nobody out.

A browser in which an account came in before carries a mark that only we can make. It is counted by itself, so that whoever
guesses at the account elsewhere, or at the same address, uses up other counts than its person's.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gongxin.limits import counting

COOKIE: Final = "gongxin_known"
COOKIE_SECONDS: Final = 90 * 86_400


@dataclass(frozen=True)
class Attempt:
    """One attempt, and under which counts it falls: the narrowest first."""

    counts: tuple[tuple[str, str], ...]
    now: datetime
    today: date

    def wait_seconds(self) -> int:
        """Counts it. 0: go on. Where a narrow count is full the wider ones are not touched: one address cannot fill them."""
        for kind, client in self.counts:
            wait = counting.wait_seconds(kind=kind, address=client, now=self.now, today=self.today)
            if wait:
                return wait
        return 0

    def succeeded(self) -> None:
        for kind, client in self.counts:
            counting.give_back(kind=kind, address=client, now=self.now, today=self.today)


def of_password(request: HttpRequest, username: str, *, now: datetime) -> Attempt:
    mark = request.COOKIES.get(COOKIE, "")
    if is_known(mark, username):
        counts: tuple[tuple[str, str], ...] = (("sign_in_known", mark),)
    else:
        # The address of the connection alone: a header could be written by anybody.
        address = request.META.get("REMOTE_ADDR", "")
        counts = (("sign_in_address", address), ("sign_in_name", username), ("sign_in_all", ""))
    return Attempt(counts, now, _civil_day(now))


def of_code(client: str, *, now: datetime) -> Attempt:
    return Attempt((("second_factor", client),), now, _civil_day(now))


def _civil_day(now: datetime) -> date:
    return now.astimezone(timezone.get_current_timezone()).date()


def is_known(mark: str, username: str) -> bool:
    """Whether this browser's mark was made when this account came in."""
    nonce, _, proof = mark.partition(".")
    return bool(nonce) and hmac.compare_digest(_proof(nonce, username), proof)


def remember(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Mark the browser in which the account has come in. The mark names nobody."""
    if is_known(request.COOKIES.get(COOKIE, ""), username):
        return
    nonce = secrets.token_urlsafe(12)
    response.set_cookie(
        COOKIE,
        f"{nonce}.{_proof(nonce, username)}",
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _proof(nonce: str, username: str) -> str:
    return salted_hmac("gongxin.known", f"{nonce}/{username}", algorithm="sha256").hexdigest()
