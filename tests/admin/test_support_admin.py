"""Contacts, supporters and follow-ups in the administration: to look at and to count; what was said stays inside."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.models import AccessRecord, Membership
from tests.admin.cast import cells
from tests.make import make_director
from tests.make_programme import make_contact, make_follow_up
from workers.models import Supporter

pytestmark = pytest.mark.django_db
SAID = "家のことで悩んでいる"


def listed(clerk, name: str, **asked) -> list:
    response = clerk.get(reverse(f"admin:workers_{name}_changelist"), asked)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


@pytest.fixture
def furnished(nichinan):
    make_contact(nichinan.enrollment, nichinan.director, line=SAID, minutes=15)
    make_contact(nichinan.enrollment, nichinan.director, medium="visit", was_reached=False)
    make_follow_up(nichinan.enrollment, nichinan.director, what=SAID, due_on=dt.date(2026, 11, 1))
    make_follow_up(nichinan.enrollment, nichinan.director)
    Supporter.objects.create(enrollment=nichinan.enrollment, user=nichinan.director, joined_on=dt.date(2026, 2, 1))


@pytest.mark.parametrize("name", ["contact", "supporter", "followup"])
def test_nothing_is_added_changed_or_deleted_here(clerk, furnished, name):
    one = listed(clerk, name)[0]
    pages = [reverse(f"admin:workers_{name}_add"), reverse(f"admin:workers_{name}_delete", args=[one.pk])]
    assert [clerk.get(page).status_code for page in pages] == [403, 403]
    assert clerk.post(reverse(f"admin:workers_{name}_change", args=[one.pk]), {"line": "x"}).status_code == 403


@pytest.mark.parametrize("name", ["contact", "supporter", "followup"])
def test_one_row_is_looked_at_and_that_is_written_down(clerk, furnished, nichinan, name):
    one = listed(clerk, name)[0]
    assert clerk.get(reverse(f"admin:workers_{name}_change", args=[one.pk])).status_code == 200
    assert AccessRecord.objects.filter(action="looked", subject_worker=nichinan.worker.pk).count() == 1


@pytest.mark.parametrize(("name", "rows"), [("contact", 2), ("supporter", 1), ("followup", 2)])
def test_what_was_said_is_in_no_file(clerk, furnished, name, rows):
    sheet = cells(clerk.get(reverse(f"admin:workers_{name}_export")))
    assert len(sheet) == rows + 1
    assert not [cell for row in sheet for cell in row if SAID in str(cell)]
    assert "﨑田 恭" in sheet[1]


def test_contacts_are_filtered_by_how_and_reached(clerk, furnished):
    assert [one.medium for one in listed(clerk, "contact", medium__exact="visit")] == ["visit"]
    assert [one.medium for one in listed(clerk, "contact", was_reached__exact="1")] == ["phone"]


def test_follow_ups_are_filtered_by_state(clerk, furnished, nichinan):
    done = make_follow_up(nichinan.enrollment, nichinan.director, done_at=timezone.now(), done_by=nichinan.director)
    counts = {state: len(listed(clerk, "followup", state=state)) for state in ("open", "overdue", "done", "")}
    assert counts == {"open": 2, "overdue": 1, "done": 1, "": 3}
    assert listed(clerk, "followup", state="done") == [done]


def test_supporters_who_are_no_longer_here_are_found(clerk, furnished, nichinan):
    gone = make_director(nichinan.program, "前任")
    absent = Supporter.objects.create(
        enrollment=nichinan.enrollment, user=gone, role="deputy", joined_on=dt.date(2026, 2, 1)
    )
    Membership.objects.filter(user=gone).update(left_on=dt.date(2026, 11, 22))
    assert listed(clerk, "supporter", now="absent") == [absent]
    assert len(listed(clerk, "supporter", now="yes")) == 2
    assert listed(clerk, "supporter", now="no") == []
    assert listed(clerk, "supporter", q="前任") == [absent]
