"""A court's list holds bodies and persons: what has no body's code is cut while the file is read, and nothing of it is kept."""

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY
from gongxin.intake import keeping, queries
from tests.builders import catalogue, city, files
from tests.builders.codes import unified_code

MIXED = sorted(code for code, item in catalogue.items().items() if item.cut_without_code)
PERSON = "欧阳构造测试某"


@pytest.fixture(scope="module")
def body(open_city: None) -> None:
    city.register(1)


def test_the_courts_items_are_among_them() -> None:
    assert {"court_enforcement", "court_debtor"} <= set(MIXED)


@pytest.mark.usefixtures("body")
@pytest.mark.parametrize("code", MIXED)
def test_a_row_without_a_bodys_code_is_cut_and_leaves_no_name_behind(code: str) -> None:
    item = catalogue.items()[code]
    party, uscc = catalogue.code_of(item, "party_name"), catalogue.code_of(item, "uscc")
    assert party is not None
    assert uscc is not None
    of_body = catalogue.row(item) | {party: files.body_name(1), uscc: unified_code(1)}
    kind = catalogue.code_of(item, "party_kind")
    of_person = of_body | {party: PERSON, uscc: ""} | ({kind: ""} if kind else {})
    with city.undone():
        content = catalogue.table(item, [of_body, of_person])
        receipt = city.send(content, item=code, agency=item.agencies[0])
        told = {row["row"]: row for row in queries.rows(receipt.batch, scope=EVERY_AGENCY)}
        assert told[1]["outcome"] == "admitted", told
        assert told[2]["outcome"] == "rejected"
        assert "person.row_cut" in told[2]["codes"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT string_agg(v::text, '') FROM records_version AS v")
            assert PERSON not in cursor.fetchone()[0]
        for path in keeping.folder(receipt.batch).rglob("*"):
            assert PERSON.encode() not in path.read_bytes(), path
