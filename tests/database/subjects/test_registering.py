"""A register enters in sets: what is new, what is a duplicate, what was renamed, what is held."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import polars as pl
import pytest

from gongxin.journal import merkle
from gongxin.journal.models import Leaf
from gongxin.subjects import queries
from gongxin.subjects.models import Bigram, Entry, Identifier, Name, Subject
from tests.database.subjects.registering import enter, outcomes, uscc

pytestmark = pytest.mark.django_db

A, B, C = uscc(11), uscc(12), uscc(13)
LATER = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)


def body(
    code: str = A, name: str = "虚构城甲商贸有限公司", **more: str | None
) -> dict[str, str | None]:
    return {"org_name": name, "uscc": code, **more}


def test_a_new_number_is_a_new_body_with_its_name_and_entry() -> None:
    done = enter(
        body(registered="2020-03-01", address="虚构路1号", former_names="虚构城老甲商行；甲店")
    )
    assert outcomes(done) == [("admitted", [])]
    found = queries.organisation_by_code(A.lower())
    assert found is not None
    assert (found.name, found.code, found.kind, found.status) == (
        "虚构城甲商贸有限公司",
        A,
        "enterprise",
        "unknown",
    )
    assert (found.registered_date, found.address) == (date(2020, 3, 1), "虚构路1号")
    assert [n for n, *_ in found.former_names] == ["虚构城老甲商行", "甲店"]
    assert queries.organisation_by_public_id(found.public_id) == found
    assert queries.organisation(found.id) == found


def test_the_same_rows_again_admit_nothing() -> None:
    rows = [body(A), body(B, "虚构城乙商贸有限公司", capital="10万")]
    enter(*rows)
    before = (Subject.objects.count(), Name.objects.count(), Entry.objects.count())
    assert outcomes(enter(*rows)) == [("duplicate", []), ("duplicate", [])]
    assert (Subject.objects.count(), Name.objects.count(), Entry.objects.count()) == before


def test_the_same_number_with_another_name_is_a_renaming() -> None:
    enter(body(name="虚构城甲商贸有限公司", registered="2020-03-01"))
    done = enter(body(name="虚构城新甲商贸有限公司"), now=LATER)
    assert outcomes(done) == [("admitted", ["subject.renamed"])]
    found = queries.organisation_by_code(A)
    assert found is not None
    assert found.name == "虚构城新甲商贸有限公司"
    assert found.former_names == (("虚构城甲商贸有限公司", date(2020, 3, 1), date(2026, 7, 1)),)


def test_an_old_file_does_not_bring_a_former_name_back() -> None:
    enter(body(name="虚构城甲商贸有限公司"))
    enter(body(name="虚构城新甲商贸有限公司"), now=LATER)
    done = enter(body(name="虚构城甲商贸有限公司"), now=LATER)
    assert outcomes(done) == [("held", ["subject.former_name_again"])]


def test_the_same_name_with_another_code_is_another_body() -> None:
    done = enter(body(A), body(B))
    assert done.admitted == 2
    assert done.rows["subject_id"].n_unique() == 2


def test_changed_words_renew_the_entry_and_keep_what_it_said() -> None:
    batch = uuid4()
    enter(body(address="虚构路1号"), batch=batch)
    done = enter(body(address="虚构路2号"))
    assert outcomes(done) == [("admitted", ["subject.changed"])]
    found = queries.organisation_by_code(A)
    assert found is not None
    assert found.address == "虚构路2号"
    assert ["虚构路1号" in e.entry for e in Entry.objects.order_by("id")] == [True, False]


def test_what_a_file_does_not_say_changes_nothing() -> None:
    enter(body(address="虚构路1号", org_status="存续", capital="10万"))
    assert outcomes(enter(body())) == [("duplicate", [])]


HELD: tuple[tuple[list[dict[str, str | None]], dict[str, str | None], str], ...] = (
    ([], {"org_name": "丙", "uscc": A, "org_code": B[8:17]}, "subject.identifiers_disagree"),
    (
        [body(A), body(B, reg_no="110108000000016")],
        body(A, reg_no="110108000000016"),
        "subject.identifiers_disagree",
    ),
    ([body(A, reg_no="110108000000016")], body(B, reg_no="110108000000016"), "subject.other_code"),
    ([body(A, org_status="注销")], body(A, org_status="存续"), "subject.revived"),
    ([body(A)], body(A, org_kind="个体工商户"), "subject.kind_changed"),
    (
        [body(A, deregistered="2020-01-01")],
        body(A, registered="2021-01-01"),
        "subject.dates_contradict",
    ),
    ([], body(A, registered="2021-01-01", deregistered="2020-01-01"), "subject.dates_contradict"),
    ([], body("无"), "subject.no_identifier"),
    ([], body(A, name="　"), "subject.no_name"),
    ([], body(A[:-1] + ("0" if A[-1] != "0" else "1")), "subject.no_identifier"),
)


@pytest.mark.parametrize(("before", "row", "code"), HELD)
def test_what_contradicts_the_register_is_held(
    before: list[dict[str, str | None]], row: dict[str, str | None], code: str
) -> None:
    if before:
        assert enter(*before).admitted == len(before)
    stood = list(Subject.objects.order_by("id").values())
    assert outcomes(enter(row)) == [("held", [code])]
    assert list(Subject.objects.order_by("id").values()) == stood


def test_rows_of_one_file_that_share_a_number_enter_once() -> None:
    done = enter(body(A), body(B, "乙"), body(A), body(A, "虚构城另一名称有限公司"))
    assert outcomes(done) == [
        ("admitted", []),
        ("admitted", []),
        ("duplicate", []),
        ("held", ["subject.conflicting_rows"]),
    ]
    assert done.rows["subject_id"][2] == done.rows["subject_id"][0]


def test_two_rows_that_name_one_known_body_by_two_numbers_are_not_both_taken() -> None:
    enter(body(A, reg_no="110108000000016"))
    done = enter(body(A, address="虚构路2号"), {"org_name": "丙", "uscc": "110108000000016"})
    assert outcomes(done) == [
        ("admitted", ["subject.changed"]),
        ("held", ["subject.conflicting_rows"]),
    ]


def test_chunks_of_one_file_do_not_overrule_one_another() -> None:
    batch = uuid4()
    enter(body(A), batch=batch, chunk=0)
    frame = [body(B, "虚构城乙"), body(A), body(A, "虚构城另一名称有限公司")]
    done = enter(*frame[:2], batch=batch, chunk=1, first_row=2)
    assert outcomes(done) == [("admitted", []), ("duplicate", [])]
    done = enter(frame[2], batch=batch, chunk=2, first_row=4)
    assert outcomes(done) == [("held", ["subject.conflicting_rows"])]
    found = queries.organisation_by_code(A)
    assert found is not None
    assert (found.name, found.former_names) == ("虚构城甲商贸有限公司", ())


def test_the_root_in_the_journal_is_that_of_the_stored_entries() -> None:
    batch = uuid4()
    enter(body(A), body("无"), body(B, "乙"), batch=batch, chunk=3)
    leaf = Leaf.objects.order_by("index").last()
    assert leaf is not None
    assert leaf.kind == "subjects.registered"
    assert leaf.body == {"batch": str(batch), "chunk": 3, "rows": 2}
    assert leaf.root is not None
    assert bytes(leaf.root) == merkle.root(queries.entry_leaves(batch, 3))


def test_frequencies_of_bigrams_follow_the_names() -> None:
    enter(body(A, "虚构城甲商贸"), body(B, "虚构城乙商贸"))
    enter(body(C, "虚构个体", org_kind="个体工商户"))
    counts = dict(Bigram.objects.values_list("bigram", "names"))
    assert counts["虚构"] == 2  # the individual business is in no index of parts
    assert counts["甲商"] == 1
    assert Name.objects.get(norm="虚构个体").bigrams == []


@pytest.mark.parametrize(
    ("file", "entered", "held"),
    [
        ("meizhou_orgs.csv", 1647, 0),
        ("xingning_orgs.csv", 296, 0),
        ("legacy_registration_numbers.csv", 797, 3),
    ],
)
def test_real_registers_enter_whole_and_each_body_is_found_first_by_its_name(
    shared_data: Path, file: str, entered: int, held: int
) -> None:
    rows = pl.read_csv(shared_data / "data" / file, infer_schema=False)
    roles = {"name": "org_name", "code": "uscc", "reg_date": "registered", "org_type": "org_kind",
             "reg_capital": "capital", "scope": "scope", "address": "address"}  # fmt: skip
    frame = rows.select(pl.col(k).alias(v) for k, v in roles.items())
    done = enter(*frame.to_dicts())
    assert (done.admitted, done.held) == (entered, held)
    admitted = done.rows.filter(pl.col("outcome") == "admitted")["row"].to_list()
    for row in admitted[:: max(1, len(admitted) // 100)]:
        name = frame["org_name"][row - 1]
        assert queries.search_names(name).hits[0].name == name
    assert Identifier.objects.count() == entered
