"""An account is opened by two administrators and entered by its person; it ends for everybody at once."""

import re
from datetime import timedelta
from uuid import UUID

import pyotp
import pytest
from django.test import Client

from gongxin.agencies import queries as agencies
from gongxin.agencies.actions import granting, opening
from gongxin.agencies.actions.accounts import Opening
from gongxin.agencies.models import Account, Invitation, SecondFactor
from gongxin.agencies.motions import MotionRefused
from gongxin.agencies.persons import AccountRefused
from gongxin.agencies.policy import POLICY, Kind
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.journal.models import Leaf
from tests.builders import desk_access, staff
from tests.journeys.desk.conftest import Clock

pytestmark = pytest.mark.usefixtures("hall")
PASSWORD = desk_access.PASSWORD
SYSTEM, SECURITY = Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR
WANTED = {
    "name": "samr.counter.2",
    "role": "agency_clerk",
    "agency": "samr",
    "person": "sc-0107",
    "reason": "窗口新到岗",
}


@pytest.fixture
def system(hall: None, clock: Clock) -> Client:
    return staff.signed_in(SYSTEM, now=clock.now)


@pytest.fixture
def security(hall: None, clock: Clock) -> Client:
    return staff.signed_in(SECURITY, now=clock.now)


def open_motion(about: str) -> UUID:
    with acting_for(EVERY_AGENCY):
        return agencies.motions_about(f"account:{about}")[-1].id


def secret_of(page: bytes) -> str:
    found = re.search(r'class="secret code">([^<]+)<', page.decode())
    assert found
    return found[1]


def test_from_the_proposal_to_the_first_day(system: Client, security: Client, clock: Clock) -> None:
    proposed = system.post("/desk/accounts/new", WANTED)
    assert proposed.status_code == 200
    assert system.get("/desk/accounts/of/samr.counter.2").status_code == 404, "not before approval"
    desk_access.approved(open_motion("samr.counter.2"), now=clock.now)
    address = "/desk/accounts/of/samr.counter.2"
    assert "等系统管理员取出" in system.get(address).content.decode()

    link = secret_of(system.post(f"{address}/link").content)
    code = secret_of(security.post(f"{address}/code").content)
    assert link.startswith("http://testserver/desk/invitation/")
    person, path = Client(), link.removeprefix("http://testserver")
    assert person.get(path).status_code == 200
    form = {"code": code.lower(), "password": PASSWORD, "again": PASSWORD}
    assert person.post(path, form).headers["Location"] == "/desk/invitation"
    shown = person.get("/desk/invitation").content.decode()
    assert "data:image/svg+xml" in shown
    secret = re.search(r"[A-Z2-7]{32}", shown)
    assert secret
    assert person.post("/desk/invitation", {"code": "000000"}).status_code == 422
    done = person.post("/desk/invitation", {"code": pyotp.TOTP(secret[0]).at(clock.now)})
    assert done.headers["Location"] == "/desk/"
    assert "samr.counter.2" in person.get("/desk/me").content.decode()

    assert person.post(path, form).status_code == 422, "the link is used up"
    assert Client().post(path, form).status_code == 422
    stored = SecondFactor.objects.get(account__username="samr.counter.2")
    assert secret[0] not in stored.secret
    assert Account.objects.get(username="samr.counter.2").person == "SC-0107"
    entered = Leaf.objects.filter(body__account="samr.counter.2").order_by("index")
    assert list(entered.values_list("kind", flat=True)) == [
        "account.opened", "account.invited", "account.half_shown", "account.half_shown",
        "account.password_changed", "account.secured", "account.signed_in",
    ]  # fmt: skip


def test_half_an_invitation_opens_nothing(clock: Clock) -> None:
    name = desk_access.opened(now=clock.now)
    link, code = desk_access.halves(name, now=clock.now)
    form = {"code": code, "password": PASSWORD, "again": PASSWORD}
    wrong = [
        (link, {**form, "code": "ABCDEFGHJK"}),
        (link, {**form, "code": ""}),
        ("x" * 43, form),
    ]
    pages = {
        re.sub(r'value="\w+"', "", Client().post(f"/desk/invitation/{at}", sent).content.decode())
        for at, sent in wrong
    }
    texts = {re.sub(r"/desk/invitation/[\w-]+", "", page) for page in pages}
    assert len(texts) == 1, "nothing is learnt of which half was wrong"
    assert not Account.objects.get(username=name).has_usable_password()
    stored = Invitation.objects.get(account__username=name)
    assert link.encode() not in bytes(stored.link_hash or b"")
    assert code.encode() not in bytes(stored.code_hash or b"")


