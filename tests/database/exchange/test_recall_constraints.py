"""The database has the last word on what happened with a recall: every rule of the table attacked by plain SQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from gongxin.exchange.models import RecallEvent
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

EVENT = "exchange_recallevent"
RENEWED = {
    EVENT: {"recall": "gen_random_uuid()"},
}
NOTHING_SAID = {"outcome": "NULL", "via": "NULL", "done_at": "NULL"}
NO_PROOF = {"signed": "NULL", "body": "NULL", "signature": "NULL"}
CASES = [
    Case("recall_event_is_known", EVENT, {"event": "'forgotten'", **NOTHING_SAID, **NO_PROOF},
         overruled_by="recall_attempt_and_call_say_what_came"),
    Case("recall_is_of_an_institution", EVENT, {"recipient_kind": "'anonymous'"}),
    Case("recall_is_of_an_institution", EVENT, {"recipient": "''"}),
    Case("recall_event_is_somebodys", EVENT, {"by": "''"}),
    Case("recall_acknowledgement_says_what_and_how", EVENT, {"outcome": "NULL"}),
    Case("recall_acknowledgement_says_what_and_how", EVENT, {"outcome": "'lost'"}),
    Case("recall_acknowledgement_says_what_and_how", EVENT, {"done_at": "NULL"}),
    Case("recall_acknowledgement_says_what_and_how", EVENT, {"via": "NULL", **NO_PROOF}),
    Case("recall_acknowledgement_says_what_and_how", EVENT, {"via": "'hearsay'", **NO_PROOF}),
    Case("recall_acknowledgement_says_what_and_how", EVENT, {"event": "'delivered'"}),
    Case("recall_signed_word_has_its_proof", EVENT, {"signature": "NULL"}),
    Case("recall_signed_word_has_its_proof", EVENT, {"signature": "'\\x00'::bytea"}),
    Case("recall_signed_word_has_its_proof", EVENT, {"signed": "NULL"}),
    Case("recall_signed_word_has_its_proof", EVENT, {"body": "NULL"}),
    Case("recall_signed_word_has_its_proof", EVENT, {"via": "'digest'"}),
    Case("recall_written_word_names_its_paper", EVENT, {"via": "'written'", "note": "NULL", **NO_PROOF}),
    Case("recall_written_word_names_its_paper", EVENT, {"via": "'written'", "note": "''", **NO_PROOF}),
    Case("recall_attempt_and_call_say_what_came", EVENT, {"event": "'failed'", **NOTHING_SAID, **NO_PROOF}),
    Case("recall_attempt_and_call_say_what_came", EVENT, {"event": "'called'", "code": "''", **NOTHING_SAID, **NO_PROOF}),
    Case("recall_attempt_and_call_say_what_came", EVENT, {"code": "'timeout'"}),
    Case("recall_word_is_kept_once", EVENT, {"recall": "recall"}),
]  # fmt: skip


def test_every_rule_of_recalls_refuses_what_it_is_there_to_refuse() -> None:
    now = timezone.now()
    RecallEvent.objects.create(
        recall="00000000-0000-8000-8000-000000000001",
        sequence=1,
        recipient_kind="partner",
        recipient="bank-a",
        event="acknowledged",
        at=now,
        by="bank-a",
        outcome="deleted",
        via="signature",
        done_at=now - timedelta(minutes=1),
        signed=b"base",
        body=b"{}",
        signature=b"s" * 64,
    )
    attack_room("exchange", renewed=RENEWED, cases=CASES, tables=[EVENT])
