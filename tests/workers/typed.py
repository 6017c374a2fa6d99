"""What a browser sends when somebody writes down one pay, and what the page says back."""

import re

from programs.domain.once import new_token

ADD = "/earnings/add/"
HTMX = {"HX-Request": "true"}


def typed(**changes) -> dict[str, str]:
    """A form as a browser sends it."""
    fields = {
        "once": new_token(),
        "source": "crowdworks",
        "title": "観光記事の作成 3本",
        "gross": "１２，０００",
        "platform_fee": "",
        "earned_on": "2026-11-22",
        "other_day": "",
        "typed_day": "",
        "client": "",
        "minutes": "",
        "transfer_fee": "",
        "withholding": "",
        "paid_on": "",
    }
    return fields | changes


def sentences(response) -> dict[str, str]:
    """The sentence beside each field."""
    found = re.findall(r'<div class="error" id="id_(\w+)_error"><p>＊([^<]+)</p></div>', response.content.decode())
    return dict(found)


def without_secrets(html: str) -> str:
    """Sent with every form and new each time."""
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", html)
    return re.sub(r'name="once" value="[^"]+"', "", html)
