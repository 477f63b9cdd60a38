"""Pages of recalls, as a browser shows them: no sideways scroll, contrast, names, one heading."""

from importlib import import_module

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE


def test_pages_of_recalls_are_usable_at_every_width(site: Site) -> None:
    staff, places = (
        import_module("tests.builders.staff"),
        import_module("tests.builders.desk_recalls"),
    )
    roles = import_module("gongxin.agencies.roles")
    states = import_module("gongxin.exchange.recalls").State
    cookie = staff.signed_in(roles.Role.CENTRE_SUPERVISOR).cookies["gongxin_desk"].value
    made = places.in_every_state("samr")
    record = places.owed(places.name(states.ACKNOWLEDGED)).record
    pages = {
        "named": "/recalls",
        "sheet": "/desk/recalls",
        "late": f"/desk/recalls/{made['listed']['recall']}",
        "settled": f"/desk/recalls/{made['acknowledged']['recall']}",
        "activity": f"/desk/records/{record}/activity",
    }
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, path in pages.items():
            for language, width in (("", 1280), ("", 320), ("/en", 390)):
                context = opened.new_context(viewport={"width": width, "height": 900})
                context.add_cookies([{"name": "gongxin_desk", "value": cookie, "url": site.base}])
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + path)
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
