"""What the preview of a file of people finds out before anything is written."""

import datetime as dt

import pytest

from tests.make import make_enrollment, make_worker
from tests.make_programme import make_application, make_call
from tests.workers.importing import HEAD, address, draft_of, give
from workers.domain.calls import seats_taken
from workers.domain.duplicates import People, participants_of
from workers.domain.people_imports import rows_of
from workers.models import Application, Enrollment
from workers.views import imports

pytestmark = pytest.mark.django_db

APPLICANTS = ["氏名", "カナ", "電話", "週の時間", "PCスキル"]
AOI = ["黒木 葵", "クロキ アオイ", "090-1111-2222", "20", "文書や表の作成"]


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    make_call(nichinan.cohort)
    return client


def test_nobodys_pc_skills_are_made_up(clerk, nichinan):
    page = give(clerk, nichinan.cohort, [APPLICANTS[:4], AOI[:4]], kind="applicants")
    assert page.context["form"].errors["file"] == ["1行目に次の見出しがありません: PCスキル"]
    draft = draft_of(give(clerk, nichinan.cohort, [APPLICANTS, [*AOI[:4], ""]], kind="applicants"))
    ((_heading, sentence),) = draft.rows[0]["errors"]
    assert sentence.startswith("パソコンの経験が書かれていません。次のどれかを書いてください: ")


def test_the_form_sheet_for_applicants_is_understood(clerk, nichinan):
    sheet = clerk.get(address("import_template"), {"kind": "applicants"}).content
    page = give(clerk, nichinan.cohort, [], data=sheet, kind="applicants")
    assert page.context["form"].errors["file"] == ["見出しだけで、下に行がありません。"]


def test_too_few_seats_are_told_before_the_button(clerk, nichinan):
    nichinan.cohort.capacity = 2
    nichinan.cohort.save()
    rows = [HEAD, ["松田 舞", "", "", "", ""], ["川越 葵", "", "", "", ""]]
    page = clerk.get(address("import_detail", draft_of(give(clerk, nichinan.cohort, rows))))
    text = page.content.decode()
    assert "2人が参加しようとしていますが、定員2人のうち空きは1人分です。" in text
    assert ("すべて取り込めます" in text, 'name="once"' in text, page.context["is_ready"]) == (False, False, False)
    page = clerk.get(address("import_detail", draft_of(give(clerk, nichinan.cohort, rows[:2]))))
    assert page.context["is_ready"] is True


def test_who_never_began_holds_no_seat(clerk, nichinan):
    nichinan.cohort.capacity = 2
    nichinan.cohort.save()
    day = dt.date(2026, 12, 1)
    gone = make_worker(nichinan.municipality)
    make_enrollment(nichinan.cohort, worker=gone, joined_on=day, left_on=day, leaving_reason="other")
    assert seats_taken(nichinan.cohort.call) == 1
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, ["松田 舞", "", "", "", ""]]))
    clerk.post(address("import_write", draft), {"once": "once-1"})
    assert Enrollment.objects.filter(cohort=nichinan.cohort).count() == 3


def test_an_applicant_who_may_be_a_participant_is_asked_about(clerk, nichinan):
    known = make_worker(nichinan.municipality, family_name="髙橋", given_name="恵", phone="090-1111-2222")
    also = make_application(nichinan.cohort.call, phone="090-1111-2222")
    draft = draft_of(give(clerk, nichinan.cohort, [APPLICANTS, AOI], kind="applicants"))
    page = clerk.get(address("import_detail", draft))
    (row,) = page.context["page"]
    assert {(twin.person, twin.why) for twin in row.twins} == {(known, ("phone",)), (also, ("name", "phone"))}
    assert "町のワーカーの髙橋 恵さん" in page.content.decode()
    assert (row.is_open, "same:" in page.content.decode()) == (True, False)
    clerk.post(address("import_choose", draft), {"row-2": f"same:{known.pk}"})
    assert clerk.get(address("import_detail", draft)).context["undecided"] == 1
    clerk.post(address("import_choose", draft), {"row-2": "skip"})
    assert clerk.get(address("import_detail", draft)).context["undecided"] == 0


def test_applicants_come_a_thousand_at_a_time(clerk, nichinan, monkeypatch):
    monkeypatch.setattr(imports, "APPLICANTS_AT_ONCE", 1)
    page = give(clerk, nichinan.cohort, [APPLICANTS, AOI, AOI], kind="applicants")
    assert page.context["form"].errors["file"] == [
        "応募者は1つのファイルにつき1,000人までです。ファイルを分けてください。"
    ]
    draft_of(give(clerk, nichinan.cohort, [APPLICANTS, AOI], kind="applicants"))
    assert Application.objects.count() == 0


def test_the_phone_number_of_an_office_makes_nobody_the_same_person(clerk, nichinan):
    """A file of thousands with one number would else ask for millions of comparisons."""
    rows = [HEAD, *[[f"{chr(0x4E00 + n)} 花子", "", "0987-31-1100", "", ""] for n in range(21)]]
    draft = draft_of(give(clerk, nichinan.cohort, rows))
    assert [row.same_rows for row in rows_of(draft)] == [[]] * 21
    draft = draft_of(give(clerk, nichinan.cohort, rows[:21]))
    assert [(len(row.same_rows), row.more_rows) for row in rows_of(draft)] == [(5, True)] * 20
    for number in range(21):
        name = {
            "family_name": f"{number}",
            "family_name_kana": "ア" * (number + 1),
            "given_name": "",
            "given_name_kana": "",
        }
        make_worker(nichinan.municipality, phone="0987-31-1100", **name)
    assert list(People(participants_of(nichinan.municipality)).pairs()) == []
    assert all(row.twins == [] for row in rows_of(draft))


def test_a_file_that_shares_one_phone_number_names_the_first_few_rows_only(clerk, nichinan):
    rows = [[name, "", "0987-31-1111", "", ""] for name in "松竹梅桜藤桐萩"]
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, *rows]))
    page = clerk.get(address("import_detail", draft))
    assert page.context["page"][0].same_rows == [3, 4, 5, 6, 7]
    assert page.context["page"][6].same_rows == [2, 3, 4, 5, 6]
    assert "ファイルの3、4、5、6、7行目などと同じ人ですか。" in page.content.decode()
    draft = draft_of(give(clerk, nichinan.cohort, [HEAD, *rows[:6]]))
    page = clerk.get(address("import_detail", draft)).content.decode()
    assert "ファイルの2、3、4、5、6行目と同じ人ですか。" in page
