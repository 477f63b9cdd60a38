"""The public pages in a real browser: phone and desktop, both languages, keyboard alone, without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site
from tests.browser.looking import CONTRAST, FOCUS, OVERFLOW, STRUCTURE

LANGUAGES = ("", "en/")


def opened(browser: Browser, width: int, *, javascript: bool = True) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=javascript
    )
    return context.new_page()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_its_window(site: Site, browser: Browser, width: int) -> None:
    page = opened(browser, width)
    for prefix in LANGUAGES:
        for address in site.pages:
            page.goto(f"{site.base}{prefix}{address}")
            assert page.evaluate(OVERFLOW) <= 0, f"{prefix}{address} at {width}"


def test_every_page_can_be_read_by_those_who_see_little_or_listen(
    site: Site, browser: Browser
) -> None:
    for width in (390, 1280):
        page = opened(browser, width)
        for prefix in LANGUAGES:
            for address in site.pages:
                page.goto(f"{site.base}{prefix}{address}")
                assert page.evaluate(CONTRAST) == [], f"{prefix}{address}"
                assert page.evaluate(STRUCTURE) == [], f"{prefix}{address}"


def test_no_page_asks_elsewhere_keeps_a_cookie_or_complains(site: Site, browser: Browser) -> None:
    page = opened(browser, 1280)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for prefix in LANGUAGES:
        for address in site.pages:
            page.goto(f"{site.base}{prefix}{address}")
    assert {url for url in asked if not url.startswith(site.base)} == set()
    assert [text for text in said if "404" not in text] == []  # of the page that is not there
    assert page.context.cookies() == []


def test_from_the_first_page_to_a_record_by_keyboard_alone(site: Site, browser: Browser) -> None:
    page = opened(browser, 1280)
    page.goto(site.base)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#main"
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)["tag"] == "INPUT":
            break
    page.keyboard.type(site.name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    tab_to(page, site.organisation)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{site.organisation}")
    tab_to(page, site.record)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{site.record}")
    assert page.locator("h1").count() == 1


def tab_to(page: Page, address: str) -> None:
    """Tabs until the link is reached; the focus is seen on the whole way."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["seen"], focus
        if focus["href"].endswith(address):
            return
    raise AssertionError(f"{address} is not reached by keyboard")


def test_everything_works_without_javascript(site: Site, browser: Browser) -> None:
    page = opened(browser, 390, javascript=False)
    page.goto(site.base)
    page.locator("#q").fill(site.code)
    page.locator("form.search button").click()
    page.wait_for_url(f"**/{site.organisation}")
    assert site.code not in page.url
    record = page.locator("article.record")
    assert record.count() == 1
    page.locator("#day").fill("2027-05-06")
    page.locator("form.day button").click()
    page.wait_for_url("**day=2027-05-06")
    assert record.count() == 0
    page.goto(f"{site.base}try")
    page.locator("button[name=sample]").click()
    page.locator(".cause").first.wait_for()
    page.locator("a.language[hreflang]").click()
    page.wait_for_url("**/en/try")
    assert page.locator("html").get_attribute("lang") == "en"


def test_those_who_asked_for_less_motion_see_none(site: Site, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.base)
    moving = "() => [...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    assert page.evaluate(moving) == 0
