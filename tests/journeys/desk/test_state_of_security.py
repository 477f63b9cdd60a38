"""The head of the office sees what is well and what is not, in words, with what to do; a missing fact is never well."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.jobs import demonstration
from gongxin.security.actions import copies
from gongxin.security.condition import Level, Topic
from gongxin.security.copies import Fault, HolderRefused, Made, Tried
from gongxin.security.queries import condition
from tests.builders import city, desk_oversight, staff


@pytest.fixture(scope="module", autouse=True)
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with translation.override("zh-hans"), django_db_blocker.unblock(), city.undone():
        yield


def levels(now: datetime) -> dict[Topic, Level]:
    with acting_for(EVERY_AGENCY):
        return {line.topic: line.level for line in condition.lines(city.TODAY, now)}


def backed_up(now: datetime, *faults: Fault) -> None:
    made = Made(uuid4(), "gongxin-20260601T100000", 10_000, 40, 900, 30, "a" * 64)
    backup = copies.register_backup(made=made, by="system", now=now)
    copies.register_drill(tried=Tried(backup, 9, 40, 900, 30, faults), by="system", now=now)


def test_what_was_never_done_is_red_and_what_is_done_today_green() -> None:
    asked = {Topic.BACKUP, Topic.DRILL, Topic.JOURNAL, Topic.WITNESS}
    before = levels(city.NOW)
    assert {before[topic] for topic in asked} == {Level.RED}
    backed_up(city.NOW)
    copies.register_verification(size=30, findings=0, by="system", now=city.NOW)
    copies.register_handover(size=30, holder="archive-office", by="system", now=city.NOW)
    after = levels(city.NOW)
    assert {after[topic] for topic in asked} == {Level.GREEN}
    late = levels(city.NOW + timedelta(days=400))
    assert {late[topic] for topic in asked} == {Level.RED}


def test_a_drill_with_faults_and_a_log_with_findings_are_red_however_fresh() -> None:
    backed_up(city.NOW, Fault.COUNTS)
    copies.register_verification(size=30, findings=1, by="system", now=city.NOW)
    found = levels(city.NOW)
    assert (found[Topic.DRILL], found[Topic.JOURNAL]) == (Level.RED, Level.RED)
    page = staff.signed_in(Role.CENTRE_SUPERVISOR).get("/desk/security").content.decode()
    assert "行数与备份时不符" in page
    assert "gongxin restore-drill" in page  # what to do


def test_an_open_alarm_is_red_until_it_is_looked_into() -> None:
    desk_oversight.alarms_by_state("samr")
    assert levels(timezone.now())[Topic.ALARMS] is Level.RED


def test_the_application_s_role_has_no_right_too_many_and_every_table_of_an_agency_its_wall() -> (
    None
):
    assert condition.rights_too_many() == 0
    assert condition.unwalled() == []
    with connection.cursor() as cursor:  # the facts are the server's, not a setting of ours
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == "gongxin_app"


def test_a_state_is_said_in_a_word_and_not_in_a_colour_alone() -> None:
    page = staff.signed_in(Role.SECURITY_ADMINISTRATOR).get("/desk/security").content.decode()
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == len(Topic)
    assert all(any(word in row for word in ("正常", "需留意", "须处理")) for row in rows)


def test_a_checkpoint_is_given_to_a_holder_once() -> None:
    for _ in range(2):
        copies.register_handover(size=5, holder="archive", by="system", now=city.NOW)
    with pytest.raises(HolderRefused):
        copies.register_handover(size=5, holder="档案局", by="system", now=city.NOW)


def test_a_canary_taken_away_is_met_no_more_and_its_alarms_stay() -> None:
    desk_oversight.alarms_by_state("samr")
    security = staff.signed_in(Role.SECURITY_ADMINISTRATOR, number=2)
    page = security.get("/desk/canaries").content.decode()
    end = page.split('action="/desk/canaries/')[1].split('"')[0]
    assert security.post(f"/desk/canaries/{end}").status_code == 302
    assert security.post(f"/desk/canaries/{end}").status_code == 404  # it stands no more
    assert "samr.clerk" in security.get("/desk/alarms").content.decode()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "91999999MA00000005"),
        ("构造市某公司", "91330200MA2XXXXXX1"),
        ("构造市某公司", "not a code"),
    ],
)
def test_a_canary_is_nobody_real(name: str, code: str) -> None:
    security = staff.signed_in(Role.SECURITY_ADMINISTRATOR)
    assert security.post("/desk/canaries", {"name": name, "code": code}).status_code == 409
    assert "没有。" in security.get("/desk/canaries").content.decode()


def test_the_canaries_of_the_demonstration_are_placed_once() -> None:
    assert [demonstration.ensure_canaries() for _ in range(2)] == [3, 0]
    page = staff.signed_in(Role.SECURITY_ADMINISTRATOR).get("/desk/canaries").content.decode()
    assert page.count("撤除<span") == 3


def test_whoever_looked_does_not_settle_the_alarm() -> None:
    desk_oversight.canary("samr")
    security = staff.signed_in(Role.SECURITY_ADMINISTRATOR)
    read = desk_oversight.looked_at(
        desk_oversight.canary("emergency"), by="office.security_administrator.1"
    )
    assert security.post(f"/desk/alarms/{read}", {"text": "没事"}).status_code == 409
    other = staff.signed_in(Role.SECURITY_ADMINISTRATOR, number=2)
    assert other.post(f"/desk/alarms/{read}", {"text": " "}).status_code == 409
    assert other.post(f"/desk/alarms/{read}", {"text": "演练"}).status_code == 302
    assert other.post(f"/desk/alarms/{read}", {"text": "再答"}).status_code == 404
