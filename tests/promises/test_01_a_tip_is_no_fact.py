"""1. Lawful: what somebody tells of a body is no fact about it. Nothing that anybody can read of the body changes by a tip, in
any state of it: its pages, what is found by its name or code, the check, the feed, the copy of the whole set, its own file.

Addresses come from the server itself, as in test_06_every_address_is_walked.py.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.cases.kinds import Event, Party
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects
from tests.builders import cases, city, files, owners, partners, spoken
from tests.builders.codes import unified_code
from tests.promises.test_06_every_address_is_walked import strangers

pytestmark = pytest.mark.usefixtures("hall")

# What differs from one answer to the next though nothing has happened.
PASSING = re.compile(
    r'"check_id": ?"[^"]+"|"requested_at": ?"[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 2, tzinfo=UTC))


def _text(answer: object) -> str:
    streaming = getattr(answer, "streaming", False)
    content = b"".join(answer.streaming_content) if streaming else answer.content  # type: ignore[attr-defined]
    return PASSING.sub("…", str(content.decode(errors="replace")))


def _addresses(body: UUID, record: UUID) -> Iterator[str]:
    """Every address that names the body or its record, and those that find it."""
    for one in strangers():
        if one.converters:
            yield from (a for a in one.filled([body, record]) if str(body) in a or str(record) in a)
    for query in (unified_code(1), files.body_name(1)):
        yield from (f"{p}/search?q={quote(query)}" for p in ("", "/en"))
    yield from ("/api/v1/changes?after=0", "/api/v1/changes/snapshot", "/api/v1/changes/hidden")


def _everything(body: UUID, record: UUID, token: str, own: Client) -> dict[str, str]:
    cache.clear()
    client = Client()
    bearer = {"Authorization": f"Bearer {token}"}
    found = {a: _text(client.get(a, headers=bearer)) for a in _addresses(body, record)}
    asked = json.dumps({"code": unified_code(1), "purpose": "tendering"})
    found["check"] = _text(
        client.post("/api/v1/check", asked, content_type="application/json", headers=bearer)
    )
    for address in ("/mine/", f"/mine/records/{record}", "/mine/cases"):
        found[address] = _text(own.get(address))
    return found


def test_nothing_that_anybody_can_read_of_a_body_changes_by_a_tip() -> None:
    receipt = city.penalise(1)
    city.release(receipt)
    (record,) = records.records_of_batch(receipt.batch).values()
    body = subjects.organisation_by_code(unified_code(1))
    assert body is not None
    token = partners.admitted()[1]
    own, _ = owners.signed_in(1)
    before = _everything(body.public_id, record, token, own)
    assert len(before) > 20
    assert "构市监罚" in before[f"/o/{body.public_id}"]
    assert _everything(body.public_id, record, token, own) == before, "it differs by itself"

    for target in (unified_code(1), files.body_name(1)):
        taken = spoken.tip(target=target)
        assert _everything(body.public_id, record, token, own) == before
        there = spoken.handed(taken)
        cases.step(there.id, Event.ANSWER, Party.PROVIDER, finding="dealt_with")
        cases.step(there.id, Event.CLOSE, Party.PLATFORM)
        assert _everything(body.public_id, record, token, own) == before
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case WHERE subject_id IS NOT NULL")
        assert cursor.fetchone() == (0,), "it is of no body of the register"


def test_what_was_told_stands_in_one_table_and_in_no_answer_to_a_stranger() -> None:
    spoken.handed(spoken.tip())
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class AS c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
            " AND NOT c.relispartition ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        saying = []
        for table in tables:
            cursor.execute(
                f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE %s",
                [f"%{spoken.TOLD}%"],
            )
            if cursor.fetchone() != (0,):
                saying.append(table)
    assert saying == ["cases_words"]
    client = Client()
    for address in ("/journal", "/punctuality", "/recalls", "/search?q=便利店", "/requests"):
        page = client.get(address).text
        assert spoken.TOLD not in page
        assert spoken.TARGET not in page
