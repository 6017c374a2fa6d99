"""What asks for the password again outside the admin asks for it in the admin as well."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from programs.models import Membership
from tests.doors import prove
from workers.models import MonthClosing

PASSWORD = "みかん りんご ぶどう すいか"


@pytest.fixture
def stale(clerk, nichinan):
    """Signed in long ago: the session stands, the password is no longer fresh."""
    nichinan.official.set_password(PASSWORD)
    nichinan.official.save()
    clerk.force_login(nichinan.official)
    prove(clerk)
    with time_machine.travel(dt.datetime(2026, 11, 22, 3, 16, tzinfo=dt.UTC), tick=True):
        yield clerk


def deeds(nichinan) -> dict[str, tuple[str, dict]]:
    membership = nichinan.director.memberships.get()
    october = [nichinan.cohort.pk, "2026-10"]
    listed = reverse("admin:workers_enrollment_changelist")
    chosen = {"action": "export_chosen", "_selected_action": [nichinan.enrollment.pk], "index": "0"}
    appointed = {"role": "viewer", "program": nichinan.program.pk, "joined_on": "2026/11/22", "once": "1"}
    return {
        "reopen": (reverse("admin:workers_monthclosing_reopen", args=october), {"once": "1", "reason": "記入漏れ"}),
        "end": (
            reverse("admin:programs_membership_end", args=[membership.pk]),
            {"once": "1", "left_on": "2026/11/22"},
        ),
        "appoint": (reverse("admin:programs_membership_add"), appointed | {"user": nichinan.director.pk}),
        "export": (listed, chosen),
    }


@pytest.mark.parametrize("deed", ["reopen", "end", "appoint", "export"])
def test_a_deed_asks_for_the_password_again_and_is_not_done(stale, nichinan, mine, deed):
    address, form = deeds(nichinan)[deed]
    before = list(Membership.objects.values_list("pk", "left_on"))
    answer = stale.post(address, form)
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert MonthClosing.objects.get(pk=mine["workers.MonthClosing"].pk).reopened_at is None
    assert list(Membership.objects.values_list("pk", "left_on")) == before


def test_the_whole_list_as_excel_asks_too(stale, mine):
    answer = stale.get(reverse("admin:workers_enrollment_export"))
    assert answer.url.startswith(reverse("account_reauthenticate"))


def test_with_the_password_the_deed_goes_on_where_it_stood(stale, nichinan):
    address, form = deeds(nichinan)["end"]
    door = stale.post(address, form).url
    assert stale.post(door, {"password": PASSWORD}).url == reverse("admin:programs_membership_changelist")
    assert nichinan.director.memberships.get().left_on == dt.date(2026, 11, 22)


def test_looking_does_not_ask(stale, nichinan, mine):
    for address, _form in deeds(nichinan).values():
        assert stale.get(address).status_code == 200
