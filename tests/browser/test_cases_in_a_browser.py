"""Pages of cases, at the desk and of an organisation's own, as a browser shows them: no sideways scroll, contrast, names, one heading."""

import os
from importlib import import_module
from pathlib import Path
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

VIEWS = (("", 1280), ("", 320), ("/en", 320))
PICTURES = os.environ.get("PICTURES")  # a folder, to look at what was seen


def test_pages_of_cases_are_usable_at_every_width(site: Site) -> None:
    cases, desk = import_module("tests.builders.cases"), import_module("tests.builders.desk_cases")
    staff, owners = import_module("tests.builders.staff"), import_module("tests.builders.owners")
    roles = import_module("gongxin.agencies.roles")
    record = UUID(site.record.rstrip("/").rsplit("/", 1)[-1])
    made = desk.cases_in_states("samr")
    own, _ = owners.signed_in(1)
    case = cases.objection(record)
    # (who, address) → page
    officer = staff.signed_in(roles.Role.CENTRE_OFFICER).cookies["gongxin_desk"]
    reviewer = staff.signed_in(roles.Role.AGENCY_REVIEWER).cookies["gongxin_desk"]
    ((own_name, own_cookie),) = own.cookies.items()
    with translation.override("zh-hans"):
        pages = [
            ("gongxin_desk", officer.value, reverse("desk:cases")),
            ("gongxin_desk", officer.value, reverse("desk:case", args=[case])),
            ("gongxin_desk", officer.value, reverse("desk:case", kwargs=made["reviewing"])),
            ("gongxin_desk", reviewer.value, reverse("desk:case", kwargs=made["deciding"])),
            ("gongxin_desk", reviewer.value, f"/desk/records/{record}/revoked"),
            (own_name, own_cookie.value, "/mine/cases"),
            (own_name, own_cookie.value, f"/mine/cases/{case}"),
            *((own_name, own_cookie.value, f"/mine/records/{record}/{kind}") for kind in ("objection", "not-us", "repair")),
            (own_name, own_cookie.value, "/mine/"),
            ("nobody", "x", "/revocations"),
        ]  # fmt: skip
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for number, (name, cookie, address) in enumerate(pages):
            for language, width in VIEWS:
                context = opened.new_context(
                    viewport={"width": width, "height": 900},
                    reduced_motion="reduce",  # what opens is measured as it ends
                )
                context.add_cookies([{"name": name, "value": cookie, "url": site.base}])
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + address)
                assert answer is not None
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                picture(page, f"{number:02}{language.replace('/', '-')}-{width}")
                found = (
                    answer.status,
                    page.evaluate(CONTRAST),
                    page.evaluate(STRUCTURE),
                    page.evaluate(OVERFLOW),
                )
                if found != (200, [], [], 0):
                    faults.append((address, language, width, found))
                context.close()
        opened.close()
    assert faults == []


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
