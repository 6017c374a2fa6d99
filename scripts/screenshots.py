"""Takes the pictures of the README from a demo that is being served: `python scripts/screenshots.py [http://127.0.0.1:8000]`.

Needs the dev extras and a Chromium (CHROMIUM=/path/to/it, else Debian's). Writes docs/images/*.png.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "hidane-demo"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 900}
IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"

# name of the picture: who, window, address, dark, whole page
SHOTS = {
    "worker-home": ("worker@nichinan.example", PHONE, "/", False, False),
    "worker-home-dark": ("worker@nichinan.example", PHONE, "/", True, False),
    "worker-record": ("worker@nichinan.example", PHONE, "/earnings/add/", False, False),
    "worker-months": ("worker@nichinan.example", PHONE, "/earnings/", False, False),
    "director-dashboard": ("director@komagane.example", DESK, "/p/komagane/", False, False),
    "town-admin": ("official@komagane.example", DESK, "/admin/workers/enrollment/", False, False),
}


def sign_in(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def take(browser: Browser, base: str, name: str) -> None:
    email, window, path, dark, whole = SHOTS[name]
    context = browser.new_context(
        viewport=window, color_scheme="dark" if dark else "light", locale="ja-JP", device_scale_factor=1
    )
    page = context.new_page()
    sign_in(page, base, email)
    page.goto(f"{base}{path}")
    page.screenshot(path=IMAGES / f"{name}.png", full_page=whole)
    context.close()


def main(base: str, *names: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=ja"])
        for name in names or SHOTS:
            take(browser, base, name)
            print(f"docs/images/{name}.png")
        browser.close()


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["http://127.0.0.1:8000"]))
