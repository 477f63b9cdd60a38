"""6. Corrections travel, found by walking: every address that the server has, with every value that a stranger or a partner can put into it.

Nothing here names a page. Left out are the pages of those who work here and of the organisation itself, which may look back.
"""

import inspect
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone

from gongxin.portal import owner
from gongxin.records import actions
from gongxin.records import queries as records
from gongxin.subjects import queries as subjects
from tests.builders import city, partners
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")

# What the record says and nothing else on the platform does.
SAID: Final = ("构市监罚〔2026〕4711号", "未按规定公示第4711号年度报告")
QUERIES: Final = ("", f"?q={unified_code(1)}", "?q=构造市样例", "?after=0", "?code=penalty")
WORDS: Final = (unified_code(1), "penalty", "samr", "2026-06", "csv", "json", "00", "zh")


@dataclass(frozen=True)
class Address:
    """A route of the server, as a pattern with gaps."""

    pattern: str
    converters: dict[str, Any]
    view: Callable[..., Any]

    def filled(self, ids: Iterable[UUID]) -> Iterator[str]:
        known = [str(one) for one in ids]
        values = [
            known if isinstance(c, UUIDConverter) else ("1", "2026") if isinstance(c, IntConverter) else WORDS
            for c in self.converters.values()
        ]  # fmt: skip
        for chosen in itertools.product(*values):
            address = self.pattern
            for (name, _), value in zip(self.converters.items(), chosen, strict=True):
                before, _, rest = address.partition("<")
                gap, _, after = rest.partition(">")
                assert gap.endswith(name)
                address = f"{before}{value}{after}"
            yield f"/{address}"


def addresses(
    patterns: Iterable[URLPattern | URLResolver],
    before: str = "",
    held: dict[str, Any] | None = None,
) -> Iterator[Address]:
    for one in patterns:
        converters = {**(held or {}), **getattr(one.pattern, "converters", {})}
        languages = isinstance(one.pattern, LocalePrefixPattern)
        for text in ("", "en/") if languages else (str(one.pattern),):
            if isinstance(one, URLResolver):
                yield from addresses(one.url_patterns, before + text, converters)
            else:
                yield Address(before + text, converters, one.callback)


def strangers() -> list[Address]:
    """The addresses of the server that ask nobody to sign in."""
    found = []
    for one in addresses(get_resolver().url_patterns):
        view = inspect.unwrap(one.view)
        module = (view.func if isinstance(view, partial) else view).__module__
        if not module.startswith("gongxin.desk.") and not hasattr(
            one.view, owner.owner_only.__name__
        ):
            found.append(one)
    return found


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 1, 2, tzinfo=UTC))


def _saying(ids: list[UUID], token: str) -> set[str]:
    """The patterns that say what the record says, to anybody or to a partner."""
    found = set()
    for one in strangers():
        cache.clear()
        # What an address names, no question narrows.
        queries = ("",) if one.converters else QUERIES
        for address, query in itertools.product(one.filled(ids), queries):
            client = Client(raise_request_exception=True)
            answers = [
                client.get(address + query),
                client.get(address + query, headers={"Authorization": f"Bearer {token}"}),
            ]
            if not query and not one.converters:
                asked = json.dumps({"code": unified_code(1), "purpose": "tendering"})
                answers.append(client.post(address, asked, content_type="application/json"))
            if any(word in _text(answer) for answer in answers for word in SAID):
                found.add(one.pattern)
    return found


def _text(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode(errors="replace"))


@pytest.mark.parametrize("end", [actions.withdraw, actions.repair], ids=["withdrawn", "repaired"])
def test_no_address_says_it_any_more_and_no_job_has_run(end: Callable[..., int]) -> None:
    receipt = city.penalise(1, 行政处罚决定书文号=SAID[0], 违法事实=SAID[1])
    city.release(receipt)
    (record,) = records.records_of_batch(receipt.batch).values()
    body = subjects.organisation_by_code(unified_code(1))
    assert body is not None
    ids = [record, body.public_id, receipt.batch]
    token = partners.admitted()[1]
    before = _saying(ids, token)
    assert len(before) >= 7, before  # pages in two languages, the check, the feed and its snapshot
    end(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    assert _saying(ids, token) == set()
