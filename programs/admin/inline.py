"""Rows inside their parent's form."""

from django.contrib.admin import TabularInline
from django.forms import BaseInlineFormSet, Media, ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programs.admin.scope import ScopeMixin


class ScopedFormSet(BaseInlineFormSet):
    """Rows are known by their number only within their parent; one that stands twice is named."""

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        names = [str(self.model._meta.get_field(name).verbose_name) for name in unique_check if name != self.fk.name]
        return _("The same stands in two rows: %(names)s. Please change or take away one of them.") % {
            "names": "・".join(names)
        }

    def get_form_error(self) -> str:
        return _("This stands in another row already.")

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        number = form.fields.get(self.model._meta.pk.name)
        if isinstance(number, ModelChoiceField):
            number.queryset = self.get_queryset()


class ScopedInline(ScopeMixin, TabularInline):
    formset = ScopedFormSet
    extra = 0

    def get_formset(self, request: HttpRequest, obj=None, **kwargs) -> type[BaseInlineFormSet]:
        attributes = {"request": request, "admin_site": self.admin_site}
        kwargs.setdefault("form", type(self.form.__name__, (self.form,), attributes))
        return super().get_formset(request, obj, **kwargs)

    @property
    def media(self) -> Media:
        return Media()
