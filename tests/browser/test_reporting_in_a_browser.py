"""From a clerk's file over a fixed cause to the public page, by two people in a browser; and a batch that is undone is gone at the next look."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

SERIAL = 41


@dataclass(frozen=True)
class People:
    """Who is signed in, by the value of their cookie; the file the clerk has; the page of the body it is about."""

    cookies: dict[str, str]
    file: Path
    organisation: str


@pytest.fixture
def people(site: Site, tmp_path: Path) -> Iterator[People]:
    city, files = import_module("tests.builders.city"), import_module("tests.builders.files")
    staff, codes = import_module("tests.builders.staff"), import_module("tests.builders.codes")
    subjects = import_module("gongxin.subjects.queries")
    roles = import_module("gongxin.agencies.roles").Role
    city.register(SERIAL)
    rows = [
        files.penalty(SERIAL, authority_code=city.samr_code(), 行政处罚决定书文号=f"构市监罚〔2026〕{n}号")
        for n in (41, 42)
    ]  # fmt: skip
    rows[1]["统一社会信用代码"] = f"统一代码：{rows[1]['统一社会信用代码']}"  # a cause with a fix
    file = tmp_path / "五月处罚.csv"
    file.write_bytes(files.table(rows))
    found = subjects.organisation_by_code(codes.unified_code(SERIAL))
    cookies = {
        name: staff.signed_in(role).cookies["gongxin_desk"].value
        for name, role in (("clerk", roles.AGENCY_CLERK), ("reviewer", roles.AGENCY_REVIEWER))
    }
    stop = threading.Event()
    worker = threading.Thread(target=_work, args=(stop,), daemon=True)
    worker.start()
    yield People(cookies, file, f"o/{found.public_id}")
    stop.set()
    worker.join()


def _work(stop: threading.Event) -> None:
    """What `gongxin worker` does, often."""
    conveyor = import_module("gongxin.intake.conveyor")
    timezone, connections = import_module("django.utils.timezone"), import_module("django.db")
    while not stop.wait(0.3):
        conveyor.resume_unfinished(by="system", now=timezone.now())
    connections.connections.close_all()


def signed_in(
    browser: Browser, site: Site, people: People, who: str, width: int = 1280
) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    context.add_cookies([{"name": "gongxin_desk", "value": people.cookies[who], "url": site.base}])
    return context


def sent(page: Page, site: Site, people: People) -> str:
    """The clerk uploads, accepts the fix of a cause, submits; the address of the batch once every row has its outcome."""
    page.goto(f"{site.base}desk/upload")
    page.select_option("#item", "penalty")
    page.set_input_files("#file", people.file)
    page.click("#send")
    page.wait_for_url("**/desk/draft/*")
    page.click("button:has-text('采用，解决 1 行')")
    page.click("button:has-text('提交，可收 2 行')")
    page.wait_for_url("**/desk/batches/*")
    for _ in range(60):
        if page.locator(".state-waiting").count():
            return page.url
        time.sleep(0.5)
        page.reload()
    raise AssertionError(page.content())


def test_a_file_is_public_within_a_minute_of_its_release_by_a_second_person_and_undone_it_is_gone(
    site: Site, people: People, browser: Browser
) -> None:
    clerk = signed_in(browser, site, people, "clerk").new_page()
    reviewer = signed_in(browser, site, people, "reviewer").new_page()
    public = browser.new_page()
    address = sent(clerk, site, people)
    expect(clerk.locator("a.button", has_text="查看并放行")).to_have_count(0)
    public.goto(site.base + people.organisation)
    expect(public.locator("article.record")).to_have_count(0)

    reviewer.goto(f"{site.base}desk/")
    reviewer.click("text=批次等第二人放行")
    reviewer.click("table.batches a")
    reviewer.click("text=查看并放行")
    expect(reviewer.locator("table.seen tbody tr")).to_have_count(2)
    reviewer.click("button:has-text('放行公开')")
    expect(reviewer.locator(".state-released")).to_be_visible()
    public.reload()
    expect(public.locator("article.record")).to_have_count(2)

    clerk.goto(address)
    clerk.click("text=提请撤销整批")
    clerk.fill("#reason", "报错了月份")
    clerk.click("button:has-text('提请撤销')")
    expect(clerk.locator("text=须由另一个有权限的人决定")).to_be_visible()
    reviewer.goto(clerk.url)
    reviewer.click("button:has-text('批准并执行')")
    public.reload()
    expect(public.locator("article.record")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_reporting_are_usable(
    site: Site, people: People, browser: Browser, width: int
) -> None:
    reviewer = signed_in(browser, site, people, "reviewer", width).new_page()
    clerk = signed_in(browser, site, people, "clerk", width).new_page()
    address = sent(clerk, site, people)
    places = [
        "desk/",
        "desk/upload",
        "desk/forms",
        "desk/form?item=penalty",
        "desk/batches",
        "desk/motions",
    ]
    pages = [site.base + one for one in places]
    for page in [*pages, address, f"{address}/rows?outcome=admitted", f"{address}/release", f"{address}/undo",
                 f"{address}/corrections"]:  # fmt: skip
        for language in ("", "en/"):
            reviewer.goto(page.replace(f"{site.base}desk", f"{site.base}{language}desk"))
            assert reviewer.evaluate(STRUCTURE) == [], page
            assert reviewer.evaluate(CONTRAST) == [], page
            assert reviewer.evaluate(OVERFLOW) <= 0, page


def test_a_file_arrives_whole_over_a_line_that_breaks(
    site: Site, people: People, browser: Browser
) -> None:
    page = signed_in(browser, site, people, "clerk").new_page()
    broken: list[str] = []

    def fails_once(route: object) -> None:
        if getattr(route, "request").method == "PATCH" and not broken:  # noqa: B009
            broken.append("once")
            getattr(route, "abort")("connectionreset")  # noqa: B009
        else:
            getattr(route, "continue_")()  # noqa: B009

    page.route("**/desk/uploads/*", fails_once)
    sent(page, site, people)
    assert broken == ["once"]
    expect(page.locator(".numbers dd").first).to_have_text("2")


def test_without_a_script_the_plain_form_does(site: Site, people: People, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(
        [{"name": "gongxin_desk", "value": people.cookies["clerk"], "url": site.base}]
    )
    page = context.new_page()
    sent(page, site, people)
    expect(page.locator(".numbers dd").first).to_have_text("2")
