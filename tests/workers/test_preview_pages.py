"""The parts htmx gets are those of the page; the sums move while somebody types."""

import re

import pytest

from tests.make import make_cohort, make_earning, make_enrollment, make_program, make_user, make_worker
from tests.workers.typed import ADD, HTMX, typed, without_secrets
from workers.models import Earning


def test_the_preview_is_the_strip_and_the_sum_of_what_is_typed(worker, nichinan):
    make_earning(nichinan.enrollment, 132_600, source="direct")
    html = worker.post("/earnings/preview/", typed(title=""), headers=HTMX).content.decode()
    assert re.findall(r'id="([\w-]+)"', html) == ["earning-strip", "earning-dock", "withholding-name"]
    assert re.findall(r'money-\w+">([\d,−—]+)', html) == ["9,360", "132,600", "141,960"]
    assert Earning.objects.count() == 1


def test_the_preview_of_a_change_takes_the_old_amount_out(worker, nichinan):
    earning = make_earning(nichinan.enrollment, 11_000, platform_fee=2_420)
    page = f"/earnings/{earning.pk}/change/preview/"
    html = worker.post(page, typed(), headers=HTMX).content.decode()
    assert re.findall(r'money-\w+">([\d,]+)', html) == ["9,360", "8,580", "9,360"]


@pytest.mark.parametrize("change", [{"gross": "abc"}, {"earned_on": "2026-11-23"}, {"platform_fee": "99999"}])
def test_no_sum_is_promised_while_something_is_wrong(worker, change):
    html = worker.post("/earnings/preview/", typed(**change), headers=HTMX).content.decode()
    assert "直すと、ここに合計が出ます" in html


def test_a_program_that_counts_gross_sums_gross(client, db):
    user = make_user()
    program = make_program(target_basis="gross")
    enrollment = make_enrollment(make_cohort(program), worker=make_worker(program.municipality, user=user))
    make_earning(enrollment, 10_000, platform_fee=2_200)
    client.force_login(user)
    html = client.post("/earnings/preview/", typed(), headers=HTMX).content.decode()
    assert re.findall(r'money-\w+">([\d,]+)', html) == ["9,360", "10,000", "22,000"]


def test_the_parts_of_a_refused_form_are_those_of_the_page(worker):
    form = typed(title="", platform_fee="5")
    page = without_secrets(worker.post(ADD, form).content.decode())
    parts = without_secrets(worker.post(ADD, form, headers=HTMX).content.decode())
    form_part, dock = parts[: parts.index('<div id="earning-dock"')], parts[parts.index('<div id="earning-dock"') :]
    assert form_part.startswith('<form id="earning-form"')
    assert form_part.strip() in page
    assert dock.strip() in page


def test_the_preview_parts_are_those_of_the_page(worker):
    form = typed(title="")
    page = worker.post(ADD, form).content.decode()
    parts = worker.post("/earnings/preview/", form, headers=HTMX).content.decode()
    starts = [0, parts.index('<div id="earning-dock"'), parts.index('<p class="sub" id="withholding-name"')]
    cuts = [parts[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True)]
    assert [one in page for one in cuts] == [True, True, True]


def test_htmx_is_led_on_by_a_header(worker):
    response = worker.post(ADD, typed(), headers=HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/earnings/2026-11/")
    assert "HX-Request" in response["Vary"]


def test_the_preview_asked_for_as_a_whole_page_leads_back(worker):
    html = worker.post("/earnings/preview/", typed()).content.decode()
    assert re.findall(r'<a class="btn-icon" href="([^"]*)"', html) == ["/", "/"]
    assert '<h1 class="title">合計の見込み</h1>' in html
