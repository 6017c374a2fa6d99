"""The menu beside one's name: it leads to the administration only those whom the administration lets in."""

import pytest
from django.urls import reverse

from tests.make import make_user

LINK = 'href="/admin/"'
PAGES = (("reports:dashboard", "nichinan"), ("workers:survey_list", "nichinan"))


def people(nichinan) -> dict:
    return {
        "official": nichinan.official,
        "director": nichinan.director,
        "administrator": make_user("root@example.jp", is_superuser=True),
    }


@pytest.mark.parametrize("who", ["official", "director", "administrator"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_the_menu_agrees_with_the_administration(client, nichinan, who, page):
    client.force_login(people(nichinan)[who])
    answer = client.get(reverse(page[0], args=page[1:]))
    assert answer.status_code == 200
    assert (LINK in answer.content.decode()) == (client.get("/admin/").status_code == 200) == (who != "director")


def test_the_guard_has_asked_whether_one_is_an_official(client, nichinan, django_assert_num_queries):
    client.force_login(nichinan.director)
    user = client.get(reverse("workers:survey_list", args=["nichinan"])).context["user"]
    with django_assert_num_queries(0):
        assert not user.is_staff
