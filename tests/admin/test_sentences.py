"""What cannot be taken is refused in our own words."""

import pytest
from django.urls import reverse

from programs.admin import excel
from programs.models import RampTemplate, RampTemplateStep
from tests.make import make_earning

STEPS = {"ramp_steps-TOTAL_FORMS": "0", "ramp_steps-INITIAL_FORMS": "0"}


def program(nichinan, **fields) -> dict:
    return {
        "name": "事業", "slug": "zaitaku", "municipality": nichinan.municipality.pk, "started_on": "2026/12/1",
        "default_target": "200000", "target_basis": "net", "monthly_order_goal": "0", "grace_days": "7",
    } | fields  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("slug", "日南 市", "半角の英字、数字、ハイフンだけで入れてください。"),
        ("slug", "nichinan", "すでに使われています。別のものにしてください。"),
        ("slug", "a" * 41, "40文字までで入れてください（いま41文字）。"),
        ("grace_days", "9" * 30, "28以下の数を入れてください。"),
        ("grace_days", "五", "数字で、小数のない数を入れてください。"),
        ("grace_days", "-1", "0以上の数を入れてください。"),
        ("default_target", "0", "金額は1円以上で書いてください。"),
        ("default_target", "100000001", "金額は100,000,000円以下で書いてください。"),
        ("target_basis", "", "選んでください。"),
        ("target_basis", "x", "これは選べなくなりました。選び直してください。"),
        ("municipality", "", "選んでください。"),
    ],
)
def test_a_field_refuses_in_our_words(clerk, nichinan, field, typed, sentence):
    answer = clerk.post(reverse("admin:programs_program_add"), program(nichinan, **{field: typed}))
    assert answer.context["adminform"].form.errors == {field: [sentence]}


def test_a_step_that_stands_twice_is_named(clerk, nichinan):
    steps = {
        "ramp_steps-TOTAL_FORMS": "2", "ramp_steps-INITIAL_FORMS": "0", "ramp_steps-0-from_month": "3",
        "ramp_steps-0-target": "10000", "ramp_steps-1-from_month": "3", "ramp_steps-1-target": "40000",
    }  # fmt: skip
    data = {"number": "1", "capacity": "30", "starts_on": "2026/1/10"} | steps
    answer = clerk.post(reverse("admin:programs_cohort_change", args=[nichinan.cohort.pk]), data)
    (formset,) = (one.formset for one in answer.context["inline_admin_formsets"])
    assert list(formset.non_form_errors()) == ["同じものが2行あります：何か月目から。どちらかを直すか消してください。"]
    assert list(formset.forms[1].non_field_errors()) == ["別の行に同じものがあります。"]


def test_a_template_of_everybody_shows_its_steps(clerk, nichinan):
    template = RampTemplate.objects.create(program=None, name="みんなの階段")
    RampTemplateStep.objects.create(template=template, from_month=4, target=43_210)
    text = clerk.get(reverse("admin:programs_ramptemplate_change", args=[template.pk])).content.decode()
    assert "43,210" in text


def test_a_list_too_long_for_a_file_says_so(clerk, nichinan, monkeypatch):
    monkeypatch.setattr(excel, "ROWS_AT_ONCE", 2)
    for n in range(2):
        make_earning(nichinan.enrollment, 1_000 + n)
    page = reverse("admin:workers_earning_export")
    assert clerk.get(page).status_code == 200
    make_earning(nichinan.enrollment, 3_000)
    answer = clerk.get(page, follow=True)
    assert "一度に出力できるのは2件までです。" in answer.content.decode()
