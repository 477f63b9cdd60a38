"""GET /catalogue: what may be recorded, by whom, shown for how long; with sources and marks."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from gongxin.catalogue import publishing, queries
from gongxin.jurisdiction import as_document

router = Router(tags=["catalogue"])


@router.get("/catalogue", response=dict[str, Any], summary="The catalogue in force today")
def catalogue(request: HttpRequest) -> dict[str, Any]:
    """Every item in force, with fields, legal basis, severity and publication rules."""
    today: date = timezone.localdate()
    return {
        "as_of": today.isoformat(),
        "items": [as_document(item) for item in queries.items(today)],
    }


@router.get("/catalogue/{code}", response=dict[str, Any], summary="One item of the catalogue")
def item(request: HttpRequest, code: str) -> dict[str, Any]:
    """The version in force today, with the JSON Schema of what is stored under it."""
    found = queries.item_in_force(code, timezone.localdate())
    return {"item": as_document(found), "schema": publishing.item_schema(found)}
