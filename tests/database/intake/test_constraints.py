"""The database has the last word on batches: every rule of its tables attacked by plain SQL."""

import pytest

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from tests.builders import city, desk_upload
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

BATCH, ROW, UPLOAD = "intake_batch", "intake_row", "intake_upload"
RENEWED = {
    BATCH: {"id": "gen_random_uuid()"},
    ROW: {"row_no": "row_no + 100000"},
    UPLOAD: {"id": "gen_random_uuid()"},
}
UNDONE = {"undone_by": "'x'", "undone_at": "now()", "undone_reason": "'x'"}
FINISHED = {"status": "'finished'"}
CASES = [
    Case("batch_status_is_known", BATCH, {"status": "'published'"}),
    Case("batch_sum_is_exact", BATCH, {**FINISHED, "rows": "rows + 1"}),
    Case("batch_never_counts_more_than_its_rows", BATCH, {"status": "'admitting'", "admitted": "rows + 1"}),
    Case("batch_never_counts_more_than_its_rows", BATCH, {"status": "'admitting'", "rejected": "rows + 1"}),
    Case("batch_never_counts_more_than_its_rows", BATCH, {"status": "'admitting'", "next_chunk": "chunks + 1"}),
    Case("batch_never_counts_more_than_its_rows", BATCH, {"warned": "admitted + 1"}),
    Case("batch_finished_when_all_chunks_are_in", BATCH, {**FINISHED, "chunks": "chunks + 1"}),
    Case("batch_finished_when_all_chunks_are_in", BATCH, {**FINISHED, "finished_at": "NULL"}),
    Case("batch_opened_by_whom_and_why", BATCH, {"opened_by": "'x'"}),
    Case("batch_opened_by_whom_and_why", BATCH, {"opened_reason": "'x'"}),
    Case("batch_sha256_has_32_bytes", BATCH, {"sha256": "''::bytea"}),
    Case("batch_agency_is_named", BATCH, {"agency_key": "''"}),
    Case("batch_empties_no_more_than_its_rows", BATCH, {"emptied": "rows + 1"}),
    Case("batch_never_counts_more_than_its_rows", BATCH, {"status": "'admitting'", "corrected": "rows + 1"}),
    Case("batch_channel_is_known", BATCH, {"channel": "'letter'"}),
    Case("batch_undone_by_whom_when_and_why", BATCH, {"undone_by": "'x'"}),
    Case("batch_undone_by_whom_when_and_why", BATCH, {"undone_by": "'x'", "undone_at": "now()"}),
    Case("batch_undone_by_whom_when_and_why", BATCH, {"undone_by": "'x'", "undone_at": "now()", "undone_reason": "''"}),
    Case("batch_undone_was_at_rest", BATCH, {"status": "'admitting'", **UNDONE}),
    Case("batch_undone_was_at_rest", BATCH, {"status": "'received'", **UNDONE}),
    Case("upload_agency_is_named", UPLOAD, {"agency_key": "''"}),
    Case("upload_receives_no_more_than_its_size", UPLOAD, {"received": "size + 1"}),
    Case("upload_receives_no_more_than_its_size", UPLOAD, {"received": "-1"}),
    Case("upload_receives_no_more_than_its_size", UPLOAD, {"size": "0", "received": "0"}),
    Case("upload_expires_after_it_started", UPLOAD, {"expires_at": "started_at"}),
    Case("row_emptied_names_no_party", ROW, {"emptied": "true"}),
    Case("row_agency_is_named", ROW, {"agency_key": "''"}),
    Case("row_outcome_is_known", ROW, {"outcome": "'admitted'"}),
    Case("row_outcome_is_known", ROW, {"outcome": "'lost'"}),
    Case("row_says_why", ROW, {"codes": "'{}'::text[]"}),
]  # fmt: skip


def test_every_rule_of_the_intake_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    city.penalise(1)  # of a body that nobody registered: held
    desk_upload.upload("samr")
    with acting_for(EVERY_AGENCY):
        attack_room("intake", renewed=RENEWED, cases=CASES)
