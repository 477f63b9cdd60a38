"""Complaints, tips and requests as a browser shows them: the doors, the forms, the receipt, an organisation's own, the desk."""

import os
import re
from importlib import import_module
from pathlib import Path

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

VIEWS = (("", 1280), ("", 320), ("/en", 390))
PICTURES = os.environ.get("PICTURES")  # a folder, to look at what was seen
STATES = ("answering", "stating", "stated", "founded", "for_head", "received", "handed", "denied")


def addresses() -> list[tuple[str, str, str]]:
    """(cookie, value, address) of each page that is opened by its address alone."""
    desk = import_module("tests.builders.desk_complaints")
    staff, owners = import_module("tests.builders.staff"), import_module("tests.builders.owners")
    role = import_module("gongxin.agencies.roles").Role
    made = desk.spoken_in_states("samr")
    own, _ = owners.signed_in(1)
    ((own_name, own_cookie),) = own.cookies.items()
    officer = staff.signed_in(role.CENTRE_OFFICER).cookies["gongxin_desk"].value
    head = staff.signed_in(role.CENTRE_SUPERVISOR).cookies["gongxin_desk"].value
    reviewer = staff.signed_in(role.AGENCY_REVIEWER).cookies["gongxin_desk"].value
    who = {"stating": reviewer, "handed": reviewer, "for_head": head}
    with translation.override("zh-hans"):
        return [
            *(("nobody", "x", f"/{one}") for one in ("requests", "complain", "tip", "requests/new", "receipt", "punctuality")),
            *(
                ("gongxin_desk", who.get(state, officer), reverse("desk:case", kwargs=made[state]))
                for state in STATES
            ),
            *(
                ("gongxin_desk", officer, reverse(f"desk:{one}"))
                for one in ("request_new", "liability")
            ),
            ("gongxin_desk", officer, reverse("desk:cases") + "?show=open"),
            (own_name, own_cookie.value, "/mine/cases/new/complaint"),
            (own_name, own_cookie.value, "/mine/cases/new/request"),
            (own_name, own_cookie.value, "/mine/cases"),
        ]  # fmt: skip


def test_pages_of_complaints_are_usable_at_every_width(site: Site) -> None:
    pages = addresses()
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for number, (name, cookie, address) in enumerate(pages):
            for language, width in VIEWS:
                context = opened.new_context(
                    viewport={"width": width, "height": 900}, reduced_motion="reduce"
                )
                context.add_cookies([{"name": name, "value": cookie, "url": site.base}])
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + address)
                assert answer is not None
                faults += looked(page, (address, language, width), answer.status)
                picture(page, f"{number:02}{language.replace('/', '-')}-{width}")
                context.close()
        for language, width in VIEWS:
            context = opened.new_context(
                viewport={"width": width, "height": 900}, reduced_motion="reduce"
            )
            faults += told(context, site.base.rstrip("/") + language, f"{language}-{width}")
            context.close()
        opened.close()
    assert faults == []


def told(context: BrowserContext, base: str, view: str) -> list[object]:
    """By hand: a request is sent, its code copied, and its receipt opened."""
    page = context.new_page()
    page.goto(f"{base}/requests/new")
    page.check("#wanted-copy")
    page.fill("#text", "执业登记的信息，电话13912345678")
    page.click("main button[type=submit]")
    faults = looked(page, ("taken", view), 200)
    picture(page, f"taken{view.replace('/', '-')}")
    code = page.inner_text(".receipt")
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}", code)
    page.goto(f"{base}/receipt")
    page.fill("#code", code.lower())
    page.click("main button[type=submit]")
    assert "13912345678" not in page.content()
    faults += looked(page, ("receipt", view), 200)
    picture(page, f"receipt{view.replace('/', '-')}")
    assert context.cookies() == []
    return faults


def looked(page: Page, where: object, status: int) -> list[object]:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = (status, page.evaluate(CONTRAST), page.evaluate(STRUCTURE), page.evaluate(OVERFLOW))
    return [] if found == (200, [], [], 0) else [(where, found)]


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name.replace('/', '')}.png", full_page=True)
