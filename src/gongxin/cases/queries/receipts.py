"""Reads of receipts: what is kept of a code, and which cases it stands for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.crypto import salted_hmac

from gongxin.agencies.invitations import normal_code
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.receipts import TYPED_MAX


def receipt_digest(code: str) -> bytes:
    """What is kept of a receipt code, however it was typed: keyed, as every code that people type."""
    plain = normal_code(code[:TYPED_MAX].replace("\x00", ""))
    return salted_hmac("gongxin.cases.receipt", plain, algorithm="sha256").digest()


def cases_of_receipt(digest: bytes) -> list[UUID]:
    """The cases that a receipt stands for, in the order in which it came to. Rides on `case_receipt_by_digest`."""
    asked = "SELECT case_id FROM cases_receipt WHERE digest = %(digest)s ORDER BY id"
    return [case for (case,) in _asked(asked, {"digest": digest})]


def receipt_of(identity: UUID) -> bytes | None:
    """The digest of the receipt of a case; None: it was given none."""
    with acting_for(EVERY_AGENCY):
        rows = _asked(
            "SELECT digest FROM cases_receipt WHERE case_id = %(case)s", {"case": identity}
        )
    return bytes(rows[0][0]) if rows else None


def _asked(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
