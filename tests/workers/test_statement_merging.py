"""Two participants made one: what their statements brought stays, and is still known when it comes again."""

import pytest

from tests.make import make_enrollment, make_worker
from tests.workers.stating import GOOD, HEAD, keep, write
from workers.domain.merging import merge_workers
from workers.domain.statement_reading import read_statement
from workers.domain.statements import set_columns
from workers.models import Earning, StatementImport, StatementMapping

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(nichinan):
    """The same town with the person's second row in the same cohort."""
    enrollment = make_enrollment(nichinan.cohort, worker=make_worker(nichinan.municipality))
    return type(nichinan)(**vars(nichinan) | {"enrollment": enrollment, "worker": enrollment.worker})


def test_both_entries_of_one_line_stay_and_the_line_is_known(nichinan, twin):
    write(nichinan, HEAD, GOOD)
    write(twin, HEAD, GOOD, "2026/11/4\t校正\t港屋\t5,500\t1,210\t4,290")
    merge_workers(keep=nichinan.worker, drop=twin.worker, by=nichinan.official)
    earnings = Earning.objects.filter(enrollment=nichinan.enrollment)
    assert sorted(earnings.values_list("gross", flat=True)) == [5_500, 11_000, 11_000]
    assert earnings.filter(line_hash="").count() == 1
    assert read_statement(keep(nichinan, HEAD, GOOD)).lines[0].state == "there"
    assert set(StatementImport.objects.values_list("enrollment", flat=True)) == {nichinan.enrollment.pk}


def test_remembered_columns_go_with_the_person(nichinan, twin):
    for town, source, day, net in ((nichinan, "crowdworks", 0, 1), (twin, "crowdworks", 1, 0), (twin, "lancers", 2, 0)):
        draft = keep(town, "A\tB\tC", "2026/11/3\t1\t1", source=source)
        set_columns(draft=draft, roles={"day": day, "net": net}, job_form="")
    merge_workers(keep=nichinan.worker, drop=twin.worker, by=nichinan.official)
    own = StatementMapping.objects.filter(worker=nichinan.worker)
    assert {one.source: one.columns["roles"]["day"] for one in own} == {"crowdworks": 0, "lancers": 2}
