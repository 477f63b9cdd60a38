"""What every page keeps: both languages, the banner of the demo, headers, no cookie, no foreign address, no script."""

import re
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from gongxin.subjects import queries as subjects
from tests.builders import city
from tests.builders.codes import unified_code

OPEN = ["", "search", "catalogue", "catalogue/penalty", "catalogue/licence", "catalogue/registration",
        "catalogue?by=agency", "catalogue?by=audience", "catalogue-editions", "clocks", "coverage",
        "punctuality", "missing-numbers", "recalls", "refuse", "checks", "try", "journal", "about", "programs",
        "requests", "requests/new", "complain", "tip", "receipt"]  # fmt: skip
DEMO = ["doors/owner", "doors/official", "doors/engineer"]
WRONG = ["nothing-here", "catalogue/unknown", "o/00000000-0000-4000-8000-000000000000"]


@pytest.fixture
def subject_pages(hall: None) -> list[str]:
    record: UUID = city.published_penalty(1)
    found = subjects.organisation_by_code(unified_code(1))
    assert found is not None
    return [f"o/{found.public_id}", f"r/{record}"]


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.GONGXIN_MODE = "demo"


class Page(HTMLParser):
    """Tags and attributes of a page, without a browser."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.usefixtures("hall", "demo")
@pytest.mark.parametrize("address", [*OPEN, *DEMO, *WRONG])
@pytest.mark.parametrize(("prefix", "language"), [("", "zh-Hans"), ("en/", "en")])
def test_each_page_stands_in_both_languages_and_says_that_its_data_are_constructed(
    client: Client, address: str, prefix: str, language: str
) -> None:
    answer = client.get(f"/{prefix}{address}")
    assert answer.status_code == (404 if address in WRONG else 200)
    page = Page(answer.text)
    assert page.all("html")[0]["lang"] == language
    assert "构造数据" in answer.text
    assert "Constructed data" in answer.text
    assert {tag for tag, _ in page.tags} >= {"header", "nav", "main", "footer", "h1", "title"}
    assert len(page.all("h1")) == 1
    other = next(a["href"] for a in page.all("link") if a.get("rel") == "alternate")
    back = client.get(str(other))
    assert back.status_code == answer.status_code
    assert f'href="/{prefix}{address}"' in back.text
    if language == "en":
        shown = re.sub(r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>', "", answer.text, flags=re.S)
        # Words of the form itself, quoted in the English sentences of the checks.
        assert set(re.findall(r"[\u4e00-\u9fff]+", shown)) <= {"是", "否", "万元", "元"}


@pytest.mark.usefixtures("demo")
def test_pages_of_organisations_carry_the_banner_and_are_kept_by_nobody(
    client: Client, subject_pages: list[str]
) -> None:
    for address in subject_pages:
        for prefix in ("", "en/"):
            answer = client.get(f"/{prefix}{address}")
            assert answer.status_code == 200
            assert "构造数据" in answer.text
            assert answer["Cache-Control"] == "no-store"
            assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("address", [*OPEN, *WRONG, "robots.txt", ".well-known/security.txt"])
def test_each_answer_guards_its_reader(client: Client, address: str) -> None:
    answer = client.get(f"/{address}")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert not answer.cookies


@pytest.mark.usefixtures("hall", "demo")
@pytest.mark.parametrize("address", [*OPEN, *DEMO, *WRONG])
def test_no_page_holds_a_script_an_inline_style_or_anything_from_elsewhere(
    client: Client, address: str
) -> None:
    page = Page(client.get(f"/{address}").text)
    assert not page.all("script")
    assert not page.all("style")
    assert not page.all("iframe")
    for tag, attributes in page.tags:
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes), tag
        for name in ("src", "href", "action", "srcset"):
            value = attributes.get(name) or ""
            assert not re.match(r"(?:[a-z]+:)?//|javascript:|data:", value), value


@pytest.mark.usefixtures("hall")
def test_outside_the_demo_there_are_no_doors_and_no_banner(client: Client) -> None:
    for address in DEMO:
        assert client.get(f"/{address}").status_code == 404
    assert "构造数据" not in client.get("/").text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("door", ["owner", "official", "engineer"])
def test_each_door_leads_through_six_real_pages(
    client: Client, subject_pages: list[str], door: str
) -> None:
    for number in range(1, 7):
        led = client.get(f"/doors/{door}/{number}")
        assert led.status_code == 302
        shown = client.get(led["Location"].partition("#")[0])
        assert shown.status_code == 200
        assert f"第 {number} 步，共 6 步" in shown.text
    assert client.get(f"/doors/{door}/7").status_code == 404


@pytest.mark.usefixtures("hall")
def test_robots_are_kept_from_organisations_and_security_txt_follows_rfc_9116(
    client: Client, settings: Settings
) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").text
    settings.GONGXIN_MODE = "production"
    robots = client.get("/robots.txt").text
    assert "Disallow: /o/" in robots
    assert "Disallow: /\n" not in robots
    text = client.get("/.well-known/security.txt").text
    assert re.search(r"^Contact: \S+$", text, re.M)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", text, re.M)


@pytest.mark.usefixtures("fresh_database")
def test_without_a_law_the_catalogue_says_so_and_does_not_crash(client: Client) -> None:
    answer = client.get("/catalogue")
    assert answer.status_code == 503
    assert "catalogue." in answer.text


def test_a_fault_of_ours_is_a_page_without_a_trace(client: Client, settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.journeys.portal.broken"
    client.raise_request_exception = False
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "这是我们的错" in answer.text
    assert "Traceback" not in answer.text
    assert answer["Cache-Control"] == "no-store"
