"""Searches and exports in the admin are on record, in the book of the town whose rows they are."""

import pytest
from auditlog.models import LogEntry
from django.urls import reverse

from programs.models import AccessRecord, User
from tests.doors import prove

LIST = "admin:workers_enrollment_changelist"
EXPORT = "admin:workers_enrollment_export"


def written(action: str) -> list[tuple]:
    kept = AccessRecord.objects.filter(action=action, noun="workers.enrollment").order_by("pk")
    return list(kept.values_list("municipality", "detail"))


def test_a_search_is_on_record_without_the_word(clerk, nichinan, mine):
    assert clerk.get(reverse(LIST), {"q": "﨑田"}).status_code == 200
    clerk.get(reverse(LIST), {"q": " "})
    clerk.get(reverse(LIST))
    assert written("searched") == [(nichinan.municipality.pk, "")]


def test_an_export_says_how_it_was_narrowed_but_not_by_which_word(clerk, nichinan, mine):
    clerk.get(reverse(EXPORT), {"q": "﨑田", "cohort__id__exact": nichinan.cohort.pk, "o": "1"})
    said = f"1 rows (cohort__id__exact={nichinan.cohort.pk}, q)"
    assert written("exported") == [(nichinan.municipality.pk, said)]


def test_an_administrators_export_is_in_every_towns_book(client, nichinan, komagane, mine, theirs):
    client.force_login(User.objects.create_superuser("root@example.jp"))
    prove(client).get(reverse(EXPORT))
    towns = sorted([nichinan.municipality.pk, komagane.municipality.pk])
    assert written("exported") == [(town, "2 rows") for town in towns]


@pytest.mark.ignore_template_errors
def test_printed_slips_are_on_record(clerk, nichinan):
    page = reverse("programs:invitation_add", args=["nichinan"])
    form = {"once": "a" * 20, "invitee": "新しい 人", "role": "viewer"}
    assert clerk.post(page, form).status_code == 200
    clerk.post(page, form)
    printed = AccessRecord.objects.filter(action="printed").values_list("user", "municipality", "detail")
    assert list(printed) == [(nichinan.official.pk, nichinan.municipality.pk, "1 rows")]


@pytest.mark.parametrize("forwarded", ["6.6.6.6", "nonsense"])
def test_the_history_keeps_no_address_a_client_wrote_itself(clerk, nichinan, forwarded):
    data = {"user": nichinan.director.pk, "role": "viewer", "program": nichinan.program.pk, "joined_on": "2026/11/22"}
    page = reverse("admin:programs_membership_add")
    assert clerk.post(page, data, headers={"X-Forwarded-For": forwarded}).status_code == 302
    newest = LogEntry.objects.order_by("-pk").first()
    assert (newest.actor, newest.remote_addr) == (nichinan.official, None)
