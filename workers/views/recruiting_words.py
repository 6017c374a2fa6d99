"""What is said about an applicant in a few lines, above a decision."""

from django.utils.translation import gettext as _

from programs.templatetags.dates import day_year
from workers.models import Application


def facts_of(application: Application) -> list[tuple[str, object]]:
    """Label and text: who it is, what they offer, where they stand."""
    name = f"{application.full_name}（{application.full_kana}）"
    return [
        (_("Applicant"), name),
        (_("Call"), f"{application.call}（{application.call.cohort}）"),
        (_("Hours a week"), _("%(hours)s hours") % {"hours": application.weekly_hours}),
        (_("PC skills"), application.get_pc_skill_display()),
        (_("State"), application.get_state_display()),
        (_("Applied on"), day_year(application.applied_at)),
    ]
