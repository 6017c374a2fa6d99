"""Statements of pays: each row an entry or one sentence, all written or none, and never twice."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.shared.month import Month
from tests.make import make_earning
from tests.workers.stating import GOOD, HEAD, keep, states, write
from workers.domain.closing import close_month
from workers.domain.people_imports import NotReady
from workers.domain.statement_reading import LEAVE, TAKE, read_statement, written_before
from workers.domain.statements import (
    choose_lines,
    discard_statement,
    forget_statements,
    set_columns,
    write_statement,
)
from workers.models import Earning, IncomeMonth, StatementImport, StatementMapping
from workers.tasks import forget_imports

pytestmark = pytest.mark.django_db


def test_a_row_becomes_an_entry_of_its_month(nichinan):
    statement = write(nichinan, HEAD, GOOD)
    earning = Earning.objects.get()
    assert (earning.earned_on, earning.title, earning.client) == (dt.date(2026, 11, 3), "記事の作成", "港屋")
    assert (earning.gross, earning.platform_fee, earning.net, earning.is_estimated) == (11_000, 2_420, 8_580, False)
    assert (earning.statement, earning.recorded_by, len(earning.line_hash)) == (statement, nichinan.worker_user, 64)
    assert IncomeMonth.objects.get(month="2026-11-01").net == 8_580


def test_the_rows_are_gone_once_they_are_written(nichinan):
    statement = write(nichinan, HEAD, GOOD)
    statement.refresh_from_db()
    assert (statement.rows, statement.head, statement.mapping) == ([], [], {})
    assert (statement.row_count, statement.written_count, bool(statement.written_at)) == (1, 1, True)


def test_the_same_statement_again_writes_nothing_and_says_so(nichinan):
    first = write(nichinan, HEAD, GOOD)
    again = keep(nichinan, HEAD, GOOD)
    assert (states(again), written_before(again)) == (["there"], first)
    with pytest.raises(NotReady, match="新しい行はありません"):
        write_statement(draft=again, by=nichinan.worker_user)
    assert Earning.objects.count() == 1


def test_two_equal_jobs_of_one_statement_both_count_and_only_once(nichinan):
    assert write(nichinan, HEAD, GOOD, GOOD).written_count == 2
    third = keep(nichinan, HEAD, GOOD, GOOD, GOOD)
    assert states(third) == ["there", "there", "new"]
    done = write_statement(draft=third, by=nichinan.worker_user)
    assert (done.written_count, done.repeated_count, Earning.objects.count()) == (1, 2, 3)


def test_a_longer_statement_adds_only_what_is_new(nichinan):
    write(nichinan, HEAD, GOOD)
    more = keep(nichinan, HEAD, GOOD, "2026/11/4\t校正\t港屋\t5,500\t1,210\t4,290")
    assert states(more) == ["there", "new"]
    done = write_statement(draft=more, by=nichinan.worker_user)
    assert (done.written_count, done.repeated_count) == (1, 1)


def test_two_drafts_of_one_statement_write_it_once(nichinan):
    one, other = keep(nichinan, HEAD, GOOD), keep(nichinan, HEAD, GOOD)
    write_statement(draft=one, by=nichinan.worker_user)
    with pytest.raises(NotReady):
        write_statement(draft=other, by=nichinan.worker_user)
    assert Earning.objects.count() == 1


def test_an_entry_by_hand_with_the_same_day_pay_and_title_is_decided_about(nichinan):
    make_earning(nichinan.enrollment, 11_000, dt.date(2026, 11, 3), title="記事の作成")
    draft = keep(nichinan, HEAD, GOOD)
    assert states(draft) == ["open"]
    with pytest.raises(NotReady, match="先に決めて"):
        write_statement(draft=draft, by=nichinan.worker_user)
    assert states(choose_lines(draft=draft, choices={2: LEAVE})) == ["left"]
    assert states(choose_lines(draft=draft, choices={2: TAKE, 99: TAKE})) == ["new"]
    write_statement(draft=draft, by=nichinan.worker_user)
    assert Earning.objects.count() == 2


def test_one_wrong_row_stops_all_until_it_is_left_out(nichinan):
    draft = keep(nichinan, HEAD, GOOD, "2026/2/29\t校正\t\t5,000\t\t")
    assert states(draft) == ["new", "wrong"]
    with pytest.raises(NotReady):
        write_statement(draft=draft, by=nichinan.worker_user)
    assert Earning.objects.count() == 0
    choose_lines(draft=draft, choices={3: LEAVE})
    assert write_statement(draft=draft, by=nichinan.worker_user).written_count == 1


def test_a_closed_month_refuses_its_row_but_knows_what_was_written_before(nichinan):
    october = "2026/10/5\t前の仕事\t港屋\t11,000\t2,420\t8,580"
    write(nichinan, HEAD, october)
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    draft = keep(nichinan, HEAD, october, "2026/10/6\t後の仕事\t港屋\t11,000\t2,420\t8,580", GOOD)
    reading = read_statement(draft)
    assert [line.state for line in reading.lines] == ["there", "wrong", "new"]
    assert reading.lines[1].read.error.startswith("2026年10月は11月22日に押川 健一さんが締めました。")
    choose_lines(draft=draft, choices={3: LEAVE})
    assert write_statement(draft=draft, by=nichinan.worker_user).written_count == 1


def test_a_month_closed_after_the_preview_refuses_the_writing(nichinan):
    draft = keep(nichinan, HEAD, "2026/10/6\t仕事\t港屋\t11,000\t2,420\t8,580", GOOD)
    assert states(draft) == ["new", "new"]
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    with pytest.raises(Refused):
        write_statement(draft=draft, by=nichinan.worker_user)
    assert (Earning.objects.count(), StatementImport.objects.get().written_at) == (0, None)


def test_the_columns_are_remembered_per_source_and_head(nichinan):
    draft = keep(nichinan, "A\tB\tC", "2026/11/3\t仕事\t8,580")
    roles = {"day": 0, "title": 1, "net": 2}
    set_columns(draft=draft, roles=roles, job_form="project")
    found = [keep(nichinan, "A\tB\tC", "2026/11/4\t別\t100"), keep(nichinan, "A\tB\tD", "2026/11/4\t別\t100")]
    found.append(keep(nichinan, "A\tB\tC", "2026/11/4\t別\t100", source="lancers"))
    assert [one.mapping["known"] for one in found] == [True, False, False]
    assert found[0].mapping["roles"] == roles
    assert StatementMapping.objects.get().worker == nichinan.worker


def test_columns_without_a_day_or_an_amount_are_refused(nichinan):
    draft = keep(nichinan, HEAD, GOOD)
    for roles in ({"title": 1, "gross": 3}, {"day": 0, "title": 1}, {"day": 0, "gross": 99}):
        with pytest.raises(Refused, match="列を選んで"):
            set_columns(draft=draft, roles=roles, job_form="")


def test_what_must_not_be_kept_is_in_no_draft(nichinan):
    draft = keep(nichinan, HEAD, "2026/11/3\t番号 1234-5678-9018\t\t100\t\t")
    assert "5678" not in str(draft.rows)


def test_a_draft_is_forgotten_after_a_day(nichinan):
    old, young = keep(nichinan, HEAD, GOOD), keep(nichinan, HEAD, GOOD)
    StatementImport.objects.filter(pk=old.pk).update(uploaded_at="2026-11-21T02:59Z")
    assert (forget_statements(), forget_statements()) == (1, 0)
    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.rows, bool(old.discarded_at), len(young.rows)) == ([], True, 1)


def test_what_is_over_takes_nothing_more(nichinan):
    thrown = keep(nichinan, HEAD, GOOD)
    discard_statement(draft=thrown)
    discard_statement(draft=thrown)
    for act in (write_statement, lambda **kwargs: choose_lines(draft=kwargs["draft"], choices={2: LEAVE})):
        with pytest.raises(Refused, match="もう一度"):
            act(draft=thrown, by=nichinan.worker_user)
    written = write(nichinan, HEAD, GOOD)
    discard_statement(draft=written)
    written.refresh_from_db()
    assert written.discarded_at is None


def test_a_statement_of_somebody_else_is_nobodys_business(nichinan, komagane):
    keep(nichinan, HEAD, GOOD)
    write(komagane, HEAD, GOOD)
    assert StatementImport.objects.of(komagane.worker_user).count() == 1
    assert states(keep(nichinan, HEAD, GOOD)) == ["new"]


def test_the_hourly_task_empties_old_drafts(nichinan):
    old = keep(nichinan, HEAD, GOOD)
    StatementImport.objects.filter(pk=old.pk).update(uploaded_at="2026-11-21T02:59Z")
    assert (forget_imports(), forget_imports()) == (1, 0)
