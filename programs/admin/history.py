"""What was changed in one row: its own fields by their names, values as people read them."""

import datetime as dt
from collections.abc import Iterator

from auditlog.models import LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from programs.templatetags.money import yen

EMPTY = ("", "None", None)
UNSPOKEN = {"password", "search", "invitation"}  # columns nobody types and nobody reads


class HistoryMixin:
    """The page «Record of changes» of one row."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        self.note_look(request, obj)
        entries = LogEntry.objects.get_for_object(obj).select_related("actor").order_by("-timestamp", "-pk")
        page = Paginator(entries, 50).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record of changes"),
            "crumbs": self.crumbs(_("Record of changes"), obj),
            "object": obj,
            "page": page,
            "rows": [(entry, list(self._changes(request, entry))) for entry in page],
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/object_history.html", context | (extra_context or {}))

    def _changes(self, request: HttpRequest, entry: LogEntry) -> Iterator[tuple[str, object, object]]:
        """Name, before, after; without the columns nobody types."""
        for name, values in entry.changes_dict.items():
            try:
                field = self.opts.get_field(name)
            except FieldDoesNotExist:
                continue
            if field.concrete and not field.primary_key and not field.many_to_many and name not in UNSPOKEN:
                before, after = (self._spelled(request, field, value) for value in values)
                if before == after:
                    continue
                yield str(field.verbose_name), before, after

    def _spelled(self, request: HttpRequest, field: models.Field, value: object) -> object:
        if value in EMPTY:
            return "—"
        if field.choices:
            return dict(field.flatchoices).get(value, value)
        if isinstance(field, models.ForeignKey):
            rows = self.admin_site.narrow(field.related_model._default_manager.all(), request)
            row = rows.filter(pk=value).first() if str(value).isdecimal() else None
            return str(row) if row else value if not str(value).isdecimal() else "—"
        if field.name in self.yen_fields and str(value).isdecimal():
            return yen(int(value))
        return _plain(field, str(value))


def _plain(field: models.Field, value: str) -> object:
    """Days, moments and yes or no, which the log keeps as machines write them."""
    if isinstance(field, models.BooleanField):
        return _("yes") if value == "True" else _("no")
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        if moment is None:
            return value
        aware = moment if timezone.is_aware(moment) else moment.replace(tzinfo=dt.UTC)
        return f"{timezone.localtime(aware):%Y/%m/%d %H:%M}"
    if isinstance(field, models.DateField):
        day = parse_date(value)
        return f"{day:%Y/%m/%d}" if day else value
    return value
