"""Nothing of Komagane is seen by Nichinan's official in any list: the registry is walked, no admin can be forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone

from programs.admin.scope import ScopeMixin
from programs.models import AccessRecord
from tests.admin.cast import ADMINS, TENANT, TOWNLESS, cells, leaked, leaks, url


@pytest.fixture(autouse=True)
def both(mine, theirs):
    """Every test here has something that could leak."""


def rows(response) -> set:
    return set(response.context["cl"].result_list)


def test_every_admin_has_a_row_that_could_leak(theirs):
    assert {admin.opts.label for admin in ADMINS} - TOWNLESS == set(theirs) - {"programs.RampStep"}
    assert all(issubclass(type(admin), ScopeMixin) for admin in ADMINS)


def test_lists_show_the_own_town_only(clerk, mine, theirs):
    for admin in TENANT:
        response, label = clerk.get(url(admin, "changelist")), admin.opts.label
        assert (label, mine[label] in rows(response), theirs[label] in rows(response)) == (label, True, False)
        assert (label, leaks(response)) == (label, [])


def test_lists_of_no_town_are_for_administrators(clerk):
    for admin in ADMINS:
        if admin.opts.label in TOWNLESS:
            assert clerk.get(url(admin, "changelist")).status_code == 403


def test_searching_finds_nothing_of_another_town(clerk):
    for admin in (admin for admin in TENANT if admin.search_fields):
        for word in ("秘密", "𠮷田", "吉田", "komagane", "202100"):
            found = rows(clerk.get(url(admin, "changelist"), {"q": word}))
            assert (admin.opts.label, word, found) == (admin.opts.label, word, set())


def test_popups_orders_and_show_all_are_scoped(clerk):
    asked = ({"_popup": "1"}, {"all": ""}, {"_facets": "True"}, {"o": "-1"}, {"_popup": "1", "_to_field": "id"})
    for admin in TENANT:
        for query in asked:
            assert (admin.opts.label, query, leaks(clerk.get(url(admin, "changelist"), query))) == (
                admin.opts.label,
                query,
                [],
            )


def test_filters_offer_and_count_the_own_town_only(clerk):
    for admin in TENANT:
        changelist = clerk.get(url(admin, "changelist")).context["cl"]
        shown = [str(choice["display"]) for spec in changelist.filter_specs for choice in spec.choices(changelist)]
        assert (admin.opts.label, [text for text in shown if leaked(text)]) == (admin.opts.label, [])


def test_a_filter_counts_no_foreign_rows(clerk):
    changelist = clerk.get(reverse("admin:workers_enrollment_changelist")).context["cl"]
    shown = [str(choice["display"]) for spec in changelist.filter_specs for choice in spec.choices(changelist)]
    assert "活動中 (1)" in shown


def test_foreign_rows_asked_for_by_a_filter_give_nothing(clerk, theirs):
    for admin in TENANT:
        for item in admin.list_filter:
            if isinstance(item, str) and item.endswith(("cohort", "program")):
                foreign = theirs["programs.Cohort" if item.endswith("cohort") else "programs.Program"]
                response = clerk.get(url(admin, "changelist"), {f"{item}__id__exact": foreign.pk})
                assert (admin.opts.label, rows(response), leaks(response)) == (admin.opts.label, set(), [])
    person = theirs["workers.Enrollment"].pk
    for name in ("earning", "incomemonth"):
        response = clerk.get(reverse(f"admin:workers_{name}_changelist"), {"enrollment": person})
        assert (name, rows(response), leaks(response)) == (name, set(), [])


def test_lookups_in_the_address_are_no_oracle(clerk):
    lookups = (
        "user__password__startswith", "worker__user__email", "program__municipality__name", "id__in", "pk",
        "enrollment__worker__search", "cohort__program__municipality__code", "created_by__password__startswith",
        "closed_by__email", "memberships__program__name",
    )  # fmt: skip
    for admin in TENANT:
        for lookup in lookups:
            answer = clerk.get(url(admin, "changelist"), {lookup: "a"}).status_code
            assert (admin.opts.label, lookup, answer) == (admin.opts.label, lookup, 400)


def test_autocomplete_answers_nothing_foreign(clerk):
    for admin in ADMINS:
        for field in admin.opts.get_fields():
            if field.many_to_one and field.concrete:
                asked = {"app_label": admin.opts.app_label, "model_name": admin.opts.model_name}
                for term in ("", "秘密", "吉田"):
                    response = clerk.get(
                        reverse("admin:autocomplete"), asked | {"field_name": field.name, "term": term}
                    )
                    assert response.status_code in (200, 403, 404)
                    assert (admin.opts.label, field.name, leaks(response)) == (admin.opts.label, field.name, [])


def test_exports_hold_the_own_town_only_and_are_written_down(clerk, mine):
    for admin in TENANT:
        response = clerk.get(url(admin, "export"))
        if not admin.excel:
            assert response.status_code == 403
            continue
        text = str(cells(response))
        assert (admin.opts.label, len(cells(response)) > 1, leaked(text)) == (admin.opts.label, True, [])
        written = AccessRecord.objects.filter(action="exported", noun=admin.opts.label_lower)
        assert [record.municipality for record in written] == [mine["programs.Municipality"]]


def test_actions_touch_the_own_town_only(clerk, theirs):
    for admin in (admin for admin in TENANT if admin.excel):
        chosen = {"action": "export_chosen", "_selected_action": [theirs[admin.opts.label].pk], "index": "0"}
        assert len(cells(clerk.post(url(admin, "changelist"), chosen | {"select_across": "0"}))) == 1
        everything = cells(clerk.post(url(admin, "changelist"), chosen | {"select_across": "1"}))
        assert (admin.opts.label, leaked(str(everything))) == (admin.opts.label, [])


@pytest.mark.parametrize("pk", ["²", "2026-12-31", "9" * 20, "x"])
def test_a_chosen_row_that_is_no_number_is_a_bad_request(clerk, pk):
    chosen = {"action": "export_chosen", "_selected_action": [pk], "index": "0"}
    assert clerk.post(reverse("admin:workers_enrollment_changelist"), chosen).status_code == 400


def test_no_list_deletes_or_edits_what_is_chosen(request_of):
    for admin in ADMINS:
        assert "delete_selected" not in admin.get_actions(request_of)
        assert admin.list_editable == ()


def test_date_hierarchies_show_the_own_town_only(clerk):
    dated = [admin for admin in TENANT if admin.date_hierarchy]
    assert dated
    for admin in dated:
        asked = {f"{admin.date_hierarchy}__year": timezone.localdate().year}
        assert leaks(clerk.get(url(admin, "changelist"), asked)) == []


def test_the_first_page_shows_the_own_town_only(clerk, mine):
    response = clerk.get(reverse("admin:index"))
    assert [row.cohort for row in response.context["glance"]] == [mine["programs.Cohort"]]
    assert leaks(response) == []


def test_an_official_who_directs_elsewhere_works_in_the_own_town_only(clerk, nichinan, theirs):
    since = timezone.localdate().replace(month=1)
    nichinan.official.memberships.create(role="director", program=theirs["programs.Program"], joined_on=since)
    for admin in TENANT:
        assert theirs[admin.opts.label] not in rows(clerk.get(url(admin, "changelist")))
