from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.admin.scoped import ScopedAdmin
from programs.admin.site import site
from programs.models import OutgoingMail
from programs.templatetags.admin_rows import badge


@admin.register(OutgoingMail, site=site)
class OutgoingMailAdmin(ScopedAdmin):
    """For the system administrator alone: what waits, what went out, what was given up. Not what mails say."""

    menu_name = _("Outgoing mails")
    official_rights = ()
    list_note = _(
        "A mail is emptied once it is sent. What was given up is tried again by `manage.py send_mails --parked`."
    )
    fields = ("purpose", "way", "municipality", "state", "made_at", "tries", "next_try_at", "sent_at", "parked_at")
    readonly_fields = ("state",)
    list_display = ("purpose", "way", "municipality", "state", "made_at", "tries", "next_try_at")
    list_select_related = ("municipality",)
    date_hierarchy = "made_at"

    @admin.display(description=_("state"))
    def state(self, mail: OutgoingMail) -> SafeString:
        if mail.sent_at:
            return badge(_("sent"), "ok")
        if mail.parked_at:
            return badge(_("given up"), "err")
        return badge(pgettext_lazy("mail", "waiting"), "warn")
