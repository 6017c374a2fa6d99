from django.urls import path

from workers.views import answers, earnings, invitations, me, months, removals, slips

app_name = "workers"

urlpatterns = [
    path("earnings/", months.earning_list, name="earning_list"),
    path("earnings/add/", earnings.earning_add, name="earning_add"),
    path("earnings/preview/", earnings.earning_preview, name="earning_preview"),
    path("earnings/<int:pk>/change/", earnings.earning_change, name="earning_change"),
    path("earnings/<int:pk>/change/preview/", earnings.earning_preview, name="earning_change_preview"),
    path("earnings/<int:pk>/repeat/", earnings.earning_repeat, name="earning_repeat"),
    path("earnings/<int:pk>/remove/", removals.earning_remove, name="earning_remove"),
    path("earnings/<str:month>/", months.earning_month, name="earning_month"),
    path("earnings/<str:month>/answer/", answers.month_answer, name="month_answer"),
    path("me/", me.me, name="me"),
    path("me/enrollment/", me.enrollment_choose, name="enrollment_choose"),
    path("i/", slips.slip_find, name="slip_find"),
    path("i/accept/", slips.slip_accept, name="slip_accept"),
    path("i/<str:token>/", slips.slip_open, name="slip_open"),
    path("p/<slug:slug>/invitations/participants/", invitations.slip_print, name="slip_print"),
]
