"""GET /organisations/{code}: who a body is. Its records are given by POST /check, where the reader leaves an edge."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from gongxin.api.v1.errors import NotFound
from gongxin.api.v1.schemas import OrganisationOut
from gongxin.search.answers import organisation_document
from gongxin.search.checks import ensure_code
from gongxin.subjects import queries as subjects

router = Router(tags=["organisations"])


@router.get(
    "/organisations/{code}", response=OrganisationOut, summary="Identity of an organisation"
)
def organisation(request: HttpRequest, code: str) -> dict[str, Any]:
    """Identity with former names and identifiers. Absent and hidden answer alike."""
    found = subjects.organisation_by_code(ensure_code(code))
    if found is None:
        raise NotFound
    return organisation_document(found)