def test_the_code_of_an_invitation_is_not_guessed(clock: Clock) -> None:
    name = desk_access.opened(now=clock.now)
    link, code = desk_access.halves(name, now=clock.now)
    form = {"code": "ABCDEFGHJK", "password": PASSWORD, "again": PASSWORD}
    answers = [Client().post(f"/desk/invitation/{link}", form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert Client().post(f"/desk/invitation/{link}", {**form, "code": code}).status_code == 429


def test_an_invitation_is_over_after_a_week_and_dead_when_its_half_is_shown_again(
    system: Client, clock: Clock
) -> None:
    name = desk_access.opened(now=clock.now)
    link, code = desk_access.halves(name, now=clock.now)
    form = {"code": code, "password": PASSWORD, "again": PASSWORD}
    newer = secret_of(system.post(f"/desk/accounts/of/{name}/link").content).rpartition("/")[2]
    assert Client().post(f"/desk/invitation/{link}", form).status_code == 422
    clock.pass_by(days=7)
    assert Client().post(f"/desk/invitation/{newer}", form).status_code == 422
    again = staff.signed_in(SYSTEM, now=clock.now)
    assert again.post(f"/desk/accounts/of/{name}/link").status_code == 409


def test_nobody_approves_what_they_proposed_nor_what_was_changed(clock: Clock) -> None:
    by = staff.account_of(SYSTEM)
    wanted = Opening("samr.x", Role.AGENCY_CLERK, "samr", "N-9001")
    with acting_for(EVERY_AGENCY):
        motion = opening.propose(opening=wanted, reason="新到岗", by=by, now=clock.now)
        seen = agencies.motion(motion)
        assert seen is not None
        for role in set(Role) - {SECURITY}:
            with pytest.raises(AccountRefused):
                opening.carry_out(
                    motion=motion,
                    seen_hash=seen.seen_hash,
                    by=staff.account_of(role),
                    now=clock.now,
                )
        with pytest.raises(MotionRefused):
            opening.carry_out(
                motion=motion, seen_hash=b"\0" * 32, by=staff.account_of(SECURITY), now=clock.now
            )
    assert not Account.objects.filter(username="samr.x").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"person": "11010519491231002X"}, "resident"),
        ({"name": "王芳"}, "name"),
        ({"role": "agency_clerk", "agency": ""}, "agency"),
        ({"role": "mayor"}, "role"),
        ({"reason": " "}, "reason"),
        ({"name": "samr.clerk"}, "taken"),
    ],
)
def test_an_account_that_cannot_be_is_not_proposed(
    system: Client, changed: dict[str, str], said: str
) -> None:
    answer = system.post("/desk/accounts/new", {**WANTED, **changed})
    assert answer.status_code == 422, said
    assert "11010519491231002X" not in answer.content.decode()
    with acting_for(EVERY_AGENCY):
        assert not agencies.motions_about("account:samr.counter.2")


def test_one_person_has_one_account_and_never_two_of_the_administrators_roles(
    system: Client, clock: Clock
) -> None:
    """三员分立: the auditor's staff number opens nothing else until that account is closed."""
    auditor = staff.account_of(Role.AUDITOR)
    number = Account.objects.get(username=auditor).person
    assert number
    other = {**WANTED, "role": "security_administrator", "agency": "", "person": number}
    answer = system.post("/desk/accounts/new", other)
    assert answer.status_code == 422
    assert "一人一号" in answer.content.decode()
    for name in ("samr.counter.2", "samr.counter.3"):  # proposed both before either was approved
        assert system.post("/desk/accounts/new", {**WANTED, "name": name}).status_code == 200
    desk_access.approved(open_motion("samr.counter.2"), now=clock.now)
    with pytest.raises(AccountRefused):
        desk_access.approved(open_motion("samr.counter.3"), now=clock.now)


def test_a_leaver_is_out_everywhere_at_the_next_request(system: Client, clock: Clock) -> None:
    keys = desk_access.secured(now=clock.now)
    office, home = (staff.browser_of(keys.username, now=clock.now) for _ in range(2))
    assert (office.get("/desk/").status_code, home.get("/desk/").status_code) == (200, 200)
    address = f"/desk/accounts/of/{keys.username}"
    assert system.post(f"{address}/close", {"reason": ""}).status_code == 409
    assert system.post(f"{address}/close", {"reason": "离岗"}).status_code == 302
    assert (office.get("/desk/").status_code, home.get("/desk/").status_code) == (302, 302)
    page = system.get(address).content.decode()
    assert "已停用" in page
    assert "离岗" in page
    assert system.post(f"{address}/close", {"reason": "again"}).status_code == 404
    assert not SecondFactor.objects.filter(account__username=keys.username).exists()


