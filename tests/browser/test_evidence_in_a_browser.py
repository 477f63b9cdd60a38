"""Files with a case: the form and the lists are usable at every width; a file is handed in without script and comes back as a download."""

import os
from importlib import import_module
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE

WIDTHS = (("", 1280), ("", 320), ("/en", 390), ("/en", 320))
PICTURES = os.environ.get("PICTURES")  # a folder, to look at what was seen


def faults_of(page: Page) -> list[object]:
    found = [page.evaluate(CONTRAST), page.evaluate(STRUCTURE), page.evaluate(OVERFLOW)]
    return [] if found == [[], [], 0] else found


def made(site: Site) -> tuple[str, str, str, str, str]:
    """The own session, the reviewer's, the address of the form, and the case's two pages."""
    cases = import_module("tests.builders.cases")
    owners = import_module("tests.builders.owners")
    staff = import_module("tests.builders.staff")
    roles = import_module("gongxin.agencies.roles")
    city = import_module("tests.builders.city")
    files = import_module("tests.builders.desk_attachments")
    own, _keys = owners.signed_in(1, "demo")
    record = site.record.removeprefix("r/")
    ripe = city.published_penalty(2, 处罚决定日期="2026-01-06", 处罚有效期="2027-01-06")
    other, _theirs = owners.signed_in(2, "demo")
    case = cases.repair(ripe, serial=2)
    clean = files.handed_in(f"case:{case}")
    files.looked_through(clean)
    files.handed_in(f"case:{case}")
    cases.forwarded(case)
    reviewer = staff.signed_in(roles.Role.AGENCY_REVIEWER, "samr")
    assert own.cookies
    mine, theirs, desk = (one.cookies["gongxin_desk"].value for one in (own, other, reviewer))
    return (
        f"{mine} {theirs}",
        desk,
        reverse("portal:owner_case_new", args=[record, "objection"]),
        reverse("portal:owner_case", args=[case]),
        reverse("desk:case", args=[case]),
    )


def test_files_are_handed_in_and_read_at_every_width(site: Site, tmp_path: Path) -> None:
    sessions, desk, form, own_case, desk_case = made(site)
    mine, theirs = sessions.split()
    evidence = import_module("tests.builders.evidence")
    (tmp_path / "凭证.jpg").write_bytes(evidence.photographed())
    (tmp_path / "决定.pdf").write_bytes(evidence.pdf())
    faults: list[object] = []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, address, cookie in (
            ("form", form, mine),
            ("own", own_case, theirs),
            ("desk", desk_case, desk),
        ):
            for language, width in WIDTHS:
                context = opened.new_context(
                    viewport={"width": width, "height": 900},
                    reduced_motion="reduce",  # what opens is measured as it ends
                )
                context.add_cookies([{"name": "gongxin_desk", "value": cookie, "url": site.base}])
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + address)
                assert answer is not None
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                picture(page, f"{name}{language.replace('/', '-')}-{width}")
                if answer.status != 200 or faults_of(page):
                    faults.append((name, language, width, answer.status, faults_of(page)))
                context.close()
        context = opened.new_context(java_script_enabled=False)
        context.add_cookies([{"name": "gongxin_desk", "value": mine, "url": site.base}])
        page = context.new_page()
        page.goto(site.base.rstrip("/") + form)
        page.get_by_label("记载的内容与决定不符").check()
        page.locator("textarea").fill("数额写错")
        page.get_by_label("附件").set_input_files([tmp_path / "凭证.jpg", tmp_path / "决定.pdf"])
        page.get_by_role("button", name="提交").click()
        with page.expect_download() as download:
            page.get_by_role("link", name="凭证.jpg").click()
        assert download.value.suggested_filename == "凭证.jpg"
        assert b"SecretPhone" not in Path(download.value.path()).read_bytes()
        assert page.get_by_role("link", name="决定.pdf").is_visible()
        opened.close()
    assert faults == []


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
