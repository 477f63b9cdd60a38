"""Somebody opens an account for an organisation, by letter or at the counter, and signs in; what attackers try fails alike."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gongxin.agencies.roles import Role
from gongxin.owners import queries
from gongxin.owners.actions import accounts
from gongxin.owners.letters import TRIES_MAX, LetterState
from gongxin.owners.models import Code, Letter, Turn
from gongxin.subjects.actions import succession
from gongxin.subjects.kinds import SuccessionKind
from tests.builders import city, desk_owners, files, owners, staff
from tests.builders.codes import unified_code
from tests.builders.hashing import CheapArgon2
from tests.journeys.portal.conftest import SetDay

pytestmark = pytest.mark.usefixtures("hall")
PASSWORD = owners.PASSWORD
UNKNOWN = unified_code(999)


class Counting(CheapArgon2):
    """Each hashing is counted."""

    worked = 0

    def encode(self, password: str, salt: str) -> str:
        Counting.worked += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        Counting.worked += 1
        return super().verify(password, encoded)


def page_of(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", str(answer.text))


def code_on(page: str) -> str:
    found = re.search(r'class="secret code">([^<]+)<', page)
    assert found
    return found[1]


def set_up(browser: Client, code: str, *, serial: int = 1, label: str = "finance") -> Any:
    return browser.post(
        "/mine/register/code",
        {
            "uscc": unified_code(serial),
            "code": code,
            "label": label,
            "password": PASSWORD,
            "again": PASSWORD,
        },
    )


def confirmed(browser: Client) -> str:
    """The second factor is set, as a telephone would: the secret."""
    shown = browser.get("/mine/register/factor").text
    secret = re.search(r'<dd class="code">([A-Z2-7]{32})</dd>', shown)
    assert secret
    done = browser.post("/mine/register/factor", {"code": pyotp.TOTP(secret[1]).at(city.NOW)})
    assert (done.status_code, done["Location"]) == (302, "/mine/")
    return secret[1]


def is_in(browser: Client) -> bool:
    return browser.get("/mine/").status_code == 200


def first_step(browser: Client, keys: owners.Keys, **changed: str) -> Any:
    typed = {"uscc": keys.uscc, "label": keys.label, "password": keys.password, **changed}
    return browser.post("/mine/sign-in", typed)


@pytest.fixture(autouse=True)
def cheap(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["tests.builders.hashing.CheapArgon2"]


# ------------------------------------------------------------------------------------ by letter


def test_by_letter_from_the_first_page_to_the_own_file(client: Client) -> None:
    city.register(1)
    asked = client.post("/mine/register", {"uscc": unified_code(1)})
    assert asked.status_code == 200
    assert not asked.cookies

    desk = staff.signed_in(Role.CENTRE_OFFICER)
    assert "单位开通函件等待打印" in desk.get("/desk/").text
    (letter,) = queries.letters(city.NOW)
    printed = desk.post(f"/desk/letters/{letter.id}/print").text
    assert "构造市样例路1号" in printed, "the registered address"
    code = code_on(printed)
    assert code not in desk.get(f"/desk/letters/{letter.id}").text, "shown once"
    assert code.replace("-", "").encode() not in b"".join(
        bytes(c.digest) for c in Code.objects.all()
    )

    assert set_up(client, code.lower()).status_code == 302
    assert not is_in(client), "the password alone opens nothing"
    confirmed(client)
    assert files.body_name(1) in client.get("/mine/").text
    assert queries.letter(letter.id, city.NOW).state is LetterState.USED  # type: ignore[union-attr]
    again = set_up(Client(), code, label="legal")
    assert again.status_code == 422


def test_the_answer_is_the_same_for_every_code_and_queues_one_letter(client: Client) -> None:
    city.register(1)
    ended = files.registered(4) | {"status": "注销"}
    city.register(rows=[ended])
    answers = {
        page_of(client.post("/mine/register", {"uscc": code}))
        for code in (unified_code(1), unified_code(1), UNKNOWN, unified_code(4), "", "x" * 300)
    }
    assert len(answers) == 1
    assert [one.way for one in Letter.objects.all()] == ["letter"]


def test_a_letter_is_asked_for_again_after_a_week_not_before(
    client: Client, on_day: SetDay
) -> None:
    city.register(1)
    desk_owners_letter = desk_owners.asked(1)
    desk_owners.printed(desk_owners_letter)
    for day, letters in ((date(2026, 6, 7), 1), (date(2026, 6, 8), 2)):
        on_day(day)
        client.post("/mine/register", {"uscc": unified_code(1)})
        assert Letter.objects.count() == letters


def test_without_a_registered_address_the_letter_says_that_it_waits_at_the_counter() -> None:
    city.register(rows=[files.registered(1, address="")])
    letter = desk_owners.asked(1)
    text = staff.signed_in(Role.CENTRE_OFFICER).post(f"/desk/letters/{letter}/print").text
    assert "本函留在窗口" in text


def test_printed_again_the_code_before_is_dead(client: Client) -> None:
    city.register(1)
    letter = desk_owners.asked(1)
    first, second = desk_owners.printed(letter), desk_owners.printed(letter)
    assert set_up(client, first).status_code == 422
    assert set_up(client, second).status_code == 302


def test_a_code_is_over_after_thirty_days(client: Client, on_day: SetDay) -> None:
    city.register(1)
    code = owners.handed_out(1)
    on_day(date(2026, 7, 1))
    assert set_up(client, code).status_code == 422


# ------------------------------------------------------------------------------------ the counter


def test_at_the_counter_the_licence_is_looked_at_first(client: Client) -> None:
    city.register(1)
    desk = staff.signed_in(Role.AGENCY_REVIEWER)
    looked_up = desk.post("/desk/counter", {"uscc": unified_code(1)}).text
    assert files.body_name(1) in looked_up
    assert "secret code" not in looked_up
    handed = desk.post("/desk/counter", {"uscc": unified_code(1), "seen": "licence"}).text
    assert set_up(client, code_on(handed)).status_code == 302
    confirmed(client)
    assert "窗口核验证照后交付" in client.get("/mine/accounts").text
    assert staff.account_of(Role.AGENCY_REVIEWER) not in client.get("/mine/accounts").text


def test_a_colleague_comes_in_with_a_code_and_a_wrong_name_is_refused(client: Client) -> None:
    city.register(1)
    own, _keys = owners.signed_in(1)
    code = code_on(own.post("/mine/accounts/code").text)
    for label in ("13800138000", "zhang12345", "张三", "a", "finance"):
        assert set_up(client, code, label=label).status_code == 422, label
    assert not Turn.objects.filter(kind="failed").exists(), "the code itself was right"
    assert set_up(client, code, label="legal").status_code == 302
    confirmed(client)
    assert is_in(client)


# ------------------------------------------------------------------------------------ attacks


def test_five_wrong_codes_kill_the_right_one_and_every_no_is_the_same(
    client: Client, settings: Settings
) -> None:
    settings.LIMITS = {}
    city.register(1)
    code = owners.handed_out(1)
    no = {page_of(set_up(client, f"WRNG{number:06}")) for number in range(TRIES_MAX)}
    no.add(page_of(set_up(client, code)))
    assert len(no) == 1
    assert "试错次数过多" in no.pop()
    assert Turn.objects.filter(kind="failed").count() == TRIES_MAX


def test_an_unknown_organisation_gets_the_no_of_a_wrong_code(client: Client) -> None:
    city.register(1)
    known = page_of(set_up(client, "AAAAAAAAAA"))
    unknown = page_of(set_up(client, "AAAAAAAAAA", serial=999))
    assert known.replace(unified_code(1), "") == unknown.replace(UNKNOWN, "")


def test_guessing_is_slowed_for_one_address_before_it_meets_a_code(client: Client) -> None:
    city.register(1)
    answers = [set_up(client, "AAAAAAAAAA", serial=n).status_code for n in range(900, 912)]
    assert answers == [422] * 10 + [429] * 2


def test_unknown_closed_and_wrong_sign_in_get_one_answer_after_the_same_work(
    settings: Settings,
) -> None:
    city.register(1)
    keys = owners.opened(1)
    closed = owners.opened(1, "legal")
    accounts.close(account=closed.id, by=owners.CLERK, now=city.NOW)
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    answers = set()
    for changed in (
        {"password": "not the password"},
        {"label": "legal"},
        {"label": "nobody"},
        {"uscc": UNKNOWN},
        {"uscc": "91", "label": ""},
    ):
        before = Counting.worked
        answer = first_step(Client(), keys, **changed)
        answers.add((answer.status_code, page_of(answer), Counting.worked - before))
    assert [(status, worked) for status, _page, worked in answers] == [(422, 1)]


def test_another_number_of_the_body_is_not_another_name_to_guess_at(client: Client) -> None:
    """Else each number would have ten tries of its own."""
    city.register(1)
    keys = owners.opened(1)
    organisation_code = unified_code(1)[8:17]
    assert first_step(client, keys, uscc=organisation_code).status_code == 422
    assert first_step(client, keys, uscc=f" {keys.uscc.lower()} ").status_code == 302


def test_a_code_of_the_generator_is_good_once(client: Client) -> None:
    city.register(1)
    keys = owners.opened(1)
    code = keys.code(city.NOW)
    first_step(client, keys)
    assert client.post("/mine/sign-in/code", {"code": code})["Location"] == "/mine/"
    second = Client()
    first_step(second, keys)
    assert second.post("/mine/sign-in/code", {"code": code}).status_code == 422
    assert not is_in(second)


def test_a_planted_session_is_worth_nothing(client: Client) -> None:
    city.register(1)
    keys = owners.opened(1)
    client.get("/mine/sign-in")
    first_step(client, keys)
    planted = client.cookies["gongxin_desk"].value
    client.post("/mine/sign-in/code", {"code": keys.code(city.NOW)})
    assert client.cookies["gongxin_desk"].value != planted
    thief = Client()
    thief.cookies["gongxin_desk"] = planted
    assert not is_in(thief)
    for name in ("gongxin_desk", "gongxin_known"):
        assert client.cookies[name]["httponly"]
        assert unified_code(1) not in client.cookies[name].value


def test_a_session_of_the_desk_opens_no_own_page_and_the_other_way_round() -> None:
    city.register(1)
    own, _keys = owners.signed_in(1)
    assert own.get("/desk/").status_code == 302
    desk = staff.signed_in(Role.CENTRE_OFFICER)
    assert not is_in(desk)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/mine/", "//evil.example", "/desk/", "/mine/sign-out", "/mine/?x=1"]
)  # fmt: skip
def test_nobody_is_led_elsewhere(client: Client, wanted: str) -> None:
    city.register(1)
    keys = owners.opened(1)
    first_step(client, keys, next=wanted)
    led = client.post("/mine/sign-in/code", {"code": keys.code(city.NOW)})
    assert led["Location"] == "/mine/"


def test_the_demonstrations_entrance_is_absent_elsewhere(
    client: Client, settings: Settings
) -> None:
    city.register(1)
    keys = owners.opened(1, "demo")
    assert client.post("/mine/sign-in/as", {"handle": keys.handle}).status_code == 404
    assert keys.uscc not in client.get("/mine/sign-in").text
    settings.GONGXIN_MODE = "demo"
    assert client.post("/mine/sign-in/as", {"handle": "owner.nobody"}).status_code == 404
    assert keys.uscc in client.get("/mine/sign-in").text
    assert client.post("/mine/sign-in/as", {"handle": keys.handle})["Location"] == "/mine/"
    assert is_in(client)


# ------------------------------------------------------------------------------------ and its end


def test_a_closed_account_is_out_at_once_everywhere() -> None:
    city.register(1)
    own, keys = owners.signed_in(1)
    other, others = owners.signed_in(1, "legal")
    assert own.post(f"/mine/accounts/{keys.id}/close").status_code == 409, "nobody closes their own"
    assert other.post(f"/mine/accounts/{keys.id}/close").status_code == 302
    assert not is_in(own)
    assert first_step(Client(), keys).status_code == 422
    desk = staff.signed_in(Role.CENTRE_OFFICER)
    desk.post(f"/desk/counter/accounts/{others.id}/close", {"reason": "单位来函"})
    assert not is_in(other)


def test_no_account_of_another_organisation_can_be_closed() -> None:
    city.register(1, 2)
    own, _keys = owners.signed_in(1)
    _theirs, stranger = owners.signed_in(2)
    foreign = own.post(f"/mine/accounts/{stranger.id}/close")
    absent = own.post(f"/mine/accounts/{uuid4()}/close")
    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert queries.account(stranger.id)[0].closed_at is None  # type: ignore[index]


def test_a_sign_in_ends_by_itself_by_leaving_and_everywhere_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.register(1)
    own, keys = owners.signed_in(1)
    elsewhere = owners.browser_of(keys.handle)
    own.post("/mine/accounts/sign-ins")
    assert (is_in(own), is_in(elsewhere)) == (True, False)
    own.post("/mine/sign-out")
    assert not is_in(own)
    idle = owners.browser_of(keys.handle)
    monkeypatch.setattr(timezone, "now", lambda: city.NOW + timedelta(minutes=31))
    assert not is_in(idle)


def test_an_organisation_that_was_absorbed_has_no_accounts_any_more(
    on_day: SetDay, settings: Settings
) -> None:
    city.register(1, 2)
    own, keys = owners.signed_in(1)
    succession.succeed(
        predecessor_id=owners.body(1).id,
        successor_id=owners.body(2).id,
        kind=SuccessionKind.MERGER,
        effective_date=date(2026, 6, 2),
        source="构造合并公告",
        jurisdiction=settings.GONGXIN_JURISDICTION,
        by="samr.clerk",
        now=city.NOW,
    )
    assert is_in(own), "until the day on which it is absorbed"
    on_day(date(2026, 6, 2))
    assert not is_in(owners.browser_of(keys.handle))
    assert first_step(Client(), keys).status_code == 422


def test_a_cancelled_organisation_is_out_and_gets_no_code() -> None:
    city.register(1)
    own, keys = owners.signed_in(1)
    city.register(rows=[files.registered(1, status="注销")])
    assert not is_in(own)
    assert first_step(Client(), keys).status_code == 422
    desk = staff.signed_in(Role.CENTRE_OFFICER)
    refused = desk.post("/desk/counter", {"uscc": unified_code(1), "seen": "licence"})
    assert refused.status_code == 422


def test_a_new_password_signs_out_elsewhere_and_the_old_one_fails() -> None:
    city.register(1)
    own, keys = owners.signed_in(1)
    elsewhere = owners.browser_of(keys.handle)
    new = "a kettle on the seventh stair"
    wrong = own.post("/mine/accounts/password", {"old": "x", "new": new, "again": new})
    assert wrong.status_code == 422
    done = own.post("/mine/accounts/password", {"old": PASSWORD, "new": new, "again": new})
    assert done.status_code == 200
    assert (is_in(own), is_in(elsewhere)) == (True, False)
    assert first_step(Client(), keys).status_code == 422
    assert first_step(Client(), keys, password=new).status_code == 302
