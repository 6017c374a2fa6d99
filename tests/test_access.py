"""Every page of ours x every kind of person, found from the URLconf so that a new page cannot be forgotten."""

import datetime as dt
import re
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from openpyxl import load_workbook

from programs.domain.invitations import make_invitation
from programs.models import Membership
from reports.domain.roll_up import drain
from reports.domain.sweeps import note_sweep
from tests.furnished import furnish_programme, noun_before
from tests.make import make_director, make_earning, make_program, make_user
from tests.signing_in import with_fresh_password
from workers.models import Earning, IncomeMonth, MonthClosing

pytestmark = pytest.mark.django_db

# Whose pages are whose, by the guard a view names. Komagane's people, a director of Nichinan's other program, people
# whose membership ended and strangers are on no list: for them a page of Nichinan is not there.
STAFF = {"official", "director", "viewer"}
MAY = {
    "public_page": None,
    "account_page": None,
    "worker_page": {"worker"},
    "program_page": STAFF | {"administrator"},
    "director_page": {"official", "director", "administrator"},
    "official_page": {"official", "administrator"},
    "administrator_page": {"administrator"},
}
# What a page shows of every town, because it was published for everybody to read.
PUBLISHED = {"workers:open_call_list": {"駒ヶ根", "komagane"}}
# Tested elsewhere: the library's own doors, and the admin (tests/admin/).
OTHERS = ("accounts/", "admin/", "language/", "gallery/", "static/")


