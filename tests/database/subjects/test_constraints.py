"""The database has the last word on subjects: each rule attacked by plain writes."""

import threading
from datetime import UTC, date, datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction

from gongxin.subjects import actions
from gongxin.subjects.kinds import Verdict
from gongxin.subjects.matching import Party
from gongxin.subjects.models import Entry, Identifier, Judgement, Name, Subject, Succession
from gongxin.subjects.refusals import JudgedAlready
from tests.database.subjects.registering import JURISDICTION, agency, enter, uscc
from tests.databases import Database

A, B = uscc(21), uscc(22)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def two() -> tuple[Subject, Subject]:
    done = enter({"org_name": "虚构城甲", "uscc": A}, {"org_name": "虚构城乙", "uscc": B})
    first, second = (Subject.objects.get(pk=pk) for pk in done.rows["subject_id"])
    return first, second


def judged(subject: Subject, verdict: str = "different", print_of: bytes = b"1") -> Judgement:
    return Judgement.objects.create(
        jurisdiction=JURISDICTION, party_fingerprint=print_of, reported={"name": "x", "codes": {}},
        subject=subject, verdict=verdict, evidence={"seen": "register"}, decided_by="officer",
        decided_at=NOW,
    )  # fmt: skip


SUBJECT_ATTACKS = (
    ("subject_kind_is_one_of_three", {"subject_kind": "citizen"}),
    ("subject_organisation_has_a_kind", {"kind": None}),
    ("subject_organisation_has_a_kind", {"kind": "person"}),
    ("subject_organisation_has_a_kind", {"subject_kind": "practitioner"}),
    ("subject_status_is_known", {"status": "blacklisted"}),
    ("subject_active_has_no_end", {"status": "active", "deregistered_date": date(2020, 1, 1)}),
    (
        "subject_ends_after_it_begins",
        {
            "registered_date": date(2020, 1, 2),
            "deregistered_date": date(2020, 1, 1),
            "status": "deregistered",
        },
    ),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "values"), SUBJECT_ATTACKS)
def test_a_subject_is_described_in_known_words_alone(rule: str, values: dict[str, object]) -> None:
    whole = {
        "jurisdiction": JURISDICTION, "subject_kind": "organisation", "kind": "enterprise",
        "status": "active", "batch": uuid4(), "row_no": 1,
    }  # fmt: skip
    Subject.objects.create(**whole)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Subject.objects.create(**{**whole, "row_no": 2, **values})


UPDATES = (
    (Identifier, {"grade": "invalid"}, "identifier_passed_its_check"),
    (Identifier, {"valid_from": date(2020, 1, 2)}, "append-only"),
    (Identifier, {"value": "91"}, "append-only"),
    (Identifier, {"scheme": "org_code"}, "append-only"),
    (Name, {"kind": "nickname"}, "name_kind_is_known"),
    (Name, {"valid_until": date(2020, 1, 2)}, "name_present_has_not_ended"),
    (Name, {"norm": "别人"}, "append-only"),
    (Name, {"subject_id": 1}, "append-only"),
    (Subject, {"public_id": uuid4()}, "append-only"),
    (Subject, {"subject_kind": "farm_household"}, "append-only"),
    (Entry, {"entry": "{}"}, "append-only|permission denied"),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "values", "rule"), UPDATES)
def test_what_was_registered_is_not_rewritten(
    table: type[Subject], values: dict[str, object], rule: str
) -> None:
    two()
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        table.objects.update(**values)


@pytest.mark.django_db
@pytest.mark.parametrize("table", [Subject, Identifier, Name, Entry, Judgement, Succession])
def test_nothing_in_the_register_is_deleted(table: type[Subject]) -> None:
    first, second = two()
    judged(first)
    Succession.objects.create(
        jurisdiction=JURISDICTION, predecessor=first, successor=second, kind="merger",
        effective_date=date(2026, 1, 1), source="函",
    )  # fmt: skip
    name = table._meta.db_table
    for statement in (f"DELETE FROM {name}", f"TRUNCATE {name} CASCADE"):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_a_live_number_names_one_subject_and_a_body_has_one_present_name() -> None:
    first, second = two()
    with (
        pytest.raises(IntegrityError, match="identifier_live_names_one_subject"),
        transaction.atomic(),
    ):
        Identifier.objects.create(
            jurisdiction=JURISDICTION, subject=second, scheme="uscc", value=A, grade="valid"
        )
    with pytest.raises(IntegrityError, match="name_present_is_one"), transaction.atomic():
        Name.objects.create(
            jurisdiction=JURISDICTION,
            subject=first,
            name="又",
            norm="又",
            kind="present",
            bigrams=[],
        )


