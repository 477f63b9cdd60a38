"""Coming in takes both factors, each code once; who fails learns nothing, and shuts nobody else out."""

import re
from datetime import timedelta

import pyotp
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from gongxin.agencies.actions import accounts
from gongxin.agencies.queries import sign_ins as queries
from gongxin.agencies.roles import Role
from gongxin.desk.guard import SESSION_KEY
from tests.builders import desk_access, staff
from tests.builders.desk_access import Keys
from tests.builders.hashing import CheapArgon2
from tests.journeys.desk.conftest import Clock

pytestmark = pytest.mark.usefixtures("hall")
WRONG = "not the password at all"


@pytest.fixture
def keys(hall: None, clock: Clock) -> Keys:
    return desk_access.secured(now=clock.now)


def first_step(browser: Client, name: str, password: str, **extra: str) -> HttpResponse:
    return browser.post("/desk/sign-in", {"name": name, "password": password}, **extra)  # type: ignore[arg-type, return-value]


def second_step(browser: Client, code: str) -> HttpResponse:
    return browser.post("/desk/sign-in/code", {"code": code})  # type: ignore[return-value]


def come_in(browser: Client, keys: Keys, clock: Clock) -> HttpResponse:
    first_step(browser, keys.username, keys.password)
    return second_step(browser, keys.code(clock.now))


def is_in(browser: Client) -> bool:
    return browser.get("/desk/").status_code == 200


def test_both_factors_lead_to_the_first_page_and_leaving_ends_it(
    client: Client, keys: Keys, clock: Clock
) -> None:
    first = first_step(client, keys.username, keys.password)
    assert (first.status_code, first.headers["Location"]) == (302, "/desk/sign-in/code")
    assert not is_in(client), "the password alone opens nothing"
    second = second_step(client, keys.code(clock.now))
    assert (second.status_code, second.headers["Location"]) == (302, "/desk/")
    assert is_in(client)
    client.post("/desk/sign-out")
    assert not is_in(client)


def test_whoever_asked_for_a_page_gets_it_after_signing_in(
    client: Client, keys: Keys, clock: Clock
) -> None:
    client.post(
        "/desk/sign-in", {"name": keys.username, "password": keys.password, "next": "/desk/policy"}
    )
    assert second_step(client, keys.code(clock.now)).headers["Location"] == "/desk/policy"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/desk/", "//evil.example/desk/", "/\\evil.example", "javascript:alert(1)", "/catalogue",
     "/desk/sign-out", "/desk/nothing", "/api/v1/catalogue", "/desk/\r\nSet-Cookie: a=b", "desk/"],
)  # fmt: skip
def test_nobody_is_led_elsewhere(client: Client, keys: Keys, clock: Clock, wanted: str) -> None:
    client.post("/desk/sign-in", {"name": keys.username, "password": keys.password, "next": wanted})
    assert second_step(client, keys.code(clock.now)).headers["Location"] == "/desk/"


# ------------------------------------------------------------------------- the same for every "no"


class Counting(CheapArgon2):
    """Each hashing is counted."""

    worked = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.worked += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        Counting.worked += 1
        return super().verify(password, encoded)


def test_unknown_closed_invited_and_wrong_get_the_same_answer_after_the_same_work(
    keys: Keys, clock: Clock, settings: Settings
) -> None:
    names = {
        "unknown": "nobody.here",
        "closed": desk_access.closed(now=clock.now),
        "invited": desk_access.opened(now=clock.now),
        "without both factors": "samr.clerk",
        "wrong": keys.username,
    }
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    answers = {}
    for why, name in names.items():
        browser, before = Client(), Counting.worked
        answer = first_step(browser, name, WRONG)
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        headers = {k: v for k, v in answer.headers.items() if k != "Set-Cookie"}
        answers[why] = (answer.status_code, page, headers, Counting.worked - before)
    assert len({str(answer) for answer in answers.values()}) == 1, answers.keys()
    assert answers["wrong"][0] == 422
    assert answers["wrong"][3] == 1


def test_a_closed_account_does_not_come_in_with_the_right_factors(
    client: Client, keys: Keys, clock: Clock
) -> None:
    first_step(client, keys.username, keys.password)
    by = staff.account_of(Role.SECURITY_ADMINISTRATOR)
    accounts.close(username=keys.username, reason="离岗", by=by, now=clock.now)
    assert second_step(client, keys.code(clock.now)).status_code == 422
    assert first_step(Client(), keys.username, keys.password).status_code == 422


