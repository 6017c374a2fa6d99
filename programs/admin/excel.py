"""Lists as Excel: the rows in view or the chosen ones, written down before they leave."""

from collections.abc import Callable
from urllib.parse import quote

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.admin import action
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import towns_of
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX, workbook


class ExcelMixin:
    """Give `excel`: (head, name of a field or a function of the row). Without it there is nothing to export."""

    excel: tuple[tuple[object, str | Callable[[Model], object]], ...] = ()

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.excel) and self.has_view_permission(request)

    @action(description=_("Export to Excel"), permissions=["export"])
    def export_chosen(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        return self._export(request, queryset)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The whole list as searched and filtered."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        listed: ChangeList = self.get_changelist_instance(request)
        return self._export(request, listed.get_queryset(request))

    def _export(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        raise_if_reauthentication_required(request, app="")
        title = str(self.menu_name or self.opts.verbose_name_plural)
        rows = [[_value(row, source) for _head, source in self.excel] for row in queryset]
        body = workbook(title=title, head=[str(head) for head, _source in self.excel], rows=rows)
        with transaction.atomic():
            # An export nobody could find again does not leave the house.
            for town in [None] if request.user.is_superuser else towns_of(request.user):
                record_access(
                    Action.EXPORTED, self.model, user=request.user, municipality=town, detail=f"{len(rows)} rows"
                )
        file_name = quote(f"{title}_{timezone.localdate():%Y%m%d}.xlsx")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file_name}"}
        return HttpResponse(body, content_type=XLSX, headers=headers)


def _value(row: Model, source: str | Callable[[Model], object]) -> object:
    if callable(source):
        return source(row)
    display = getattr(row, f"get_{source}_display", None)
    return display() if display else getattr(row, source)
