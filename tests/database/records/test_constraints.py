"""The database has the last word on records: every rule of its tables attacked by plain SQL."""

from uuid import uuid4

import pytest
from django.db import connection

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.records import actions, masks
from gongxin.records import queries as records
from tests.builders import city
from tests.builders import twins as two
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

NEW = "gen_random_uuid()"
RENEWED = {
    "records_version": {"record": NEW, "batch": NEW, "number": "1", "state": "'admitted'"},
    "records_chunk": {"batch": NEW, "leaf_index": "leaf_index + 100000"},
    "records_release": {"batch": NEW},
    "records_markevent": {},
    "records_maskevent": {},
    "records_contested": {"record": NEW},
    "records_contestanswer": {"contested_id": "(SELECT max(id) FROM records_contested)"},
    "records_tombstone": {"record": NEW},
    "records_change": {"sequence": "sequence + 100000"},
    "records_twin": {"one": "'00000000-0000-8000-8000-000000000000'::uuid"},
    "records_twinlook": {"leaf_index": "leaf_index + 100000"},
    "records_distinct": {"twin_id": "(SELECT max(id) FROM records_twin)"},
    "records_merge": {"record": NEW, "motion": NEW},
}
VERSION, CHUNK, RELEASE = "records_version", "records_chunk", "records_release"
ERASED = {"record": "record", "number": "2", "state": "'erased'", "reason": "'x'"}
SHORT, LONG = "'\\x00'::bytea", "sha256('x') || '\\x00'::bytea"
CASES = [
    Case("record_state_is_known", VERSION, {"state": "'hidden'", "record": "record", "number": "2", "reason": "'x'"}),
    Case("record_severity_is_known", VERSION, {"severity": "'terrible'"}),
    Case("record_severity_is_known", VERSION, {"severity": "''"}),
    Case("record_severity_is_known", VERSION, {"severity_reported": "'terrible'"}),
    Case("record_valid_is_not_empty", VERSION, {"valid": "'empty'::daterange"}),
    Case("record_valid_is_not_empty", VERSION, {"valid": "daterange('2026-01-01', '2026-01-01')"}),
    Case("record_number_from_one", VERSION, {"number": "0", "reason": "'x'"}, "record_change_has_a_reason"),
    Case("record_change_has_a_reason", VERSION, {"state": "'withdrawn'"}),
    Case("record_change_has_a_reason", VERSION, {"state": "'repaired'", "reason": "'x'"}),
    Case("record_change_has_a_reason", VERSION, {"record": "record", "number": "2", "reason": "NULL"}),
    *(Case("record_digests_have_their_length", VERSION, {column: value})
      for column in ("commitment", "content_mac", "salt") for value in (SHORT, LONG, "''::bytea")),
    Case("record_without_a_subject_says_nothing", VERSION, {"subject_id": "NULL"}),
    Case("record_erased_says_nothing", VERSION, {**ERASED, "payload": "'{}'"}),
    Case("record_erased_says_nothing", VERSION, {**ERASED, "subject_id": "NULL"}, "record_without_a_subject_says_nothing"),
    Case("chunk_rows_are_ordered", CHUNK, {"first_row": "last_row + 1"}),
    Case("chunk_rows_are_ordered", CHUNK, {"rows": "0"}),
    Case("chunk_rows_are_ordered", CHUNK, {"root": SHORT}),
    Case("release_is_of_a_batch_or_of_a_version", RELEASE, {"batch": "NULL"}),
    Case("release_is_of_a_batch_or_of_a_version", RELEASE, {"record": NEW, "number": "1"}),
    Case("release_is_of_a_batch_or_of_a_version", RELEASE, {"batch": "NULL", "record": NEW}),
    Case("release_is_of_a_batch_or_of_a_version", RELEASE, {"batch": "NULL", "number": "1"}),
    Case("release_needs_a_second_person", RELEASE, {"approved_by": "proposed_by"}),
    Case("release_needs_a_second_person", RELEASE, {"kind": "'urgent'"}),
    Case("release_needs_a_second_person", RELEASE, {"kind": "''", "approved_by": "proposed_by"}),
    Case("release_is_bound_to_what_was_seen", RELEASE, {"seen_hash": "''::bytea"}),
    Case("release_is_bound_to_what_was_seen", RELEASE, {"seen_hash": LONG}),
    Case("mark_kind_is_known", "records_markevent", {"kind": "'suspicious'"}),
    Case("mark_event_is_known", "records_markevent", {"event": "'moved'"}),
    Case("mask_is_placed_from_a_day_or_lifted", "records_maskevent", {"from_date": "NULL"}),
    Case("mask_is_placed_from_a_day_or_lifted", "records_maskevent", {"event": "'lifted'"}),
    Case("mask_is_placed_from_a_day_or_lifted", "records_maskevent", {"event": "'moved'"}),
    Case("mask_is_somebodys", "records_maskevent", {"holder": "''"}),
    Case("mask_is_somebodys", "records_maskevent", {"by": "''"}),
    *(Case("contested_is_somebodys", "records_contested", {column: value})
      for column, value in (("holder", "''"), ("by", "''"), ("fingerprint_mac", SHORT))),
    Case("tombstone_event_is_known", "records_tombstone", {"event": "'correct'"}),
    Case("twin_is_of_two", "records_twin", {"one": "other", "other": "other"}),
    Case("twin_is_of_two", "records_twin", {"one": "other", "other": "one"}),
    Case("twin_says_why", "records_twin", {"reasons": "'{}'::text[]"}),
    Case("twin_agency_is_named", "records_twin", {"agency_key": "''"}),
    Case("distinct_has_a_reason", "records_distinct", {"reason": "''"}),
    Case("distinct_has_a_reason", "records_distinct", {"by": "''"}),
    Case("distinct_agency_is_named", "records_distinct", {"agency_key": "''"}),
    Case("merge_event_is_known", "records_merge", {"event": "'hide'"}),
    Case("merge_is_of_two", "records_merge", {"record": "stands"}),
    Case("merge_agency_is_named", "records_merge", {"agency_key": "''"}),
    Case("contest_answer_is_somebodys", "records_contestanswer", {"by": "''"}),
    Case("change_cause_is_known", "records_change", {"cause": "'whim'"}),
    Case("change_cause_is_known", "records_change", {"cause": "'exit'", "operation": "'mark'"}),
    Case("change_operation_is_known", "records_change", {"operation": "'publish'"}),
]  # fmt: skip


