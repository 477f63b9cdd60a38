"""An organisation's own pages and the counter that opens them: no sideways scroll, contrast, names, one heading; A4 on one page."""

from importlib import import_module
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

WIDTHS = (("", 1280), ("", 320), ("/en", 390), ("/en", 320))


def faults_of(page: Page) -> list[object]:
    found = [page.evaluate(CONTRAST), page.evaluate(STRUCTURE), page.evaluate(OVERFLOW)]
    return [] if found == [[], [], 0] else found


def made(site: Site) -> dict[str, tuple[str, str]]:
    """Pages by name: their address and the session they are opened with."""
    owners = import_module("tests.builders.owners")
    desk = import_module("tests.builders.desk_owners")
    staff = import_module("tests.builders.staff")
    roles = import_module("gongxin.agencies.roles")
    own, _keys = owners.signed_in(1, "demo")
    owners.opened(1, "legal")
    city = import_module("tests.builders.city")
    city.license_(1)
    officer = staff.signed_in(roles.Role.CENTRE_OFFICER)
    city.register(3)
    waiting = desk.asked(3)
    mine, desks = (one.cookies["gongxin_desk"].value for one in (own, officer))
    record = site.record.removeprefix("r/")
    return {
        "file": (reverse("portal:mine"), mine),
        "looks": (reverse("portal:owner_looks"), mine),
        "accounts": (reverse("portal:owner_accounts"), mine),
        "record": (reverse("portal:owner_record", args=[record]), mine),
        "sign_in": (reverse("portal:owner_sign_in"), ""),
        "register": (reverse("portal:owner_register"), ""),
        "code": (reverse("portal:owner_code"), ""),
        "door": (reverse("portal:door", args=["owner"]), ""),
        "letters": (reverse("desk:letters"), desks),
        "letter": (reverse("desk:letter", args=[waiting]), desks),
        "counter": (reverse("desk:counter"), desks),
        "owners_of": (
            reverse("desk:owners_of", args=[owners.body(1).public_id]),
            desks,
        ),
    }


def test_own_pages_are_usable_at_every_width_and_print_on_one_page(
    site: Site, tmp_path: Path
) -> None:
    pages = made(site)
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, (address, cookie) in pages.items():
            for language, width in WIDTHS:
                context = opened.new_context(viewport={"width": width, "height": 900})
                if cookie:
                    context.add_cookies(
                        [{"name": "gongxin_desk", "value": cookie, "url": site.base}]
                    )
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + address)
                assert answer is not None
                if answer.status != 200 or faults_of(page):
                    faults.append((name, language, width, answer.status, faults_of(page)))
                if name == "file" and width == 1280:
                    printed = page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
                    assert printed.count(b"/Type /Page\n") == 1, "one A4 page in the ordinary case"
                context.close()
        opened.close()
    assert faults == []
