"""5. "Every disclosure leaves an edge (which version, to whom, for what purpose, when), visible to the subject."

The API's own answers: tests/journeys/api/test_check.py. That the edge comes before the answer, or no answer is given:
test_05_no_edge_no_answer.py.
"""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from gongxin.disclosures import actions as disclosures
from gongxin.disclosures import queries as edges
from gongxin.disclosures.actions import Facts, Grounds, Recipient
from gongxin.disclosures.models import Disclosure
from gongxin.disclosures.purposes import Channel, RecipientKind
from gongxin.search import checks
from gongxin.search.checks import CheckAnswer
from gongxin.subjects import queries as subjects
from tests.builders import city, files
from tests.builders.codes import unified_code

pytestmark = pytest.mark.usefixtures("hall")


def check(serial: int, **changes: Any) -> CheckAnswer:
    asked: dict[str, Any] = {
        "code": unified_code(serial),
        "purpose": "tendering",
        "jurisdiction": "xingning",
        "today": city.TODAY,
        "now": city.NOW,
    }
    return checks.check(**(asked | changes))


def subject_of(serial: int) -> int:
    found = subjects.organisation_by_code(unified_code(serial))
    assert found is not None
    return found.id


def test_each_answer_leaves_its_own_edge_with_exactly_the_versions_it_gave() -> None:
    city.release(city.penalise(1))
    city.license_(1)
    first, second = check(1), check(1)
    assert first.check_id != second.check_id
    given = sorted((record.record, record.number) for record in first.records)
    assert len(given) == 2
    assert edges.given_in(first.check_id) == edges.given_in(second.check_id) == given
    receivers = edges.receivers_of([given[0][0]])
    assert {one[2] for one in receivers} == {first.check_id, second.check_id}


def test_the_subject_sees_who_looked_for_what_and_when() -> None:
    bank = Recipient(RecipientKind.PARTNER, "bank-1")
    answer = check(2, recipient=bank, purpose="tendering", by="bank-1.key")
    (look,) = edges.looks_at(subject_of(2))
    assert (look.disclosure, look.purpose, look.recipient, look.channel) == (
        answer.check_id, "tendering", "bank-1", "api_check",
    )  # fmt: skip
    assert look.at is not None
    # an institution, never the officer who pressed the key
    assert "bank-1.key" not in str(Disclosure.objects.filter(pk=answer.check_id).values())


def test_an_answer_without_records_or_without_a_body_leaves_an_edge_too() -> None:
    without = check(3)
    nobody = check(999)
    assert (without.records, nobody.organisation) == ((), None)
    stored = dict(Disclosure.objects.values_list("id", "subject_id"))
    assert stored == {without.check_id: subject_of(3), nobody.check_id: None}


def test_an_anonymous_reader_leaves_nothing_but_the_number_of_the_check(client: Client) -> None:
    canary = "203.0.113.77"
    answer = client.post(
        "/api/v1/check",
        json.dumps({"code": unified_code(1)}),
        content_type="application/json",
        REMOTE_ADDR=canary,
        HTTP_X_FORWARDED_FOR=canary,
        HTTP_USER_AGENT="canary-agent",
        HTTP_COOKIE="sessionid=canary-cookie",
    ).json()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(d)::text FROM disclosures_disclosure AS d")
        (text,) = [text for (text,) in cursor.fetchall()]
    row = json.loads(text)
    assert (row["recipient"], row["id"]) == (answer["check_id"], answer["check_id"])
    assert not [part for part in (canary, "canary-agent", "canary-cookie") if part in text]


def test_a_name_gives_no_facts_and_so_leaves_no_edge(client: Client) -> None:
    city.release(city.penalise(1))
    answer = client.post(
        "/api/v1/check",
        json.dumps({"name": files.body_name(1)}),
        content_type="application/json",
    ).json()
    assert (answer["records"], answer["check_id"]) == ([], None)
    assert "构市监罚" not in json.dumps(answer, ensure_ascii=False)
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize("kind", [k for k in RecipientKind if k is not RecipientKind.ANONYMOUS])
def test_a_recipient_that_is_not_anonymous_is_named(kind: RecipientKind) -> None:
    made = disclosures.disclose(
        facts=Facts("xingning", None, [], city.TODAY),
        recipient=Recipient(kind, "somebody"),
        grounds=Grounds(Channel.PAGE, "tendering", "public"),
        by="x",
        now=city.NOW,
    )
    assert Disclosure.objects.get(pk=made).recipient == "somebody"
