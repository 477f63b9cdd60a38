"""What is everybody's own: where the account is signed in, its password, its trainings."""

from uuid import UUID

import pytest
from django.test import Client

from gongxin.agencies.roles import Role
from gongxin.desk.guard import SESSION_KEY
from tests.builders import desk_access, staff
from tests.builders.desk_access import Keys
from tests.journeys.desk.conftest import Clock

pytestmark = pytest.mark.usefixtures("hall")
END = "/desk/me/sign-ins/end"
NEW = "the roof is green now"


@pytest.fixture
def keys(hall: None, clock: Clock) -> Keys:
    return desk_access.secured(now=clock.now)


def held(browser: Client) -> UUID:
    return UUID(browser.session[SESSION_KEY])


def test_one_sign_in_is_ended_or_all_others(keys: Keys, clock: Clock) -> None:
    here, there, elsewhere = (staff.browser_of(keys.username, now=clock.now) for _ in range(3))
    assert here.get("/desk/me").content.decode().count('/end"') == 3, "two others, and all others"
    here.post(END, {"sign_in": str(held(there))})
    assert [b.get("/desk/").status_code for b in (here, there, elsewhere)] == [200, 302, 200]
    assert here.post(END, {"sign_in": str(held(there))}).status_code == 404, "ended already"
    here.post(END)
    assert [b.get("/desk/").status_code for b in (here, there, elsewhere)] == [200, 302, 302]


def test_nobody_ends_the_sign_in_of_another(keys: Keys, clock: Clock) -> None:
    mine = staff.browser_of(keys.username, now=clock.now)
    for role in Role:
        stranger = staff.signed_in(role, now=clock.now)
        assert stranger.post(END, {"sign_in": str(held(mine))}).status_code == 404
    assert mine.post(END, {"sign_in": "no id at all"}).status_code == 404
    assert mine.get("/desk/").status_code == 200


def test_a_new_password_ends_what_was_signed_in_with_the_old_one(keys: Keys, clock: Clock) -> None:
    here, there = (staff.browser_of(keys.username, now=clock.now) for _ in range(2))
    form = {"old": keys.password, "new": NEW, "again": NEW}
    assert here.post("/desk/me/password", {**form, "again": "x"}).status_code == 422
    assert (
        here.post("/desk/me/password", {**form, "new": "short", "again": "short"}).status_code
        == 422
    )
    assert here.post("/desk/me/password", form).status_code == 200
    assert [b.get("/desk/").status_code for b in (here, there)] == [200, 302]
    for password, status in ((keys.password, 422), (NEW, 302)):
        sent = {"name": keys.username, "password": password}
        assert Client().post("/desk/sign-in", sent).status_code == status


def test_the_old_password_is_not_guessed_at_a_desk_left_open(keys: Keys, clock: Clock) -> None:
    here = staff.browser_of(keys.username, now=clock.now)
    form = {"old": "a guess of somebody", "new": NEW, "again": NEW}
    answers = [here.post("/desk/me/password", form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_training_that_ends_shows_to_its_person_and_to_who_records_it(
    keys: Keys, clock: Clock
) -> None:
    desk_access.trained(keys.username, clock.today.replace(year=2025), now=clock.now)
    here = staff.browser_of(keys.username, now=clock.now)
    assert "您的培训到期或即将到期" in here.get("/desk/").content.decode()
    page = here.get("/desk/me").content.decode()
    assert "已过期" in page
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)
    assert "账号的培训已过期" in reviewer.get("/desk/").content.decode()
    over = reviewer.get("/desk/accounts?training=over").content.decode()
    assert keys.username in over
    reviewer.post(
        f"/desk/accounts/of/{keys.username}/trainings", {"course": "security", "day": "2026-11-24"}
    )
    assert "您的培训到期或即将到期" not in here.get("/desk/").content.decode()
    assert keys.username not in reviewer.get("/desk/accounts?training=over").content.decode()


def test_a_training_is_recorded_by_another_struck_by_another_and_stays_to_be_read(
    keys: Keys, clock: Clock
) -> None:
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)
    me = staff.account_of(Role.AGENCY_REVIEWER, "samr")
    form = {"course": "security", "day": "2026-11-24"}
    assert reviewer.post(f"/desk/accounts/of/{me}/trainings", form).status_code == 409
    address = f"/desk/accounts/of/{keys.username}"
    for wrong in ({"day": "2026-11-26"}, {"day": "x"}, {"course": "rhetoric"}):
        assert reviewer.post(f"{address}/trainings", {**form, **wrong}).status_code == 409
    assert reviewer.post(f"{address}/trainings", form).status_code == 302
    assert reviewer.post(f"{address}/trainings", form).status_code == 409, "once a day"
    entry = desk_access.trained(keys.username, clock.today, now=clock.now)
    assert reviewer.post(f"{address}/trainings/{entry}/strike").status_code == 302
    assert reviewer.post(f"{address}/trainings/{entry}/strike").status_code == 409
    assert "划去" in reviewer.get(address).content.decode()
