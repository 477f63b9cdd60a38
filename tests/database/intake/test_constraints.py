"""The database has the last word on batches: every rule of its tables attacked by plain SQL."""

import pytest
from django.conf import settings

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.intake import sending
from gongxin.intake.conveyor import Incoming
from gongxin.intake.opinions import Opinion
from tests.builders import city, desk_fixes, desk_upload, files, machines, matching, returns
from tests.builders.attacks import Case, attack_room
from tests.builders.machine_attacks import INTAKE_CASES, INTAKE_RENEWED

pytestmark = pytest.mark.django_db

BATCH, ROW, FIX, PROFILE = "intake_batch", "intake_row", "intake_fix", "intake_profile"
ADMISSION, REVIEW, UPLOAD = "intake_admission", "intake_review", "intake_upload"
CERTIFICATE, REINSERTION, TOLD = (
    "intake_certificate",
    "intake_reinsertion",
    "intake_reinsertiontold",
)
SAYS = {"verdict": "'same'", "question": "NULL", "judgement": "1", "subject": "1"}
RENEWED = {
    BATCH: {"id": "gen_random_uuid()", "status": "'received'", "touched_at": "NULL",
            "finished_at": "NULL"},
    ROW: {"row_no": "row_no + 100000"},
    UPLOAD: {"id": "gen_random_uuid()"},
    ADMISSION: {"id": "gen_random_uuid()"},
    REVIEW: {"verdict": "'unsure'", "question": "'?'", "undoes_id": "NULL"},
    FIX: {"number": "number + 100000"},
    PROFILE: {"id": "id + 100000", "version": "version + 100000"},
    CERTIFICATE: {"id": "gen_random_uuid()", "motion": "gen_random_uuid()"},
    REINSERTION: {
        "id": "gen_random_uuid()", "record": "gen_random_uuid()",
        "certificate_id": "(SELECT id FROM intake_certificate WHERE id NOT IN (SELECT certificate_id FROM intake_reinsertion) LIMIT 1)",
        "admission_id": "(SELECT id FROM intake_admission WHERE id NOT IN (SELECT admission_id FROM intake_reinsertion) LIMIT 1)",
    },
    TOLD: {"reinsertion_id": "(SELECT id FROM intake_reinsertion WHERE id NOT IN (SELECT reinsertion_id FROM intake_reinsertiontold) LIMIT 1)"},
    **INTAKE_RENEWED,
}  # fmt: skip
NOTHING_IN = {"next_chunk": "0", "admitted": "0", "duplicates": "0", "held": "0", "rejected": "0", "warned": "0"}  # fmt: skip
DISCARDED = {**NOTHING_IN, "status": "'discarded'"}
FINISHED = {"status": "'finished'", "finished_at": "now()", "next_chunk": "chunks", "admitted": "rows",
            "duplicates": "0", "held": "0", "rejected": "0", "warned": "0"}  # fmt: skip
