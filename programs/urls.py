from django.urls import path

from programs.views import account, invitations

app_name = "programs"

INVITATIONS = "p/<slug:slug>/invitations/"

urlpatterns = [
    path("account/", account.account, name="account"),
    path(INVITATIONS, invitations.invitation_list, name="invitation_list"),
    path(f"{INVITATIONS}add/", invitations.invitation_add, name="invitation_add"),
    path(f"{INVITATIONS}<int:pk>/reissue/", invitations.invitation_reissue, name="invitation_reissue"),
    path(f"{INVITATIONS}<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation_withdraw"),
]
