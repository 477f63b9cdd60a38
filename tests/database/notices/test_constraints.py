"""The database has the last word on what happened to a notice, and on what is kept of a contact."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices.models import Contact, Delivery
from tests.builders import cases, city
from tests.builders.attacks import Case, attack_room

pytestmark = pytest.mark.django_db

DELIVERY, CONTACT = "notices_delivery", "notices_contact"
RENEWED = {
    DELIVERY: {"ref": "gen_random_uuid()"},
    CONTACT: {"id": "gen_random_uuid()", "ended_at": "now()", "sealed": "''"},
}
READ = {"event": "'read'", "code": "NULL", "by": "'owner.abc'"}
SENT = {"event": "'sent'", "code": "'sms'", "reference": "'m-1'"}
CASES = [
    Case("delivery_agency_is_named", DELIVERY, {"agency_key": "''"}),
    Case("delivery_kind_is_known", DELIVERY, {"kind": "'gossip'"}),
    Case("delivery_kind_is_known", DELIVERY, {"number": "-1"}),
    Case("delivery_event_is_known", DELIVERY, {"event": "'lost'", "code": "NULL"}),
    Case("delivery_is_somebodys", DELIVERY, {"by": "''"}),
    Case("delivery_printed_has_its_letter", DELIVERY, {"event": "'printed'", "code": "NULL"}),
    Case("delivery_printed_has_its_letter", DELIVERY, {"event": "'printed'", "code": "NULL", "letter": "0"}),
    Case("delivery_printed_has_its_letter", DELIVERY, {"letter": "7"}),
    Case("delivery_proof_has_its_number", DELIVERY, {"event": "'delivered'", "code": "NULL"}),
    Case("delivery_proof_has_its_number", DELIVERY, {"event": "'posted'", "code": "NULL", "reference": "''"}),
    Case("delivery_proof_has_its_number", DELIVERY, {"reference": "'EA1'"}),
    Case("delivery_announcement_names_its_law", DELIVERY, {"event": "'announced'", "code": "NULL", "reference": "'1'"}),
    Case("delivery_announcement_names_its_law", DELIVERY, {"event": "'announcement_ended'", "code": "NULL", "basis": "''"}),
    Case("delivery_announcement_names_its_law", DELIVERY, {"basis": "'某法'"}),
    Case("delivery_says_why_or_what_was_seen", DELIVERY, {"code": "NULL"}),
    Case("delivery_says_why_or_what_was_seen", DELIVERY, {"code": "'licence'"}),
    Case("delivery_says_why_or_what_was_seen", DELIVERY, {"event": "'handed_over'", "code": "'refused'"}),
    Case("delivery_says_why_or_what_was_seen", DELIVERY, {"event": "'sent'", "code": "'pigeon'", "reference": "'1'"}),
    Case("delivery_says_why_or_what_was_seen", DELIVERY, {"event": "'delivered'", "reference": "'EA1'"}),
    Case("delivery_is_read_by_its_own", DELIVERY, {**READ, "by": "'centre.officer'"}),
    Case("delivery_is_read_by_its_own", DELIVERY, {"by": "'owner.abc'"}),
    Case("delivery_is_read_once", DELIVERY, {**READ, "kind": "'left'", "ref": "'00000000-0000-8000-8000-000000000002'", "number": "5"}),
    Case("delivery_message_once_each", DELIVERY, {**SENT, "reference": "'m-0'"}),
    Case("delivery_letter_is_one", DELIVERY, {"event": "'printed'", "code": "NULL", "letter": "3"}),
    Case("contact_way_is_known", CONTACT, {"way": "'post'"}),
    Case("contact_is_one_at_a_time", CONTACT, {"ended_at": "NULL", "sealed": "'k1:x'"}),
    Case("contact_is_sealed_and_emptied_at_its_end", CONTACT, {"sealed": "'k1:x'"}),
    Case("contact_is_sealed_and_emptied_at_its_end", CONTACT, {"ended_at": "NULL"}),
    Case("contact_is_the_organisations_own", CONTACT, {"entered_by": "'centre.officer'"}),
]  # fmt: skip


def row(event: str, number: int, by: str = "centre.officer", **said: str | int) -> Delivery:
    return Delivery.objects.create(
        jurisdiction="xingning",
        agency_key="samr",
        kind="left",
        ref="00000000-0000-8000-8000-000000000002",
        number=number,
        subject_id=cases.subject(1),
        event=event,
        on_date=date(2026, 6, 1),
        by=by,
        at=timezone.now(),
        **said,
    )


@pytest.fixture(autouse=True)
def _rows() -> None:
    city.city_hall()
    city.register(1)
    now = timezone.now()
    with acting_for(EVERY_AGENCY):
        row("returned", 4, code="unknown")
        row("read", 5, by="owner.abc")
        row("sent", 6, code="sms", reference="m-0")
        row("printed", 7, letter=3)
    Contact.objects.create(
        subject_id=cases.subject(1),
        way="sms",
        sealed="k1:a",
        entered_by="owner.abc",
        entered_at=now,
    )


def test_every_rule_of_notices_refuses_what_it_is_there_to_refuse() -> None:
    with acting_for(EVERY_AGENCY):
        attack_room("notices", renewed=RENEWED, cases=CASES)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_happened_to_a_notice_stays(act: str) -> None:
    with acting_for(EVERY_AGENCY):
        rows = Delivery.objects.filter(event="read")
        assert rows.count() == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(by="owner.xyz") if act == "update" else rows.delete()


def test_another_agency_sees_and_writes_none_of_it() -> None:
    with acting_for("emergency"):
        assert Delivery.objects.count() == 0
    with acting_for("samr"):
        assert Delivery.objects.count() == 4
