"""Two accounts of one person become one: what was asked with the other is still asked by the participant."""

import pytest

from tests.make import make_enrollment, make_user, make_worker
from workers.domain.matter_lists import matters_of_program
from workers.domain.matters import is_participant, open_matter
from workers.domain.merging import merge_workers
from workers.models import Message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("stays", ["keep", "drop"])
def test_a_question_asked_with_the_other_account_still_waits(nichinan, stays):
    keep, drop = nichinan.worker, make_worker(nichinan.municipality, user=make_user("別名"))
    other = make_enrollment(nichinan.cohort, worker=drop)
    for enrollment in (nichinan.enrollment, other):
        open_matter(enrollment=enrollment, subject="振込", body="いつですか。", by=enrollment.worker.user)
    merge_workers(keep=keep, drop=drop, account_of={"keep": keep, "drop": drop}[stays], by=nichinan.official)
    waiting = matters_of_program(nichinan.program, nichinan.director)
    assert [one.waiting_since is not None for one in waiting] == [True, True]
    written = Message.objects.select_related("matter__enrollment__worker")
    assert all(is_participant(one.matter.enrollment, one.by) for one in written)