@pytest.mark.django_db
def test_no_index_of_parts_leads_to_an_individual_business() -> None:
    done = enter(
        {"org_name": "虚构城红豆饭店", "uscc": uscc(23, "92")}, {"org_name": "虚构城甲", "uscc": A}
    )
    shop, firm = (Subject.objects.get(pk=pk) for pk in done.rows["subject_id"])
    with pytest.raises(IntegrityError, match="found whole or not at all"), transaction.atomic():
        Name.objects.create(
            jurisdiction=JURISDICTION, subject=shop, name="红豆", norm="红豆", kind="short", bigrams=["红豆"]
        )  # fmt: skip
    for subject, kind in ((shop, "enterprise"), (firm, "individual_business")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Subject.objects.filter(pk=subject.pk).update(kind=kind)


@pytest.mark.django_db
def test_different_is_for_ever() -> None:
    first, _ = two()
    judged(first, "different")
    for values in (
        {"ended_at": NOW, "ended_by": "officer"},
        {"verdict": "same"},
        {"verdict": "unsure", "ended_at": NOW, "ended_by": "officer"},
        {"party_fingerprint": b"2"},
        {"decided_at": NOW, "reported": {}},
    ):
        with (
            pytest.raises(DatabaseError, match=r"only be ended|different_is_for_ever"),
            transaction.atomic(),
        ):
            Judgement.objects.update(**values)


@pytest.mark.django_db
def test_a_judgement_ends_once_and_changes_in_nothing_else() -> None:
    first, _ = two()
    judged(first, "unsure")
    with pytest.raises(DatabaseError, match="only be ended"), transaction.atomic():
        Judgement.objects.update(verdict="same", ended_at=NOW, ended_by="o")
    with pytest.raises(IntegrityError, match="ended_when_and_by_whom"), transaction.atomic():
        Judgement.objects.update(ended_at=NOW)
    Judgement.objects.update(ended_at=NOW, ended_by="o")
    with pytest.raises(DatabaseError, match="only be ended"), transaction.atomic():
        Judgement.objects.update(ended_by="another")


@pytest.mark.django_db
def test_a_party_is_one_subject_and_has_one_live_verdict_on_each() -> None:
    first, second = two()
    judged(first, "same")
    with (
        pytest.raises(IntegrityError, match="judgement_party_is_one_subject"),
        transaction.atomic(),
    ):
        judged(second, "same")
    with (
        pytest.raises(IntegrityError, match="judgement_live_is_one_per_pair"),
        transaction.atomic(),
    ):
        judged(first, "different")
    judged(second, "different")


SUCCESSIONS = (
    ("succession_is_to_another", {"same": True}),
    ("succession_kind_is_known", {"kind": "purchase"}),
    ("succession_has_a_source", {"source": ""}),
)


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "values"), SUCCESSIONS)
def test_a_succession_ties_two_bodies_by_a_document(rule: str, values: dict[str, object]) -> None:
    first, second = two()
    successor = first if values.pop("same", False) else second
    whole = {"kind": "merger", "source": "函", **values}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Succession.objects.create(
            jurisdiction=JURISDICTION, predecessor=first, successor=successor,
            effective_date=date(2026, 1, 1), **whole,
        )  # fmt: skip


def test_two_registers_with_the_same_new_body_at_once_enter_it_once(
    fresh_database: Database,
) -> None:
    agency()
    gate = threading.Barrier(2, timeout=20)
    ended: list[tuple[int, int]] = []

    def clerk() -> None:
        try:
            gate.wait()
            done = enter({"org_name": "虚构城同时", "uscc": A})
            ended.append((done.admitted, done.duplicates))
        finally:
            connections.close_all()

    clerks = [threading.Thread(target=clerk) for _ in range(2)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join(60)
    assert sorted(ended) == [(0, 1), (1, 0)]
    with psycopg.connect(fresh_database.dsn) as other:
        assert other.execute("SELECT count(*) FROM subjects_identifier").fetchone() == (1,)


def test_two_officers_who_judge_one_party_at_once_agree_on_one_subject(
    fresh_database: Database,
) -> None:
    subjects = two()
    gate = threading.Barrier(2, timeout=20)
    ended: list[str] = []

    def officer(subject: Subject) -> None:
        try:
            gate.wait()
            actions.judge(
                party=Party("虚构城甲", (("uscc", A),)), subject_id=subject.pk, verdict=Verdict.SAME,
                evidence={"register": "seen"}, jurisdiction=JURISDICTION, by="officer", now=NOW,
            )  # fmt: skip
            ended.append("judged")
        except JudgedAlready:
            ended.append("refused")
        finally:
            connections.close_all()

    officers = [threading.Thread(target=officer, args=(subject,)) for subject in subjects]
    for one in officers:
        one.start()
    for one in officers:
        one.join(60)
    assert sorted(ended) == ["judged", "refused"]
    with psycopg.connect(fresh_database.dsn) as other:
        assert other.execute("SELECT count(*) FROM subjects_judgement").fetchone() == (1,)


# A person would need columns like these. None exists: what is not there cannot leak.
PERSONAL = (
    "person", "resident", "id_card", "birth", "gender", "sex", "phone", "mobile", "email", "legal_rep",
    "operator", "representative", "contact", "marital", "ethnic", "religion", "score", "rating", "points",
)  # fmt: skip


@pytest.mark.django_db
def test_no_column_of_the_register_describes_a_person() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name LIKE 'subjects\\_%'"
        )
        columns = cursor.fetchall()
    assert len({table for table, _ in columns}) == 7
    assert [c for c in columns if any(word in c[1] for word in PERSONAL)] == []
