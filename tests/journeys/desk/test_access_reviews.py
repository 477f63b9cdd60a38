"""Each quarter somebody who is not in the circle confirms every account of it, signed over the list that was seen."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from gongxin.agencies.models import Account, Review, ReviewLine, Training
from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.journal.models import Leaf
from tests.builders import desk_access, staff
from tests.journeys.desk.conftest import Clock

pytestmark = pytest.mark.usefixtures("hall")
CLERKS = "/desk/reviews/2026-Q3/of/samr"
OFFICE = "/desk/reviews/2026-Q3/office"
SECURITY = "/desk/reviews/2026-Q3/security"


@pytest.fixture
def reviewer(hall: None, clock: Clock) -> Client:
    Account.objects.update(created_at=datetime(2026, 1, 5, 2, tzinfo=UTC))  # before the quarter
    return staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)


def form_of(page: bytes, **verdicts: str) -> dict[str, str]:
    """What the page asks for, every account kept unless said otherwise."""
    text = page.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text)
    assert seen
    names = sorted(set(re.findall(r'name="verdict:([^"]+)"', text)))
    said = {name.replace("__", "."): verdict for name, verdict in verdicts.items()}
    return {
        "seen": seen[1],
        **{f"verdict:{name}": said.get(name, "keep") for name in names},
        **{f"reason:{name}": "岗位未变" for name in names},
    }


def test_a_reviewer_signs_and_what_is_not_kept_is_closed_at_once(
    reviewer: Client, clock: Clock
) -> None:
    leaver = desk_access.secured(now=clock.now).username
    browser = staff.browser_of(leaver, now=clock.now)
    form = form_of(reviewer.get(CLERKS).content)
    assert reviewer.post(CLERKS, {**form, f"verdict:{leaver}": "close"}).status_code == 302
    assert browser.get("/desk/").status_code == 302
    page = reviewer.get(CLERKS).content.decode()
    assert leaver in page
    assert "签署。" in page
    assert reviewer.post(CLERKS, form).status_code == 404, "once a quarter"
    (leaf,) = Leaf.objects.filter(kind="access.reviewed")
    with acting_for(EVERY_AGENCY):
        (signed,) = Review.objects.all()
    assert leaf.body["content"] == bytes(signed.seen_hash).hex() == form["seen"]
    assert (leaf.body["agency"], leaf.body["closed"]) == ("samr", 1)


def test_a_list_that_changed_meanwhile_is_looked_at_again(reviewer: Client, clock: Clock) -> None:
    form = form_of(reviewer.get(CLERKS).content)
    newcomer = desk_access.opened(now=clock.now)
    assert reviewer.post(CLERKS, form).status_code == 409
    guessed = {**form, f"verdict:{newcomer}": "keep", f"reason:{newcomer}": "x"}
    assert reviewer.post(CLERKS, guessed).status_code == 409
    with acting_for(EVERY_AGENCY):
        assert not Review.objects.exists()


def test_every_account_gets_a_word_and_a_reason(reviewer: Client) -> None:
    form = form_of(reviewer.get(CLERKS).content)
    for name in [key for key in form if key.startswith(("verdict", "reason"))]:
        assert reviewer.post(CLERKS, {**form, name: ""}).status_code == 409, name


def test_nobody_signs_for_their_own_circle_or_another_agency(
    reviewer: Client, clock: Clock
) -> None:
    foreign = "/desk/reviews/2026-Q3/of/emergency"
    for address in (
        foreign,
        OFFICE,
        SECURITY,
        "/desk/reviews/2026-Q2/of/samr",
        "/desk/reviews/x/of/samr",
    ):
        assert reviewer.get(address).status_code == 404, address
        assert reviewer.post(address, {}).status_code == 404, address
    signers = {
        Role.SECURITY_ADMINISTRATOR: (OFFICE, SECURITY),
        Role.SYSTEM_ADMINISTRATOR: (SECURITY, OFFICE),
    }
    for role, (own, other) in signers.items():
        browser = staff.signed_in(role, now=clock.now)
        assert staff.account_of(role) not in browser.get(own).content.decode().split("<main")[1]
        page = browser.get(other)
        assert 'name="verdict:' not in page.content.decode()
        assert browser.post(other, {}).status_code == 404
        assert browser.post(own, form_of(browser.get(own).content)).status_code == 302
    auditor = staff.signed_in(Role.AUDITOR, now=clock.now)
    assert auditor.get(OFFICE).status_code == 200
    assert auditor.post(CLERKS, {}).status_code == 404


def test_a_review_that_is_owed_waits_and_after_its_day_shows_as_late(
    reviewer: Client, clock: Clock
) -> None:
    """2026-Q3 is due on 3 November (twenty working days, the holiday week left out)."""
    clock.now = datetime(2026, 11, 3, 2, tzinfo=UTC)
    browser = staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)
    home = browser.get("/desk/").content.decode()
    assert "还没有复核签字" in home
    assert 'datetime="2026-11-03"' in home
    assert "逾期未签" not in browser.get("/desk/reviews").content.decode()
    clock.pass_by(days=1)
    browser = staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)
    assert "逾期未签" in browser.get("/desk/reviews").content.decode()
    browser.post(CLERKS, form_of(browser.get(CLERKS).content))
    assert "还没有复核签字" not in browser.get("/desk/").content.decode()


def test_without_a_calendar_the_day_is_not_guessed(reviewer: Client, clock: Clock) -> None:
    clock.now = datetime(2027, 1, 4, 2, tzinfo=UTC)
    browser = staff.signed_in(Role.AGENCY_REVIEWER, "samr", now=clock.now)
    assert "不猜" in browser.get("/desk/reviews").content.decode()
    assert "还没有复核签字" in browser.get("/desk/").content.decode()


def test_the_wall_holds_when_the_views_are_gone(reviewer: Client, clock: Clock) -> None:
    reviewer.post(CLERKS, form_of(reviewer.get(CLERKS).content))
    desk_access.trained("samr.clerk", clock.today, now=clock.now)
    for key, rows in (("samr", True), ("emergency", False), ("", False)):
        with acting_for(key):
            found = [table.objects.exists() for table in (Review, ReviewLine, Training)]
        assert found == [rows] * 3, key