@pytest.fixture
def lived_in() -> None:
    city.city_hall()
    record = city.published_penalty(1)
    actions.place_mark(record=record, kind="disputed", basis="case", by="samr.clerk", now=city.NOW)
    actions.mask(record=record, holder="case", from_date=city.TODAY, by="samr.clerk", now=city.NOW)
    for holder in ("case", "another"):
        actions.contest(record=record, holder=holder, by="samr.clerk", now=city.NOW)
    contest = int(masks.contested()["contest"].to_list()[0])
    actions.ensure_contest_answered(
        contest=contest, certificate=uuid4(), by="centre.supervisor", now=city.NOW
    )
    actions.withdraw(record=record, reason="决定被撤销", by="samr.clerk", now=city.NOW)
    paired()


def paired() -> None:
    """Three pairs, each a decision in two writings: one merged, one told apart, one that nobody has decided on."""
    city.register(3, 4, 5)
    for serial in (3, 4, 5):
        two.reported_twice(serial)
    first, second, _ = two.looked()
    two.merged(first, first.other.record)
    with acting_for(EVERY_AGENCY):
        actions.tell_apart(twin=second.id, reason="两次检查", by=two.PROPOSER, now=city.NOW)


@pytest.mark.usefixtures("lived_in")
def test_every_rule_of_the_records_refuses_what_it_is_there_to_refuse() -> None:
    with acting_for(EVERY_AGENCY):
        attack_room(
            "records",
            renewed=RENEWED,
            cases=[*CASES, Case("release_of_a_version_happens_once", RELEASE, released_version())],
        )


def released_version() -> dict[str, str]:
    """A release of a version, made twice: the first enters here."""
    city.register(2)
    (record,) = records.records_of_batch(city.penalise(2).batch).values()  # fmt: skip
    version = {"batch": "NULL", "record": f"'{record}'::uuid", "number": "1"}
    columns = "jurisdiction, kind, proposed_by, approved_by, seen_hash"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_release (record, number, {columns}) SELECT %s, 1, {columns} FROM records_release LIMIT 1",
            [record],
        )
    return version
