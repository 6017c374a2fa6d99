"""Every page there is, found from the URLconf and the admin's registry, so that a new one cannot be forgotten."""

import time
from collections.abc import Iterator

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from programs.admin.site import site
from programs.models import User
from tests.browser.cast import Town
from tests.test_access import GUARD_OF, MAY, ROUTES


def own_pages(town: Town, kind: str) -> Iterator[tuple[str, str]]:
    """Name and address of each page of ours that the guards give to somebody of this kind; «anybody» is signed out."""
    for name, (route, pattern) in ROUTES.items():
        allowed = MAY[GUARD_OF[name]]
        public = GUARD_OF[name] == "public_page"
        if (kind == "anybody") != public or (kind != "anybody" and allowed is not None and kind not in allowed):
            continue
        words = town.words(route)
        asked = pattern.pattern.converters
        yield name, reverse(name, kwargs={word: words[word] for word in asked})


def account_pages(kind: str) -> Iterator[tuple[str, str]]:
    """The pages of the sign-in library that need no number in their address."""
    for pattern in _patterns("accounts/"):
        if pattern.name != "account_logout" or kind != "anybody":
            try:
                yield pattern.name, reverse(pattern.name)
            except NoReverseMatch:
                continue


def admin_pages(town: Town, user: User) -> Iterator[tuple[str, str]]:
    """Every page of every admin, with the first row of its list."""
    client = client_of(user)
    request = client.get("/admin/").wsgi_request
    yield "index", reverse("admin:index")
    for admin in site._registry.values():
        first = site.narrow(admin.model._default_manager.all(), request).order_by("pk").first()
        for pattern in admin.get_urls():
            if not isinstance(pattern, URLPattern) or pattern.name is None:
                continue
            asked = set(pattern.pattern.converters)
            if asked & {"pk", "object_id"} and first is None:
                continue
            words = {"pk": first and first.pk, "object_id": first and first.pk, "cohort": town.cohort.pk}
            words["month"] = str(town.now - (6 if "reopen" in pattern.name else 4))
            yield pattern.name, reverse(f"admin:{pattern.name}", kwargs={word: words[word] for word in asked})


def shown(pages: Iterator[tuple[str, str]], user: User | None) -> tuple[dict[str, str], list[str]]:
    """The addresses that answer with a page, by name, and the names that do not (files, redirects, refusals)."""
    client = client_of(user)
    found, others = {}, []
    for name, address in pages:
        response = client.get(address)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            found[name] = address
        elif response.status_code != 405:
            others.append(name)
        response.close()  # a file nobody reads is closed all the same
    return found, others


def client_of(user: User | None) -> Client:
    client = Client(raise_request_exception=True)
    if user:
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
        session.save()
    return client


def _patterns(start: str, resolver=None, prefix: str = "") -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from _patterns(start, pattern, route)
        elif route.startswith(start):
            yield pattern
