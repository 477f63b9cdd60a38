"""The second factor (RFC 6238): which step a code belongs to, and that none is taken twice. Pure.

SHA-1, six digits, thirty seconds: what every code generator knows.
"""

import hmac
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlencode

import pyotp

STEP_SECONDS: Final = 30
DRIFT_STEPS: Final = 1  # a clock half a minute off is a person's, not an attack (RFC 6238 §5.2)
DIGITS: Final = 6
SECRET_CHARS: Final = 32  # base32: 160 bits, as RFC 4226 §4 recommends


def new_secret() -> str:
    """A fresh secret, in base32."""
    return pyotp.random_base32(SECRET_CHARS)


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def code_at(secret: str, at: datetime) -> str:
    """The code that a generator with this secret shows."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS).generate_otp(step_of(at))


def accepted_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The step of this code if it is of now or beside it and later than `after`, the last one used; else None."""
    typed = "".join(code.split())
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    generator = pyotp.TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    now = step_of(at)
    found = None
    for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
        # Every step is compared, so that the time tells nothing.
        if hmac.compare_digest(generator.generate_otp(step), typed) and step > after:
            found = step
    return found


def address(secret: str, *, username: str, issuer: str) -> str:
    """What the QR code says to a code generator (key URI format)."""
    label = quote(f"{issuer}:{username}", safe=":")
    return (
        f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
    )
