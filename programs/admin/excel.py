"""Lists searched and exported, both written down; as Excel the rows in view or the chosen ones."""

import re
from collections.abc import Callable
from urllib.parse import quote

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.admin import action
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.scope import towns_of
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX, workbook
from programs.fields import LONGEST_PK
from programs.models import Municipality

ROWS_AT_ONCE = 50_000  # what a file and this machine's memory hold with ease

_NO_FILTERS = {SEARCH_VAR, ALL_VAR, ORDER_VAR, PAGE_VAR, ERROR_FLAG}
_PLAIN = re.compile(r"[a-z_]{1,60}=[0-9A-Za-z_.:-]{1,20}")


class ExcelMixin:
    """Give `excel`: (head, name of a field or a function of the row). Without it there is nothing to export."""

    excel: tuple[tuple[object, str | Callable[[Model], object]], ...] = ()

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        return [path("export/", self.admin_site.admin_view(self.export_view), name=name), *super().get_urls()]

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.excel) and self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Who searched in which list is on record; the word itself is not, because it is somebody's name."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(pk.isascii() and pk.isdecimal() and len(pk) <= LONGEST_PK for pk in chosen):
            raise BadRequest("no number of a row")
        response = super().changelist_view(request, extra_context)
        if request.method == "GET" and request.GET.get(SEARCH_VAR, "").strip() and response.status_code == 200:
            self._write_down(request, Action.SEARCHED, self._own_towns(request))
        return response

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
        chosen = list(queryset[: ROWS_AT_ONCE + 1])
        if len(chosen) > ROWS_AT_ONCE:
            said = _("A list holds at most %(count)s rows. Please narrow it down by month or cohort, then export it.")
            self.message_user(request, said % {"count": f"{ROWS_AT_ONCE:,}"}, "error")
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        rows = [[_value(row, source) for _head, source in self.excel] for row in chosen]
        body = workbook(title=title, head=[str(head) for head, _source in self.excel], rows=rows)
        # An export nobody could find again does not leave the house.
        towns = self._towns_in(queryset) if request.user.is_superuser else self._own_towns(request)
        self._write_down(request, Action.EXPORTED, towns, detail=f"{len(rows)} rows{_narrowed_by(request)}")
        file_name = quote(f"{title}_{timezone.localdate():%Y%m%d}.xlsx")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file_name}"}
        return HttpResponse(body, content_type=XLSX, headers=headers)

    @transaction.atomic
    def _write_down(self, request: HttpRequest, act: Action, towns: list[Municipality], detail: str = "") -> None:
        for town in towns or [None]:
            record_access(act, self.model, user=request.user, municipality=town, detail=detail)

    def _own_towns(self, request: HttpRequest) -> list[Municipality]:
        return [] if request.user.is_superuser else list(towns_of(request.user).order_by("pk"))

    def _towns_in(self, queryset: QuerySet) -> list[Municipality]:
        """Whose rows an administrator takes along: each town finds it in its own book."""
        found = {pk for lookup in self.towns for pk in queryset.order_by().values_list(lookup, flat=True).distinct()}
        return list(Municipality.objects.filter(pk__in=found).order_by("pk"))


def _narrowed_by(request: HttpRequest) -> str:
    """How the list was narrowed, as ids and days; a searched word only as the fact that there was one."""
    filters = [f"{name}={value}" for name, value in sorted(request.GET.items()) if _is_filter(name, value)]
    searched = [SEARCH_VAR] if request.GET.get(SEARCH_VAR, "").strip() else []
    return f" ({', '.join(filters + searched)})" if filters or searched else ""


def _is_filter(name: str, value: str) -> bool:
    return name not in _NO_FILTERS and bool(_PLAIN.fullmatch(f"{name}={value}"))


def _value(row: Model, source: str | Callable[[Model], object]) -> object:
    if callable(source):
        return source(row)
    display = getattr(row, f"get_{source}_display", None)
    return display() if display else getattr(row, source)
