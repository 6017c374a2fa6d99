"""On the phone: a copy of one's data, who looked, asking to be made nameless; at the desk the town does it."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from programs.domain.access_records import Action, record_access
from programs.shared.month import Month
from tests.browser.cast import today
from tests.browser.conftest import PHONE
from tests.browser.looking import FINGER, POINTER, faults
from tests.make import make_cohort, make_earning, make_enrollment
from workers.domain.closing import close_month
from workers.models import Enrollment, Worker

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def left(nichinan) -> Enrollment:
    """The worker took part in one month, which is signed off."""
    month = Month.of(today()) - 2
    nichinan.enrollment.delete()
    cohort = make_cohort(nichinan.program, number=2, starts_on=month.first)
    enrollment = make_enrollment(cohort, worker=nichinan.worker, joined_on=month.first)
    make_earning(enrollment, 12_000, month.last, title="秘密の仕事")
    Enrollment.objects.filter(pk=enrollment.pk).update(left_on=(month + 1).first, leaving_reason="completed")
    close_month(cohort=cohort, month=month, by=nichinan.official)
    record_access(
        Action.LOOKED,
        enrollment,
        user=nichinan.director,
        municipality=nichinan.municipality,
        subject_worker=nichinan.worker.pk,
        detail=str(month),
    )
    return enrollment


def looks_right(page: Page, least: int, name: str, shots) -> None:
    page.screenshot(path=shots / f"{name}.png", full_page=True)
    assert faults(page, least) == []


def test_from_the_copy_to_nameless(nichinan, left, visitor, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    phone = visitor(PHONE, touch=True).sign_in(nichinan.worker_user)
    page = phone.go("/me/")
    page.get_by_role("link", name="わたしのデータ").click()
    looks_right(page, FINGER, "my-data", tmp_path)
    with page.expect_download() as taken:
        page.get_by_role("link", name="控えをダウンロードする").click()
    assert "csv/earnings.csv" in zipfile.ZipFile(taken.value.path()).namelist()
    page.get_by_role("link", name="わたしの記録を見た人").click()
    expect(page.get_by_text("黒木 沙織")).to_be_visible()
    looks_right(page, FINGER, "looks", tmp_path)
    page.get_by_role("link", name="自分がしたこと").click()
    expect(page.get_by_text("本人のデータ一式")).to_be_visible()

    page = phone.go("/me/data/")
    page.get_by_role("link", name="内容を読んで申し出る").click()
    looks_right(page, FINGER, "ask", tmp_path)
    page.get_by_role("button", name="匿名にするよう申し出る").click()
    expect(page.get_by_role("button", name="申し出を取り下げる")).to_be_visible()
    looks_right(page, FINGER, "asked", tmp_path)

    desk = visitor().sign_in(nichinan.official)
    page = desk.go("/p/nichinan/erasures/")
    looks_right(page, POINTER, "list", tmp_path)
    page.get_by_role("link", name="どうなるかを見る").click()
    page.get_by_label("確認の言葉").fill("匿名にする")
    looks_right(page, POINTER, "dry-run", tmp_path)
    page.get_by_role("button", name="匿名にする（戻せません）").click()
    expect(page.get_by_text("匿名にしました。")).to_be_visible()
    assert Worker.objects.get(pk=nichinan.worker.pk).family_name == "匿名"
    phone.go("/me/")
    assert "/accounts/login/" in phone.page.url
