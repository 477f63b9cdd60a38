"""The database has the last word on batches: every rule of its tables attacked by plain SQL."""

import pytest
from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import sending
from gongxin.intake.conveyor import Incoming
from tests.builders import city, files, machines
from tests.builders.attacks import Case, attack_room
from tests.builders.machine_attacks import INTAKE_CASES, INTAKE_RENEWED

pytestmark = pytest.mark.django_db

BATCH, ROW = "intake_batch", "intake_row"
RENEWED = {
    BATCH: {"id": "gen_random_uuid()"},
    ROW: {"row_no": "row_no + 100000"},
    **INTAKE_RENEWED,
}
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
    Case("row_emptied_names_no_party", ROW, {"emptied": "true"}),
    Case("row_agency_is_named", ROW, {"agency_key": "''"}),
    Case("row_outcome_is_known", ROW, {"outcome": "'admitted'"}),
    Case("row_outcome_is_known", ROW, {"outcome": "'lost'"}),
    Case("row_says_why", ROW, {"codes": "'{}'::text[]"}),
    *INTAKE_CASES,
]  # fmt: skip


def sent_once() -> None:
    """A batch that a program sent."""
    sending.send_once(
        token="one-of-june",
        incoming=Incoming(
            files.table([files.penalty(2, authority_code=city.samr_code())]),
            "api",
            "penalty",
            "samr",
        ),
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by="samr.clerk",
        now=city.NOW,
        today=city.TODAY,
    )


def test_every_rule_of_the_intake_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    city.penalise(1)  # of a body that nobody registered: held
    sent_once()
    machines.opened_source()
    with acting_for(EVERY_AGENCY):
        attack_room("intake", renewed=RENEWED, cases=CASES)
