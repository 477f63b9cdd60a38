"""The database has the last word on organisations' own accounts: every rule of its tables attacked by plain SQL."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gongxin.owners.actions import sign_ins
from gongxin.owners.models import Turn
from tests.builders import city, desk_owners, owners
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

LETTER, CODE, TURN = "owners_letter", "owners_code", "owners_turn"
ACCOUNT, SIGN_IN = "owners_account", "owners_signin"
NEW_ID = {"id": "gen_random_uuid()"}
FREE_CODE = "(SELECT c.id FROM owners_code AS c WHERE NOT EXISTS (SELECT FROM owners_account AS a WHERE a.code_id = c.id) LIMIT 1)"
RENEWED = {
    LETTER: NEW_ID,
    CODE: {},
    TURN: {"kind": "'failed'"},
    ACCOUNT: {
        **NEW_ID,
        "handle": "'owner.abcdefghjkmn'",
        "label": "'another'",
        "code_id": FREE_CODE,
    },
    SIGN_IN: NEW_ID,
}
USED = "(SELECT code_id FROM owners_turn WHERE kind = 'used' LIMIT 1)"
CASES = [
    Case("letter_way_is_known", LETTER, {"way": "'telephone'", "seen": "NULL"}),
    Case("letter_of_a_counter_says_what_was_seen", LETTER, {"way": "'counter'", "seen": "NULL"}),
    Case("letter_of_a_counter_says_what_was_seen", LETTER, {"way": "'counter'", "seen": "'a face'"}),
    Case("letter_of_a_counter_says_what_was_seen", LETTER, {"way": "'letter'", "seen": "'licence'"}),
    Case("letter_is_somebodys", LETTER, {"asked_by": "''"}),
    Case("code_is_kept_as_a_digest", CODE, {"digest": "'ABCDE23456'"}),
    Case("code_ends_after_it_was_made", CODE, {"ends_at": "made_at"}),
    Case("code_is_somebodys", CODE, {"made_by": "''"}),
    Case("code_address_is_one_or_none", CODE, {"address": "''"}),
    Case("turn_is_failed_or_used", TURN, {"kind": "'forgiven'"}),
    Case("turn_code_is_used_once", TURN, {"kind": "'used'", "code_id": USED}),
    Case("owner_handle_tells_nobody", ACCOUNT, {"handle": "'owner.91999999000'"}),
    Case("owner_handle_tells_nobody", ACCOUNT, {"handle": "'zhang.san'"}),
    Case("owner_label_is_a_short_word", ACCOUNT, {"label": "'张三'"}),
    Case("owner_label_is_a_short_word", ACCOUNT, {"label": "'a13800138000'"}),
    Case("owner_label_is_one_in_its_organisation", ACCOUNT, {"label": "'finance'"}),
    Case("owner_has_both_factors_until_it_is_closed", ACCOUNT, {"secret": "''"}),
    Case("owner_has_both_factors_until_it_is_closed", ACCOUNT, {"password": "''"}),
    Case("owner_has_both_factors_until_it_is_closed", ACCOUNT, {"closed_at": "now()", "closed_by": "'x'"}),
    Case("owner_closed_when_and_by_whom", ACCOUNT, {"closed_at": "now()", "secret": "''"}),
    Case("owner_closed_when_and_by_whom", ACCOUNT, {"closed_by": "'x'"}),
    Case("owner_closed_when_and_by_whom", ACCOUNT, {"closed_at": "now()", "secret": "''", "closed_by": "''"}),
    Case("owner_is_closed_by_another", ACCOUNT,
         {"closed_at": "now()", "secret": "''", "closed_by": "'owner.abcdefghjkmn'"}),
    Case("owner_step_counts", ACCOUNT, {"last_step": "-1"}),
    Case("owner_sign_in_seen_after_start", SIGN_IN, {"seen_at": "started_at - interval '1 second'"}),
    Case("owner_sign_in_ended_when_and_by", SIGN_IN, {"ended_at": "now()"}),
    Case("owner_sign_in_ended_when_and_by", SIGN_IN, {"ended_by": "'x'"}),
]  # fmt: skip


@pytest.fixture
def lived_in() -> None:
    """An account that was opened and is signed in, and a letter whose code nobody used."""
    city.city_hall()
    city.register(1, 2)
    keys = owners.opened(1)
    sign_ins.begin(handle=keys.handle, device="x", by=keys.handle, now=timezone.now())
    desk_owners.printed(desk_owners.asked(2))


@pytest.mark.usefixtures("lived_in")
def test_every_rule_of_the_room_refuses_its_attacks() -> None:
    attack_room("owners", renewed=RENEWED, cases=CASES)


@pytest.mark.usefixtures("lived_in")
@pytest.mark.parametrize("table", [LETTER, CODE, TURN])
def test_what_proves_how_somebody_came_in_is_only_added_to(table: str) -> None:
    assert Turn.objects.exists()
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match=r"append-only|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
