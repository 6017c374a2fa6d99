from programs.admin.site import site
from reports.admin.cohort_month import CohortMonthAdmin
from reports.admin.glance import glance
from reports.admin.sweep import SweepAdmin

site.glance = glance

__all__ = ["CohortMonthAdmin", "SweepAdmin"]