def test_what_failed_is_counted_and_what_was_typed_is_not_kept(keys: Keys, clock: Clock) -> None:
    since = clock.now - timedelta(minutes=1)
    first_step(Client(), keys.username, WRONG)
    first_step(Client(), "my-secret-password-in-the-wrong-field", WRONG)
    browser = Client()
    first_step(browser, keys.username, keys.password)
    second_step(browser, "000000")
    assert queries.failed_sign_ins(since) == {"password": 2, "code": 1}
    assert queries.failed_sign_ins(clock.now + timedelta(seconds=1)) == {"password": 0, "code": 0}
    assert queries.failed_sign_ins_of(keys.username, since=since) == 2


# ---------------------------------------------------------------------------------- the second factor


def test_a_code_is_taken_once(client: Client, keys: Keys, clock: Clock) -> None:
    code = keys.code(clock.now)
    come_in(client, keys, clock)
    other = Client()
    first_step(other, keys.username, keys.password)
    assert second_step(other, code).status_code == 422
    assert not is_in(other)


def test_a_code_older_than_the_last_one_used_is_not_taken(keys: Keys, clock: Clock) -> None:
    earlier = keys.code(clock.now)
    clock.pass_by(seconds=30)
    assert come_in(Client(), keys, clock).status_code == 302
    other = Client()
    first_step(other, keys.username, keys.password)
    assert second_step(other, earlier).status_code == 422


@pytest.mark.parametrize(
    ("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_code_of_the_step_beside_is_taken_and_no_other(
    client: Client, keys: Keys, clock: Clock, steps: int, taken: bool
) -> None:
    code = pyotp.TOTP(keys.secret).at(clock.now + steps * timedelta(seconds=30))
    first_step(client, keys.username, keys.password)
    assert (second_step(client, code).status_code == 302) is taken


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 400])
def test_what_is_no_code_is_refused(client: Client, keys: Keys, clock: Clock, code: str) -> None:
    first_step(client, keys.username, keys.password)
    assert second_step(client, code).status_code == 422


def test_a_code_without_the_password_opens_nothing(
    client: Client, keys: Keys, clock: Clock
) -> None:
    answer = second_step(client, keys.code(clock.now))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/sign-in")
    assert not is_in(client)


def test_the_code_is_given_within_five_minutes_of_the_password(
    client: Client, keys: Keys, clock: Clock
) -> None:
    first_step(client, keys.username, keys.password)
    clock.pass_by(minutes=5)
    assert second_step(client, keys.code(clock.now)).headers["Location"] == "/desk/sign-in"
    assert not is_in(client)


# ------------------------------------------------------------------------------------------ limits


def test_the_eleventh_wrong_password_from_an_address_is_not_looked_at(
    keys: Keys, clock: Clock
) -> None:
    for n in range(10):
        assert first_step(Client(), f"guess.{n}", WRONG).status_code == 422
    answer = first_step(Client(), keys.username, keys.password)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300
    clock.pass_by(seconds=int(answer.headers["Retry-After"]))
    assert first_step(Client(), keys.username, keys.password).status_code == 302


def test_the_eleventh_guess_at_an_account_is_not_looked_at_from_wherever_it_comes(
    keys: Keys, clock: Clock
) -> None:
    for n in range(10):
        first_step(Client(), keys.username, WRONG, REMOTE_ADDR=f"192.0.2.{n}")
    answer = first_step(Client(), keys.username, keys.password, REMOTE_ADDR="192.0.2.99")
    assert answer.status_code == 429


def test_a_stranger_does_not_shut_out_a_person_at_the_browser_of_every_day(
    client: Client, keys: Keys, clock: Clock
) -> None:
    come_in(client, keys, clock)
    client.post("/desk/sign-out")
    for n in range(12):  # elsewhere, and at the person's own address
        first_step(Client(), keys.username, WRONG, REMOTE_ADDR=f"192.0.2.{n}")
        first_step(Client(), keys.username, WRONG)
    clock.pass_by(seconds=30)
    assert come_in(client, keys, clock).status_code == 302
    assert is_in(client)


