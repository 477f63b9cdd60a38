"""GET /catalogue: what may be recorded, by whom, shown for how long; with sources and marks."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from gongxin.catalogue import queries
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
