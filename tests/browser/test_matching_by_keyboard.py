"""An officer goes through the rows that are nobody's with the keyboard alone; the pages fit a phone and are well formed."""

from importlib import import_module

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Site
from tests.browser.looking import CONTRAST, FOCUS, OVERFLOW, STRUCTURE


@pytest.fixture
def desk(site: Site) -> dict[str, str]:
    """Two rows that wait, one that entered, a pair of duplicates; the cookie of an officer, and addresses of the pages."""
    # Not at the head of the file: pytest reads it before Django is set up.
    matching, twins = (
        import_module("tests.builders.matching"),
        import_module("tests.builders.twins"),
    )
    city, staff = import_module("tests.builders.city"), import_module("tests.builders.staff")
    roles, opinions = (
        import_module("gongxin.agencies.roles"),
        import_module("gongxin.intake.opinions"),
    )
    city.register(2, 3)
    entered = matching.waiting(3)
    done = matching.decide(entered, opinions.Opinion.SAME, matching.subject_of(3))
    matching.waiting(1, 行政处罚决定书文号="构市监罚〔2026〕31号")
    matching.send(matching.row_of(2, name="构造市样例乙乙有限公司", 统一社会信用代码=""))
    twins.reported_twice(2)
    (pair,) = twins.looked()
    client = staff.signed_in(roles.Role.CENTRE_OFFICER)
    with import_module("gongxin.agencies.scope").acting_for("*"):
        (first,) = import_module("gongxin.intake.admissions").waiting()
    return {
        "cookie": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "parties": "desk/parties",
        "judgements": "desk/judgements",
        "judgement": f"desk/judgements/{done.review}",
        "admissions": "desk/admissions",
        "admission": f"desk/admissions/{first.id}",
        "duplicates": "desk/duplicates",
        "duplicate": f"desk/duplicates/{pair.id}",
    }


def signed_in(browser: Browser, site: Site, desk: dict[str, str], width: int) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": desk["cookie"], "url": site.base}]
    )
    return context


def opened(browser: Browser, site: Site, desk: dict[str, str], width: int = 1280) -> Page:
    page = signed_in(browser, site, desk, width).new_page()
    page.goto(f"{site.base}{desk['parties']}")
    return page


def test_a_review_is_done_by_keyboard_alone(
    site: Site, desk: dict[str, str], browser: Browser
) -> None:
    page = opened(browser, site, desk)
    page.keyboard.press("j")
    page.wait_for_url("**/desk/parties/*/1")
    first = page.url
    # A key inside a text field is a letter; nothing is decided by a key alone.
    page.keyboard.press("r")
    page.keyboard.type("used the address of the decision, code as registered")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Space")
    page.keyboard.press("1")
    assert page.evaluate("() => document.querySelector('input[name=subject]').checked")
    page.keyboard.press("s")
    assert page.url == first
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)
    assert "/desk/parties/" in page.url  # the next row
    second = page.url
    page.keyboard.press("w")
    page.keyboard.type("please give the code")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.keyboard.type("two bodies bear similar names")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.press("Space")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != second)
    page.goto(f"{site.base}{desk['judgements']}")
    said = page.locator("tbody tr").all_inner_texts()
    assert len(said) == 3
    assert any("used the address" in line for line in said)


def test_keys_can_be_switched_off_and_everything_works_without_them(
    site: Site, desk: dict[str, str], browser: Browser
) -> None:
    page = opened(browser, site, desk)
    page.keyboard.press("j")
    page.wait_for_url("**/desk/parties/*/1")
    page.locator("details.keys-help summary").click()
    page.locator("[data-keys-toggle]").uncheck()
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("1")
    assert not page.evaluate("() => document.querySelector('input[name=subject]').checked")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": desk["cookie"], "url": site.base}]
    )
    plain = context.new_page()
    plain.goto(page.url)
    plain.locator("input[name=subject]").first.check()
    plain.locator("input[name=source]").first.check()
    plain.locator("#reason").fill("核对过决定书")
    plain.locator("button[value=same]").click()
    plain.wait_for_url("**done=*")


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_pages_fit_are_read_and_are_well_formed(
    site: Site, desk: dict[str, str], browser: Browser, language: str
) -> None:
    found: list[object] = []
    for width in (320, 1280):
        page = signed_in(browser, site, desk, width).new_page()
        page.goto(f"{site.base}{desk['parties']}")
        row = page.locator("tbody a").first.get_attribute("href") or ""
        paths = [path for name, path in desk.items() if name != "cookie"]
        for path in [*paths, row.lstrip("/")]:
            answer = page.goto(f"{site.base}{language}{path}")
            assert answer is not None
            assert answer.status == 200
            found += [(width, path, fault) for fault in page.evaluate(STRUCTURE)]
            found += [(width, path, fault) for fault in page.evaluate(CONTRAST)]
            if page.evaluate(OVERFLOW) > 0:
                found.append((width, path, "scrolls sideways"))
    assert not found, found
