"""The pages of a draft in a real browser: narrow and wide, both languages, without a script; a cause is fixed by the keyboard alone."""

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

ROWS = 60


@dataclass(frozen=True)
class Desk:
    base: str
    draft: UUID
    session: str

    @property
    def pages(self) -> list[str]:
        return [f"desk/draft/{self.draft}", f"desk/preview/{self.draft}",
                f"desk/preview/{self.draft}?way=rejected", "desk/profiles", "desk/profiles/penalty"]  # fmt: skip


@pytest.fixture
def desk(site: Site) -> Desk:
    """A clerk with a draft, and a profile of an earlier file."""
    # Not at the head of the file: pytest reads it before Django is set up.
    drafts, files, messy, staff, city = (
        import_module(f"tests.builders.{name}")
        for name in ("drafts", "files", "messy", "staff", "city")
    )
    city.register(*range(2, ROWS))
    first = [files.penalty(n, authority_code=city.samr_code()) for n in range(2, 22)]
    for row in first[:1]:
        row["统一社会信用代码"] = f"统一代码：{row['统一社会信用代码']}"
    earlier = drafts.draft_of(files.table(first))
    drafts.take_offers(earlier)
    drafts.submit(earlier)
    rows = messy.rows()[: ROWS * 5 : 5]
    rows[1]["罚款金额(万元)"] = "2000元"
    rows[2]["处罚决定日期"] = "二〇二六年四月六日"
    rows[3]["处罚类别"] = "99"
    rows[4]["处罚机关"] = "构造市市场局"
    batch = drafts.draft_of(messy.workbook(rows), name="四月行政处罚汇总（定稿）.xlsx")
    session = staff.browser_of("samr.clerk").cookies[settings.SESSION_COOKIE_NAME].value
    return Desk(site.base, batch, session)


def opened(desk: Desk, browser: Browser, width: int, *, script: bool = True) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=script
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": desk.session, "url": desk.base}])  # fmt: skip
    return context


def test_the_pages_of_a_draft_are_usable_by_everybody(desk: Desk, browser: Browser) -> None:
    shots = os.environ.get("SHOTS")
    for width in (320, 390, 1280):
        page = opened(desk, browser, width).new_page()
        for prefix in ("", "en/"):
            for number, address in enumerate(desk.pages):
                answer = page.goto(f"{desk.base}{prefix}{address}")
                assert answer is not None
                assert answer.status == 200
                if shots:
                    name = f"{width}-{prefix.strip('/') or 'zh'}-{number}.png"
                    page.screenshot(path=str(Path(shots) / name), full_page=True)
                assert page.evaluate(OVERFLOW) <= 0, f"{prefix}{address} at {width}"
                assert page.evaluate(CONTRAST) == [], f"{prefix}{address}"
                assert page.evaluate(STRUCTURE) == [], f"{prefix}{address}"


def test_a_cause_is_fixed_and_undone_without_a_script(desk: Desk, browser: Browser) -> None:
    page = opened(desk, browser, 1280, script=False).new_page()
    page.goto(f"{desk.base}desk/draft/{desk.draft}")
    before = page.locator(".cause").count()
    offer = page.locator(".offer", has_text="中文数字日期").locator("button")
    offer.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#fixes")
    assert page.locator(".cause").count() == before - 1
    page.locator(".fixes li", has_text="中文数字日期").locator("button").click()
    page.wait_for_url("**#causes")
    assert page.locator(".cause").count() == before
