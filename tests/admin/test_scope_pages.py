"""Nothing of Komagane is offered to, opened by or written by Nichinan's official, page by page."""

from django import forms
from django.test import RequestFactory
from django.urls import reverse

from programs.admin.scope import ScopedForm, ScopeMixin
from programs.admin.site import HidaneAdminSite, site
from programs.models import FormToken
from tests.admin.cast import TENANT, leaks, url


def test_pages_of_a_foreign_row_are_not_there(clerk, mine, theirs):
    for admin in TENANT:
        for page in ("change", "history", "delete"):
            there = clerk.get(url(admin, page, theirs[admin.opts.label].pk))
            nowhere = clerk.get(url(admin, page, 999_999))
            assert (admin.opts.label, page, there.status_code in (403, 404), leaks(there)) == (
                admin.opts.label,
                page,
                True,
                [],
            )
            assert there.status_code == nowhere.status_code


def test_a_foreign_row_is_not_written(clerk, mine, theirs):
    for admin in TENANT:
        foreign = theirs[admin.opts.label]
        before = type(foreign).objects.values().get(pk=foreign.pk)
        data = {name: value for name, value in before.items() if value is not None} | {"name": "x", "post": "yes"}
        for page in ("change", "delete"):
            assert clerk.post(url(admin, page, foreign.pk), data).status_code in (403, 404)
        assert type(foreign).objects.values().get(pk=foreign.pk) == before


def test_menus_offer_the_own_town_only(clerk, request_of, mine, theirs):
    for admin in TENANT:
        own = mine[admin.opts.label]
        shown = [admin.get_form(request_of)(), admin.get_form(request_of, own, change=True)(instance=own)]
        for formset, inline in admin.get_formsets_with_inlines(request_of, own):
            assert isinstance(inline, ScopeMixin)
            shown += formset(instance=own).forms
        for form in shown:
            for name, field in form.fields.items():
                if isinstance(field, forms.ModelChoiceField):
                    foreign = set(field.queryset) & set(theirs.values())
                    assert (admin.opts.label, name, foreign) == (admin.opts.label, name, set())
        assert (admin.opts.label, leaks(clerk.get(url(admin, "add")))) == (admin.opts.label, [])


def test_values_filled_in_by_an_address_are_own(request_of, mine, theirs):
    for admin in TENANT:
        for field in admin.opts.get_fields():
            foreign = theirs.get(field.related_model._meta.label) if field.is_relation and field.concrete else None
            if foreign is not None:
                request = RequestFactory().get("/", {field.name: foreign.pk})
                request.user = request_of.user
                assert field.name not in admin.get_changeform_initial_data(request)


def test_a_form_of_its_own_field_is_narrowed_too(request_of, mine, theirs):
    class Form(ScopedForm):
        anybody = forms.ModelChoiceField(queryset=type(request_of.user).objects.all())
        request, admin_site = request_of, site

        class Meta:
            model = FormToken
            fields = ()

    assert theirs["programs.User"] not in Form().fields["anybody"].queryset


def test_verbs_on_foreign_rows_are_not_there(clerk, mine, theirs):
    cohort, person, role = theirs["programs.Cohort"], theirs["workers.Enrollment"], theirs["programs.Membership"]
    pages = [
        reverse("admin:programs_cohort_start", args=[cohort.pk]),
        reverse("admin:workers_enrollment_leave", args=[person.pk]),
        reverse("admin:workers_enrollment_pause", args=[person.pk]),
        reverse("admin:workers_enrollment_return", args=[person.pk]),
        reverse("admin:programs_membership_end", args=[role.pk]),
        reverse("admin:workers_monthclosing_close", args=[cohort.pk, "2026-09"]),
        reverse("admin:workers_monthclosing_reopen", args=[cohort.pk, "2026-10"]),
    ]
    for page in pages:
        assert (page, clerk.get(page).status_code) == (page, 404)
        assert (page, clerk.post(page, {"left_on": "2026/11/1", "reason": "x"}).status_code) == (page, 404)


def test_a_row_that_would_leave_the_town_is_rolled_back(clerk, mine, theirs, monkeypatch):
    """Were a menu ever too wide, the row is read back through the same scope and the whole save undone."""
    monkeypatch.setattr(HidaneAdminSite, "narrow", lambda self, queryset, request: queryset)
    data = {
        "program": theirs["programs.Program"].pk, "number": "77", "capacity": "3", "starts_on": "2026/12/1",
        "ramp_steps-TOTAL_FORMS": "0", "ramp_steps-INITIAL_FORMS": "0",
    }  # fmt: skip
    response = clerk.post(reverse("admin:programs_cohort_add"), data)
    assert response.status_code == 404
    assert not theirs["programs.Program"].cohorts.filter(number=77).exists()
    assert not FormToken.objects.exists()
