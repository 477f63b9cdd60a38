"""What those who meet the platform over HTTP do: anybody reads, a body's own people sign in, a bank answers a recall."""

import json
import urllib.request
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.builders import files, holders, owners
from tests.builders.codes import unified_code
from tests.builders.serving import Platform, Visitor


def is_read(visitor: Visitor, record: UUID, serial: int) -> dict[str, bool]:
    """By which ways anybody reads it now."""
    asked = {"code": unified_code(serial), "purpose": "commercial_credit"}
    checked = visitor.ask("/api/v1/check", asked)["records"]
    return {
        "page": visitor.get(f"/r/{record}")[0] == 200,
        "check": str(record) in {one["record"] for one in checked},
    }


EVERYWHERE = {"page": True, "check": True}
NOWHERE = {"page": False, "check": False}


def signed_in(platform: Platform, keys: owners.Keys, serial: int) -> Visitor:
    """Somebody of this body, with both factors."""
    company = Visitor(platform.address)
    typed = {"uscc": keys.uscc, "label": keys.label, "password": keys.password}
    status, page = company.send("/mine/sign-in", typed)
    assert status == 200
    assert "验证码" in page
    status, page = company.send("/mine/sign-in/code", {"code": keys.code(timezone.now())})
    assert status == 200
    assert files.body_name(serial) in page, page.partition("<main")[2]
    return company


def acknowledged(platform: Platform, recall: str, outcome: str, *, bank: str = "bank-b") -> Any:
    """As a bank's own program would: with its token and its key."""
    body = holders.says(outcome)
    authority = platform.address.removeprefix("http://")
    message = holders.acknowledgement(
        recall, body, signer=bank, at=timezone.now(), authority=authority
    )
    request = urllib.request.Request(
        f"{platform.address}{message.path}",
        data=body,
        headers={**message.fields, "Authorization": f"Bearer {holders.token_of(bank)}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())
