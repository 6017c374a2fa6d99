"""A page of ours as a PDF. The only place that knows WeasyPrint, which an installation may do without.

Nothing is fetched while it is drawn: the page is text, and its style sheet is one of our own files.
"""

import logging
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

from django.contrib.staticfiles import finders

for _chatter in ("weasyprint.progress", "fontTools"):  # each step of each page is nobody's news
    logging.getLogger(_chatter).setLevel(logging.WARNING)

PDF = "application/pdf"
_SECONDS = 10  # for the list of fonts


class NothingIsFetched(Exception):
    """The page asked for something outside itself."""


@cache
def can_make_pdf() -> bool:
    """Whether the library is here, with what it stands on, and a font with Japanese letters."""
    try:
        import weasyprint  # noqa: F401 (an installation without it shows no button)
    except (ImportError, OSError):
        return False
    return _has_japanese_font()


def pdf_of(html: str, *, css: str) -> bytes:
    """`css`: a style sheet among our static files. Raises NothingIsFetched when the page wants any address."""
    import weasyprint
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class Refusing(URLFetcher):
        def fetch(self, url: str, headers: dict | None = None) -> NoReturn:
            raise NothingIsFetched(url)

    style = finders.find(css)
    if style is None:
        raise FileNotFoundError(css)
    refusing = Refusing(fail_on_errors=True)
    try:
        sheet = weasyprint.CSS(string=Path(style).read_text(encoding="utf-8"), url_fetcher=refusing)
        page = weasyprint.HTML(string=html, url_fetcher=refusing, media_type="print")
        return page.write_pdf(stylesheets=[sheet])
    except FatalURLFetchingError as wanted:
        raise NothingIsFetched(str(wanted)) from wanted


def _has_japanese_font() -> bool:
    command = shutil.which("fc-list")
    if command is None:
        return False
    try:
        found = subprocess.run(  # a fixed command without anything from outside
            [command, ":lang=ja", "family"], capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return bool(found.stdout.strip())
