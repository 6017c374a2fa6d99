"""A person's own settings: optional, theirs alone, and each says why it is asked."""

import pytest
from django.test import Client

from programs.domain.once import new_token
from tests.make import make_earning
from workers.domain.preferences import Choices, preference_of, save_preferences
from workers.models import WorkerPreference

SETTINGS = "/me/settings/"


def sent(**typed) -> dict:
    return {"once": new_token(), "own_goal": "", "rent": "", "salary_income": "", "insurer_note": ""} | typed


def test_everything_may_stay_empty_and_the_home_worker_rule_is_off(worker, nichinan):
    assert worker.post(SETTINGS, sent()).url == "/me/"
    chosen = preference_of(nichinan.worker)
    assert (chosen.own_goal, chosen.rent, chosen.salary_income, chosen.watched_lines) == (None, None, None, [])
    assert (chosen.tells_director, chosen.uses_home_worker_rule, chosen.earning_preference) == (
        False,
        False,
        "undecided",
    )


def test_what_was_chosen_is_kept_and_shown_again(worker, nichinan):
    typed = sent(
        own_goal="８０，０００", rent="45000円", earning_preference="stay_within", salary_income="0",
        insurer_note="𠮷田さん", watched_lines=["resident_tax_zero", "dependant_income_limit"],
        tells_director="on", uses_home_worker_rule="on",
    )  # fmt: skip
    assert worker.post(SETTINGS, typed).status_code == 302
    chosen = preference_of(nichinan.worker)
    assert (chosen.own_goal, chosen.rent, chosen.salary_income) == (80_000, 45_000, 0)
    assert (chosen.earning_preference, chosen.watched_lines) == (
        "stay_within",
        ["dependant_income_limit", "resident_tax_zero"],
    )
    page = worker.get(SETTINGS).content.decode()
    assert ('value="80,000"' in page, "𠮷田さん" in page, page.count(" checked")) == (True, True, 5)


def test_each_field_says_why_and_the_rule_whom_to_ask(worker):
    page = worker.get(SETTINGS).content.decode()
    form = worker.get(SETTINGS).context["form"]
    assert [name for name, field in form.fields.items() if name != "once" and not field.help_text] == []
    assert [name for name, field in form.fields.items() if name != "once" and field.required] == []
    assert "対象になるかは税務署か税理士に確認してください" in page
    assert "税の扶養・配偶者控除：620,000円、所得（売上 − 経費）" in page
    assert "家内労働者等の特例の額" not in page  # an amount to reckon with is no line to watch


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"own_goal": "たくさん"}, "own_goal", "金額は12000のように数字で書いてください。"),
        ({"rent": "0"}, "rent", "金額は1円以上で書いてください。"),
        ({"salary_income": "-1"}, "salary_income", "金額は0円以上で書いてください。"),
        ({"own_goal": "100000001"}, "own_goal", "金額は100,000,000円以下で書いてください。"),
        ({"watched_lines": ["home_worker_minimum"]}, "watched_lines", "一覧の中からラインを選んでください。"),
        ({"earning_preference": "more"}, "earning_preference", "一つえらんでください。"),
        ({"insurer_note": "あ" * 301}, "insurer_note", "300文字以内で書いてください（今は301文字です）。"),
        (
            {"insurer_note": "123456789018"},
            "insurer_note",
            "マイナンバー（個人番号）と思われる数字があります。ここには保存できないため、消してください。",
        ),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_kept(worker, typed, field, sentence):
    answer = worker.post(SETTINGS, sent(**{"rent": "45000"} | typed))
    assert (answer.status_code, {name: str(said[0]) for name, said in answer.context["form"].errors.items()}) == (
        422,
        {field: sentence},
    )
    assert not WorkerPreference.objects.exists()


def test_the_settings_of_another_page_stay(worker, nichinan):
    WorkerPreference.objects.create(worker=nichinan.worker, remind_by="screen", quiet_from=19, calendar_version=3)
    worker.post(SETTINGS, sent(own_goal="1"))
    chosen = preference_of(nichinan.worker)
    assert (chosen.own_goal, chosen.remind_by, chosen.quiet_from, chosen.calendar_version) == (1, "screen", 19, 3)


def test_nobody_of_the_town_sees_them(client, nichinan):
    make_earning(nichinan.enrollment)
    note = "秘密のメモ"
    save_preferences(
        worker=nichinan.worker,
        choices=Choices(
            own_goal=77_777,
            rent=43_210,
            salary_income=987_654,
            insurer_note=note,
            watched_lines=["student_income_limit"],
        ),
    )
    for user in (nichinan.director, nichinan.official):
        client.force_login(user)
        for url in (
            f"/p/nichinan/people/{nichinan.enrollment.pk}/",
            "/p/nichinan/people/",
            "/p/nichinan/",
            "/p/nichinan/support/",
            "/p/nichinan/cohorts/1/",
        ):
            page = client.get(url).content.decode()
            assert [word for word in ("77,777", "43,210", "987,654", note, "勤労学生") if word in page] == []


def test_they_are_open_to_somebody_who_has_left(nichinan):
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = "2026-11-01", "hired"
    nichinan.enrollment.save()
    phone = Client()
    phone.force_login(nichinan.worker_user)
    assert (phone.get(SETTINGS).status_code, phone.post(SETTINGS, sent(rent="1")).status_code) == (200, 302)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_times(worker, nichinan, rows, django_assert_num_queries):
    lines = ["student_income_limit", "dependant_income_limit", "resident_tax_zero"][:rows]
    save_preferences(worker=nichinan.worker, choices=Choices(watched_lines=lines))
    with django_assert_num_queries(5):
        worker.get(SETTINGS)