def test_the_mark_of_a_browser_is_good_for_its_account_alone_and_is_limited_too(
    client: Client, keys: Keys, clock: Clock
) -> None:
    come_in(client, keys, clock)
    client.post("/desk/sign-out")
    for _ in range(10):
        assert first_step(client, keys.username, WRONG).status_code == 422
    assert first_step(client, keys.username, keys.password).status_code == 429
    other = desk_access.secured(now=clock.now)
    for n in range(10):
        first_step(Client(), other.username, WRONG, REMOTE_ADDR=f"192.0.2.{n}")
    assert first_step(client, other.username, other.password).status_code == 429


def test_who_comes_in_uses_up_nothing(keys: Keys, clock: Clock) -> None:
    for _ in range(15):
        assert first_step(Client(), keys.username, keys.password).status_code == 302


def test_the_sixth_wrong_code_is_not_looked_at(client: Client, keys: Keys, clock: Clock) -> None:
    first_step(client, keys.username, keys.password)
    for _ in range(5):
        assert second_step(client, "000000").status_code == 422
    assert second_step(client, keys.code(clock.now)).status_code == 429
    other = Client()
    first_step(other, keys.username, keys.password)
    assert second_step(other, keys.code(clock.now)).status_code == 429, "nor in another browser"


# ----------------------------------------------------------------------------------------- session


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(
    client: Client, keys: Keys, clock: Clock
) -> None:
    session = client.session
    session["planted"] = "x"
    session.save()
    planted = session.session_key
    first_step(client, keys.username, keys.password)
    halfway = client.session.session_key
    second_step(client, keys.code(clock.now))
    assert len({planted, halfway, client.session.session_key}) == 3
    assert "planted" not in client.session
    thief = Client()
    for known in (planted, halfway):
        thief.cookies["gongxin_desk"] = str(known)
        assert not is_in(thief)


def test_a_form_of_another_site_signs_nobody_in(keys: Keys, clock: Clock) -> None:
    answer = first_step(Client(enforce_csrf_checks=True), keys.username, keys.password)
    assert answer.status_code == 403


def test_cookies_are_for_this_site_alone(client: Client, keys: Keys, clock: Clock) -> None:
    come_in(client, keys, clock)
    for name in ("gongxin_desk", "gongxin_known"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] in {"Lax", "Strict"}
        assert keys.username not in cookie.value


def test_an_hour_without_a_click_or_twelve_with_end_it(
    client: Client, keys: Keys, clock: Clock
) -> None:
    come_in(client, keys, clock)
    clock.pass_by(minutes=59)
    assert is_in(client)
    clock.pass_by(minutes=59)
    assert is_in(client), "the look an hour ago was noted"
    clock.pass_by(minutes=61)
    assert not is_in(client)
    clock.pass_by(hours=1)
    come_in(client, keys, clock)
    for _ in range(23):
        clock.pass_by(minutes=31)
        assert is_in(client)
    clock.pass_by(minutes=8)
    assert not is_in(client), "twelve hours and a minute"


# ------------------------------------------------------------------------------ the demonstration


@pytest.mark.parametrize("mode", ["production", "development"])
def test_the_entrance_of_the_demonstration_exists_nowhere_else(
    client: Client, keys: Keys, settings: Settings, mode: str
) -> None:
    settings.GONGXIN_MODE = mode
    assert client.post("/desk/sign-in/as", {"name": "samr.clerk"}).status_code == 404
    assert "sign-in/as" not in client.get("/desk/sign-in").content.decode()
    assert not is_in(client)


def test_the_demonstration_is_entered_with_one_press_as_each_role(
    client: Client, keys: Keys, settings: Settings
) -> None:
    settings.GONGXIN_MODE = "demo"
    page = client.get("/en/desk/sign-in").content.decode()
    names = re.findall(r'name="name" value="([\w.]+)"', page)
    assert len(names) == 10
    for name in names:
        browser = Client()
        browser.post("/desk/sign-in/as", {"name": name})
        assert f"<strong>{name}</strong>" in browser.get("/desk/").content.decode()
    for stranger in (keys.username, "ecology.clerk", "", "nobody"):
        assert client.post("/desk/sign-in/as", {"name": stranger}).status_code == 404
    assert SESSION_KEY not in client.session
