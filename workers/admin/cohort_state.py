"""The card beside a cohort: what is ready, and what starting it will do."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.admin.verbs import Verb
from programs.models import Cohort
from workers.domain.cohorts import readiness_of, start_cohort


def start_card(cohort: Cohort) -> dict | None:
    """For a cohort that has not begun; the components/_state_card.html reads it."""
    if cohort.started_at is not None:
        return None
    return {
        "items": _items(cohort),
        "then": _then(cohort),
        "url": reverse("admin:programs_cohort_start", args=[cohort.pk]),
    }


def start_verb(request: HttpRequest, cohort: Cohort) -> Verb:
    return Verb(
        title=gettext_lazy("Start this cohort"),
        press=gettext_lazy("Start the cohort"),
        then=_then(cohort),
        work=lambda cleaned: start_cohort(cohort=cohort),
        said=gettext_lazy("The cohort has been started."),
        back=reverse("admin:programs_cohort_change", args=[cohort.pk]),
        facts=[("○" if not item["ok"] else "✓", item["text"]) for item in _items(cohort)],
        off=gettext_lazy("This cohort has already been started.") if cohort.started_at else "",
    )


def _items(cohort: Cohort) -> list[dict]:
    ready = readiness_of(cohort)
    enrolled = ngettext("%(count)s person is enrolled", "%(count)s people are enrolled", ready.enrolled)
    people = reverse("admin:workers_enrollment_add")
    members = reverse("admin:programs_membership_add")
    return [
        {
            "ok": ready.has_target,
            "text": _("The ramp of targets is set")
            if ready.has_target
            else _("No ramp yet: the program's target applies"),
        },
        {
            "ok": ready.has_director,
            "text": _("A director is in charge") if ready.has_director else _("No director is in charge yet"),
            **({} if ready.has_director else {"url": members, "link": _("Appoint somebody")}),
        },
        {
            "ok": ready.enrolled > 0,
            "text": enrolled % {"count": ready.enrolled},
            **({} if ready.enrolled else {"url": f"{people}?cohort={cohort.pk}", "link": _("Add a participant")}),
        },
    ]


def _then(cohort: Cohort) -> str:
    ready = readiness_of(cohort)
    month = date_format(cohort.starts_on, "YEAR_MONTH_FORMAT")
    said = ngettext(
        "The income months of %(count)s person are opened from %(month)s on.",
        "The income months of %(count)s people are opened from %(month)s on.",
        ready.enrolled,
    ) % {"count": ready.enrolled, "month": month}
    return f"{said}{_('The first day can no longer be moved.')}"
