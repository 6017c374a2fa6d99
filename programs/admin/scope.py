"""What a staff member may reach at all: everything the admin shows, offers or accepts passes through here."""

from django import forms
from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.sentences import speak
from programs.admin.widgets import YenInput
from programs.fields import FORM_FIELDS, JapaneseDateField, YenField
from programs.models import Cohort, Municipality

LOOKUPS = ("", "__exact", "__isnull", "__in", "__gte", "__lt", "__id__exact", "__year", "__month", "__day")


def towns_of(user) -> QuerySet[Municipality]:
    """The towns whose admin `user` works in today: narrower than what a director may see elsewhere."""
    if user.is_superuser:
        return Municipality.objects.all()
    officials = user.memberships.active().filter(role="official")
    return Municipality.objects.filter(pk__in=officials.values("municipality"))


class ScopedRelatedFilter(RelatedFieldListFilter):
    """The filter beside a list offers only what the staff member may see."""

    def field_choices(self, field, request: HttpRequest, model_admin) -> list[tuple]:
        queryset = model_admin.admin_site.narrow(field.remote_field.model._default_manager.all(), request)
        if queryset.model is not Cohort:
            return [(row.pk, str(row)) for row in queryset]
        name = model_admin.admin_site.cohort_name(request)
        return [(cohort.pk, name(cohort)) for cohort in queryset.select_related("program__municipality")]

    def has_output(self) -> bool:
        """With one row there is nothing to choose, but an address that asks for one is obeyed."""
        return super().has_output() or bool(self.lookup_val)


class ScopedForm(forms.ModelForm):
    """A form whose menus are narrowed, and which repeats what a rule refused beside the field it belongs to."""

    request: HttpRequest
    admin_site = None

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self.admin_site.narrow(field.queryset, self.request)
                if field.queryset.model is Cohort:
                    field.queryset = field.queryset.select_related("program__municipality")
                    field.label_from_instance = self.admin_site.cohort_name(self.request)

    def clean(self) -> dict:
        cleaned = super().clean() or self.cleaned_data
        refused = getattr(self.request, "refused", None)
        if refused and not self.errors:
            self.add_error(
                refused.field if refused.field in self.fields else None, refused.for_staff or refused.sentence
            )
        return cleaned


class ScopeMixin:
    """Shared by admins and inlines. `towns` are the lookups that lead from the model to its municipality."""

    towns: tuple[str, ...] = ()
    offered_to_all: Q | None = None  # rows of no town that every town may look at
    official_rights: tuple[str, ...] = ("view",)
    administrator_rights: tuple[str, ...] = ("view",)
    yen_fields: tuple[str, ...] = ()
    form = ScopedForm
    formfield_overrides = FORM_FIELDS | {
        models.DateField: FORM_FIELDS[models.DateField]
        | {"widget": forms.DateInput(format="%Y/%m/%d", attrs={"autocomplete": "off"})},
    }
    list_editable = ()
    raw_id_fields = ()
    view_on_site = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.raw_id_fields or self.list_editable:
            # Both show or write rows by number, past every queryset.
            raise ImproperlyConfigured(f"{type(self).__name__}: no raw_id_fields and no list_editable here.")

    # -- rows -----------------------------------------------------------------------------------------
    def scoped(self, queryset: QuerySet, request: HttpRequest) -> QuerySet:
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return queryset.none()
        if user.is_superuser:
            return queryset
        if not self.towns:
            return queryset.none()
        if hasattr(queryset, "visible_to"):
            queryset = queryset.visible_to(user)
        mine = self.offered_to_all or Q()
        for path in self.towns:
            mine |= Q(**{f"{path}__in": towns_of(user)})
        if len(self.towns) == 1 and self.offered_to_all is None:
            return queryset.filter(mine)
        return queryset.filter(pk__in=self.model._base_manager.filter(mine).values("pk"))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.scoped(super().get_queryset(request), request)

    # -- rights ---------------------------------------------------------------------------------------
    def _may(self, request: HttpRequest, right: str) -> bool:
        user = request.user
        if not (user.is_authenticated and user.is_staff):
            return False
        return right in (self.administrator_rights if user.is_superuser else self.official_rights)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may(request, "view")

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may(request, "add")

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may(request, "change")

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return self._may(request, "delete")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "view")

    # -- menus ----------------------------------------------------------------------------------------
    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **self._narrowed(db_field, request, kwargs))

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **self._narrowed(db_field, request, kwargs))

    def _narrowed(self, db_field, request: HttpRequest, kwargs: dict) -> dict:
        queryset = kwargs.get("queryset")
        if queryset is None:
            queryset = db_field.remote_field.model._default_manager.all()
        return kwargs | {"queryset": self.admin_site.narrow(queryset, request)}

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in self.yen_fields:
            kwargs |= {"form_class": YenField, "widget": YenInput()}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            speak(field, db_field)
        if isinstance(field, JapaneseDateField) and not field.help_text:
            field.help_text = _("For example 2026/11/3 or R8.11.3.")
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # Without the buttons that open other forms in windows: people get pages.
            field.widget = field.widget.widget
        return field

    # -- what an address may ask ----------------------------------------------------------------------
    def get_list_filter(self, request: HttpRequest) -> list:
        return [self._scoped_filter(item) for item in super().get_list_filter(request)]

    def _scoped_filter(self, item):
        if isinstance(item, type) and issubclass(item, SimpleListFilter):
            return item
        name, kind = item if isinstance(item, tuple) else (item, None)
        field = get_fields_from_path(self.model, name)[-1]
        if field.is_relation:
            return (name, ScopedRelatedFilter)
        if kind is None and not (field.choices or isinstance(field, models.BooleanField | models.DateField)):
            raise ImproperlyConfigured(f"{type(self).__name__}: the filter {name} would list values of other towns.")
        return item

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what our own filters ask: any other lookup is an oracle about what the rows point at."""
        names = {self.date_hierarchy} if self.date_hierarchy else set()
        for item in self.list_filter:
            if isinstance(item, type) and issubclass(item, SimpleListFilter):
                names.add(item.parameter_name)
            else:
                names.add(item[0] if isinstance(item, tuple) else item)
        if not any(lookup == f"{name}{suffix}" for name in names for suffix in LOOKUPS):
            return False
        if not lookup.endswith("__year"):
            return True
        # A year of twenty digits is a question no calendar and no database can answer.
        return value.isdecimal() and len(value) == 4 and int(value) in JapaneseDateField.years

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts, object_id):
        raise Http404
