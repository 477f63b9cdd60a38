"""Attacks on the tables of keys, of requests sent once and of sources; the rooms' own tests carry them out."""

from typing import Final

from tests.builders.attacks import Case

KEY, SENT, SOURCE = "agencies_key", "intake_sent", "intake_source"

KEY_RENEWED: Final = {
    KEY: {
        "id": "gen_random_uuid()",
        "number": "number + 1000",
        "motion": "gen_random_uuid()",
        "digest": "decode(repeat('ab', 32), 'hex')",
        "account_id": "(SELECT id FROM agencies_account WHERE username = 'samr.clerk')",
    }
}
_REVOKED: Final = {"revoked_at": "now()", "revoked_by": "'x'", "revoked_reason": "'y'"}
KEY_CASES: Final = [
    Case("key_agency_is_named", KEY, {"agency_key": "''"}),
    Case("key_says_what_for", KEY, {"label": "''"}),
    Case("key_scopes_are_known", KEY, {"scopes": "'{submit,release}'::text[]"}),
    Case("key_scopes_are_known", KEY, {"scopes": "'{}'::text[]"}),
    Case("key_is_for_items_and_addresses", KEY, {"items": "'{}'::text[]"}),
    Case("key_is_for_items_and_addresses", KEY, {"addresses": "'{}'::text[]"}),
    Case("key_quota_is_ordered", KEY, {"per_minute": "0"}),
    Case("key_quota_is_ordered", KEY, {"per_day": "per_minute - 1"}),
    Case("key_is_approved_by_another", KEY, {"approved_by": "proposed_by"}),
    Case("key_collected_when_and_by_whom", KEY, {"digest": "NULL"}),
    Case("key_collected_when_and_by_whom", KEY, {"digest": "decode('ab', 'hex')"}),
    Case("key_collected_when_and_by_whom", KEY, {"collected_by": "NULL"}),
    Case("key_collected_when_and_by_whom", KEY, {"hint": "NULL"}),
    Case("key_revoked_when_by_whom_and_why", KEY, {"revoked_at": "now()"}),
    Case("key_revoked_when_by_whom_and_why", KEY, {**_REVOKED, "revoked_reason": "''"}),
    Case("key_revoked_when_by_whom_and_why", KEY, {**_REVOKED, "revoked_by": "NULL"}),
]  # fmt: skip

_ANOTHER_BATCH: Final = (
    "(SELECT id FROM intake_batch WHERE id NOT IN (SELECT batch_id FROM intake_sent) LIMIT 1)"
)
INTAKE_RENEWED: Final = {
    SENT: {"token_hash": "decode(repeat('cd', 32), 'hex')", "batch_id": _ANOTHER_BATCH},
    SOURCE: {
        "id": "gen_random_uuid()",
        "number": "number + 1000",
        "account": "'x.source.1'",
        "motion": "gen_random_uuid()",
    },
}
INTAKE_CASES: Final = [
    Case("sent_agency_is_named", SENT, {"agency_key": "''"}),
    Case("sent_digests_have_32_bytes", SENT, {"token_hash": "'x'::bytea"}),
    Case("sent_digests_have_32_bytes", SENT, {"request_digest": "'x'::bytea"}),
    Case("source_agency_is_named", SOURCE, {"agency_key": "''"}),
    Case("source_kind_is_known", SOURCE, {"kind": "'oracle'"}),
    Case("source_transport_is_known", SOURCE, {"transport": "'pigeon'"}),
    Case("source_state_is_known", SOURCE, {"state": "'asleep'"}),
    Case("source_closed_when", SOURCE, {"state": "'closed'"}),
    Case("source_closed_when", SOURCE, {"closed_at": "now()"}),
    *(
        Case("source_names_its_view", SOURCE, {column: "''"})
        for column in ("host", "database", "view", "cursor_column")
    ),
    Case("source_port_and_pace_are_possible", SOURCE, {"port": "65536"}),
    Case("source_port_and_pace_are_possible", SOURCE, {"every_minutes": "0"}),
    Case("source_password_is_sealed", SOURCE, {"sealed_password": "'open sesame'::bytea"}),
    Case("source_cursor_is_whole", SOURCE, {"cursor_value": "'1'"}),
    Case("source_cursor_is_whole", SOURCE, {"cursor_kind": "'whole'", "cursor_value": "'1'", "overlap_digest": "'x'::bytea"}),
    Case("source_cursor_is_whole", SOURCE, {"cursor_kind": "'float'", "cursor_value": "'1'", "overlap_digest": "decode(repeat('cd', 32), 'hex')"}),
    Case("source_is_approved_by_another", SOURCE, {"approved_by": "proposed_by"}),
]  # fmt: skip
