"""The page of phases and its verb: who sees what, what is said first, and that nothing typed is lost."""

import datetime as dt

import pytest

from programs.domain.once import new_token
from programs.domain.phases import move_on, phase_of
from programs.models import Funding, Membership, ProgramPhase
from tests.make import make_user
from tests.make_phases import (
    make_funding,
    make_partner,
    make_phase,
    make_ready_for_establishment,
    make_ready_for_introduction,
)

TODAY = dt.date(2026, 11, 22)
LIST, NEXT, BACK = (f"/p/nichinan/phases/{verb}" for verb in ("", "next/", "back/"))
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client, nichinan):
    client.force_login(nichinan.official)
    return client


@pytest.fixture
def viewer(client, nichinan):
    user = make_user("議員")
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    client.force_login(user)
    return client


def sent(page, **fields) -> dict:
    """The form of a page as a browser sends it back."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | fields


def text(response) -> str:
    return response.content.decode()


# -- looking -----------------------------------------------------------------------------------------
def test_the_page_of_a_new_program_tells_the_first_step(office, nichinan):
    page = office.get(LIST)
    assert "まだ最初の段階に入っていません" in text(page)
    assert [state for _phase, state in page.context["steps"]] == ["coming", "coming", "coming"]


def test_the_page_tells_the_phase_and_what_is_missing_with_links(office, nichinan):
    make_phase(nichinan.program)
    partner = make_partner(nichinan.program, "operator", pays_for="")
    page = text(office.get(LIST))
    assert "認知期（2024年4月1日（月）から）" in page
    for link in (f"/partners/{partner.pk}/edit/", "/partners/add/?role=town", "/partners/add/?role=platform"):
        assert f'href="/p/nichinan{link}"' in page
    assert f'href="{NEXT}"' in page


def test_in_the_last_phase_it_tells_whether_its_conditions_still_hold(office, nichinan):
    make_phase(nichinan.program, "establishment")
    make_ready_for_establishment(nichinan)
    page = office.get(LIST)
    assert "ここまで来たときの条件は、いまもそろっています。" in text(page)
    assert NEXT not in text(page)
    Funding.objects.filter(kind="own_revenue").delete()
    assert "1つがいまは満たされていません" in text(office.get(LIST))


def test_a_viewer_reads_everything_and_is_offered_no_verb(viewer, nichinan):
    make_phase(nichinan.program, "introduction")
    partner = make_partner(nichinan.program)
    make_funding(nichinan.program, 2025, "own_revenue", 1_234_567)
    page = text(viewer.get(LIST))
    assert ("townの人たち" in page, "1,234,567円" in page, "2025年度（令和7年度）" in page) == (True, True, True)
    assert [path for path in (NEXT, BACK, f"partners/{partner.pk}", "fundings/", "invitations/") if path in page] == []


def test_another_towns_partners_money_and_log_are_not_shown(office, nichinan, komagane):
    make_phase(komagane.program, reason="駒ヶ根の理由")
    make_partner(komagane.program, name="駒ヶ根の会社")
    make_funding(komagane.program, 2025, "own_revenue", 7_654_321)
    page = text(office.get(LIST))
    assert [word for word in ("駒ヶ根", "7,654,321") if word in page] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_for_three(office, nichinan, django_assert_num_queries, rows):
    for n in range(rows):
        make_phase(
            nichinan.program, ended_on=None if n == rows - 1 else dt.date(2024, 4, 1), moved_by=nichinan.official
        )
        make_partner(nichinan.program)
        make_funding(nichinan.program, 2024 + n, "national", 1_000)
    with django_assert_num_queries(14):
        office.get(LIST)


def test_the_log_names_who_moved_it_and_the_reason(office, nichinan):
    make_phase(nichinan.program)
    seen = phase_of(nichinan.program).pk
    move_on(program=nichinan.program, by=nichinan.official, seen=seen, reason="市長の決裁による。")
    page = text(office.get(LIST))
    assert ("押川 健一" in page, "市長の決裁による。" in page, "「導入期」に進んだ" in page) == (True, True, True)


# -- moving ------------------------------------------------------------------------------------------
def test_moving_on_says_first_what_happens(office, nichinan):
    make_phase(nichinan.program)
    make_ready_for_introduction(nichinan)
    page = office.get(NEXT)
    assert "押すと、こうなります" in text(page)
    assert "reason" not in page.context["form"].fields
    done = office.post(NEXT, sent(page), follow=True)
    assert "「導入期」に進みました。" in text(done)
    assert phase_of(nichinan.program).phase == "introduction"


def test_an_unmet_condition_asks_for_the_reason_and_keeps_what_was_typed(office, nichinan):
    make_phase(nichinan.program)
    page = office.get(NEXT)
    refused = office.post(NEXT, sent(page, began_on="R8.11.3"))
    assert refused.context["form"].errors == {
        "reason": ["満たしていない条件があります。それでも進める理由を書いてください。"]
    }
    assert 'value="R8.11.3"' in text(refused)
    assert phase_of(nichinan.program).phase == "awareness"
    office.post(NEXT, sent(page, began_on="R8.11.3", reason="市長の決裁による。"))
    now = phase_of(nichinan.program)
    assert (now.phase, now.began_on, now.reason) == ("introduction", dt.date(2026, 11, 3), "市長の決裁による。")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026/11/23", "まだ来ていない日です。きょうか、それより前の日を入れてください。"),
        ("2024/3/31", "前の段階が始まった日より前です。その日か、それより後の日を入れてください。"),
        ("あした", "日付は2026/11/3または令和8年11月3日のように書いてください。"),
    ],
)
def test_an_impossible_day_is_refused_at_its_field(office, nichinan, day, sentence):
    make_phase(nichinan.program)
    page = office.post(NEXT, sent(office.get(NEXT), began_on=day, reason="決裁"))
    assert page.context["form"].errors == {"began_on": [sentence]}
    assert "決裁" in text(page)


def test_a_second_tap_moves_once_and_says_the_same(office, nichinan):
    make_phase(nichinan.program)
    form = sent(office.get(NEXT), reason="決裁")
    for _tap in range(2):
        assert "「導入期」に進みました。" in text(office.post(NEXT, form, follow=True))
    assert ProgramPhase.objects.count() == 2


def test_a_clerk_with_an_older_page_is_told(office, nichinan):
    make_phase(nichinan.program)
    form = sent(office.get(NEXT), reason="決裁")
    office.post(NEXT, sent(office.get(NEXT), reason="先に"))
    page = text(office.post(NEXT, form, follow=True))
    assert "ページを開いているあいだに段階が変わりました。" in page
    assert phase_of(nichinan.program).phase == "introduction"


@pytest.mark.parametrize("seen", ["x", "9" * 30, "-1", "999999"])
def test_a_forged_number_moves_nothing(office, nichinan, seen):
    make_phase(nichinan.program)
    form = {"once": new_token(), "seen": seen, "began_on": "2026/11/22", "reason": "決裁"}
    assert office.post(NEXT, form).status_code in {200, 302}
    assert office.post(BACK, form).status_code in {200, 302}
    assert [row.phase for row in ProgramPhase.objects.all()] == ["awareness"]


def test_after_the_last_phase_there_is_nothing_to_press(office, nichinan):
    make_phase(nichinan.program, "establishment")
    assert "最後の段階です。" in text(office.get(NEXT, follow=True))


def test_a_mistake_is_taken_back_with_a_reason(office, nichinan):
    make_phase(nichinan.program, "introduction")
    page = office.get(BACK)
    refused = office.post(BACK, sent(page))
    assert refused.context["form"].errors == {"reason": ["もどす理由を書いてください。"]}
    done = office.post(BACK, sent(page, reason="押しまちがい"), follow=True)
    assert "「認知期」にもどした" in text(done)
    assert phase_of(nichinan.program).phase == "awareness"


def test_from_the_first_phase_there_is_no_way_back(office, nichinan):
    make_phase(nichinan.program)
    assert "もどる先の段階がありません。" in text(office.get(BACK, follow=True))
