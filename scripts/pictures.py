"""Takes the README's pictures from a running demo with Debian's chromium. It opens pages and saves them, nothing else.

make demo                             in one terminal
.venv/bin/python scripts/pictures.py  in another: writes docs/pictures/*.png
"""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--hide-scrollbars",
]
TO_TOP = "e => e.scrollIntoView({block: 'start'})"
DESKTOP, PHONE = (1280, 860), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One page; the doors of the demo find an organisation whose record is about to leave."""

    name: str
    path: str
    press: str = ""  # a button to press before the picture is taken
    below: str = ""  # an element that the picture begins with
    on_phone: bool = False


PICTURES = (
    Picture("home", "", on_phone=True),
    Picture("search", "doors/owner/1"),
    Picture("organisation", "doors/owner/2", below="main"),
    Picture("record", "doors/owner/3", below="article", on_phone=True),
    Picture("last-day", "doors/owner/4", below="main"),
    Picture("day-after", "doors/owner/5", below="main"),
    Picture("catalogue", "catalogue/penalty"),
    Picture("try", "try", press="button[name=sample]", below=".result"),
    Picture("refuse", "refuse"),
)


def take(browser: Browser, site: str, folder: Path) -> list[Path]:
    """Each page in both languages on the desktop, some on a phone as well."""
    taken = []
    for (width, height), place in ((DESKTOP, "desktop"), (PHONE, "phone")):
        page = browser.new_page(viewport={"width": width, "height": height})
        for language, prefix in (("zh", ""), ("en", "en/")):
            for picture in PICTURES:
                if place == "phone" and not picture.on_phone:
                    continue
                path = folder / f"{picture.name}-{language}-{place}.png"
                _open(page, f"{site}/{prefix}{picture.path}", picture)
                if picture.below and place == "desktop":  # there the banner stays in sight
                    page.locator(picture.below).first.evaluate(TO_TOP)
                page.screenshot(path=path)
                taken.append(path)
        page.close()
    return taken


def _open(page: Page, address: str, picture: Picture) -> None:
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        raise SystemExit(f"{address}: {answer.status if answer else 'no answer'}")
    if picture.press:
        page.locator(picture.press).click()
        page.locator(picture.below).wait_for()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--site", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    arguments = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("no chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    arguments.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for path in take(browser, arguments.site, arguments.out):
            print(path)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
