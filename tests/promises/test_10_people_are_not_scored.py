"""10. People are not scored. "No person outside the two allowed kinds can be the subject of a record, list, measure, search
or disclosure query, and no score, grade or list takes a person at all. Person columns and rows in an incoming file are cut
in the parser before anything is stored."

Which columns the child cuts: tests/unit/intake/reading/; which items the catalogue declines: tests/unit/catalogue/
test_declined.py. Here: the whole schema, and the whole home after a file full of people.
"""

import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.catalogue import queries as catalogue
from gongxin.disclosures.models import Disclosure
from gongxin.identifiers import SCHEMES
from gongxin.refusal import Refusal
from gongxin.search import queries as search
from gongxin.subjects.kinds import SubjectKind
from tests.builders import city, files

pytestmark = pytest.mark.usefixtures("hall")

PERSON = re.compile(
    r"id_?card|identity_?(card|no|number)|resident|sfz|身份证|legal_?rep|representative|法定代表|负责人|fddb|frdb"
    r"|(^|_)(tel|phone|mobile|cell|email|birth|birthday|born|gender|sex|ethnic|nation|nationality|passport|age|wife"
    r"|husband|spouse|children|father|mother|surname|given_name|first_name|last_name|full_name|photo|face|fingerprint_of_person"
    r"|religion|party_member|health|criminal|bank_card|bank_account)(_|$)|手机|电话|住址|姓名|出生|性别|民族|籍贯"
)
JUDGES = re.compile(
    r"(^|_)(score|scores|points|grade|rank|rating|level|stars|index_value|trust)(_|$)|评分|得分|等级|排名|信用分"
)
# Words that look like it, and what they are.
ALLOWED = {
    ("subjects_identifier", "grade"): "whether a number passed its check digits: valid or warning",
    ("security_incidententry", "grade"): "how grave an incident is: of an event, of nobody",
    ("journal_node", "level"): "the height of a node in the Merkle tree",
    ("journal_leaf", "index"): "the place of a leaf in the log",
}


def columns() -> list[tuple[str, str, str]]:
    """Table, column and what is written beside them, of the whole database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname, concat_ws(' ', obj_description(c.oid), col_description(c.oid, a.attnum))"
            " FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
            " AND a.attnum > 0 AND NOT a.attisdropped"
        )
        return list(cursor.fetchall())


def test_no_column_of_any_table_describes_a_person() -> None:
    found = columns()
    assert len(found) > 150
    assert [
        (table, column)
        for table, column, said in found
        if PERSON.search(column.lower()) or PERSON.search(said)
    ] == []


def test_no_column_of_any_table_scores_grades_or_ranks() -> None:
    found = [
        (table, column)
        for table, column, said in columns()
        if JUDGES.search(column.lower()) or JUDGES.search(said)
    ]
    assert {place for place in found if place not in ALLOWED} == set()


def test_the_one_grade_beside_a_subject_is_that_of_a_numbers_check_digits() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'identifier_passed_its_check'"
        )
        (definition,) = cursor.fetchone()
    assert set(re.findall(r"'(\w+)'", definition)) == {"valid", "warning"}


def test_the_kinds_of_subject_are_three_and_no_citizen_is_among_them() -> None:
    assert {kind.value for kind in SubjectKind} == {
        "organisation",
        "practitioner",
        "farm_household",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT subject_kind FROM subjects_subject")
        assert cursor.fetchall() == [("organisation",)]


def test_no_item_in_force_takes_a_person_as_its_subject_or_a_persons_field() -> None:
    for item in catalogue.items(city.TODAY):
        assert item.subject_kinds == ("organisation",)
        cut = {header for column in item.cut for header in column.headers}
        for field in item.fields:
            assert not {field.code, field.zh, *field.aliases} & cut
            assert not PERSON.search(field.code.lower()), field.code
            assert not PERSON.search(field.zh), field.zh


def test_no_scheme_of_identifiers_is_a_persons() -> None:
    assert not [scheme for scheme in SCHEMES if PERSON.search(scheme.lower())]


# A person invented for this test; the number's check digit is right (GB 11643).
NAME, MANAGER, PHONE = "卡纳里某某", "法代纳里某", "13900001739"
ID_NUMBER = "999999199001017392"


def check_digit(seventeen: str) -> str:
    weights = [pow(2, 17 - i, 11) for i in range(17)]
    total = sum(int(c) * w for c, w in zip(seventeen, weights, strict=True))
    return "10X98765432"[total % 11]


def crowd(id_number: str) -> bytes:
    """Penalties on bodies, and between them one on a natural person, with everything a careless clerk would add."""
    private = {"证件号码": "", "联系电话": "", "法定代表人证件号码": ""}
    rows = [
        {
            **files.penalty(serial, authority_code=city.samr_code()),
            **private,
            "法定代表人": MANAGER,
            "法定代表人证件号码": id_number,
            "联系电话": PHONE,
        }
        for serial in (1, 2, 3)
    ]
    person = {
        **files.penalty(4, authority_code=city.samr_code()),
        "行政相对人名称": NAME,
        "行政相对人类别": "自然人",
        "统一社会信用代码": "",
        "证件号码": id_number,
        "法定代表人证件号码": "",
        "联系电话": PHONE,
        "法定代表人": "",
    }
    return files.table([rows[0], rows[1], person, rows[2]])


def everything_stored() -> Iterator[tuple[str, str]]:
    """Every row of every table and every file of the home, as text."""
    with acting_for(EVERY_AGENCY), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" AS t"
            )
            yield table, cursor.fetchone()[0]
    for path, raw in _kept(Path(settings.GONGXIN_HOME, "batches")):
        yield str(path), raw.decode(errors="replace")
        if path.suffix == ".arrow":
            yield str(path), _unpacked(raw)


def _kept(home: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file; what another test takes away meanwhile is not of this one."""
    for folder, _, names in os.walk(home):
        for name in sorted(names):
            with suppress(FileNotFoundError):
                yield Path(folder, name), Path(folder, name).read_bytes()


