from django.urls import path

from reports.views import (
    closings,
    cohorts,
    dashboard,
    exports,
    frozen_months,
    funnel,
    health,
    home,
    months,
    operations,
    people,
    program_closings,
    unanswered,
)

app_name = "reports"

COHORT = "p/<slug:slug>/cohorts/<int:number>/"
PERSON = "p/<slug:slug>/people/<int:pk>/"

urlpatterns = [
    path("", home.home, name="home"),
    path("p/", home.home_programs, name="home_programs"),
    path("p/<slug:slug>/", dashboard.dashboard, name="dashboard"),
    path("p/<slug:slug>/cohorts/", cohorts.cohort_list, name="cohort_list"),
    path(COHORT, cohorts.cohort, name="cohort"),
    path(f"{COHORT}people/export/", exports.people_export, name="people_export"),
    path(f"{COHORT}months/export/", exports.months_export, name="months_export"),
    path(f"{COHORT}<str:month>/", months.cohort_month, name="cohort_month"),
    path(f"{COHORT}<str:month>/close/", closings.month_close, name="month_close"),
    path(f"{COHORT}<str:month>/reopen/", closings.month_reopen, name="month_reopen"),
    path(f"{COHORT}<str:month>/frozen/", frozen_months.frozen_month, name="frozen_month"),
    path(f"{COHORT}<str:month>/frozen/export/", frozen_months.frozen_month_export, name="frozen_month_export"),
    path("p/<slug:slug>/months/<str:month>/unanswered/", unanswered.unanswered_list, name="unanswered_list"),
    path("p/<slug:slug>/months/<str:month>/close/", program_closings.program_month_close, name="program_month_close"),
    path("p/<slug:slug>/people/", people.people, name="people"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}<str:month>/excuse/", people.month_excuse, name="month_excuse"),
    path("p/<slug:slug>/funnel/", funnel.funnel, name="funnel"),
    path("operations/", operations.operations, name="operations"),
    path("operations/retry/", operations.parked_retry, name="parked_retry"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
