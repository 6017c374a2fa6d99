"""Evidence on an entry: kept under a random name, five at most, once each, untouched in a closed month."""

import datetime as dt
import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from programs.domain.refusals import Refused
from programs.shared.month import Month
from tests.make import make_earning
from tests.make_evidence import PDF, make_evidence, picture_bytes
from workers.domain.closing import close_month
from workers.domain.earnings import remove_earning
from workers.domain.evidence_store import sweep_evidence
from workers.domain.evidences import REFUSALS, add_evidence, readable_name, remove_evidence
from workers.domain.refusals import AlreadyGone, OutsideEnrollment
from workers.domain.verifying import return_earning, verify_earning
from workers.models import EarningChange, Enrollment, Evidence, Expense, IncomeMonth

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 5)


@pytest.fixture
def earning(nichinan):
    return make_earning(nichinan.enrollment, 10_000, OCTOBER)


def files(media) -> list[str]:
    return sorted(str(one.relative_to(media)) for one in media.rglob("*") if one.is_file())


def test_a_picture_is_kept_under_a_random_name_that_tells_nothing(nichinan, earning, media):
    kept = make_evidence(earning, nichinan.worker_user, file_name="崎田さん 10月.jpg")
    assert (kept.file_name, kept.kind, kept.uploaded_by) == ("崎田さん 10月.jpg", "picture", nichinan.worker_user)
    assert files(media) == [kept.file.name]
    assert kept.size == (media / kept.file.name).stat().st_size
    assert "崎田" not in kept.file.name


def test_a_pdf_is_kept_whatever_it_is_called(nichinan, earning, media):
    kept = make_evidence(earning, nichinan.worker_user, data=PDF, file_name="photo.jpg")
    assert (kept.kind, (media / kept.file.name).read_bytes()) == ("pdf", PDF)


def test_every_reason_has_a_sentence_and_nothing_is_kept(nichinan, earning, media):
    with pytest.raises(Refused) as said:
        make_evidence(earning, nichinan.worker_user, data=b"a,b\n1,2\n", file_name="picture.png")
    assert (str(said.value), said.value.field) == (str(REFUSALS["unknown"]), "file")
    assert (Evidence.objects.count(), files(media)) == (0, [])


def test_the_same_file_is_there_once_and_five_are_enough(nichinan, earning, media):
    for shade in range(5):
        make_evidence(earning, nichinan.worker_user, data=picture_bytes(shade=shade))
    with pytest.raises(Refused, match="もう入って"):
        make_evidence(earning, nichinan.worker_user, data=picture_bytes(shade=3), file_name="other.jpg")
    with pytest.raises(Refused, match="5"):
        make_evidence(earning, nichinan.worker_user, data=picture_bytes(shade=9))
    assert (earning.evidences.count(), len(files(media))) == (5, 5)


def test_two_entries_may_share_a_statement(nichinan, earning):
    other = make_earning(nichinan.enrollment, 5_000, OCTOBER)
    make_evidence(earning, nichinan.worker_user)
    make_evidence(other, nichinan.worker_user)
    assert Evidence.objects.count() == 2


def test_a_receipt_of_an_expense_goes_the_same_way(nichinan, media):
    expense = Expense.objects.create(
        worker=nichinan.worker, spent_on=OCTOBER, category="travel", title="電車", amount=500
    )
    kept = add_evidence(expense=expense, file_name="切符.jpg", data=picture_bytes(), by=nichinan.worker_user)
    with pytest.raises(Refused, match="もう入って"):
        add_evidence(expense=expense, file_name="切符.jpg", data=picture_bytes(), by=nichinan.worker_user)
    assert (list(expense.receipts.all()), len(files(media))) == ([kept], 1)
    remove_evidence(evidence=kept, by=nichinan.worker_user)
    assert Evidence.objects.count() == 0


def test_evidence_shows_one_thing(nichinan):
    with pytest.raises(ValueError, match="one thing"):
        add_evidence(file_name="x", data=PDF, by=nichinan.worker_user)


def test_a_closed_month_takes_no_evidence_and_loses_none(nichinan, earning):
    kept = make_evidence(earning, nichinan.worker_user)
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    for deed in (
        lambda: make_evidence(earning, nichinan.worker_user, data=PDF),
        lambda: remove_evidence(evidence=kept, by=nichinan.worker_user),
    ):
        with pytest.raises(Refused) as said:
            deed()
        assert str(said.value) == "2026年10月は締めてあるため、証拠書類はこのまま残ります。"
    assert list(earning.evidences.all()) == [kept]


def test_who_has_left_changes_no_evidence(nichinan, earning):
    kept = make_evidence(earning, nichinan.worker_user)
    Enrollment.objects.filter(pk=nichinan.enrollment.pk).update(left_on=dt.date(2026, 11, 1), leaving_reason="other")
    with pytest.raises(OutsideEnrollment):
        remove_evidence(evidence=kept, by=nichinan.worker_user)


def test_evidence_added_to_a_returned_entry_sends_it_back_to_be_checked(nichinan, earning):
    returned = return_earning(earning=earning, reason="明細の写真がありません", by=nichinan.director)
    make_evidence(returned, nichinan.worker_user)
    earning.refresh_from_db()
    assert (earning.returned_at, earning.return_reason) == (None, "")
    step = EarningChange.objects.first()
    assert (step.kind, step.before) == ("changed", {"returned": "明細の写真がありません"})


def test_evidence_removed_from_a_verified_entry_takes_its_mark(nichinan, earning):
    kept = make_evidence(earning, nichinan.worker_user)
    verify_earning(earning=earning, by=nichinan.director)
    remove_evidence(evidence=kept, by=nichinan.worker_user)
    earning.refresh_from_db()
    assert (earning.verified_at, IncomeMonth.objects.get(month=dt.date(2026, 10, 1)).verified_net) == (None, 0)
    with pytest.raises(AlreadyGone):
        remove_evidence(evidence=kept, by=nichinan.worker_user)


def test_the_file_goes_after_the_commit_and_not_before(nichinan, earning, media, django_capture_on_commit_callbacks):
    make_evidence(earning, nichinan.worker_user)
    kept = make_evidence(earning, nichinan.worker_user, data=PDF)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        remove_evidence(evidence=kept, by=nichinan.worker_user)
        assert len(files(media)) == 2
    for callback in callbacks:
        callback()
    assert len(files(media)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        remove_earning(earning=earning, by=nichinan.worker_user)
    assert (Evidence.objects.count(), files(media)) == (0, [])


def test_the_sweep_at_night_takes_what_no_row_names_and_is_a_day_old(nichinan, earning, media):
    kept = make_evidence(earning, nichinan.worker_user)
    lost = [default_storage.save(f"evidence/ab/{n}.bin", ContentFile(b"x")) for n in range(2)]
    yesterday = time.time() - 25 * 60 * 60
    for name in (kept.file.name, lost[0]):
        os.utime(media / name, (yesterday, yesterday))
    assert sweep_evidence() == 1
    assert files(media) == sorted([kept.file.name, lost[1]])
    os.utime(media / lost[1], (yesterday, yesterday))
    call_command("housekeeping", verbosity=0)
    assert files(media) == [kept.file.name]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\写真\\明細.jpg", "明細.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("x" * 200 + ".jpeg", "x" * 95 + ".jpeg"),
        ("", "ファイル"),
        ("\x00\x01", "ファイル"),
    ],
)
def test_a_name_is_shown_without_what_leads_astray(given, kept):
    assert readable_name(given) == kept
