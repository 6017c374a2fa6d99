"""Expenses: written, changed and taken away by the person alone; bad input is told beside its field."""

import datetime as dt

import pytest
from django.test import Client

from programs.domain.once import new_token
from tests.workers.typed import sentences
from workers.domain.expenses import Spent, add_expense
from workers.models import Expense

ADD = "/expenses/add/"


def typed(**changes: str) -> dict[str, str]:
    fields = {
        "once": new_token(),
        "title": "編集の本",
        "amount": "１，９８０円",
        "spent_on": "R8.11.3",
        "category": "books",
    }
    return fields | changes


@pytest.fixture
def book(nichinan) -> Expense:
    spent = Spent(spent_on=dt.date(2026, 5, 5), category="books", title="編集の本", amount=1_980)
    return add_expense(worker=nichinan.worker, spent=spent)


def test_an_expense_is_written_once_however_often_it_is_sent(worker, nichinan):
    form = typed(direct_cost="on")
    answers = [worker.post(ADD, form) for _n in range(2)]
    assert [answer.url for answer in answers] == ["/expenses/?year=2026"] * 2
    written = Expense.objects.get()
    assert (written.worker, written.amount, written.spent_on, written.direct_cost) == (
        nichinan.worker,
        1_980,
        dt.date(2026, 11, 3),
        True,
    )
    page = worker.get("/expenses/?year=2026").content.decode()
    assert ("編集の本" in page, "直接的必要経費" in page, "2026年（暦年）の経費" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": ""}, "title", "入力してください。"),
        ({"title": "本" * 101}, "title", "100文字以内で書いてください（今は101文字です）。"),
        ({"amount": "たくさん"}, "amount", "金額は12000のように数字で書いてください。"),
        ({"amount": "0"}, "amount", "金額は1円以上で書いてください。"),
        ({"amount": "-500"}, "amount", "金額は1円以上で書いてください。"),
        ({"amount": "10000001"}, "amount", "金額は10,000,000円以下で書いてください。"),
        ({"spent_on": "2026/2/29"}, "spent_on", "暦にない日付です。確かめてください。"),
        ({"spent_on": "2026/11/23"}, "spent_on", "まだ来ていない日です。支払った日を書いてください。"),
        ({"spent_on": "2019/12/31"}, "spent_on", "年を確かめてください。経費は2020年の分から記録できます。"),
        ({"category": "cake"}, "category", "一つえらんでください。"),
    ],
)
def test_bad_input_is_told_at_its_place_and_nothing_typed_is_lost(worker, changes, field, sentence):
    answer = worker.post(ADD, typed(**changes))
    assert (answer.status_code in (409, 422), list(answer.context["form"].errors)) == (True, [field])
    assert str(answer.context["form"].errors[field][0]) == sentence
    page = answer.content.decode()
    assert not [value for name, value in typed(**changes).items() if name in ("title", "amount") and value not in page]


def test_sentences_stand_beside_the_fields(worker):
    assert set(sentences(worker.post(ADD, typed(title="", amount="x")))) == {"title", "amount"}


def test_an_expense_is_changed_and_removed(worker, book):
    change = f"/expenses/{book.pk}/change/"
    assert 'value="1,980"' in worker.get(change).content.decode()
    assert worker.post(change, typed(amount="2100", spent_on="2025/12/31")).url == "/expenses/?year=2025"
    book.refresh_from_db()
    assert (book.amount, book.spent_on) == (2_100, dt.date(2025, 12, 31))
    remove = f"/expenses/{book.pk}/remove/"
    assert "元には戻せません" in worker.get(remove).content.decode()
    once = {"once": new_token()}
    assert [worker.post(remove, once).url for _n in range(2)] == ["/expenses/?year=2025"] * 2
    assert not Expense.objects.exists()


def test_changing_what_was_removed_on_another_screen_says_so(worker, book, monkeypatch):
    monkeypatch.setattr("workers.views.expenses.get_object_or_404", lambda *_args, **_more: book)
    Expense.objects.filter(pk=book.pk).delete()
    answer = worker.post(f"/expenses/{book.pk}/change/", typed())
    assert (answer.status_code, "ほかの画面ですでに消されています" in answer.content.decode()) == (409, True)


def test_nobody_who_works_for_the_town_sees_an_expense(client, nichinan, komagane, book):
    for user in (nichinan.director, nichinan.official, komagane.worker_user):
        other = Client()
        other.force_login(user)
        for url in (f"/expenses/{book.pk}/change/", f"/expenses/{book.pk}/remove/"):
            assert [other.get(url).status_code, other.post(url, {"once": "x"}).status_code] == [404, 404]
        if user != komagane.worker_user:
            person = other.get(f"/p/nichinan/people/{nichinan.enrollment.pk}/").content.decode()
            assert ("編集の本" in person, "1,980" in person) == (False, False)
    assert "編集の本" not in other.get("/expenses/").content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"), [("", 2026), ("2025", 2025), ("2027", 2026), ("1999", 2026), ("x", 2026), ("２０２５", 2026)]
)
def test_a_year_that_cannot_be_is_this_year(worker, asked, shown):
    assert worker.get("/expenses/", {"year": asked}).context["year"] == shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_times(worker, nichinan, rows, django_assert_num_queries):
    for number in range(rows):
        spent = Spent(spent_on=dt.date(2026, 5, number + 1), category="books", title="本", amount=100)
        add_expense(worker=nichinan.worker, spent=spent)
    with django_assert_num_queries(6):
        worker.get("/expenses/")