def _unpacked(raw: bytes) -> str:
    """What a compressed table says."""
    read = pl.read_ipc if raw.startswith(b"ARROW1") else pl.read_ipc_stream
    return json.dumps(read(io.BytesIO(raw)).to_dicts(), ensure_ascii=False, default=str)


def test_of_a_file_full_of_people_nothing_is_kept() -> None:
    id_number = ID_NUMBER[:17] + check_digit(ID_NUMBER[:17])
    receipt = city.send(crowd(id_number), item="penalty")
    assert (receipt.admitted, receipt.cut_rows) == (3, 1)
    city.release(receipt)
    canaries = (NAME, MANAGER, PHONE, id_number, id_number[:14], id_number[-12:])
    kept = list(everything_stored())
    assert [(place, c) for place, text in kept for c in canaries if c in text] == []
    # The search itself sees what there is: the bodies of the same file stand in tables and in folders.
    places = {place for place, text in kept if files.body_name(1) in text}
    assert "records_version" in places
    assert any(f"{receipt.batch}/table" in place for place in places), sorted(places)
    assert any(f"{receipt.batch}/checked-" in place for place in places)


def test_a_number_of_a_person_in_a_free_text_is_not_kept_either() -> None:
    id_number = ID_NUMBER[:17] + check_digit(ID_NUMBER[:17])
    city.penalise(5, 违法事实=f"经营者身份证号{id_number}，电话{PHONE}，未公示年度报告")
    held = [(p, c) for p, text in everything_stored() for c in (id_number, PHONE) if c in text]
    assert held == []


def test_a_person_is_not_found_and_cannot_be_checked(client: Client) -> None:
    id_number = ID_NUMBER[:17] + check_digit(ID_NUMBER[:17])
    city.release(city.send(crowd(id_number), item="penalty"))
    for text in (NAME, MANAGER, PHONE, id_number):
        assert search.search(text).hits == ()
        answer = client.post(
            "/api/v1/check", json.dumps({"code": text}), content_type="application/json"
        )
        assert (answer.status_code, answer.json().get("records")) == (422, None)
        assert id_number not in answer.text
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize("kind", ["citizen", "person", "natural_person", "自然人", "employee"])
def test_the_database_takes_no_other_kind_of_subject(kind: str) -> None:
    with (
        pytest.raises(IntegrityError, match="subject_kind_is_one_of_three"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO subjects_subject (jurisdiction, subject_kind, kind, status, batch, row_no)"
            " VALUES ('xingning', %s, NULL, 'active', gen_random_uuid(), 1)",
            [kind],
        )


def test_an_item_about_citizens_is_refused_by_the_intake() -> None:
    with pytest.raises(Refusal):
        city.send(crowd(ID_NUMBER), item="personal_credit")
