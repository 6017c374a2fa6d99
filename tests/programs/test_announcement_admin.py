"""Announcements in the administration: written and withdrawn through the rules."""

import re

import pytest
from django.urls import reverse

from programs.models import Announcement
from tests.make_programme import make_announcement
from tests.signing_in import with_fresh_password

LIST = reverse("admin:programs_announcement_changelist")
ADD = reverse("admin:programs_announcement_add")


@pytest.fixture
def clerk(client, nichinan):
    with_fresh_password(client, nichinan.official)
    return client


def typed(client, program, **fields) -> dict:
    token = re.search(r'name="once" value="([^"]+)"', client.get(ADD).content.decode())[1]
    return {
        "once": token,
        "program": program.pk,
        "audience": "workers",
        "title": "年末の案内",
        "body": "",
        "shows_from": "2026/11/22",
        "shows_until": "R8.12.28",
    } | fields


def test_an_official_announces_and_is_named_as_who_wrote_it(clerk, nichinan):
    form = typed(clerk, nichinan.program)
    assert [clerk.post(ADD, form).status_code for _twice in range(2)] == [302, 302]
    one = Announcement.objects.get()
    assert (one.title, one.made_by) == ("年末の案内", nichinan.official)
    assert "いま出ている" in clerk.get(LIST).content.decode()


def test_a_rule_is_said_beside_its_field(clerk, nichinan):
    response = clerk.post(ADD, typed(clerk, nichinan.program, shows_from="2026/11/1", shows_until="2026/11/2"))
    assert ("最後の日がもう過ぎています" in response.content.decode(), Announcement.objects.count()) == (True, 0)


def test_another_towns_program_and_cohort_cannot_be_chosen(clerk, komagane):
    assert clerk.post(ADD, typed(clerk, komagane.program)).status_code == 200
    assert Announcement.objects.count() == 0


def test_changing_keeps_who_wrote_it(clerk, nichinan):
    one = make_announcement(nichinan.program, nichinan.director)
    page = reverse("admin:programs_announcement_change", args=[one.pk])
    clerk.post(page, typed(clerk, nichinan.program, title="年末年始の案内"))
    one.refresh_from_db()
    assert (one.title, one.made_by) == ("年末年始の案内", nichinan.director)


def test_withdrawing_asks_first_and_then_nothing_can_be_changed(clerk, nichinan):
    one = make_announcement(nichinan.program, nichinan.official)
    page = reverse("admin:programs_announcement_withdraw", args=[one.pk])
    assert "すぐに、だれのページにも出なくなります" in clerk.get(page).content.decode()
    clerk.post(page)
    one.refresh_from_db()
    assert one.withdrawn_at is not None
    html = clerk.get(reverse("admin:programs_announcement_change", args=[one.pk])).content.decode()
    assert 'name="title"' not in html


def test_the_first_page_shows_officials_theirs(clerk, nichinan, komagane):
    for town in (nichinan, komagane):
        for audience in ("officials", "directors"):
            make_announcement(
                town.program, town.official, audience=audience, title=f"{town.municipality.name} {audience}"
            )
    html = clerk.get(reverse("admin:index")).content.decode()
    assert re.findall(r"<p><b>([^<]+)</b>", html) == ["日南市 officials"]
    one = Announcement.objects.get(title="日南市 officials")
    assert clerk.post(f"/announcements/{one.pk}/close/", {"next": "/admin/"})["Location"] == "/admin/"
    assert "日南市 officials" not in clerk.get(reverse("admin:index")).content.decode()
