"""Income entered by staff goes through the gate like everybody's; the refusal stands beside its field."""

import datetime as dt

import pytest

from programs.shared.month import Month
from tests.doors import prove
from tests.make import make_earning, make_entry
from workers.domain.closing import close_month
from workers.domain.corrections import correct_earning
from workers.domain.verifying import verify_earning
from workers.models import Earning, EarningChange, IncomeMonth

PAGE = "/admin/workers/earning/"


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return prove(client)


def data(enrollment, **fields) -> dict:
    entry = {
        "enrollment": enrollment.pk, "earned_on": "2026/10/5", "source": "crowdworks", "title": "記事の作成",
        "client": "", "gross": "１２，０００円", "platform_fee": "2,400", "transfer_fee": "0", "withholding": "0",
        "minutes": "60",
    }  # fmt: skip
    return entry | fields


def net_of(enrollment, month: Month) -> int:
    return IncomeMonth.objects.get(enrollment=enrollment, month=month.first).net


def test_an_entry_is_right_in_its_month_at_once(clerk, nichinan):
    assert clerk.post(f"{PAGE}add/", data(nichinan.enrollment)).status_code == 302
    assert net_of(nichinan.enrollment, Month(2026, 10)) == 9_600
    assert Earning.objects.get().recorded_by == nichinan.official


def test_moving_an_entry_settles_both_months(clerk, nichinan):
    earning = make_earning(nichinan.enrollment, 12_000, dt.date(2026, 10, 5), paid_on=dt.date(2026, 11, 15))
    changed = data(nichinan.enrollment, earned_on="2026/9/30", gross="20000", platform_fee="0")
    assert clerk.post(f"{PAGE}{earning.pk}/change/", changed).status_code == 302
    assert (net_of(nichinan.enrollment, Month(2026, 10)), net_of(nichinan.enrollment, Month(2026, 9))) == (0, 20_000)
    assert Earning.objects.get().paid_on == dt.date(2026, 11, 15)


def test_removing_an_entry_settles_its_month(clerk, nichinan):
    earning = make_earning(nichinan.enrollment, 12_000, dt.date(2026, 10, 5))
    assert clerk.post(f"{PAGE}{earning.pk}/delete/", {"post": "yes"}).status_code == 302
    assert net_of(nichinan.enrollment, Month(2026, 10)) == 0


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("earned_on", "2026/11/23", "earned_on"),
        ("earned_on", "2025/12/31", "earned_on"),
        ("gross", "0", "gross"),
        ("gross", "-1", "gross"),
        ("gross", "10,000,001", "gross"),
        ("platform_fee", "12001", "platform_fee"),
        ("title", "a\x00b", "title"),
    ],
)
def test_what_cannot_be_is_refused_in_words(clerk, nichinan, field, value, where):
    response = clerk.post(f"{PAGE}add/", data(nichinan.enrollment, **{field: value}))
    if field == "title":
        assert response.status_code in (200, 400)
    else:
        form = response.context["adminform"].form
        assert where in form.errors
        assert form[field].value() == value
    assert not Earning.objects.exists()


def test_a_closed_month_takes_nothing(clerk, nichinan):
    earning = make_earning(nichinan.enrollment, 12_000, dt.date(2026, 10, 5))
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    response = clerk.post(f"{PAGE}add/", data(nichinan.enrollment))
    assert set(response.context["adminform"].form.errors) == {"earned_on"}
    assert clerk.post(f"{PAGE}{earning.pk}/delete/", {"post": "yes"}).status_code == 403
    assert clerk.post(f"{PAGE}{earning.pk}/change/", data(nichinan.enrollment, gross="1")).status_code == 403
    assert list(Earning.objects.values_list("gross", flat=True)) == [12_000]


def test_a_form_sent_twice_writes_one_entry(clerk, nichinan):
    for _time in range(2):
        assert clerk.post(f"{PAGE}add/", data(nichinan.enrollment, once="x")).status_code == 302
    assert Earning.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "typed", "kept"),
    [("crowdworks", "", 2_640), ("lancers", "", 1_980), ("direct", "", 0), ("lancers", "0", 0)],
)
def test_a_fee_left_empty_is_the_usual_one(clerk, nichinan, source, typed, kept):
    assert 'name="platform_fee" value=' not in clerk.get(f"{PAGE}add/").content.decode()
    sent = data(nichinan.enrollment, source=source, platform_fee=typed)
    assert clerk.post(f"{PAGE}add/", sent).status_code == 302
    assert Earning.objects.get().platform_fee == kept


def test_staff_is_told_what_staff_can_do_about_a_closed_month(clerk, nichinan):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    answer = clerk.post(f"{PAGE}add/", data(nichinan.enrollment))
    (sentence,) = answer.context["adminform"].form.errors["earned_on"]
    assert sentence == (
        "2026年10月は11月22日に押川 健一さんが締めました。開いている月の日付にするか、先に月を開け直してください。"
    )


def test_a_correction_is_shown_and_never_changed_here(clerk, nichinan):
    old = make_earning(nichinan.enrollment, 10_000, dt.date(2026, 10, 5))
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    words = {"on": dt.date(2026, 11, 22), "reason": "打ち間違い", "by": nichinan.official}
    done = correct_earning(earning=old, right=make_entry(12_000), **words)
    for entry, told in ((done.counter, "の記録の訂正：打ち間違い"), (old, "2026年11月22日に訂正")):
        html = clerk.get(f"{PAGE}{entry.pk}/change/").content.decode()
        assert (told in html, 'name="gross"' in html) == (True, False)
    assert clerk.post(f"{PAGE}{done.counter.pk}/change/", data(nichinan.enrollment)).status_code == 403
    clerk.post(f"{PAGE}{done.counter.pk}/delete/", {"post": "yes"})
    assert Earning.objects.filter(pk=done.counter.pk).exists()
    clerk.post(f"{PAGE}{done.right.pk}/delete/", {"post": "yes"})
    clerk.post(f"{PAGE}{done.counter.pk}/delete/", {"post": "yes"})
    assert list(Earning.objects.all()) == [old]


def test_a_change_here_leaves_its_step_and_takes_the_mark(clerk, nichinan):
    earning = make_earning(nichinan.enrollment, 10_000, dt.date(2026, 10, 5))
    verify_earning(earning=earning, by=nichinan.director)
    clerk.post(f"{PAGE}{earning.pk}/change/", data(nichinan.enrollment))
    earning.refresh_from_db()
    step = EarningChange.objects.first()
    assert (earning.verified_at, step.kind, step.by, step.after["gross"]) == (
        None, "changed", nichinan.official, 12_000,
    )  # fmt: skip
