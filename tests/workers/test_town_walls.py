import pytest
from django.db import DatabaseError, transaction

from tests.make import make_cohort, make_earning, make_enrollment
from workers.models import Enrollment

pytestmark = pytest.mark.django_db


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


def test_nobody_is_enrolled_in_another_towns_cohort(nichinan, komagane):
    assert refused(lambda: make_enrollment(komagane.cohort, worker=nichinan.worker))
    assert Enrollment.objects.count() == 2


def test_an_enrollment_cannot_be_moved_to_another_person_or_cohort(nichinan, komagane):
    rows = Enrollment.objects.filter(pk=nichinan.enrollment.pk)
    assert refused(lambda: rows.update(cohort=komagane.cohort))
    assert refused(lambda: rows.update(worker=komagane.worker))


def test_a_town_once_written_does_not_change(nichinan, komagane):
    town = komagane.municipality
    assert refused(lambda: type(nichinan.worker).objects.filter(pk=nichinan.worker.pk).update(municipality=town))
    assert refused(lambda: type(nichinan.program).objects.filter(pk=nichinan.program.pk).update(municipality=town))
    assert refused(lambda: type(nichinan.cohort).objects.filter(pk=nichinan.cohort.pk).update(program=komagane.program))


def test_money_cannot_be_handed_to_somebody_else(nichinan, komagane):
    earning = make_earning(nichinan.enrollment)
    assert refused(lambda: type(earning).objects.filter(pk=earning.pk).update(enrollment=komagane.enrollment))


def test_within_a_town_everything_goes_on(nichinan):
    assert make_enrollment(make_cohort(nichinan.program), worker=nichinan.worker).pk
