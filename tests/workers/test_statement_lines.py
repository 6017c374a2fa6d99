"""The rows of a statement: days, amounts and words as people write them, or one sentence why not."""

import datetime as dt

import pytest

from tests.workers.stating import GOOD, HEAD, keep, states, write
from workers.domain.statement_reading import read_statement
from workers.domain.statements import set_columns, write_statement
from workers.models import Earning, StatementImport

pytestmark = pytest.mark.django_db

NO_YEAR = "日付は2026/11/3または令和8年11月3日のように、年から書いてください。"
NEGATIVE = "マイナスの報酬は取り込めません。この行を外し、取り消された記録のほうを直してください。"
TOO_HIGH = "引かれる額の合計が報酬より大きくなっています。報酬と引かれる額を見直してください。"


def error(town, *lines: str, **fields) -> str:
    (line,) = read_statement(keep(town, *lines, **fields)).lines
    return line.read.error


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("2026/2/29\tx\t\t100\t\t", "暦にない日付です。確かめてください。"),
        ("0208/3/1\tx\t\t100\t\t", "年を確かめてください。"),
        ("3/11/2026\tx\t\t100\t\t", NO_YEAR),
        ("2月29日\tx\t\t100\t\t", NO_YEAR),
        ("\tx\t\t100\t\t", "日付がありません。"),
        ("2026/11/23\tx\t\t100\t\t", "まだ来ていない日です。報酬が決まった日（今日かそれより前）を入れてください。"),
        ("2026/1/9\tx\t\t100\t\t", "参加したのは2026年1月10日です。その日以降を入れてください。"),
        ("2026/11/3\tx\t\tたくさん\t\t", "報酬（税込）: 金額は12000のように数字で書いてください。"),
        ("2026/11/3\tx\t\t=1+1\t\t", "報酬（税込）: 金額は12000のように数字で書いてください。"),
        ("2026/11/3\tx\t\t1,000.5\t\t", "報酬（税込）: 小数点を使わず、1円単位で書いてください。"),
        (
            "2026/11/3\tx\t\t▲500\t\t",
            "マイナスの報酬は取り込めません。この行を外し、取り消された記録のほうを直してください。",
        ),
        (
            "2026/11/3\tx\t\t(500)\t\t",
            "マイナスの報酬は取り込めません。この行を外し、取り消された記録のほうを直してください。",
        ),
        ("2026/11/3\tx\t\t\t\t", "金額がありません。"),
        ("2026/11/3\tx\t\t0\t\t", "報酬は1円から1,000万円までで入れてください。"),
        ("2026/11/3\tx\t\t10,000,001\t\t", "報酬は1円から1,000万円までで入れてください。"),
        (
            "2026/11/3\tx\t\t100\t200\t",
            "引かれる額の合計が報酬より大きくなっています。報酬と引かれる額を見直してください。",
        ),
        ("2026/11/3\tx\t\t1000\t100\t800", "報酬、手数料、受取額の計算が合いません。どの列が何かを確かめてください。"),
        (
            "2026/11/3\t123456789018\t\t100\t\t",
            "マイナンバー（個人番号）と思われる数字があります。ここには保存できないため、消してください。",
        ),
    ],
)
def test_a_row_that_cannot_be_says_why_in_one_sentence(nichinan, row, sentence):
    assert error(nichinan, HEAD, row) == sentence


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("令和8年11月3日", (2026, 11, 3)),
        ("Ｒ８．１１．３", (2026, 11, 3)),
        ("２０２６／１１／３", (2026, 11, 3)),
        ("2026/11/3(火)", (2026, 11, 3)),
        ("2026-11-03 14:05", (2026, 11, 3)),
        ("2026年11月3日 9時", (2026, 11, 3)),
        ("20261103", (2026, 11, 3)),
        ("11月3日", (2026, 11, 3)),
        ("11/3", (2026, 11, 3)),
    ],
)
def test_days_are_read_as_people_write_them(nichinan, day, found):
    write(nichinan, HEAD, f"{day}\tx\t\t100\t0\t")
    assert Earning.objects.get().earned_on == dt.date(*found)


def test_a_year_that_is_assumed_is_said(nichinan):
    (line,) = read_statement(keep(nichinan, HEAD, "11月3日\tx\t\t100\t0\t")).lines
    assert line.read.notes == ("年がないので2026年としました。",)


def test_a_day_without_a_year_stays_the_same_day_when_the_statement_comes_again_later(nichinan):
    first = write(nichinan, HEAD, "11月3日\tx\t\t100\t0\t")
    StatementImport.objects.filter(pk=first.pk).update(uploaded_at="2026-11-10T03:00Z")
    again = keep(nichinan, HEAD, "11月3日\tx\t\t100\t0\t")
    assert states(again) == ["there"]


@pytest.mark.parametrize(
    ("amount", "yen"),
    [
        ("１１，０００円", 11_000),
        ("¥11,000", 11_000),
        ("￥ 11,000 -", 11_000),
        ("11000.00", 11_000),
        ("11,000円(税込)", 11_000),
    ],
)
def test_amounts_are_read_as_people_write_them(nichinan, amount, yen):
    write(nichinan, HEAD, f"2026/11/3\tx\t\t{amount}\t\t", source="direct")
    assert Earning.objects.get().gross == yen