DRAFT = {**NOTHING_IN, "status": "'draft'", "touched_at": "now()"}
UNDONE = {"undone_by": "'x'", "undone_at": "now()", "undone_reason": "'x'"}
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
    Case("batch_draft_says_when_it_was_touched", BATCH, {**DRAFT, "touched_at": "NULL"}),
    Case("batch_draft_admits_nothing", BATCH, {**DRAFT, "rejected": "rows"}),
    Case("batch_draft_admits_nothing", BATCH, {**DRAFT, "next_chunk": "chunks"}),
    Case("batch_discarded_when_and_by_whom", BATCH, DISCARDED),
    Case("batch_discarded_when_and_by_whom", BATCH, {**DISCARDED, "discarded_by": "'x'"}),
    Case("batch_discarded_when_and_by_whom", BATCH, {"discarded_by": "'x'", "discarded_at": "now()"}),
    Case("fix_kind_is_known", FIX, {"kind": "'guess'"}),
    Case("fix_agency_is_named", FIX, {"agency_key": "''"}),
    Case("fix_names_its_field", FIX, {"field": "''"}),
    Case("fix_counts_from_one", FIX, {"number": "0"}),
    Case("fix_undone_when_and_by_whom", FIX, {"undone_by": "'x'"}),
    Case("fix_undone_when_and_by_whom", FIX, {"undone_at": "now()"}),
    Case("profile_version_is_one", PROFILE, {"version": "version"}),
    Case("profile_agency_is_named", PROFILE, {"agency_key": "''"}),
    Case("profile_counts_from_one", PROFILE, {"version": "0"}),
    Case("profile_takes_up_an_earlier_one", PROFILE, {"batch_id": "NULL", "taken_from": "version + 200000"}),
    Case("profile_comes_of_a_batch_or_a_version", PROFILE, {"batch_id": "NULL"}),
    Case("profile_comes_of_a_batch_or_a_version", PROFILE, {"taken_from": "1"}),
    Case("profile_digest_has_32_bytes", PROFILE, {"digest": "''::bytea"}),
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
    Case("row_admitted_by_a_judgement", ROW, {"outcome": "'admitted'", "judgement": "NULL", "admission_id": "NULL"}),
    Case("row_admitted_by_a_judgement", ROW, {"outcome": "'held'", "judgement": "1", "admission_id": "NULL"}),
    Case("row_admitted_by_a_judgement", ROW, {"outcome": "'held'", "admission_id": "(SELECT id FROM intake_admission LIMIT 1)"}),
    Case("intake_row_admission_id_2403b002_fk_intake_admission_id", ROW, {"outcome": "'admitted'", "judgement": "1", "admission_id": "gen_random_uuid()"}),
    Case("admission_agency_is_named", ADMISSION, {"agency_key": "''"}),
    Case("admission_has_rows", ADMISSION, {"rows": "0"}),
    Case("admission_is_signed", ADMISSION, {"admitted_by": "''"}),
    Case("review_verdict_is_known", REVIEW, {"verdict": "'guilty'", "question": "NULL"}),
    Case("party_review_agency_is_named", REVIEW, {"agency_key": "''"}),
    Case("review_is_signed_and_says_why", REVIEW, {"reason": "''"}),
    Case("review_is_signed_and_says_why", REVIEW, {"decided_by": "''"}),
    Case("review_asks_where_it_cannot_tell", REVIEW, {"question": "NULL"}),
    Case("review_asks_where_it_cannot_tell", REVIEW, {"question": "''"}),
    Case("review_asks_where_it_cannot_tell", REVIEW, {**SAYS, "question": "'?'"}),
    *(Case("review_finding_is_a_judgement", REVIEW, {**SAYS, "verdict": verdict, column: "NULL"})
      for verdict in ("'same'", "'different'", "'new'") for column in ("judgement", "subject")),
    Case("intake_review_undoes_id_54948aa1_fk_intake_review_id", REVIEW, {**SAYS, "verdict": "'reopened'", "undoes_id": "-1"}),
    Case("review_undoing_names_what", REVIEW, {**SAYS, "verdict": "'reopened'"}),
    Case("review_undoing_names_what", REVIEW, {"undoes_id": "(SELECT max(id) FROM intake_review)"}),
    Case("intake_review_undoes_id_key", REVIEW, {**SAYS, "verdict": "'reopened'", "undoes_id": "(SELECT max(undoes_id) FROM intake_review)"}),
    Case("row_outcome_is_known", ROW, {"outcome": "'lost'"}),
    Case("row_says_why", ROW, {"codes": "'{}'::text[]"}),
    Case("certificate_agency_is_named", CERTIFICATE, {"agency_key": "''"}),
    *(Case("certificate_says_what_and_why", CERTIFICATE, {column: "''"}) for column in ("checked", "why", "certified_by")),
    Case("certificate_names_its_paper", CERTIFICATE, {"paper_number": "''"}),
    Case("certificate_names_its_paper", CERTIFICATE, {"paper_digest": "'x'::bytea"}),
    Case("reinsertion_agency_is_named", REINSERTION, {"agency_key": "''"}),
    Case("reinsertion_is_signed", REINSERTION, {"by": "''"}),
    Case("reinsertion_told_agency_is_named", TOLD, {"agency_key": "''"}),
    Case("reinsertion_told_how_and_by_whom", TOLD, {"channel": "'rumour'"}),
    Case("reinsertion_told_how_and_by_whom", TOLD, {"proof": "''"}),
    Case("reinsertion_told_how_and_by_whom", TOLD, {"by": "''"}),
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
    city.register(2, 3)
    matching.decide(matching.waiting(2), Opinion.SAME, matching.subject_of(2))
    done = matching.decide(matching.waiting(3), Opinion.SAME, matching.subject_of(3))
    matching.take_back(done.review)
    matching.decide(
        matching.waiting(3, 行政处罚决定书文号="构市监罚〔2026〕9号"), Opinion.UNSURE, question="？"
    )
    desk_fixes.profiles("samr")
    desk_upload.upload("samr")
    sent_once()
    returns.told(returns.returned(11))
    returns.returned(12)
    returns.left(13)
    returns.certified(returns.sent(13))
    machines.opened_source()
    with acting_for(EVERY_AGENCY):
        attack_room("intake", renewed=RENEWED, cases=CASES)
