from django.urls import path

from programs.views import account, announcements, fundings, invitations, partners, phases

app_name = "programs"

ANNOUNCEMENTS = "p/<slug:slug>/announcements/"
INVITATIONS = "p/<slug:slug>/invitations/"
PHASES = "p/<slug:slug>/phases/"
PARTNERS = "p/<slug:slug>/partners/"
FUNDINGS = "p/<slug:slug>/fundings/"

urlpatterns = [
    path("account/", account.account, name="account"),
    path(INVITATIONS, invitations.invitation_list, name="invitation_list"),
    path(f"{INVITATIONS}add/", invitations.invitation_add, name="invitation_add"),
    path(f"{INVITATIONS}<int:pk>/reissue/", invitations.invitation_reissue, name="invitation_reissue"),
    path(f"{INVITATIONS}<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
    path(ANNOUNCEMENTS, announcements.announcement_list, name="announcement_list"),
    path(f"{ANNOUNCEMENTS}add/", announcements.announcement_add, name="announcement_add"),
    path(f"{ANNOUNCEMENTS}<int:pk>/change/", announcements.announcement_change, name="announcement_change"),
    path(f"{ANNOUNCEMENTS}<int:pk>/withdraw/", announcements.announcement_withdraw, name="announcement_withdraw"),
    path("announcements/<int:pk>/close/", announcements.announcement_close, name="announcement_close"),
    path(PHASES, phases.phase_list, name="phase_list"),
    path(f"{PHASES}next/", phases.phase_next, name="phase_next"),
    path(f"{PHASES}back/", phases.phase_back, name="phase_back"),
    path(f"{PARTNERS}add/", partners.partner_add, name="partner_add"),
    path(f"{PARTNERS}<int:pk>/edit/", partners.partner_edit, name="partner_edit"),
    path(f"{PARTNERS}<int:pk>/end/", partners.partner_end, name="partner_end"),
    path(f"{FUNDINGS}add/", fundings.funding_add, name="funding_add"),
    path(f"{FUNDINGS}<int:pk>/edit/", fundings.funding_edit, name="funding_edit"),
    path(f"{FUNDINGS}<int:pk>/remove/", fundings.funding_remove, name="funding_remove"),
]
