"""At the desk: letters are printed, posted and answered; what came back is handed over or announced; an agency sees its own."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gongxin.agencies.roles import Role
from gongxin.agencies.scope import EVERY_AGENCY, acting_for
from gongxin.disclosures.models import StaffRead
from gongxin.journal.models import Leaf
from gongxin.notices.delivery import Event, State
from gongxin.notices.kinds import Key
from gongxin.notices.models import Delivery
from tests.builders import city, desk_notices, files, notices, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city() -> None:
    city.city_hall()


def text(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def the(serial: int = 1) -> Key:
    (one,) = notices.to(serial, now=timezone.now() + timedelta(seconds=1))
    return one.key


def state(key: Key) -> State:
    return notices.one(key, now=timezone.now() + timedelta(seconds=1)).standing.state


def last(key: Key) -> Delivery:
    with acting_for(EVERY_AGENCY):
        return Delivery.objects.filter(kind=key.kind.value, ref=key.ref).latest("id")


def test_a_days_letters_from_the_printer_to_the_receipt() -> None:
    city.register(1, 2)
    city.release(city.penalise(1, 2))
    first, second = the(1), the(2)
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    assert "通知函件等待打印" in text(browser, "/desk/")
    assert files.body_name(1) in text(browser, "/desk/notices")
    answer = browser.post("/desk/notices/print")
    assert answer.status_code == 302
    run = answer["Location"]
    assert run == "/desk/notices/runs/1"
    page = text(browser, run)
    assert files.body_name(1) in page
    assert files.body_name(2) in page
    made = browser.get(f"{run}.pdf")
    assert made["Content-Type"] == "application/pdf"
    assert made["Content-Disposition"].startswith("attachment")
    assert made.content.startswith(b"%PDF-1.7")
    assert (
        browser.get(f"{run}.pdf").status_code == 200
    )  # as often as it is needed; nothing is printed twice
    assert {state(first), state(second)} == {State.PRINTED}
    letters = {key: notices.one(key, now=timezone.now()).standing.letter for key in (first, second)}
    assert sorted(letters.values()) == [1, 2]  # type: ignore[type-var]
    assert browser.post("/desk/notices/print").status_code == 409  # nothing waits any more

    fields = {
        "view": "post",
        f"letter-{letters[first]}": "EA000000001CN",
        "list": f"{letters[second]}, EA000000002CN",
    }
    assert browser.post("/desk/notices/enter", fields).status_code == 302
    assert {state(first), state(second)} == {State.POSTED}
    today = timezone.localdate()
    fields = {
        "view": "posted",
        "list": f"{letters[first]}，R-10001，{today:%Y-%m-%d}\n99, R-10002\nwhat",
    }
    answer = browser.post("/desk/notices/enter", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "已登记 1 封" in page
    assert "R-10002" in page
    assert "what" in page
    assert (state(first), state(second)) == (State.TOLD, State.POSTED)
    assert last(first).reference == "R-10001"


def test_a_receipt_from_before_it_happened_or_of_tomorrow_is_none() -> None:
    city.register(1)
    city.release(city.penalise(1))
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    browser.post("/desk/notices/print")
    browser.post("/desk/notices/enter", {"view": "post", "list": "1 EA000000001CN"})
    today = timezone.localdate()
    for day in (today + timedelta(days=1), today - timedelta(days=1)):
        fields = {"view": "posted", "list": f"1, R-10001, {day:%Y-%m-%d}"}
        assert browser.post("/desk/notices/enter", fields).status_code == 422
    assert state(the()) is State.POSTED


def test_what_came_back_is_announced_by_a_supervisor_who_names_the_law_and_the_day() -> None:
    made = desk_notices.in_every_state("samr")
    address = f"/desk/notices/of/{made['posted']['key']}"
    key = desk_notices.key("samr", State.POSTED)
    officer, chief = (
        staff.signed_in(role) for role in (Role.CENTRE_OFFICER, Role.CENTRE_SUPERVISOR)
    )
    assert officer.post(address, {"event": "returned", "code": "gone"}).status_code == 409
    assert officer.post(address, {"event": "returned", "code": "moved_away"}).status_code == 302
    assert state(key) is State.RETURNED
    begins = {"event": "announced", "paper": "公告〔2026〕3号", "basis": "某法第一条"}
    assert officer.post(f"{address}/announce", begins).status_code == 404
    assert chief.post(f"{address}/announce", {**begins, "basis": " "}).status_code == 409
    assert chief.post(f"{address}/announce", begins).status_code == 302
    page = text(chief, address)
    assert "公告〔2026〕3号" in page
    assert "某法第一条" in page
    ends = {"event": "announcement_ended", "basis": "某法第一条"}
    tomorrow = timezone.localdate() + timedelta(days=1)
    for day in ("", "2026-01-01", f"{tomorrow:%Y-%m-%d}"):
        assert chief.post(f"{address}/announce", {**ends, "on": day}).status_code == 409
    assert state(key) is State.ANNOUNCED  # no number of days ends it by itself
    ends["on"] = f"{timezone.localdate():%Y-%m-%d}"
    assert chief.post(f"{address}/announce", ends).status_code == 302
    assert state(key) is State.TOLD


def test_without_an_address_it_waits_at_the_counter_and_is_handed_over() -> None:
    city.register(rows=[files.registered(5, address="")])
    city.release(city.penalise(5))
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    assert files.body_name(5) not in text(browser, "/desk/notices?view=print")
    assert files.body_name(5) in text(browser, "/desk/notices?view=counter")
    assert browser.post("/desk/notices/print").status_code == 409
    address = f"/desk/notices/of/{the(5)}"
    assert "在窗口领取" in text(browser, address)
    assert browser.get(f"{address}.pdf").content.startswith(b"%PDF")
    assert browser.post(address, {"event": "handed_over", "code": "licence"}).status_code == 302
    assert state(the(5)) is State.TOLD
    assert browser.post(address, {"event": "handed_over", "code": "licence"}).status_code == 404


def test_nobody_of_the_house_enters_that_the_organisation_read_it() -> None:
    made = desk_notices.in_every_state("samr")
    browser = staff.signed_in(Role.CENTRE_SUPERVISOR)
    address = f"/desk/notices/of/{made['owed']['key']}"
    for event in (Event.READ, Event.DELIVERED, Event.SENT):
        assert browser.post(address, {"event": event.value, "code": "licence"}).status_code == 409
    assert state(desk_notices.key("samr", State.OWED)) is State.OWED


def test_a_reviewer_sees_what_became_of_the_own_records_and_enters_nothing() -> None:
    mine = desk_notices.in_every_state("samr")["posted"]["key"]
    foreign = desk_notices.in_every_state("emergency")["posted"]["key"]
    browser = staff.signed_in(Role.AGENCY_REVIEWER)
    listed = text(browser, "/desk/notices?view=open")
    assert str(mine) in listed
    assert str(foreign) not in listed
    assert "已交寄" in text(browser, f"/desk/notices/of/{mine}")
    text(browser, f"/desk/notices/of/{foreign}", 404)
    assert (
        browser.post(
            f"/desk/notices/of/{mine}", {"event": "returned", "code": "refused"}
        ).status_code
        == 404
    )
    assert browser.post("/desk/notices/print").status_code == 404
    assert browser.post("/desk/notices/enter", {"view": "post"}).status_code == 404


def test_looks_are_kept_and_the_log_names_nobody() -> None:
    made = desk_notices.in_every_state("samr")
    browser = staff.signed_in(Role.CENTRE_OFFICER)
    key = str(made["owed"]["key"])
    text(browser, f"/desk/notices/of/{key}")
    with acting_for(EVERY_AGENCY):
        look = StaffRead.objects.latest("at")
    assert key in look.shown
    entered = [leaf.body for leaf in Leaf.objects.filter(kind="notices.entered")]
    assert {body["what"] for body in entered} > {"printed", "posted", "handed_over"}
    assert all(body.keys() == {"notices", "what", "digest"} for body in entered)


@pytest.mark.parametrize(
    "address", ["x", "listed-1-1", "runs/0", "runs/99999999999999999999", "runs/7.pdf"]
)
def test_what_is_no_notice_is_one_404(address: str) -> None:
    browser = staff.signed_in(Role.CENTRE_SUPERVISOR)
    path = address if address.startswith("runs") else f"of/{address}"
    text(browser, f"/desk/notices/{path}", 404)
