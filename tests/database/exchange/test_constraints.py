"""The database has the last word on the room of exchange: every rule of its tables attacked by plain SQL."""

import pytest
from django.db import connection
from django.utils import timezone

from gongxin.exchange.actions import reading
from gongxin.exchange.models import SetState, Stale, StaleLook
from tests.builders import city, partners
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

PARTNER, TERMS = "exchange_partner", "exchange_partnerterms"
STATE, COMPARISON = "exchange_setstate", "exchange_setcomparison"
STALE, LOOK = "exchange_stale", "exchange_stalelook"
SHORT = "'\\x00'::bytea"
TABLES = (PARTNER, TERMS, STATE, COMPARISON, STALE, LOOK)
RENEWED = {
    PARTNER: {"key": "'another'"},
    TERMS: {},
    STATE: {"sequence": "sequence + 1"},
    COMPARISON: {},
    STALE: {"sequence": "sequence + 1"},
    LOOK: {"sequence": "sequence + 1"},
}
CASES = [
    Case("partner_kind_is_known", PARTNER, {"kind": "'person'"}),
    Case("partner_key_is_plain", PARTNER, {"key": "'Another bank'"}),
    Case("partner_has_a_name_and_a_basis", PARTNER, {"zh": "''"}),
    Case("partner_has_a_name_and_a_basis", PARTNER, {"en": "''"}),
    Case("partner_has_a_name_and_a_basis", PARTNER, {"basis": "''"}),
    Case("partner_has_a_name_and_a_basis", PARTNER, {"purpose": "''"}),
    Case("terms_need_a_second_person", TERMS, {"approved_by": "proposed_by"}),
    Case("terms_webhook_is_https_or_loopback", TERMS, {"webhook": "'http://bank.example/'"}),
    Case("terms_digests_have_their_length", TERMS, {"ack_key": SHORT}),
    Case("terms_digests_have_their_length", TERMS, {"token_digest": SHORT, "token_waits": "false"}),
    Case("terms_token_waits_or_is_there", TERMS, {"token_digest": "sha256('')", "token_waits": "true"}),
    Case("terms_token_waits_or_is_there", TERMS, {"token_digest": "NULL", "token_waits": "true", "closed": "true"}),
    Case("terms_closed_open_nothing", TERMS, {"token_digest": "sha256('')", "token_waits": "false", "closed": "true"}),
    Case("set_state_has_its_length", STATE, {"state": SHORT}),
    Case("set_state_is_after_a_line", STATE, {"sequence": "0"}),
    Case("comparison_digests_have_their_length", COMPARISON, {"digest": SHORT}),
    Case("comparison_digests_have_their_length", COMPARISON, {"ours": SHORT}),
    Case("comparison_is_after_a_line", COMPARISON, {"through": "-1"}),
    Case("stale_hash_has_its_length", STALE, {"hash": SHORT}),
    Case("stale_moves_once_by_a_line", STALE, {"sequence": "sequence"}),
    Case("stale_moves_by_a_line", STALE, {"sequence": "0"}),
]  # fmt: skip


def test_every_rule_of_the_room_refuses_its_attack() -> None:
    city.city_hall()
    bank, _ = partners.admitted()
    reading.compare_set(partner=bank, through=0, digest=bytes(32), by=bank.key, now=timezone.now())
    SetState.objects.create(sequence=1, state=bytes(2048))
    Stale.objects.create(hash=bytes(32), sequence=1, gone=True)
    StaleLook.objects.create(sequence=1)
    attack_room("exchange", renewed=RENEWED, cases=CASES, tables=TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_it_is_ever_changed(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
            " AND tgname LIKE '%%_stay%%'",
            [table],
        )
        assert cursor.fetchone() == (2,)
