"""Pages of what was sent again, and of an entry's papers, as a browser shows them: no sideways scroll, contrast, names, one heading."""

from importlib import import_module

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE
from tests.browser.test_cases_in_a_browser import picture

VIEWS = (("", 1280), ("/en", 390), ("", 320), ("/en", 320))


def test_pages_of_what_was_sent_again_are_usable_at_every_width(site: Site) -> None:
    desk, staff = (
        import_module("tests.builders.desk_returns"),
        import_module("tests.builders.staff"),
    )
    roles = import_module("gongxin.agencies.roles")
    entries = import_module("tests.journeys.portal.test_papers_of_an_entry")
    rows, back = desk.rows("samr"), desk.in_again("samr")
    motion = desk.decided("samr")["open"]
    entry = entries.entered(77)
    officer = staff.signed_in(roles.Role.CENTRE_OFFICER).cookies["gongxin_desk"].value
    reviewer = staff.signed_in(roles.Role.AGENCY_REVIEWER).cookies["gongxin_desk"].value
    with translation.override("zh-hans"):
        pages = [
            (officer, reverse("desk:returns")),
            *((reviewer, reverse("desk:return_row", kwargs=rows[s])) for s in ("held", "certified", "gone", "told")),
            (officer, reverse("desk:reinsertion", kwargs=back["returned"])),
            (officer, reverse("desk:motion", kwargs=motion)),
            (reviewer, reverse("desk:batch", args=[rows["held"]["batch"]])),
            ("x", entry),
        ]  # fmt: skip
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for number, (cookie, address) in enumerate(pages):
            for language, width in VIEWS:
                context = opened.new_context(
                    viewport={"width": width, "height": 900}, reduced_motion="reduce"
                )
                context.add_cookies([{"name": "gongxin_desk", "value": cookie, "url": site.base}])
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + address)
                assert answer is not None
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
