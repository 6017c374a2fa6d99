"""A statement through the pages: given, its columns said, every row shown, written once, by its owner alone."""

import re

import pytest

from tests.make import make_earning, make_enrollment
from tests.workers.giving import ADD, HEAD, ROWS, columns, draft, give, page, paste, write
from tests.workers.typed import sentences
from workers.models import Earning

pytestmark = pytest.mark.django_db


def test_from_the_file_to_the_months(worker, nichinan):
    assert give(worker).url == page("columns")
    assert worker.post(page("columns"), columns()).url == page("detail")
    shown = worker.get(page("detail"))
    assert shown.context["counts"]["new"] == 2
    assert "2件を取り込めます" in shown.content.decode()
    assert "2件を取り込みました。" in write(worker).content.decode()
    found = Earning.objects.order_by("earned_on").values_list("gross", "platform_fee", "recorded_by")
    assert list(found) == [(11_000, 2_420, nichinan.worker_user.pk), (5_500, 1_210, nichinan.worker_user.pk)]


def test_the_columns_are_guessed_and_next_time_not_asked(worker):
    give(worker)
    asked = worker.get(page("columns")).context["form"]
    assert {name: field.initial for name, field in asked.fields.items()} == {
        "day": "0", "title": "1", "client": "", "gross": "2", "fee": "3", "net": "", "transfer_fee": "",
        "withholding": "", "job_form": "project",
    }  # fmt: skip
    worker.post(page("columns"), columns())
    assert give(worker, ROWS.replace("11/3", "11/5")).url == page("detail")
    assert give(worker, ROWS, source="lancers").url == page("columns")


def test_the_form_of_the_jobs_is_asked_only_where_it_changes_the_fee(worker):
    give(worker, source="lancers")
    assert "job_form" not in worker.get(page("columns")).context["form"].fields


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"day": ""}, "day", "日付の列を選んでください。"),
        ({"gross": ""}, "gross", "報酬の列か、受取額の列を選んでください。"),
        ({"fee": "2"}, "fee", "この列は「報酬（税込）」に選ばれています。"),
        ({"title": "99"}, "title", "一つえらんでください。"),
    ],
)
def test_columns_that_cannot_be_are_refused_beside_their_menu(worker, changes, field, sentence):
    give(worker)
    response = worker.post(page("columns"), columns(**changes))
    assert (response.status_code, sentences(response)) == (422, {field: sentence})


def test_a_statement_given_twice_is_recognised_and_writes_nothing_more(worker):
    give(worker)
    worker.post(page("columns"), columns())
    write(worker)
    give(worker)
    html = worker.get(page("detail")).content.decode()
    assert "この明細は11月22日（日）に取り込み済みです。" in html
    assert "この明細に新しい行はありません。" in html
    assert "/write/" not in html
    assert "この明細に新しい行はありません。" in write(worker, "once-2").content.decode()
    assert Earning.objects.count() == 2


def test_pressing_twice_writes_once(worker):
    give(worker)
    worker.post(page("columns"), columns())
    assert [write(worker).status_code for _twice in range(2)] == [200, 200]
    assert Earning.objects.count() == 2
    assert worker.post(page("write"), {}).url == page("detail")


def test_a_wrong_row_is_shown_first_and_may_be_left_out(worker):
    give(worker, f"{ROWS}2026/2/29,うるう,100,0\r\n")
    worker.post(page("columns"), columns())
    shown = worker.get(page("detail"))
    assert [line.state for line in shown.context["page"]] == ["wrong", "new", "new"]
    assert "＊暦にない日付です。確かめてください。" in shown.content.decode()
    assert "直すところのある行があります。" in write(worker).content.decode()
    assert Earning.objects.count() == 0
    worker.post(page("choose"), {"row-4": "leave", "page": "1"})
    assert "2件を取り込みました。" in write(worker, "once-2").content.decode()


@pytest.mark.parametrize(("answer", "entries"), [("leave", 2), ("take", 3)])
def test_what_may_be_there_already_is_decided_about(worker, nichinan, answer, entries):
    make_earning(nichinan.enrollment, 11_000, title="記事の作成")
    give(worker)
    worker.post(page("columns"), columns())
    assert worker.get(page("detail")).context["counts"]["open"] == 1
    worker.post(page("choose"), {"every": answer})
    write(worker)
    assert Earning.objects.count() == entries


def test_all_wrong_rows_are_left_out_at_once(worker):
    give(worker, f"{ROWS}13月1日,x,1,0\r\n14月1日,y,1,0\r\n")
    worker.post(page("columns"), columns())
    worker.post(page("choose"), {"every": "wrong"})
    counts = worker.get(page("detail")).context["counts"]
    assert (counts["left"], counts["wrong"], counts["new"]) == (2, 0, 2)


def test_what_was_thrown_away_is_gone(worker):
    give(worker)
    worker.post(page("discard"))
    assert (draft().rows, "読み取った内容は、もう残っていません。" in worker.get(page("detail")).content.decode()) == (
        [],
        True,
    )
    assert worker.get(page("columns")).url == page("detail")
    write(worker)
    assert Earning.objects.count() == 0


def test_other_peoples_statements_are_not_there(worker, nichinan, komagane, client):
    give(worker)
    make_enrollment(nichinan.cohort)
    for person in (komagane.worker_user, nichinan.director, nichinan.official):
        client.force_login(person)
        pages = [page(name) for name in ("detail", "columns", "choose", "write", "discard")]
        assert {client.post(address).status_code for address in pages} <= {404, 405}
        assert client.get(page("detail")).status_code == 404


def test_after_the_stay_nothing_is_taken_over(worker, nichinan):
    give(worker)
    nichinan.enrollment.left_on = "2026-11-01"
    nichinan.enrollment.leaving_reason = "other"
    nichinan.enrollment.save()
    assert [worker.get(ADD).status_code, give(worker).status_code, write(worker).status_code] == [409] * 3
    assert Earning.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_asks_the_database_as_often_with_one_row_as_with_three(worker, rows, django_assert_num_queries):
    give(worker, HEAD + "".join(f"\r\n2026/11/{n + 1},記事,11000,2420" for n in range(rows)))
    worker.post(page("columns"), columns())
    address = page("detail")
    # session, person, enrollment, statement, written before, months, closings, lines there, like entries
    with django_assert_num_queries(9):
        worker.get(address)


@pytest.mark.parametrize("rows", [1, 3])
def test_giving_asks_the_database_as_often_with_one_statement_as_with_three(worker, rows, django_assert_num_queries):
    for _number in range(rows):
        give(worker)
    with django_assert_num_queries(5):  # session, person, enrollment, sources, statements
        worker.get(ADD)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_columns_page_asks_the_database_a_fixed_number_of_times(worker, rows, django_assert_num_queries):
    give(worker, HEAD + "\r\n2026/11/1,記事,11000,2420" * rows)
    address = page("columns")
    with django_assert_num_queries(5):  # session, person, enrollment, statement, fee rules
        worker.get(address)


def test_the_ways_in_are_on_the_list_and_on_the_form(worker):
    for address in ("/earnings/", "/earnings/add/"):
        assert re.search(r'href="/statements/add/"[^>]*>明細をまとめて取り込む<', worker.get(address).content.decode())


def test_an_estimate_is_marked_in_the_preview(worker):
    paste(worker, "日付\t件名\t受取額\n2026/11/3\t記事\t8,580")
    worker.post(page("columns"), {"day": "0", "title": "1", "net": "2", "job_form": "project"})
    html = worker.get(page("detail")).content.decode()
    assert ("推計" in html, "報酬と利用料を逆算しました" in html) == (True, True)
