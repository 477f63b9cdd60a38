"""Pages of notices, at the desk and of an organisation, as a browser shows them: no sideways scroll, contrast, names, one heading."""

from importlib import import_module

from django.urls import reverse
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, Site
from tests.browser.looking import CONTRAST, OVERFLOW, STRUCTURE


def made(site: Site) -> dict[str, tuple[str, str]]:
    """Pages by name: their address and the session they are opened with."""
    owners, staff = (import_module(f"tests.builders.{name}") for name in ("owners", "staff"))
    places, cases = (import_module(f"tests.builders.{name}") for name in ("desk_notices", "cases"))
    roles = import_module("gongxin.agencies.roles")
    objects = places.in_every_state("samr")
    run = places.a_run("samr")["printed"]
    from_uuid = import_module("uuid").UUID
    cases.rejected(cases.objection(from_uuid(site.record.removeprefix("r/"))))
    own, _keys = owners.signed_in(1, "demo")
    chief = staff.signed_in(roles.Role.CENTRE_SUPERVISOR)
    mine, desk = (one.cookies["gongxin_desk"].value for one in (own, chief))
    notices = import_module("gongxin.notices.queries.standing")
    moment = import_module("django.utils.timezone").now()
    told = notices.notices_to(cases.subject(1), moment)
    lists = {
        f"list_{view}": (f"{reverse('desk:notices')}?view={view}", desk)
        for view in ("print", "post", "posted", "overdue")
    }
    states = {
        f"notice_{state}": (reverse("desk:notice", kwargs=objects[state]), desk)
        for state in ("owed", "posted", "returned", "told")
    }
    return {
        **lists,
        **states,
        "run": (reverse("desk:notice_run", kwargs=run), desk),
        "mine": (reverse("portal:owner_notices"), mine),
        "contact": (reverse("portal:owner_contact"), mine),
        "listed": (reverse("portal:owner_notice", args=[told[-1].key]), mine),
        "step": (reverse("portal:owner_notice", args=[told[0].key]), mine),
        "record": (reverse("portal:owner_record", args=[site.record.removeprefix("r/")]), mine),
        "file": (reverse("portal:mine"), mine),
    }


def test_pages_of_notices_are_usable_at_every_width(site: Site) -> None:
    pages = made(site)
    faults: list[object] = []
    # Begun after the data are made: the ORM refuses to work beside its event loop.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, (address, cookie) in pages.items():
            for language, width in (("", 1280), ("", 390), ("/en", 1280), ("/en", 390), ("", 320)):
                context = opened.new_context(viewport={"width": width, "height": 900})
                context.add_cookies([{"name": "gongxin_desk", "value": cookie, "url": site.base}])
                page = context.new_page()
                answer = page.goto(site.base.rstrip("/") + language + address)
                assert answer is not None
                found = [page.evaluate(what) for what in (CONTRAST, STRUCTURE, OVERFLOW)]
                if (answer.status, *found) != (200, [], [], 0):
                    faults.append((name, language, width, answer.status, found))
                page.screenshot(
                    path=f"/tmp/gx-shots/{name}-{language.strip('/') or 'zh'}-{width}.png",
                    full_page=True,
                )
                context.close()
        opened.close()
    assert faults == []
