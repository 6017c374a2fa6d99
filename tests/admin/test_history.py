"""The record of changes: the row's own fields, by their names, as people read them."""

import datetime as dt
import html
import re

from django.urls import reverse

from programs.models import Cohort, RampStep


def lines(client, name: str, pk: int) -> list[str]:
    page = client.get(reverse(f"admin:{name}_history", args=[pk])).content.decode()
    return [html.unescape(line) for line in re.findall(r"<li>([^<]*→[^<]*)</li>", page)]


def test_a_new_cohort_is_told_without_the_machinery(clerk, nichinan):
    cohort = Cohort.objects.create(
        program=nichinan.program, number=7, name="冬の期", capacity=8, starts_on=dt.date(2027, 1, 12), target=123_456
    )
    RampStep.objects.create(cohort=cohort, from_month=1, target=10_000)
    assert sorted(lines(clerk, "programs_cohort", cohort.pk)) == sorted(
        [
            "事業: — → クラウドワーカー育成事業",
            "期の番号: — → 7",
            "期の名称: — → 冬の期",
            "定員: — → 8",
            "開始日: — → 2027/01/12",
            "目標月収: — → 123,456円",
        ]
    )


def test_choices_and_yes_or_no_are_words(clerk, nichinan):
    enrollment = nichinan.enrollment
    enrollment.left_on, enrollment.leaving_reason = dt.date(2026, 11, 20), "hired"
    enrollment.save()
    told = lines(clerk, "workers_enrollment", enrollment.pk)
    assert told[:2] == ["参加を終えた日: — → 2026/11/20", "参加を終えた理由: — → 就職"]
