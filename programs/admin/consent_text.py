from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import ScopedForm
from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.domain.consents import write_consent
from programs.models import ConsentText


class ConsentTextForm(ScopedForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        towns = self.fields.get("municipality")
        if towns and towns.queryset.count() == 1:
            towns.initial, towns.empty_label = towns.queryset.first(), None


@admin.register(ConsentText, site=site)
class ConsentTextAdmin(ScopedAdmin):
    """Versions of the text applicants agree to: added, never changed."""

    menu_name = _("Consent texts")
    add_label = _("Write a new version")
    towns = ("municipality",)
    official_rights = administrator_rights = ("view", "add")
    form = ConsentTextForm
    fields = ("municipality", "body")
    list_display = ("label", "municipality", "made_at", "made_by")
    list_filter = ("municipality",)
    list_select_related = ("municipality", "made_by")
    list_note = _("A change is a new version. Who agreed to an earlier one agreed to that one: it stays.")
    excel = (
        (_("municipality"), "municipality"),
        (_("version"), "version"),
        (_("text"), "body"),
        (_("made at"), "made_at"),
    )

    def get_fields(self, request: HttpRequest, obj: ConsentText | None = None) -> tuple:
        return self.fields if obj is None else ("municipality", "version", "body", "made_at", "made_by")

    @admin.display(description=_("version"), ordering="version")
    def label(self, text: ConsentText) -> str:
        return self.title_of(text)

    def title_of(self, obj: ConsentText) -> str:
        return str(obj)

    def save_model(self, request: HttpRequest, obj: ConsentText, form, change: bool) -> None:
        made = write_consent(municipality=obj.municipality, body=obj.body, by=request.user)
        obj.pk, obj.version = made.pk, made.version
