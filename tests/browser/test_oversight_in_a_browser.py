"""Pages of those who watch over the platform, as a browser shows them: no sideways scroll, contrast, names, one heading."""

from importlib import import_module

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

# Page, who opens it, the state of the object it names.
PAGES = [
    ("search", "auditor", None),
    ("activity", "auditor", "admitted"),
    ("versions", "auditor", "withdrawn"),
    ("looks", "auditor", None),
    ("canaries", "security_administrator", None),
    ("incident", "security_administrator", "open"),
    ("security", "centre_supervisor", None),
    ("proposal", "centre_officer", "open"),
    ("calendar", "centre_supervisor", None),
]


def test_pages_of_oversight_are_usable_at_every_width(site: Site) -> None:
    staff, places = (
        import_module("tests.builders.staff"),
        import_module("tests.builders.desk_oversight"),
    )
    roles = import_module("gongxin.agencies.roles")
    cookies = {
        role: staff.signed_in(roles.Role(role)).cookies["gongxin_desk"].value
        for role in {role for _, role, _ in PAGES}
    }
    made = {}
    with translation.override("zh-hans"):
        for name, _, state in PAGES:
            found = (
                places.PLACES[f"desk:{name}"]("samr" if name != "versions" else "emergency")
                if state
                else {}
            )
            made[name] = reverse(f"desk:{name}", kwargs=found[state] if state else None)
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, role, _ in PAGES:
            for language, width in (("", 1280), ("", 320), ("/en", 320)):
                context = opened.new_context(viewport={"width": width, "height": 900})
                context.add_cookies(
                    [{"name": "gongxin_desk", "value": cookies[role], "url": site.base}]
                )
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + made[name])
                assert answer is not None
                found = (
                    answer.status,
                    page.evaluate(CONTRAST),
                    page.evaluate(STRUCTURE),
                    page.evaluate(OVERFLOW),
                )
                if found != (200, [], [], 0):
                    faults.append((name, language, width, found))
                context.close()
        opened.close()
    assert faults == []
