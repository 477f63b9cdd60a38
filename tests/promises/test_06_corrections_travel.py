"""6. Corrections travel. "A withdrawn, repaired or corrected record is gone from every page, API, report, feed and export at
the next request, with no job running."

The registry of readers: whoever adds a way to read records adds it here. The pages are read again, day by day, in
tests/journeys/portal/test_reader_reads_a_record.py; that recalls reach whoever was given it, in tests/database/exchange/.
"""

import json
import pkgutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

import gongxin
from gongxin.portal import exhibit, figures
from gongxin.records import actions
from gongxin.records import queries as records
from gongxin.search import checks
from gongxin.search import queries as search
from gongxin.subjects import queries as subjects
from tests.builders import city, files, partners
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")

NUMBER = "构市监罚〔2026〕1号"
Reader = Callable[[UUID, Client], bool]  # whether it shows the record


def _page(address: str) -> Reader:
    """Whether a page of the body or of the record shows it."""

    def read(record: UUID, client: Client) -> bool:
        body = subjects.organisation_by_code(unified_code(1))
        assert body is not None
        return NUMBER in client.get(address.format(body=body.public_id, record=record)).text

    return read


def _api_check(record: UUID, client: Client) -> bool:
    answer = client.post(
        "/api/v1/check", json.dumps({"code": unified_code(1)}), content_type="application/json"
    )
    return str(record) in answer.text


def _command_check(record: UUID, _: Client) -> bool:
    answer = checks.check(
        code=unified_code(1),
        purpose="tendering",
        jurisdiction="xingning",
        today=city.TODAY,
        now=city.NOW,
    )
    return record in {one.record for one in answer.records}


def _next_to_leave(record: UUID, _: Client) -> bool:
    found = records.next_to_leave(city.TODAY)
    return found is not None and found.record == record


def _home_page(_: UUID, client: Client) -> bool:
    cache.clear()  # counts are kept for a few seconds; what is kept never names a record
    return figures.of(city.TODAY).records > 0 or NUMBER in client.get("/").text


def _feed(path: str) -> Reader:
    """All that a new partner is given from the first line on."""

    def read(_: UUID, client: Client) -> bool:
        token = partners.admitted()[1]
        answer: Any = client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return NUMBER in content.decode()

    return read


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "records.queries.public_records": lambda r, _: r in {p.record for p in city.public(1)},
        "records.queries.public_record": lambda r, _: (
            records.public_record(r, city.TODAY) is not None
        ),
        "records.queries.figures": lambda _, __: (
            records.figures(city.TODAY).by_item.get("penalty", 0) > 0
        ),
        "records.queries.figures, months": lambda _, __: records.figures(city.TODAY).by_month != [],
        "records.queries.figures, bodies": lambda _, __: (
            records.figures(city.TODAY).organisations > 0
        ),
        "records.queries.next_to_leave": _next_to_leave,
        "organisation page": _page("/o/{body}"),
        "organisation page in English": _page("/en/o/{body}"),
        "record page": _page("/r/{record}"),
        "record page in English": _page("/en/r/{record}"),
        "first page": _home_page,
        "the doors' exhibit": lambda r, _: (
            (found := exhibit.of(city.TODAY)) is not None and found.record.record == r
        ),
        "POST /api/v1/check": _api_check,
        "records.queries.public_records_among": lambda r, _: (
            r in records.public_records_among([r], city.TODAY)
        ),
        "records.queries.readable_among": lambda r, _: (
            (r, 1) in records.readable_among([r], city.TODAY)
        ),
        "records.queries.fields_holding": lambda r, _: (
            records.fields_holding(r, city.TODAY, "", ()) is not None
        ),
        "GET /api/v1/changes": _feed("/changes"),
        "GET /api/v1/changes/snapshot": _feed("/changes/snapshot"),
        "gongxin check": _command_check,
    }
)
# Every function that may give records to somebody; a new one must be registered above and here.
KNOWN_QUERIES = {
    "public_records",
    "public_record",
    "public_records_among",
    "readable_among",
    "fields_holding",
    "figures",
    "next_to_leave",
}
KNOWN_USERS = {
    "gongxin.exchange.actions.reading",
    "gongxin.exchange.queries.lines",
    "gongxin.portal.exhibit",
    "gongxin.portal.figures",
    "gongxin.portal.views.organisation",
    "gongxin.portal.views.record",
    "gongxin.search.checks",
}
# Pages of the desk that say beside a record whether the public reads it today: by the same read model.
# What is true now, said to whoever was given an older version; a partner's own copy; an organisation about itself.
KNOWN_USERS |= {
    "gongxin.exchange.queries.recalls",
    "gongxin.jobs.demonstration",
    "gongxin.portal.ownfile",
    "gongxin.portal.views.cases",
}
KNOWN_USERS |= {
    "gongxin.desk.views.activity",
    "gongxin.desk.views.finding",
    "gongxin.desk.views.records",
}
# Who names the table besides the room itself, and why none of it is a way out.
NAMING = {
    "gongxin.cases.queries": "what a case is about, for those who take part in it; its public notices name no party",
    "gongxin.exchange.queries.lines": "ids and salted commitments of what was shown; documents by the read model",
    "gongxin.exchange.queries.recalls": "which records are or were of a subject: their ids, for the map of its recalls",
    "gongxin.exchange.listing": "hashes of ids of what was shown",
    "gongxin.jobs.trial_home": "a home of trials, forged to show that forgery is found",
    "gongxin.intake.admissions": "behind the wall of the agency, for the desk",
    "gongxin.intake.erasing": "which rows of a batch were erased",
    "gongxin.intake.holdings": "behind the wall of the agency, for the desk",
    "gongxin.intake.listing": "behind the wall of the agency, for the desk",
    "gongxin.intake.reinsertions": "whom a finding is not about, behind the wall of the agency",
    "gongxin.intake.row_pages": "behind the wall of the agency, for its own program",
    "gongxin.promises.queries.arrivals": "counts by agency and day; single rows behind the wall",
    "gongxin.promises.queries.firsts": "which version tells that a decision arrived: a condition, no row",
    "gongxin.promises.queries.numbers": "numbers of decisions, of no organisation",
    "gongxin.promises.queries.statistics": "counts behind the wall",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 2, tzinfo=UTC))
    cache.clear()


