"""Files of people through the pages: shown row by row, decided about, written all at once or not at all."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.models import AccessRecord
from tests.make import make_cohort, make_worker
from tests.make_programme import make_call
from tests.workers.importing import HEAD, address, draft_of, give
from workers.domain.people_imports import forget_drafts
from workers.models import Application, Enrollment, IncomeMonth, PeopleImport, Worker
from workers.views import imports

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def write(client, draft: PeopleImport, once: str = "once-1"):
    return client.post(address("import_write", draft), {"once": once})


def test_a_good_file_is_shown_and_then_written(clerk, nichinan):
    draft = draft_of(
        give(
            clerk,
            nichinan.cohort,
            [
                HEAD,
                ["黒木　葵", "くろき あおい", "０９０−１１１１−２２２２", "aoi@example.jp", "R8.4.1"],
                ["松田 舞", "", "", "", ""],
            ],
        )
    )
    page = clerk.get(address("import_detail", draft))
    assert [(row.name, row.kana, row.values["joined_on"]) for row in page.context["page"]] == [
        ("黒木 葵", "クロキ アオイ", "2026-04-01"),
        ("松田 舞", "", "2026-01-10"),
    ]
    assert Worker.objects.count() == 1
    write(clerk, draft)
    aoi = Worker.objects.get(family_name="黒木")
    assert (aoi.phone, aoi.email, aoi.given_name_kana) == ("090-1111-2222", "aoi@example.jp", "アオイ")
    assert [one.joined_on for one in aoi.enrollments.all()] == [dt.date(2026, 4, 1)]
    assert IncomeMonth.objects.filter(enrollment__worker=aoi).count() == 8  # April to November
    draft.refresh_from_db()
    assert (draft.rows, draft.row_count, bool(draft.written_at)) == ([], 2, True)
    assert AccessRecord.objects.filter(action="changed", detail="written: 2 rows").count() == 1


def test_all_mistakes_are_told_at_once_and_nothing_is_written(clerk, nichinan):
    rows = [
        HEAD,
        ["", "x", "123", "no-mail", "2026/2/30"],
        ["田中 一", "", "", "", "2025/12/31"],
        ["川越 二", "", "", "", ""],
    ]
    draft = draft_of(give(clerk, nichinan.cohort, rows))
    found = {row.number: dict(row.errors) for row in clerk.get(address("import_detail", draft)).context["page"]}
    assert found == {
        2: {
            "氏名": "氏名がありません。",
            "カナ": "ふりがなはカタカナかひらがなで書いてください。",
            "電話番号": "電話番号は0987-31-1111のように市外局番から書いてください。",
            "メールアドレス": "有効なメールアドレスを入力してください。",
            "参加した日": "暦にない日付です。確かめてください。",
        },
        3: {"参加した日": "この期は2026年1月10日に始まります。その日以降を入れてください。"},
        4: {},
    }
    write(clerk, draft)
    assert Worker.objects.count() == 1


@pytest.mark.parametrize("day", ["2199/4/1", "2027/12/1"])
def test_a_first_day_far_ahead_is_a_mistake_in_its_row(clerk, nichinan, day):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", day]]))
    ((heading, sentence),) = draft.rows[0]["errors"]
    assert (heading, "1年より先" in sentence) == ("参加した日", True)


def test_a_my_number_is_refused_and_kept_nowhere(clerk, nichinan):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["田中 一", "", "123456789018", "", ""]]))
    assert "123456789018" not in str(draft.rows)
    assert [heading for heading, _sentence in draft.rows[0]["errors"]] == ["電話番号"]


def test_somebody_who_may_be_here_already_is_decided_about_first(clerk, nichinan):
    known = make_worker(nichinan.municipality, family_name="髙橋", given_name="恵", phone="090-3333-4444")
    earlier = make_cohort(nichinan.program)
    draft = draft_of(
        give(clerk, earlier, [HEAD, ["高橋 恵", "", "", "", ""], ["別人 花", "", "+81 90-3333-4444", "", ""]])
    )
    rows = {row.number: row for row in clerk.get(address("import_detail", draft)).context["page"]}
    assert [(twin.person, twin.why) for twin in rows[2].twins] == [(known, ("name",))]
    assert [(twin.person, twin.why) for twin in rows[3].twins] == [(known, ("phone",))]
    write(clerk, draft)
    assert Enrollment.objects.filter(cohort=earlier).count() == 0
    clerk.post(address("import_choose", draft), {"row-2": f"same:{known.pk}", "row-3": "skip", "page": "1"})
    write(clerk, draft, once="once-2")
    assert [one.worker for one in Enrollment.objects.filter(cohort=earlier)] == [known]


def test_a_choice_names_only_people_who_are_suspected(clerk, nichinan, komagane):
    make_worker(nichinan.municipality, family_name="髙橋", given_name="恵")
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["高橋 恵", "", "", "", ""]]))
    clerk.post(address("import_choose", draft), {"row-2": f"same:{komagane.worker.pk}"})
    draft.refresh_from_db()
    assert draft.rows[0].get("choice", "") == ""


def test_two_rows_said_to_be_one_person_are_refused_in_a_sentence(clerk, nichinan):
    known = make_worker(nichinan.municipality, family_name="髙橋", given_name="恵")
    earlier = make_cohort(nichinan.program)
    draft = draft_of(give(clerk, earlier, [HEAD, ["高橋 恵", "", "", "", ""], ["髙橋 恵", "", "", "", ""]]))
    clerk.post(address("import_choose", draft), {"row-2": f"same:{known.pk}", "row-3": f"same:{known.pk}"})
    page = clerk.post(address("import_write", draft), {"once": "once-1"}, follow=True)
    assert str(list(page.context["messages"])[-1]) == "髙橋 恵: この方は、もうその期に参加しています。"
    assert Enrollment.objects.filter(cohort=earlier).count() == 0


def test_a_person_chosen_and_gone_since_is_decided_about_again(clerk, nichinan):
    known = make_worker(nichinan.municipality, family_name="髙橋", given_name="恵")
    draft = draft_of(give(clerk, make_cohort(nichinan.program), [HEAD, ["高橋 恵", "", "", "", ""]]))
    clerk.post(address("import_choose", draft), {"row-2": f"same:{known.pk}"})
    known.family_name = "鈴木"
    known.save()
    workers = Worker.objects.count()
    write(clerk, draft)
    assert Worker.objects.count() == workers
    page = clerk.get(address("import_detail", draft))
    assert (page.context["undecided"], b'name="row-2"' in page.content) == (1, True)


def test_a_fault_in_the_writing_is_no_quiet_nothing(clerk, nichinan, monkeypatch):
    def broken(**_words):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(imports, "write_import", broken)
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""]]))
    assert write(clerk, draft, once="").status_code == 302
    with pytest.raises(ValueError, match="a fault of ours"):
        write(clerk, draft)


def test_the_same_person_twice_in_one_file_is_asked_about(clerk, nichinan):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""], ["松田　舞", "", "", "", ""]]))
    page = clerk.get(address("import_detail", draft))
    assert [(row.number, row.same_rows) for row in page.context["page"]] == [(2, [3]), (3, [2])]
    assert page.context["is_ready"] is False


def test_somebody_who_came_between_showing_and_writing_stops_it(clerk, nichinan):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""]]))
    make_worker(nichinan.municipality, family_name="松田", given_name="舞")
    write(clerk, draft)
    assert Enrollment.objects.filter(cohort=nichinan.cohort).count() == 1


def test_a_full_cohort_takes_nobody(clerk, nichinan):
    nichinan.cohort.capacity = 2
    nichinan.cohort.save()
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""], ["川越 葵", "", "", "", ""]]))
    page = clerk.post(address("import_write", draft), {"once": "once-1"}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == ["2人が参加しようとしていますが、定員2人のうち空きは1人分です。"]
    assert Worker.objects.count() == 1


def test_pressing_twice_writes_once(clerk, nichinan):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""]]))
    write(clerk, draft)
    write(clerk, draft)
    write(clerk, draft, once="another")
    assert Worker.objects.filter(family_name="松田").count() == 1


def test_applicants_become_applications_with_steps(clerk, nichinan):
    call = make_call(nichinan.cohort)
    head = ["氏", "名", "カナ", "電話", "週の時間", "PCスキル", "短時間の理由"]
    draft = draft_of(
        give(
            clerk,
            nichinan.cohort,
            [head, ["黒木", "葵", "クロキ アオイ", "090-1111-2222", "週20時間", "文書や表の作成", "介護"]],
            kind="applicants",
        )
    )
    assert "介護" not in str(draft.rows)
    write(clerk, draft)
    application = Application.objects.get()
    assert (application.call, application.full_name, application.weekly_hours) == (call, "黒木 葵", 20)
    assert (application.channel, application.consent, application.steps.count()) == ("import", None, 1)


def test_an_applicant_already_applied_is_known(clerk, nichinan):
    make_call(nichinan.cohort)
    head = ["氏名", "カナ", "電話", "週の時間", "PC経験"]
    rows = [head, ["黒木 葵", "クロキ アオイ", "090-1111-2222", "20", "office"]]
    write(clerk, draft_of(give(clerk, nichinan.cohort, rows, kind="applicants")))
    again = draft_of(give(clerk, nichinan.cohort, rows, kind="applicants"))
    clerk.post(address("import_choose", again), {"row-2": "new"})
    write(clerk, again, once="once-2")
    assert Application.objects.count() == 1


def test_a_draft_is_forgotten_after_a_day(clerk, nichinan):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""]]))
    assert forget_drafts() == 0
    PeopleImport.objects.update(uploaded_at=timezone.now() - dt.timedelta(hours=25))
    assert forget_drafts() == 1
    write(clerk, draft)
    draft.refresh_from_db()
    assert (draft.rows, Worker.objects.count()) == ([], 1)


def test_thrown_away_rows_are_gone(clerk, nichinan):
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""]]))
    clerk.post(address("import_discard", draft))
    draft.refresh_from_db()
    assert (draft.rows, bool(draft.discarded_at)) == ([], True)


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_preview_costs_the_same_for_many_rows(clerk, nichinan, django_assert_num_queries, rows):
    names = [[f"黒木 葵{n}", "", f"090-0000-{n:04}", "", ""] for n in range(rows)]
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, *names]))
    with django_assert_num_queries(8):
        clerk.get(address("import_detail", draft))


def test_another_towns_draft_is_not_there(client, nichinan, komagane):
    draft = PeopleImport.objects.create(program=komagane.program, kind="workers", uploaded_by=komagane.official)
    client.force_login(nichinan.official)
    for name in ("import_detail", "import_write", "import_discard", "import_choose"):
        url = address(name, draft)
        assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}
