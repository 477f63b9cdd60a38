"""Reminders: to what the organisation itself entered, once a notice and a day, without a fact; killed anywhere, none is doubled."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.notices import sending
from gongxin.notices.actions import contacts as acts
from gongxin.notices.delivery import Event, State
from gongxin.notices.entering import ContactRefused
from gongxin.notices.gateway import Answer, FileDrop, Message
from gongxin.notices.kinds import Way
from gongxin.notices.models import Contact, Delivery
from gongxin.notices.queries import contacts
from gongxin.notices.wording import REMINDER
from tests.builders import cases, city, notices

pytestmark = pytest.mark.django_db

NUMBER = "13900001739"
SOON = timedelta(seconds=1)
OWNER = "owner.abcdefghijkl"


@pytest.fixture
def drop(tmp_path: Path) -> FileDrop:
    city.city_hall()
    city.published_penalty()
    return FileDrop(tmp_path)


def leave(text: str = NUMBER, way: Way = Way.SMS) -> None:
    acts.enter(subject_id=cases.subject(), way=way, text=text, by=OWNER, now=timezone.now())


def carry(drop: FileDrop, *, days: int = 0) -> tuple[int, int]:
    moment = timezone.now() + timedelta(days=days) + SOON
    done = sending.carry(to=drop, by="system", now=moment)
    return done.sent, done.answered


def messages(tmp_path: Path) -> list[dict[str, str]]:
    return [json.loads(path.read_text()) for path in sorted((tmp_path / "out").glob("*.json"))]


def events() -> list[str]:
    with acting_for(EVERY_AGENCY):
        return list(Delivery.objects.order_by("id").values_list("event", flat=True))


def test_nobody_who_left_no_contact_is_reminded(drop: FileDrop, tmp_path: Path) -> None:
    assert carry(drop) == (0, 0)
    assert messages(tmp_path) == []


def test_one_reminder_goes_out_once_and_proves_nothing(drop: FileDrop, tmp_path: Path) -> None:
    leave()
    assert [carry(drop), carry(drop), carry(drop, days=1)] == [(1, 0), (0, 0), (0, 0)]
    (message,) = messages(tmp_path)
    assert (message["to"], message["way"]) == (NUMBER, "sms")
    assert (message["zh"], message["en"]) == (REMINDER.zh, REMINDER.en)
    (one,) = notices.to(now=timezone.now() + SOON)
    assert one.standing.state is State.OWED
    assert events() == ["sent"]


def test_however_many_wait_one_a_day_goes_out(drop: FileDrop) -> None:
    cases.forwarded(cases.objection(city.published_penalty(2), serial=2))
    record = notices.to(now=timezone.now() + SOON)[0].owed.record
    assert record is not None
    cases.rejected(cases.objection(record))
    leave()
    assert [carry(drop, days=day)[0] for day in (0, 0, 1, 2, 3)][:3] == [1, 0, 1]


class Dies(FileDrop):
    """The process is killed after the file is there and before the event is kept."""

    def take(self, message: Message) -> bool:
        super().take(message)
        raise InterruptedError

    def answers(self) -> Iterator[Answer]:
        raise AssertionError("never reached")


def test_killed_between_the_file_and_the_event_it_is_one_message_and_then_one_event(
    drop: FileDrop, tmp_path: Path
) -> None:
    leave()
    with pytest.raises(InterruptedError):
        sending.carry(to=Dies(tmp_path), by="system", now=timezone.now() + SOON)
    assert (len(messages(tmp_path)), events()) == (1, [])
    (path,) = (tmp_path / "out").glob("*.json")
    path.rename(tmp_path / "taken" / path.name)  # meanwhile the gateway took it
    assert carry(drop) == (1, 0)
    assert (messages(tmp_path), events()) == ([], ["sent"])


@pytest.mark.parametrize(("came", "event"), [("arrived", Event.ARRIVED), ("failed", Event.FAILED)])
def test_an_answer_is_entered_once_and_tells_nobody(
    drop: FileDrop, tmp_path: Path, came: str, event: Event
) -> None:
    leave()
    carry(drop)
    (message,) = messages(tmp_path)
    stranger = "00000000-0000-8000-8000-000000000009"
    for name, identity in (("a", message["id"]), ("b", message["id"]), ("c", stranger)):
        content = json.dumps({"id": identity, "came": came})
        (tmp_path / "in" / f"{name}.json").write_text(content)
    assert carry(drop) == (0, 1)
    assert events() == ["sent", event.value]
    assert list((tmp_path / "in").iterdir()) == []
    assert notices.to(now=timezone.now() + SOON)[0].standing.state is State.OWED


def test_a_contact_is_sealed_abridged_replaced_and_emptied(drop: FileDrop) -> None:
    del drop
    leave()
    row = Contact.objects.get()
    assert NUMBER not in row.sealed
    card = contacts.contact_of(cases.subject())
    assert card is not None
    assert card.abridged == "139****1739"
    assert contacts.way_of(cases.subject()) is Way.SMS
    leave("office@example.com", Way.EMAIL)
    assert Contact.objects.filter(ended_at__isnull=True).get().way == "email"
    acts.take_back(subject_id=cases.subject(), by=OWNER, now=timezone.now())
    assert set(Contact.objects.values_list("sealed", flat=True)) == {""}
    with pytest.raises(ContactRefused):
        acts.take_back(subject_id=cases.subject(), by=OWNER, now=timezone.now())


def test_what_was_taken_back_is_reminded_no_more(drop: FileDrop) -> None:
    leave()
    acts.take_back(subject_id=cases.subject(), by=OWNER, now=timezone.now())
    assert carry(drop) == (0, 0)
