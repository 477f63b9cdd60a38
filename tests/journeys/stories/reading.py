"""By which ways a record is read over HTTP, by anybody."""

from uuid import UUID

from tests.builders.codes import unified_code
from tests.builders.serving import Visitor


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