@pytest.fixture
def record() -> UUID:
    receipt = city.penalise(1)
    city.release(receipt)
    (found,) = records.records_of_batch(receipt.batch).values()
    return found


@pytest.mark.parametrize("end", [actions.withdraw, actions.repair], ids=["withdrawn", "repaired"])
@pytest.mark.parametrize("reader", READERS)
def test_it_is_gone_from_this_reader_at_the_next_request(
    reader: str, end: Callable[..., int], record: UUID, client: Client
) -> None:
    assert READERS[reader](record, client), "the reader does not show it at all"
    end(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    assert not READERS[reader](record, client)


def test_the_body_itself_is_found_as_before(record: UUID) -> None:
    before = search.search(files.body_name(1))
    actions.withdraw(record=record, reason="x", by="samr.clerk", now=city.NOW)
    assert search.search(files.body_name(1)) == before
    assert before.hits


def test_a_withdrawal_is_not_told_apart_from_a_record_that_never_was(
    record: UUID, client: Client
) -> None:
    actions.withdraw(record=record, reason="x", by="samr.clerk", now=city.NOW)
    never = UUID(int=record.int ^ 1)
    gone, absent = client.get(f"/r/{record}"), client.get(f"/r/{never}")
    assert gone.status_code == absent.status_code == 404
    assert gone.text.replace(str(record), "") == absent.text.replace(str(never), "")


def test_every_way_to_read_records_is_registered() -> None:
    sources = {
        module.name: source
        for module in pkgutil.walk_packages(gongxin.__path__, "gongxin.")
        if (source := _source(module.name, is_package=module.ispkg))
    }
    reading = {
        name
        for name, source in sources.items()
        if name != "gongxin.records.queries"
        and any(f"records.{query}(" in source for query in KNOWN_QUERIES)
    }
    assert reading == KNOWN_USERS
    # No other room names the table or the view: whoever wants records asks the one read model.
    naming = {name for name, source in sources.items() if "records_version" in source}
    assert {name for name in naming if not name.startswith("gongxin.records.")} == set(NAMING)


def _source(name: str, *, is_package: bool) -> str:
    end = "/__init__.py" if is_package else ".py"
    path = gongxin.__path__[0] + "/" + "/".join(name.split(".")[1:]) + end
    with open(path, encoding="utf-8") as file:
        return file.read()
