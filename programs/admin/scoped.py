"""The base of every admin: scoped, once-only, refusing in words, with its own history and Excel."""

from collections.abc import Callable

from auditlog.models import LogEntry
from django.contrib.admin import ModelAdmin, ShowFacets
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Model
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.cohort_column import CohortColumnMixin
from programs.admin.excel import ExcelMixin
from programs.admin.history import HistoryMixin
from programs.admin.scope import ScopeMixin
from programs.admin.verbs import VerbMixin
from programs.domain.access_records import Action, record_access
from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.models import Program

ANSWER_LENGTH = 200


class _NotSaved(Exception):
    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class ScopedAdmin(ScopeMixin, ExcelMixin, HistoryMixin, VerbMixin, CohortColumnMixin, ModelAdmin):
    """Give `towns`; say with `official_rights` and `administrator_rights` what may be done besides looking."""

    menu_name: str | None = None
    add_label: str | None = None
    list_per_page = 50
    list_max_show_all = 0
    show_facets = ShowFacets.ALWAYS
    show_full_result_count = False
    save_as = False
    search_lead: str = ""
    list_note: str = ""
    actions = ("export_chosen",)

    @property
    def media(self) -> Media:
        """The check boxes of a list; nothing else of the stock scripts is needed."""
        return Media(js=["admin/js/actions.js"])

    # -- asking for one form --------------------------------------------------------------------------
    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        attributes = {"request": request, "admin_site": self.admin_site}
        kwargs.setdefault("form", type(self.form.__name__, (self.form,), attributes))
        return super().get_form(request, obj, change=change, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """What an address fills in beforehand, without the rows its writer may not see."""
        initial = super().get_changeform_initial_data(request)
        for field in self.opts.get_fields():
            if field.is_relation and field.concrete and field.name in initial:
                values = initial[field.name]
                if not all(
                    self.admin_site.sees(request, field.related_model, value)
                    for value in (values if isinstance(values, list) else [values])
                ):
                    del initial[field.name]
        return initial

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        if IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST:
            raise Http404
        token = request.POST.get("once") or new_token()
        context = {"once": token if object_id is None else "", "is_popup": False} | (extra_context or {})
        show = super().changeform_view

        def answer() -> HttpResponse:
            return self._refusing_in_words(request, lambda: show(request, object_id, form_url, context))

        if request.method == "POST" and object_id is None:
            return self._add_once(request, token, answer)
        return answer()

    def _add_once(self, request: HttpRequest, token: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
        def work() -> str:
            response = answer()
            if response.status_code != 302:
                raise _NotSaved(response)
            return response.url if len(response.url) <= ANSWER_LENGTH else response.url.partition("?")[0]

        content = {name: value for name, value in request.POST.lists() if name not in ("csrfmiddlewaretoken", "once")}
        try:
            once = only_once(token, user=request.user, content=content, work=work, purpose=f"add {self.opts.label}")
        except _NotSaved as stopped:
            return stopped.response
        return redirect(once.answer)

    def _refusing_in_words(self, request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
        """A rule's refusal rolls back; the form is shown again with the sentence in its place, nothing typed lost."""
        try:
            with transaction.atomic():
                return answer()
        except Refused as refused:
            request.refused = refused
            return answer()

    # -- saving: only what was typed ------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Model, form, change: bool) -> None:
        """The form was read a while ago: a column nobody touched may be newer in the database, and stays."""
        if not change:
            obj.save()
            return
        columns = {field.name for field in self.opts.concrete_fields}
        if typed := [name for name in form.changed_data if name in columns]:
            obj.save(update_fields=typed)

    # -- after saving, still mine? --------------------------------------------------------------------
    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        saved = [form.instance, *(row for formset in formsets for row in _saved(formset))]
        for row in saved:
            queryset = type(row)._default_manager.all()
            mine = self.scoped(queryset, request) if type(row) is self.model else queryset.visible_to(request.user)
            if not mine.filter(pk=row.pk).exists():
                raise Http404  # rolls back: the row has moved out of the staff member's towns

    def log_addition(self, request: HttpRequest, obj, message) -> None:
        """The audit log keeps what changed; Django's own log would keep names of people for ever."""

    log_change = log_deletion = log_addition

    def construct_change_message(self, request: HttpRequest, form, formsets, add: bool = False) -> list:
        return []

    def log_deletions(self, request: HttpRequest, queryset) -> None:
        """As above."""

    # -- looking --------------------------------------------------------------------------------------
    def subject_of(self, obj: Model):
        """The participant whose record this is, if it is about a person."""
        return None

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        self.note_look(request, obj)
        latest = LogEntry.objects.get_for_object(obj).select_related("actor").order_by("-timestamp", "-pk").first()
        context = {
            "latest": latest,
            "verbs": self.verbs_of(request, obj),
            "history_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[obj.pk]),
            "crumbs": [*self.crumbs(), {"label": self.title_of(obj), "url": ""}],
            "page_title": self.title_of(obj),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def add_view(self, request: HttpRequest, form_url="", extra_context=None) -> HttpResponse:
        label = self.add_label or _("Add")
        context = {"crumbs": self.crumbs(label), "page_title": label}
        return super().add_view(request, form_url, context | (extra_context or {}))

    def title_of(self, obj: Model) -> str:
        """What one object is called above its page."""
        return str(obj)

    def note_look(self, request: HttpRequest, obj: Model) -> None:
        subject = self.subject_of(obj)
        if subject and request.method == "GET":
            record_access(
                Action.LOOKED,
                obj,
                user=request.user,
                municipality=subject.municipality,
                subject_worker=subject.pk,
            )

    def list_verbs(self, request: HttpRequest) -> list[dict]:
        """Buttons beside the title of the list: url, label, icon."""
        return []

    def verbs_of(self, request: HttpRequest, obj: Model) -> list[dict]:
        """Buttons beside the title of one object."""
        return []

    def program_links(self, request: HttpRequest, view: str, label: object, icon: str = "print") -> list[dict]:
        """A signpost to a page of each program the staff member has; silent while there is no such page."""
        programs = list(self.admin_site.narrow(Program.objects.all(), request)[:4])
        try:
            links = [{"url": reverse(view, args=[program.slug]), "program": program} for program in programs]
        except NoReverseMatch:
            return []
        several = len(links) > 1
        return [
            {"url": link["url"], "icon": icon, "label": f"{label}（{link['program']}）" if several else label}
            for link in links[:3]
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        context = {
            "title": self.menu_name or self.opts.verbose_name_plural,
            "crumbs": [self.crumbs()[0], {"label": self.menu_name or self.opts.verbose_name_plural, "url": ""}],
            "list_note": self.list_note,
            "list_verbs": self.list_verbs(request),
            "can_export": self.has_export_permission(request),
            "add_label": self.add_label or _("Add"),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def crumbs(self, last: object = "", obj: Model | None = None) -> list[dict]:
        """Where this page is: the admin, the list, the object, and the page's own name at the end."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        crumbs = [
            {"label": _("Administration"), "url": reverse("admin:index")},
            {"label": self.menu_name or self.opts.verbose_name_plural, "url": reverse(f"{name}_changelist")},
        ]
        if obj is not None:
            crumbs.append({"label": self.title_of(obj), "url": reverse(f"{name}_change", args=[obj.pk])})
        return [*crumbs, {"label": last, "url": ""}] if last else crumbs

    def get_actions(self, request: HttpRequest) -> dict:
        """Rows are removed one at a time, by a page that says what will happen."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_action_choices(self, request: HttpRequest, default_choices=None) -> list[tuple]:
        return super().get_action_choices(request, [("", _("With the chosen ones…"))])


def _saved(formset) -> list[Model]:
    """New and changed rows; nothing of a formset that was not saved."""
    changed = [row for row, _fields in getattr(formset, "changed_objects", [])]
    return [*getattr(formset, "new_objects", []), *changed]