@pytest.mark.parametrize("fee", ["2,420", "-2,420", "−２，４２０円", "▲2,420", "(2,420)", "（2,420）"])
def test_a_fee_with_a_minus_is_a_fee(nichinan, fee):
    write(nichinan, HEAD, f"2026/11/3\tx\t\t11,000\t{fee}\t8,580")
    assert Earning.objects.get().platform_fee == 2_420


def test_without_a_fee_column_the_rule_of_the_day_proposes_it(nichinan):
    write(nichinan, "日付\t件名\t報酬", "2026/11/3\tx\t14,850")
    assert (Earning.objects.get().platform_fee, Earning.objects.get().is_estimated) == (3_267, False)


def test_what_only_the_payout_tells_is_worked_back_and_marked(nichinan):
    draft = keep(nichinan, "日付\t件名\t受取額", "2026/11/3\tx\t8,580")
    assert read_statement(draft).lines[0].read.notes == ("受取額だけなので、報酬と利用料を逆算しました（推計）。",)
    write_statement(draft=draft, by=nichinan.worker_user)
    earning = Earning.objects.get()
    assert (earning.gross, earning.platform_fee, earning.net, earning.is_estimated) == (11_000, 2_420, 8_580, True)


def test_a_task_is_worked_back_by_the_rule_for_tasks(nichinan):
    draft = keep(nichinan, "日付\t件名\t受取額", "2026/11/3\tx\t257,400")
    set_columns(draft=draft, roles={"day": 0, "title": 1, "net": 2}, job_form="task")
    write_statement(draft=draft, by=nichinan.worker_user)
    earning = Earning.objects.get()
    assert (earning.gross, earning.job_form) == (330_000, "task")


def test_every_kind_of_fee_stays_apart(nichinan):
    write(
        nichinan,
        "日付\t件名\t報酬\t手数料\t振込手数料\t源泉徴収税額\t差引支払額",
        "2026/11/3\tx\t11,000\t2,420\t500\t1,123\t6,957",
    )
    earning = Earning.objects.get()
    found = (earning.platform_fee, earning.transfer_fee, earning.withholding, earning.received)
    assert found == (2_420, 500, 1_123, 6_957)


def test_rows_that_only_add_up_are_passed_over_and_said(nichinan):
    rows = [
        HEAD, GOOD, "2026/11/4\t校正\t\t5,500\t1,210\t4,290", "\t小計\t\t16,500\t\t", "", HEAD,
        "2026/11/5\tデザイン\t\t3,300\t726\t2,574", "2026/11/30\t11月分 合計\t\t3,300\t\t", "合計\t\t\t19,800\t4,356\t",
    ]  # fmt: skip
    reading = read_statement(keep(nichinan, *rows))
    assert [(line.state, line.read.skipped) for line in reading.lines] == [
        ("new", ""), ("new", ""), ("skipped", "合計の行"), ("skipped", "空の行"), ("skipped", "見出しの行"),
        ("new", ""), ("skipped", "合計の行"), ("skipped", "合計の行"),
    ]  # fmt: skip
    assert (reading.sums["gross"], reading.sums["platform_fee"], reading.sums["received"]) == (19_800, 4_356, 15_444)


def test_a_job_that_is_called_a_sum_counts_unless_it_adds_up(nichinan):
    assert states(keep(nichinan, HEAD, GOOD, "2026/11/4\tアンケートの集計\t\t900\t198\t702")) == ["new", "new"]


def test_lines_above_the_head_are_passed_over(nichinan):
    assert states(keep(nichinan, "支払明細書\t", "2026年11月分\t", "", HEAD, GOOD)) == ["new"]


def test_a_table_without_headings_is_understood_by_what_stands_in_it(nichinan):
    draft = keep(nichinan, "2026/11/3 記事の作成 11,000円", "11/4 校正 5,500円")
    assert [line.read.entry.gross for line in read_statement(draft).lines] == [11_000, 5_500]
    assert [line.read.entry.title for line in read_statement(draft).lines] == ["記事の作成", "校正"]


def test_a_title_that_could_be_a_formula_is_only_words(nichinan):
    write(nichinan, HEAD, '2026/11/3\t=HYPERLINK("http://x","y")\t@client\t100\t0\t')
    assert (Earning.objects.get().title, Earning.objects.get().client) == ('=HYPERLINK("http://x","y")', "@client")


def test_a_long_title_is_shortened_and_said(nichinan):
    (line,) = read_statement(keep(nichinan, HEAD, f"2026/11/3\t{'あ' * 101}\t\t100\t0\t")).lines
    assert (len(line.read.entry.title), line.read.notes) == (100, ("名前を100字に縮めました。",))


def test_a_row_without_a_title_is_named_and_said(nichinan):
    (line,) = read_statement(keep(nichinan, HEAD, "2026/11/3\t\t\t100\t0\t", source="direct")).lines
    assert line.read.entry.title == "直接の依頼の報酬"
    assert line.read.notes == ("仕事の名前がないので「直接の依頼の報酬」としました。",)
