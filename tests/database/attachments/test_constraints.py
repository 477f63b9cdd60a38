"""The database has the last word on files: every rule of their tables attacked by plain SQL, and none of their rows changes."""

import pytest
from django.db import DatabaseError, connection, transaction

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from tests.builders import city, desk_attachments
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

FILE, VERDICT = "attachments_file", "attachments_verdict"
RENEWED = {
    FILE: {"id": "gen_random_uuid()", "digest": "sha256('another')"},
    VERDICT: {"found": "found"},
}
SHORT = r"'\x00'::bytea"
CASES = [
    Case("file_agency_is_named", FILE, {"agency_key": "''"}),
    Case("file_is_somebodys", FILE, {"by": "''"}),
    Case("file_is_somebodys", FILE, {"holder": "''"}),
    Case("file_is_somebodys", FILE, {"name": "''"}),
    Case("file_type_is_known", FILE, {"type": "'heic'"}),
    Case("file_is_not_empty", FILE, {"size": "0"}),
    Case("file_digests_are_whole", FILE, {"original_digest": SHORT}),
    Case("file_digests_are_whole", FILE, {"digest": SHORT}),
    Case("file_digests_are_whole", FILE, {"sealed_digest": SHORT}),
    Case("file_as_it_came", FILE, {"id": "id"}, overruled_by="attachments_file_pkey"),
    Case("verdict_agency_is_named", VERDICT, {"agency_key": "''"}),
    Case("verdict_is_of_its_file", VERDICT, {"agency_key": "'emergency'"}),
    Case("verdict_is_somebodys", VERDICT, {"by": "''"}),
]  # fmt: skip


def test_every_rule_of_the_files_refuses_what_it_is_there_to_refuse() -> None:
    city.city_hall()
    desk_attachments.looked_through(desk_attachments.handed_in("case:x"))
    with acting_for(EVERY_AGENCY):
        attack_room("attachments", renewed=RENEWED, cases=CASES)


@pytest.mark.parametrize("table", [FILE, VERDICT])
@pytest.mark.parametrize("act", ["UPDATE {} SET by = by", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_row_is_changed_or_taken_away(table: str, act: str) -> None:
    city.city_hall()
    desk_attachments.looked_through(desk_attachments.handed_in("case:x"))
    with (
        acting_for(EVERY_AGENCY),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table))
