"""The fees of one pay in its form: proposed by rule and form of job, tax withheld worked out only when asked."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make import make_earning
from tests.workers.typed import ADD, HTMX, sentences, typed
from workers.models import Earning

pytestmark = pytest.mark.django_db


def value_of(response, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', response.content.decode())[0]
    return (re.search(r'value="([^"]*)"', found) or ["", ""])[1]


def test_the_form_of_a_task_changes_the_proposed_fee(worker):
    worker.post(ADD, typed(gross="110,000", job_form="task"))
    worker.post(ADD, typed(gross="110,000", job_form="contest"))
    found = Earning.objects.order_by("pk").values_list("job_form", "platform_fee")
    assert list(found) == [("task", 24_200), ("contest", 23_100)]


def test_the_form_is_asked_where_it_changes_the_fee(worker):
    html = worker.get(ADD).content.decode()
    assert re.findall(r'value="(\w+)"[^>]*data-forms', html) == ["crowdworks"]
    assert re.findall(r'name="job_form" value="(\w+)"', html) == ["project", "task", "contest", "hourly"]


def test_a_pay_of_an_earlier_day_goes_by_the_rule_of_that_day(worker, nichinan):
    nichinan.enrollment.joined_on = dt.date(2022, 1, 1)
    nichinan.enrollment.save(update_fields=["joined_on"])
    worker.post(ADD, typed(source="lancers", gross="11,000", earned_on="2022-09-30"))
    worker.post(ADD, typed(source="lancers", gross="11,000", earned_on="2022-10-01"))
    assert list(Earning.objects.order_by("pk").values_list("platform_fee", flat=True)) == [0, 1_815]


@pytest.mark.parametrize(("fee", "rules"), [("", 1), ("2,640", 0)])
def test_sending_an_entry_reads_the_rules_once_at_most(worker, fee, rules):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert worker.post(ADD, typed(platform_fee=fee)).status_code == 302
    assert sum("platformfeerule" in one["sql"].lower() for one in asked) == rules


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_tax_withheld_is_worked_out_when_asked_and_nothing_is_recorded(worker, headers):
    response = worker.post(ADD, typed(gross="３３，３３３", title="", work_out="withholding"), headers=headers)
    assert (response.status_code, Earning.objects.count(), sentences(response)) == (200, 0, {})
    assert [value_of(response, name) for name in ("gross", "withholding")] == ["３３，３３３", "3,403"]


def test_without_a_pay_there_is_nothing_to_work_out(worker):
    response = worker.post(ADD, typed(gross="たくさん", work_out="withholding"))
    assert sentences(response) == {"gross": "金額は12000のように数字で書いてください。"}
    assert value_of(response, "withholding") == ""


def test_withholding_is_never_filled_in_silently(worker):
    assert value_of(worker.get(ADD), "withholding") == ""
    worker.post(ADD, typed(gross="100,000"))
    assert Earning.objects.get().withholding == 0


@pytest.mark.parametrize(
    ("paid_on", "name"),
    [
        ("2026/12/31", "源泉所得税及び復興特別所得税"),
        ("2027/1/1", "所得税、防衛特別所得税及び復興特別所得税"),
    ],
)
def test_withheld_tax_is_named_by_the_day_of_payment(worker, paid_on, name):
    response = worker.post("/earnings/preview/", typed(paid_on=paid_on), headers=HTMX)
    assert (
        re.search(r'id="withholding-name"[^>]*>([^<]+)<', response.content.decode())[1] == f"支払日による名称：{name}"
    )


def test_the_sums_of_a_month_keep_the_kinds_of_fees_apart(worker, nichinan):
    amounts = {"platform_fee": 2_420, "transfer_fee": 500, "withholding": 1_123}
    make_earning(nichinan.enrollment, 11_000, paid_on=dt.date(2027, 1, 15), **amounts)
    html = re.sub("<[^>]+>", "", worker.get("/earnings/2026-11/").content.decode())
    for said in ("−2,420円", "振込手数料−500円", "−1,123円", "所得税、防衛特別所得税及び復興特別所得税", "6,957円"):
        assert said in html


def test_an_estimate_stays_one_until_its_figures_are_changed(worker, nichinan):
    earning = make_earning(nichinan.enrollment, 11_000, platform_fee=2_420, is_estimated=True)
    page = f"/earnings/{earning.pk}/change/"
    seen = []
    for changes in ({"title": "別の名前"}, {"title": "別の名前", "gross": "12,000"}):
        worker.post(page, typed(**{"gross": "11,000", "earned_on": "2026-11-03"} | changes))
        seen.append(Earning.objects.get().is_estimated)
    assert seen == [True, False]


def test_an_estimate_is_marked_in_the_month_and_on_the_directors_page(worker, nichinan):
    make_earning(nichinan.enrollment, 11_000, is_estimated=True)
    make_earning(nichinan.enrollment, 12_000)
    own = worker.get("/earnings/2026-11/").content.decode()
    worker.force_login(nichinan.director)
    staff = worker.get(f"/p/nichinan/people/{nichinan.enrollment.pk}/").content.decode()
    assert (own.count("推計"), staff.count("推計")) == (1, 1)
