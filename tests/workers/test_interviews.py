"""One hour at one place is given away once, also by clerks of two cohorts at the same moment."""

import pytest
from django.utils import timezone

from tests.make import make_cohort
from tests.make_programme import make_application, make_call
from tests.workers.test_matters_at_once import at_once
from workers.domain.interviews import InterviewClash, set_interview
from workers.models import Application

ROUNDS = 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_clerks_of_two_cohorts_do_not_give_one_hour_away_twice(nichinan):
    calls = [make_call(make_cohort(nichinan.program, number=number)) for number in (7, 8)]
    at = timezone.now()

    def give(application: Application) -> str:
        try:
            set_interview(application=application, at=at, place="市役所", by=nichinan.official)
        except InterviewClash:
            return "clash"
        return "set"

    for _round in range(ROUNDS):
        Application.objects.update(state="applied", interview_at=None)
        both = [make_application(call) for call in calls]
        assert sorted(at_once(*(lambda one=one: give(one) for one in both))) == ["clash", "set"]
