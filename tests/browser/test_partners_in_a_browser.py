"""Pages about those who hold copies, as a browser shows them: no sideways scroll, contrast, names, one heading."""

import os
from importlib import import_module

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

VIEWS = (("", 1280), ("", 390), ("", 320), ("/en", 1280), ("/en", 320))


def test_pages_about_partners_are_usable_at_every_width(site: Site) -> None:
    staff, places = (
        import_module("tests.builders.staff"),
        import_module("tests.builders.desk_exchange"),
    )
    role = import_module("gongxin.agencies.roles").Role.CENTRE_OFFICER
    cookie = staff.signed_in(role).cookies["gongxin_desk"].value
    found = places.each_state("samr")
    motion = places.proposed()
    with translation.override("zh-hans"):
        pages = {
            "public": reverse("portal:partners"),
            "list": reverse("desk:partners"),
            "new": reverse("desk:partner_new"),
            "live": reverse("desk:partner", kwargs=found["live"]),
            "waiting": reverse("desk:partner", kwargs=found["waiting"]),
            "closed": reverse("desk:partner", kwargs=found["closed"]),
            "motion": reverse("desk:motion", args=[motion]),
        }
    pictures = os.environ.get("PICTURES")  # where somebody wants to look
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for language, width in VIEWS:
            context = opened.new_context(viewport={"width": width, "height": 900})
            context.add_cookies([{"name": "gongxin_desk", "value": cookie, "url": site.base}])
            page = context.new_page()
            for name, path in pages.items():
                answer = page.goto(site.base.rstrip("/") + language + path)
                assert answer is not None
                seen = (
                    answer.status,
                    page.evaluate(CONTRAST),
                    page.evaluate(STRUCTURE),
                    page.evaluate(OVERFLOW),
                )
                if seen != (200, [], [], 0):
                    faults.append((name, language, width, seen))
                if pictures:
                    page.screenshot(
                        path=f"{pictures}/{name}{language[1:]}-{width}.png", full_page=True
                    )
            context.close()
        opened.close()
    assert faults == []
