from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from workers.models import Enrollment


class PersonFilter(admin.SimpleListFilter):
    """One person's rows, when an address asks for them; the menu never lists everybody."""

    title = _("participant")
    parameter_name = "enrollment"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        asked = request.GET.get(self.parameter_name)
        if not asked:
            return []
        known = model_admin.admin_site.sees(request, Enrollment, asked)
        return [(asked, str(Enrollment.objects.select_related("worker", "cohort").get(pk=asked)) if known else "—")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        return queryset.filter(enrollment=self.value()) if self.value().isdecimal() else queryset.none()
