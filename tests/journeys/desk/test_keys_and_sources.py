"""A reviewer asks for a key and a source, another person approves, the agency collects; every act by the table of access."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from gongxin.agencies import policy, queries
from gongxin.agencies.motions import MotionKind
from gongxin.agencies.roles import AGENCY_ROLES, Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.desk import machines as desk
from gongxin.desk.guard import Visit
from gongxin.desk.urls import MACHINES
from tests.builders import city, machines, staff
from tests.builders.desk_machines import PLACES


@pytest.fixture(scope="module")
def _city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.standing():
        yield


@pytest.fixture(autouse=True)
def _undone(_city: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), city.undone():
        yield


KEY_FORM = {
    "label": "执法办案系统",
    "scopes": ["submit", "read"],
    "items": ["penalty", "licence"],
    "addresses": "10.1.2.3\n10.1.3.0/24",
    "per_minute": "60",
    "per_day": "5000",
    "ends_date": (timezone.localdate() + timedelta(days=300)).isoformat(),
    "department_code": "GZ015",
    "tables": "XZCF=penalty\nXZXK/2=licence",
    "reason": "系统对接",
}
SOURCE_FORM = {
    "label": "执法库",
    "item": "penalty",
    "kind": "mysql",
    "transport": "tls",
    "host": "10.1.2.3",
    "port": "3306",
    "database": "office",
    "user_name": "reader",
    "password": "open sesame",
    "view": "v_penalty",
    "cursor_column": "updated_at",
    "every_minutes": "60",
    "reason": "每小时自动报送",
}


def approve(kind: MotionKind) -> None:
    """What the page of motions calls when the security administrator says yes."""
    security = queries.actor(staff.account_of(Role.SECURITY_ADMINISTRATOR))
    visit = Visit(security, timezone.now(), timezone.localdate(), uuid4())
    carry = {MotionKind.KEY_ISSUE: desk.carry_key, MotionKind.SOURCE_OPEN: desk.carry_source}
    with acting_for(EVERY_AGENCY):
        (motion,) = [one for one in queries.open_motions() if one.kind is kind]
        carry[kind](motion.id, motion.seen_hash, visit)


def test_a_key_goes_from_the_form_to_the_program_and_is_seen_once() -> None:
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    answer = reviewer.post(reverse("desk:key_new"), KEY_FORM)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:keys"))
    assert "执法办案系统" in reviewer.get(reverse("desk:keys")).content.decode()
    approve(MotionKind.KEY_ISSUE)
    listed = reviewer.get(reverse("desk:keys")).content.decode()
    found = re.search(r"/desk/keys/([0-9a-f-]{36})\"", listed)
    assert found is not None
    place = {"key": found[1]}
    shown = reviewer.post(reverse("desk:key_collect", kwargs=place))
    secret = re.search(r"gx_[A-Za-z0-9_-]{43}", shown.content.decode())
    assert secret is not None
    assert shown.headers["Cache-Control"] == "no-store"
    again = reviewer.get(reverse("desk:key", kwargs=place)).content.decode()
    assert secret[0] not in again
    assert secret[0][-4:] in reviewer.get(reverse("desk:keys")).content.decode()
    assert reviewer.post(reverse("desk:key_collect", kwargs=place)).status_code == 404
    assert (
        reviewer.post(reverse("desk:key_revoke", kwargs=place), {"reason": ""}).status_code == 409
    )
    gone = reviewer.post(reverse("desk:key_revoke", kwargs=place), {"reason": "系统停用"})
    assert gone.status_code == 302
    assert "系统停用" in reviewer.get(reverse("desk:key", kwargs=place)).content.decode()


def test_a_source_goes_from_the_form_to_the_schedule_and_its_password_is_never_shown() -> None:
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    wrong = reviewer.post(reverse("desk:source_new"), {**SOURCE_FORM, "view": "a`b"})
    assert wrong.status_code == 422
    assert "open sesame" not in wrong.content.decode()
    assert "v_penalty" not in wrong.content.decode()
    assert 'value="10.1.2.3"' in wrong.content.decode()
    assert reviewer.post(reverse("desk:source_new"), SOURCE_FORM).status_code == 302
    with acting_for(EVERY_AGENCY):
        (motion,) = queries.open_motions()
    assert "open sesame" not in repr(motion.content)
    assert "open sesame" not in repr(desk.describe_source(motion.content))
    approve(MotionKind.SOURCE_OPEN)
    listed = reviewer.get(reverse("desk:sources")).content.decode()
    found = re.search(r"/desk/sources/([0-9a-f-]{36})\"", listed)
    assert found is not None
    place = {"source": found[1]}
    page = reviewer.get(reverse("desk:source", kwargs=place)).content.decode()
    assert "v_penalty" in page
    assert "open sesame" not in page
    for act in ("pause", "resume", "close"):
        assert reviewer.post(reverse(f"desk:source_{act}", kwargs=place)).status_code == 302
    assert reviewer.post(reverse("desk:source_resume", kwargs=place)).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("label", ""), ("items", []), ("addresses", "10.0.0.0/33"), ("per_minute", "many"), ("ends_date", "tomorrow"), ("tables", "XZCF"), ("tables", "XZCF=honour"), ("reason", " ")],
)  # fmt: skip
def test_a_form_that_does_not_fit_comes_back_filled_in_with_the_reason(
    field: str, value: object
) -> None:
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    answer = reviewer.post(reverse("desk:key_new"), {**KEY_FORM, field: value})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "GZ015" in answer.content.decode()


def test_a_reviewer_asks_for_their_own_agency_whatever_the_form_says() -> None:
    reviewer = staff.signed_in(Role.AGENCY_REVIEWER)
    reviewer.post(reverse("desk:key_new"), {**KEY_FORM, "agency": "emergency"})
    with acting_for(EVERY_AGENCY):
        (motion,) = queries.open_motions()
    assert motion.agency_key == motion.content["agency"] == "samr"


def test_a_system_administrator_chooses_the_agency_first() -> None:
    administrator = staff.signed_in(Role.SYSTEM_ADMINISTRATOR)
    page = administrator.get(reverse("desk:key_new")).content.decode()
    assert 'name="agency"' in page
    assert 'name="label"' not in page
    assert (
        'name="label"'
        in administrator.get(reverse("desk:key_new") + "?agency=samr").content.decode()
    )
    answer = administrator.post(reverse("desk:key_new"), {**KEY_FORM, "agency": "samr"})
    assert answer.status_code == 302


def test_what_waits_is_on_the_first_page() -> None:
    machines.approved_key()
    page = staff.signed_in(Role.AGENCY_REVIEWER).get(reverse("desk:home")).content.decode()
    assert "接口密钥待领取" in page
    other = staff.signed_in(Role.AGENCY_REVIEWER, "emergency").get(reverse("desk:home"))
    assert "接口密钥待领取" not in other.content.decode()


ROUTES = {f"desk:{pattern.name}": pattern.callback for pattern in MACHINES}


@pytest.mark.parametrize("route", PLACES)
def test_every_route_answers_by_the_table_of_access_for_every_role_agency_and_state(
    route: str,
) -> None:
    """Allowed = the table says so and the object is of the scope; everything else is the same 404."""
    view = ROUTES[route]
    rule = policy.rule(getattr(view, "action"))  # noqa: B009  set by the gate
    posts = any(word in route for word in ("collect", "revoke", "pause", "resume", "close"))
    for role in Role:
        for agency in staff.AGENCIES:
            if role not in AGENCY_ROLES and agency != "samr":
                continue
            for state, place in PLACES[route]("samr").items():
                browser = staff.signed_in(role, agency)
                address = reverse(route, kwargs=place)
                answer = browser.post(address, {"reason": "x"}) if posts else browser.get(address)
                foreign = role in AGENCY_ROLES and agency != "samr"
                allowed = rule.permits({role}, state) and not foreign
                assert (answer.status_code != 404) == allowed, (route, role, agency, state)
                if allowed:
                    assert answer.status_code in {200, 302}
