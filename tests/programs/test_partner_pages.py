"""Naming, editing and ending partners: once for two taps, in words, and nothing typed is lost."""

import datetime as dt

import pytest

from programs.domain.once import new_token
from programs.models import Partner
from tests.make_phases import make_partner

LIST = "/p/nichinan/phases/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, nichinan):
    client.force_login(nichinan.official)
    return client


def text(response) -> str:
    return response.content.decode()


PARTNER = {"role": "operator", "name": "あぶらつ工房", "does": "営業", "pays_for": "備品", "joined_on": "R8.4.1"}


def test_a_partner_is_named_once_however_often_it_is_sent(office, nichinan):
    form = PARTNER | {"once": new_token()}
    for _tap in range(2):
        assert office.post("/p/nichinan/partners/add/", form).status_code == 302
    (partner,) = Partner.objects.all()
    assert (partner.program, partner.role, partner.name, partner.pays_for, partner.joined_on) == (
        nichinan.program,
        "operator",
        "あぶらつ工房",
        "備品",
        dt.date(2026, 4, 1),
    )


def test_a_role_in_the_address_is_chosen_beforehand(office):
    assert office.get("/p/nichinan/partners/add/?role=platform").context["form"]["role"].value() == "platform"
    assert office.get("/p/nichinan/partners/add/?role=mayor").status_code == 200


def test_a_partner_without_name_and_role_is_refused_at_its_fields(office):
    page = office.post("/p/nichinan/partners/add/", {"once": new_token(), "does": "営業", "joined_on": "きのう"})
    assert set(page.context["form"].errors) == {"role", "name", "joined_on"}
    assert ("営業" in text(page), "きのう" in text(page)) == (True, True)


def test_a_partner_is_edited_and_ended_but_not_deleted(office, nichinan):
    partner = make_partner(nichinan.program)
    path = f"/p/nichinan/partners/{partner.pk}/"
    office.post(f"{path}edit/", PARTNER | {"once": new_token()})
    partner.refresh_from_db()
    assert (partner.role, partner.does) == ("operator", "営業")
    early = office.post(f"{path}end/", {"once": new_token(), "left_on": "2026/3/31"})
    assert list(early.context["form"].errors) == ["left_on"]
    form = {"once": new_token(), "left_on": "2026/11/22"}
    for _tap in range(2):
        assert office.post(f"{path}end/", form).status_code == 302
    page = office.get(LIST)
    assert [row.pk for row in page.context["former"]] == [partner.pk]
    again = office.post(f"{path}end/", {"once": new_token(), "left_on": "2026/11/22"})
    assert again.context["form"].non_field_errors() == ["この連携はすでに終了しています。"]
    late = office.post(f"{path}edit/", PARTNER | {"once": new_token(), "joined_on": "2026/11/23"})
    assert list(late.context["form"].errors) == ["joined_on"]
