"""5. "Every disclosure leaves an edge": it is written before the answer goes, and where it cannot be, nothing goes."""

import json
import threading
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connections
from django.test import Client

from gongxin.disclosures.models import Disclosure
from gongxin.search import checks
from gongxin.search.checks import CheckAnswer
from tests.builders import city
from tests.builders.codes import unified_code
from tests.databases import Database


def check(serial: int) -> CheckAnswer:
    return checks.check(
        code=unified_code(serial),
        purpose="tendering",
        jurisdiction="xingning",
        today=city.TODAY,
        now=city.NOW,
    )


@pytest.fixture
def full(fresh_city: Database) -> Database:
    """A city whose disclosures cannot be written: as when the disk is full."""
    city.city_hall()
    city.published_penalty(1)
    with psycopg.connect(fresh_city.owner_dsn) as owner:
        owner.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$"
        )
    return fresh_city


@pytest.mark.parametrize("table", ["disclosures_disclosure", "disclosures_given"])
def test_where_the_edge_cannot_be_written_no_answer_is_given(full: Database, table: str) -> None:
    with psycopg.connect(full.owner_dsn) as owner:
        owner.execute(
            f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
    with pytest.raises(DatabaseError, match="no room"):
        check(1)
    client = Client(raise_request_exception=False)
    answer = client.post(
        "/api/v1/check", json.dumps({"code": unified_code(1)}), content_type="application/json"
    )
    assert answer.status_code >= 500
    assert "构市监罚" not in answer.text
    # both or neither: no edge without its versions
    assert Disclosure.objects.count() == 0


def test_the_edge_is_committed_when_the_answer_is_there(fresh_city: Database) -> None:
    """A second connection sees it at once; checks at the same time do not wait for one another."""
    city.city_hall()
    city.published_penalty(1)
    answers: list[UUID] = []

    def ask() -> None:
        try:
            for _ in range(5):
                answer = check(1)
                with psycopg.connect(fresh_city.dsn) as other:
                    found = other.execute(
                        "SELECT count(*) FROM disclosures_given WHERE disclosure_id = %s",
                        [answer.check_id],
                    ).fetchone()
                assert found == (1,)
                answers.append(answer.check_id)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(answers)) == 20
    assert Disclosure.objects.count() == 20
