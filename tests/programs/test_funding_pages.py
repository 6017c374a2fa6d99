"""Money by fiscal year: as people type it, each source once, corrected and taken away."""

import pytest

from programs.domain.fundings import change_funding, remove_funding
from programs.domain.once import new_token
from programs.domain.refusals import Refused
from programs.models import Funding
from tests.make_phases import make_funding, make_partner

LIST = "/p/nichinan/phases/"
PARTNER = {"role": "operator", "name": "あぶらつ工房", "does": "営業", "pays_for": "備品", "joined_on": "R8.4.1"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, nichinan):
    client.force_login(nichinan.official)
    return client


def text(response) -> str:
    return response.content.decode()


MONEY = {"fiscal_year": "2025", "kind": "national", "name": "第2世代交付金", "amount": "１，２３４，５６７円"}


def test_what_somebody_took_away_meanwhile_does_not_come_back(nichinan):
    row = make_funding(nichinan.program, 2025, "town", 5_000)
    remove_funding(funding=row)
    with pytest.raises(Refused, match="消され"):
        change_funding(funding=row, fiscal_year=2025, kind="town", name="", amount=6_000)
    assert Funding.objects.count() == 0


def test_money_is_written_as_people_type_it(office, nichinan):
    assert office.post("/p/nichinan/fundings/add/", MONEY | {"once": new_token()}).url == f"{LIST}#money"
    (row,) = Funding.objects.all()
    assert (row.program, row.fiscal_year, row.kind, row.amount) == (nichinan.program, 2025, "national", 1_234_567)


def test_the_same_source_of_a_year_is_refused_beside_its_name(office, nichinan):
    make_funding(nichinan.program, 2025, "national", 1, name="第2世代交付金")
    page = office.post("/p/nichinan/fundings/add/", MONEY | {"once": new_token()})
    assert page.context["form"].errors == {"name": ["その年度のこの財源は、すでに書かれています。"]}
    assert "１，２３４，５６７円" in text(page)
    assert (
        office.post("/p/nichinan/fundings/add/", MONEY | {"once": new_token(), "fiscal_year": "2024"}).status_code
        == 302
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "金額は0円以上で書いてください。"),
        ("100000000001", "金額は100,000,000,000円以下で書いてください。"),
        ("たくさん", "金額は12000のように数字で書いてください。"),
    ],
)
def test_an_implausible_amount_is_refused(office, typed, sentence):
    page = office.post("/p/nichinan/fundings/add/", MONEY | {"once": new_token(), "amount": typed})
    assert page.context["form"].errors == {"amount": [sentence]}


def test_money_is_corrected_and_taken_away(office, nichinan):
    row = make_funding(nichinan.program, 2025, "town", 5_000)
    path = f"/p/nichinan/fundings/{row.pk}/"
    assert 'value="5,000"' in text(office.get(f"{path}edit/"))
    office.post(f"{path}edit/", MONEY | {"once": new_token(), "amount": "6000"})
    row.refresh_from_db()
    assert (row.kind, row.amount) == ("national", 6_000)
    page = office.get(f"{path}remove/")
    assert "2025年度（令和7年度）の「第2世代交付金」6,000円を消しますか。" in text(page)
    for _tap in range(2):
        assert office.post(f"{path}remove/", {"once": page.context["once"]}).url == f"{LIST}#money"
    assert not Funding.objects.exists()


def test_a_year_nobody_offers_is_refused(office):
    page = office.post("/p/nichinan/fundings/add/", MONEY | {"once": new_token(), "fiscal_year": "1999"})
    assert page.context["form"].errors == {"fiscal_year": ["年度を選んでください。"]}


@pytest.mark.parametrize("page", ["partners/{}/edit/", "partners/{}/end/", "fundings/{}/edit/", "fundings/{}/remove/"])
def test_another_towns_row_is_not_there_under_the_own_address(office, nichinan, komagane, page):
    noun = {"partners": make_partner, "fundings": lambda program: make_funding(program, 2025, "town", 1)}
    foreign = noun[page.split("/")[0]](komagane.program)
    address = f"/p/nichinan/{page.format(foreign.pk)}"
    assert office.get(address).status_code == 404
    for form in (PARTNER | {"left_on": "2026/11/22"}, MONEY):
        assert office.post(address, form | {"once": new_token()}).status_code == 404
    kept = type(foreign).objects.values().get()
    assert kept == {field.attname: getattr(foreign, field.attname) for field in foreign._meta.fields}
