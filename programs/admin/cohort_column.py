"""The column «cohort» of a list."""

from django.contrib.admin import display
from django.db.models import Model
from django.http import HttpRequest

from programs.models import Cohort


class CohortColumnMixin:
    cohort_path = "cohort"  # from a row to its cohort

    def get_list_display(self, request: HttpRequest) -> tuple:
        """A column of cohorts names them as the staff member needs it."""
        columns = super().get_list_display(request)
        if "cohort" not in columns:
            return columns
        name = self.admin_site.cohort_name(request)

        @display(description=Cohort._meta.verbose_name, ordering=self.cohort_path)
        def cohort(row: Model) -> str:
            return name(self.cohort(row))

        return tuple(cohort if column == "cohort" else column for column in columns)

    @display(description=Cohort._meta.verbose_name)
    def cohort(self, row: Model) -> Cohort:
        for step in self.cohort_path.split("__"):
            row = getattr(row, step)
        return row