def _routes(resolver=None, prefix: str = "", space: str = ""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from _routes(pattern, route, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif not route.startswith(OTHERS):
            yield f"{space}{pattern.name}", (route, pattern)


ROUTES = dict(_routes())
GUARD_OF = {name: getattr(pattern.callback, "guard", None) for name, (_route, pattern) in ROUTES.items()}
# A town's people are made once for a dozen pages: what a page changed would be seen by the next.
ROUNDS = [list(ROUTES)[start : start + 12] for start in range(0, len(ROUTES), 12)]
KINDS = (
    *("worker", "director", "viewer", "official", "administrator"),
    *("other_worker", "other_director", "other_official", "former_director", "neighbor", "stranger"),
)


@pytest.fixture
def cast(nichinan, komagane) -> SimpleNamespace:
    viewer, former, stranger = make_user("議員"), make_director(nichinan.program, "前任"), make_user("よその人")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    Membership.objects.filter(user=former).update(left_on=dt.date(2026, 11, 22))
    earning = make_earning(nichinan.enrollment, 12_345, dt.date(2026, 10, 5), title="日南の仕事")
    make_earning(komagane.enrollment, 54_321, dt.date(2026, 10, 5), title="駒ヶ根の仕事")
    drain()
    note_sweep("roll_up", rows=0)
    slip = make_invitation(role="director", place=nichinan.program, invitee="新しい人", by=nichinan.official)
    programme = furnish_programme(nichinan)
    furnish_programme(komagane)
    own = {"earnings": earning.pk, "people": nichinan.enrollment.pk, "invitations": slip.invitation.pk}
    return SimpleNamespace(
        town=nichinan,
        pks=own | programme.pks,
        keys=programme.keys,
        clients={},
        people={
            "worker": nichinan.worker_user,
            "director": nichinan.director,
            "viewer": viewer,
            "official": nichinan.official,
            "administrator": make_user("管理者", is_superuser=True),
            "other_worker": komagane.worker_user,
            "other_director": komagane.director,
            "other_official": komagane.official,
            "former_director": former,
            "neighbor": make_director(make_program(nichinan.municipality, slug="nichinan-2"), "同じ町の別の事業"),
            "stranger": stranger,
        },
    )


def _address(name: str, cast: SimpleNamespace) -> str:
    route, _pattern = ROUTES[name]
    words = {"slug": "nichinan", "number": 1, "month": "2026-10", "year": 2026, "token": "no-such-slip"}
    words["earning"] = cast.pks["earnings"]
    words["pk"] = cast.pks.get(noun_before(route, "pk"))
    words["key"] = cast.keys.get(noun_before(route, "key"))
    return reverse(name, kwargs={key: words[key] for key in _words_of(name)})


def _words_of(name: str) -> set[str]:
    return set(ROUTES[name][1].pattern.converters)


def _client_of(kind: str, cast) -> Client:
    """This person's browser, signed in once with a password typed just now: a page that asks for it shows nothing."""
    if kind not in cast.clients:
        cast.clients[kind] = Client()
        with_fresh_password(cast.clients[kind], cast.people[kind])
    return cast.clients[kind]


def _ask(client: Client, address: str) -> list:
    return [client.get(address), client.post(address)]


def test_every_page_names_its_guard():
    nameless = [name for name, guard in GUARD_OF.items() if guard not in MAY]
    assert nameless == []


@pytest.mark.parametrize("names", ROUNDS, ids=lambda names: names[0])
def test_nobody_stands_on_a_page_that_is_not_theirs(names, cast):
    for name in names:
        _turn_everybody_else_away(name, cast)
    assert (Earning.objects.count(), MonthClosing.objects.count()) == (2, 0)
    assert not IncomeMonth.objects.exclude(answer="open").exists()


def _turn_everybody_else_away(name, cast):
    allowed = MAY[GUARD_OF[name]]
    if allowed is None:
        return
    address = _address(name, cast)
    # A worker's page without a number in its address shows everybody their own.
    own_page = allowed == {"worker"} and "pk" not in _words_of(name)
    for kind in KINDS:
        if kind in allowed or (own_page and kind == "other_worker"):
            continue
        statuses = [response.status_code for response in _ask(_client_of(kind, cast), address)]
        assert sorted(set(statuses)) in ([404], [404, 405]), (name, kind, statuses)
    for response in _ask(Client(), address):
        assert response.status_code == 405 or response.url.startswith(reverse("account_login")), name


@pytest.mark.parametrize("names", ROUNDS, ids=lambda names: names[0])
def test_whose_page_it_is_gets_it_and_nothing_of_the_other_town(names, cast):
    for name in names:
        _show_it_to_whom_it_belongs(name, cast)


def _show_it_to_whom_it_belongs(name, cast):
    allowed = MAY[GUARD_OF[name]]
    address = _address(name, cast)
    for kind in (allowed or {"worker"}) - {"administrator"}:
        response = _client_of(kind, cast).get(address)
        if "token" in _words_of(name):
            continue
        assert response.status_code in {200, 302, 303, 405}, (name, kind, response.status_code)
        if response.status_code in {302, 303}:
            assert "reauthenticate" not in response.url
        if response.status_code == 200:
            body = _text_of(response)
            hidden = {"𠮷田", "駒ヶ根", "54,321", "54321", "komagane"} - PUBLISHED.get(name, set())
            assert not [word for word in hidden if word in body]


@pytest.mark.parametrize("name", ["reports:people_export", "reports:months_export"])
def test_a_file_is_read_for_what_it_must_not_hold(name, cast):
    """The check above would say nothing about an Excel file if it could not read one."""
    client = Client()
    with_fresh_password(client, cast.people["official"])
    text = _text_of(client.get(_address(name, cast)))
    assert ("日南市" in text, "12345" in text) == (True, True)


def _text_of(response) -> str:
    """What a person reads: the page, every cell of the file, or everything in an archive."""
    if response["Content-Type"] == "application/zip":
        archive = ZipFile(BytesIO(response.getvalue()))
        return " ".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
    if not response["Content-Type"].endswith("spreadsheetml.sheet"):
        return response.content.decode(errors="ignore")
    book = load_workbook(BytesIO(response.content))
    return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def test_not_yours_and_not_there_look_the_same(cast):
    client = Client()
    client.force_login(cast.people["director"])
    for address in ("/p/{}/", "/p/{}/cohorts/1/", "/p/{}/people/"):
        not_yours, not_there = (client.get(address.format(slug)).content.decode() for slug in ("komagane", "nowhere"))
        assert _plain(not_yours).replace("komagane", "nowhere") == _plain(not_there)


def _plain(page: str) -> str:
    """The page without what differs at every request: the form token and the request's number."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|[0-9a-f]{16,}', "", page)


def test_a_right_withdrawn_takes_effect_at_the_next_request(cast):
    client = Client()
    client.force_login(cast.people["director"])
    address = reverse("reports:dashboard", kwargs={"slug": "nichinan"})
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=cast.people["director"]).update(left_on=dt.date(2026, 11, 22))
    assert client.get(address).status_code == 404