def test_nobody_closes_themselves_or_the_last_of_those_who_open_accounts(
    system: Client, security: Client, clock: Clock
) -> None:
    me = staff.account_of(SYSTEM)
    assert system.post(f"/desk/accounts/of/{me}/close", {"reason": "x"}).status_code == 409
    Account.objects.filter(username="office.security").update(
        is_active=False, closed_at=clock.now, closed_by="x", closed_reason="x"
    )
    last = staff.account_of(SECURITY)
    refused = system.post(f"/desk/accounts/of/{last}/close", {"reason": "x"})
    assert refused.status_code == 409
    assert "最后一个" in refused.content.decode()


def test_both_factors_are_set_anew_only_by_two_people_and_the_old_ones_end_at_once(
    system: Client, clock: Clock
) -> None:
    keys = desk_access.secured(now=clock.now)
    browser = staff.browser_of(keys.username, now=clock.now)
    address = f"/desk/accounts/of/{keys.username}"
    assert system.post(f"{address}/invite-again", {"reason": "手机丢失"}).status_code == 302
    assert browser.get("/desk/").status_code == 200, "a proposal changes nothing"
    desk_access.approved(open_motion(keys.username), now=clock.now)
    assert browser.get("/desk/").status_code == 302
    answer = Client().post("/desk/sign-in", {"name": keys.username, "password": keys.password})
    assert answer.status_code == 422
    assert "待本人设置" in system.get(address).content.decode()


def test_a_lent_role_is_effective_at_once_and_ends_with_its_day_or_before(
    system: Client, security: Client, clock: Clock
) -> None:
    clerk = desk_access.secured(now=clock.now).username
    browser = staff.browser_of(clerk, now=clock.now)
    assert browser.get("/desk/accounts").status_code == 404
    address = f"/desk/accounts/of/{clerk}"
    lent = {"role": "agency_reviewer", "until": "2026-11-26", "reason": "审核休假"}
    assert system.post(f"{address}/lend", {**lent, "role": "centre_officer"}).status_code == 409
    assert system.post(f"{address}/lend", {**lent, "until": "2026-11-24"}).status_code == 409
    assert system.post(f"{address}/lend", lent).status_code == 302
    motion = open_motion(clerk)
    with acting_for(EVERY_AGENCY):
        seen = agencies.motion(motion)
        assert seen is not None
        granting.carry_out(
            motion=motion,
            seen_hash=seen.seen_hash,
            by=staff.account_of(SECURITY),
            now=clock.now,
        )
    assert browser.get("/desk/accounts").status_code == 200
    clock.pass_by(hours=10)
    assert staff.browser_of(clerk, now=clock.now).get("/desk/accounts").status_code == 200
    clock.pass_by(days=1, hours=6)  # 27 November in the city
    late = staff.browser_of(clerk, now=clock.now)
    assert late.get("/desk/accounts").status_code == 404
    clock.now -= timedelta(days=1, hours=16)
    taking = security.post(f"{address}/take-back", {"role": "agency_reviewer"})
    assert taking.status_code == 302
    assert browser.get("/desk/accounts").status_code == 404


def test_a_reviewer_meets_the_accounts_of_the_agency_alone(clock: Clock) -> None:
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)
    page = reviewer.get("/desk/accounts").content.decode()
    assert "samr.clerk" in page
    assert "emergency.clerk" not in page
    assert reviewer.get("/desk/accounts/of/samr.clerk").status_code == 200
    absent, foreign = (
        reviewer.get(f"/desk/accounts/of/{name}").content.decode().replace(name, "…")
        for name in ("nobody.there", "emergency.clerk")
    )
    assert absent == foreign
    training = {"course": "security", "day": "2026-11-01"}
    for name in ("emergency.clerk", "office.auditor"):
        answer = reviewer.post(f"/desk/accounts/of/{name}/trainings", training)
        assert answer.status_code == 404


def test_the_table_of_access_can_be_read_by_role_and_by_what_it_is_about(clock: Clock) -> None:
    browser = staff.signed_in(Role.AUDITOR, now=clock.now)
    page = browser.get("/en/desk/policy?role=auditor").content.decode()
    for rule in POLICY:
        assert (f">{rule.action}<" in page) is (Role.AUDITOR in rule.roles)
    assert browser.get("/desk/policy?role=emperor").status_code == 200
    whole = browser.get("/desk/policy").content.decode()
    assert all(f'id="of-{kind}"' in whole for kind in Kind if any(r.kind is kind for r in POLICY))
